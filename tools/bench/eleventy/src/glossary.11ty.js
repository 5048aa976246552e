import { escaped, listHead } from "../parts.js";

export const data = {
  layout: "base.11ty.js",
  permalink: "/about/glossary/index.html",
  section: "about",
  title: "Γλωσσάρι",
  weight: 90,
  tags: ["about"],
};

export function render({ words, collections, title }) {
  const rows = collections.programmes.map(
    ({ fileSlug, data: { title, summary } }) =>
      `<div><dt><a href="/stories/programme/${fileSlug}/">${escaped(title)}</a></dt>
<dd><span class="entry-kind">${words["programme-kind.programme"]}</span> <span>${escaped(summary)}</span></dd></div>`,
  );
  const head = listHead(title, words["glossary.description"]);
  return `<article>\n${head}\n<dl class="glossary">\n${rows.join("\n")}\n</dl>\n</article>`;
}
