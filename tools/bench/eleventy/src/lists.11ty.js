// All lists: a page for each 48 of each.
import { cardsOf, escaped, listHead } from "../parts.js";

export const data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.listPages", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.address}index.html`,
  eleventyExcludeFromCollections: true,
  eleventyComputed: {
    section: ({ list }) => list?.section,
    heading: ({ list, words }) => (list ? titleOf(list, words) : ""),
  },
};

function titleOf(list, words) {
  const title = words[`${list.section}.title`] ?? list.section;
  return list.term ? `${title}: ${words[list.word] ?? list.label}` : title;
}

export function render(page) {
  const { list, words } = page;
  const over = list.term ? `<p class="kicker"><a href="/stories/">${words["stories.title"]}</a></p>\n` : "";
  const summary = list.about?.data.summary ?? words[`${list.section}.description`];
  const head = listHead(titleOf(list, words), summary, over);
  const body = `${cardsOf(list.items, page)}\n${pager(list, words)}`;
  if (!list.facets) return `<article>\n${head}\n${body}\n</article>`;
  const about = list.about && list.number === 1 ? `<div class="prose">${list.about.content}</div>` : "";
  return `<div class="with-facets">
<div>
${head}
<p class="to-facets"><a href="#facets">${words["facet.jump"]}</a></p>
${about}
${body}
</div>
${facets(list, words)}
</div>`;
}

function pager(list, words) {
  if (list.total === 1) return "";
  const step = (address, rel, key) =>
    address ? `<li><a rel="${rel}" href="${address}">${words[`paging.${key}`]}</a></li>` : "";
  return `<nav class="pager" aria-label="${words["paging.label"]}">
<ul>
${step(list.before, "prev", "before")}
<li>${list.number} / ${list.total}</li>
${step(list.after, "next", "after")}
</ul>
</nav>`;
}

/** The ways into the stories: each group a list of links with counts. */
function facets(list, words) {
  const here = list.address.replace(/page\/\d+\/$/, "");
  const line = (term) =>
    `<li><a href="${term.address}"${term.address === here ? ' aria-current="page"' : ""}>${escaped(words[term.word] ?? term.label)}</a> <span class="count" title="${term.items.length} ${words["nav.stories"]}">${term.items.length}</span></li>`;
  const groups = list.facets.map(
    (group) => `<details${group.terms.length <= 8 ? " open" : ""}>
<summary>${words[`facet.${group.name}`]}</summary>
<ul>
${group.terms.map(line).join("\n")}
</ul>
</details>`,
  );
  return `<nav class="facets" id="facets" aria-labelledby="facets-title">
<h2 id="facets-title">${words["facet.title"]}</h2>
${list.term ? `<p><a href="/stories/">${words["facet.all"]}</a></p>` : ""}
${groups.join("\n")}
</nav>`;
}
