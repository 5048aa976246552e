// The same site in Eleventy: the same addresses, the same parts on each page. Texts hold no template language.
import { listPages } from "./lists.js";

const FEED_ENTRIES = 50;
const PIECES = ["stories", "events", "statements"];

const newestFirst = (api, tag) =>
  api.getFilteredByTag(tag).sort((one, other) => other.date - one.date || (one.fileSlug < other.fileSlug ? -1 : 1));
const byTitle = (api, tag) =>
  api.getFilteredByTag(tag).sort((one, other) => (one.data.title < other.data.title ? -1 : 1));

function neighbours(api) {
  const found = {};
  for (const tag of ["stories", "statements"]) {
    const items = newestFirst(api, tag);
    items.forEach((item, place) => {
      found[item.url] = { newer: items[place - 1], older: items[place + 1] };
    });
  }
  return found;
}

function feeds(api) {
  const sections = [...PIECES, "newsletters"].map((name) => ({
    address: `/${name}/`,
    items: newestFirst(api, name).slice(0, FEED_ENTRIES),
  }));
  const all = sections.flatMap((section) => section.items).sort((one, other) => other.date - one.date);
  return [{ address: "/", items: all.slice(0, FEED_ENTRIES) }, ...sections];
}

export default function (config) {
  config.addPassthroughCopy({ static: "." });
  for (const name of PIECES) config.addCollection(`${name}ByDay`, (api) => newestFirst(api, name));
  config.addCollection("membersByTitle", (api) => byTitle(api, "members"));
  for (const name of ["members", "programmes", "stories"]) {
    config.addCollection(`${name}BySlug`, (api) =>
      Object.fromEntries(api.getFilteredByTag(name).map((item) => [item.fileSlug, item])),
    );
  }
  config.addCollection("sisters", (api) =>
    api
      .getFilteredByTag("about")
      .filter((item) => item.url !== "/about/" && !item.data.tags.includes("worklist"))
      .sort((one, other) => one.data.weight - other.data.weight),
  );
  config.addCollection("neighbours", neighbours);
  config.addCollection("listPages", (api) =>
    listPages(Object.fromEntries(PIECES.map((name) => [name, newestFirst(api, name)])), {
      members: api.getFilteredByTag("members"),
      programmes: byTitle(api, "programmes"),
      partners: byTitle(api, "partners"),
    }),
  );
  config.addCollection("feeds", feeds);
  return { dir: { input: "src", output: "out" }, markdownTemplateEngine: false, htmlTemplateEngine: false };
}
