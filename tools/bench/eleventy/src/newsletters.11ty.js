import { cardsOf, listHead } from "../parts.js";

export const data = {
  layout: "base.11ty.js",
  permalink: "/newsletters/index.html",
  section: "newsletters",
  eleventyComputed: { heading: ({ words }) => words["newsletters.title"] },
};

export function render(page) {
  const { words, collections } = page;
  const head = listHead(words["newsletters.title"], words["newsletters.description"]);
  return `<article>\n${head}\n${cardsOf(collections.newsletters, page)}\n</article>`;
}
