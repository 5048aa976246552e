import { listHead, shelf } from "../parts.js";

export const data = {
  layout: "base.11ty.js",
  permalink: "/events/index.html",
  section: "events",
  eleventyComputed: { heading: ({ words }) => words["events.title"] },
};

export function render(page) {
  const { words, collections } = page;
  const head = listHead(words["events.title"], words["events.description"]);
  return `<article>\n${head}\n${shelf(words["events.past"], collections.eventsByDay, page)}\n</article>`;
}
