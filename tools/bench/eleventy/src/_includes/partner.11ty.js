import { escaped, item, kicker } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const head = `${kicker(page.words["kind.partner"])}
<h1>${escaped(page.title)}</h1>
<p class="lead">${escaped(page.summary)}</p>`;
  return item(page, head, page.content);
}
