import { escaped, item, kicker, month, shelf } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const { words, collections } = page;
  const head = `${kicker(String(page.number), month(page.page.date))}
<h1>${escaped(page.title)}</h1>
<p class="lead">${escaped(page.summary)}</p>`;
  const stories = page.items.map((slug) => collections.storiesBySlug[slug]);
  return `${item(page, head, page.content)}\n${shelf(words["section.cities"], stories, page)}`;
}
