import { escaped, link, numbers, shelf } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const { words, collections, title, summary, content } = page;
  return `<article class="home">
<header class="opening">
<h1>${escaped(title)}</h1>
<div class="opening-text">
<p class="lead">${escaped(summary)}</p>
<div class="prose opening-prose">
${content}
</div>
</div>
</header>
<section class="band" aria-labelledby="members-title">
<h2 id="members-title">${words["home.members"]}</h2>
<ul class="names">
${collections.membersByTitle.map((member) => `<li>${link(member)}</li>`).join("\n")}
</ul>
${numbers(page)}
</section>
${shelf(words["home.stories"], collections.storiesByDay.slice(0, 4), page)}
${shelf(words["home.past"], collections.eventsByDay.slice(0, 3), page)}
${shelf(words["home.issue"], collections.newsletters, page)}
${shelf(words["home.statements"], collections.statementsByDay.slice(0, 4), page)}
</article>`;
}
