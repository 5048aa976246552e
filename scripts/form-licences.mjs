// The licences of the packages that the browser form is made of, for licences.txt beside it. The bundle has no comments left, and
// most of these licences want their words to go along: node scripts/form-licences.mjs METAFILE, of esbuild.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const inputs = Object.keys(JSON.parse(readFileSync(process.argv[2], "utf-8")).inputs);
const found = inputs.map((path) => path.match(/^(.*node_modules\/)((?:@[^/]+\/)?[^/]+)/)).filter(Boolean);
const folders = [...new Set(found.map(([folder]) => folder))].sort();

for (const folder of folders) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e(\.\w+)?$/i.test(one));
  if (!file) throw new Error(`${name}: there is no licence in ${dirname(folder)}`);
  console.log(`${name} ${version}: ${license}\n\n${readFileSync(join(folder, file), "utf-8").trim()}\n\n${"-".repeat(80)}\n`);
}
