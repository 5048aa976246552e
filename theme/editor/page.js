// Makes Decap CMS the editor of this project, then starts it.

import { backendFor } from "./backend.js";
import { withKey } from "./key.js";
import { watch } from "./photos.js";
import { namesThere, watchStore } from "./store.js";
import { answerField, photoField, slugField } from "./widgets.js";
import { parse } from "./yaml/index.js";

const { CMS } = window;
const [asked, askedConfig] = await Promise.all([fetch("plan.json"), fetch("config.yml", withKey())]);
const plan = await asked.json();
if (!askedConfig.ok) {
  document.body.textContent = plan.words.locked;
  throw new Error(plan.words.locked);
}

function over(words, own) {
  const found = { ...words };
  for (const [name, value] of Object.entries(own ?? {})) {
    found[name] = value && typeof value === "object" ? over(found[name] ?? {}, value) : value;
  }
  return found;
}

const theirs = plan.locale === "el" ? over(CMS.getLocale("en"), CMS.getLocale("gr")) : CMS.getLocale("en");
CMS.registerLocale(plan.locale, over(theirs, plan.decap));
const saved = new Map();
watchStore(plan, saved);
CMS.registerBackend("item-files", backendFor(CMS, plan, saved));
CMS.registerCustomFormat("item-files", "yml", {
  fromFile: (text) => JSON.parse(text),
  toFile: (value) => JSON.stringify(value),
});
CMS.registerWidget("item-slug", slugField(plan));
CMS.registerWidget("item-photo", photoField());
CMS.registerWidget("item-yes-no", answerField(plan));
watch(plan, (words) => window.alert(words), namesThere);
// Read here, and not by Decap CMS, which takes it from no host that calls YAML by another type.
const config = parse(await askedConfig.text());
CMS.init({ config: { ...config, load_config_file: false } });
