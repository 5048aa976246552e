// A page about the network, beside its sisters.
import { escaped } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const { words, collections, title, summary, content } = page;
  const lines = collections.sisters.map((sister) => {
    const here = sister.url === page.page.url ? ' aria-current="page"' : "";
    return `<li><a href="${sister.url}"${here}>${escaped(sister.data.title)}</a></li>`;
  });
  return `<article class="item">
<header class="item-head">
<p class="kicker"><a href="/about/">${words["nav.about"]}</a></p>
<h1>${escaped(title)}</h1>
${summary ? `<p class="lead">${escaped(summary)}</p>` : ""}
</header>
<div class="item-main">
<div class="prose">
${content}
</div>
</div>
<nav class="item-side sisters" aria-labelledby="sisters-title">
<h2 id="sisters-title">${words["page.sisters"]}</h2>
<ul>
${lines.join("\n")}
</ul>
</nav>
</article>`;
}
