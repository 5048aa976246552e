import { day, escaped, item, kicker, link, neighbours, source } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const { words, collections, title, content } = page;
  const cities = page.members.map((slug) => link(collections.membersBySlug[slug]));
  const head = `${kicker(words["kind.statement"], ...cities, day(page.page.date))}
<h1>${escaped(title)}</h1>
<div class="byline">
<p class="byline-name">${escaped(page.person)}</p>
<ul class="offices">${page.offices.map((office) => `<li>${escaped(office)}</li>`).join("")}</ul>
</div>`;
  return `${item(page, head, content, source(page))}\n${neighbours(page)}`;
}
