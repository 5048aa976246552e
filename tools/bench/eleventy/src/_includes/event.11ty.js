import { day, escaped, fact, item, kicker, link, say, source, themeLink } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const { words, collections, title, summary, content } = page;
  const cities = page.members.map((slug) => link(collections.membersBySlug[slug]));
  const about = page.about.map((theme) => themeLink(words, theme));
  const head = `${kicker(escaped(words[`event-kind.${page.kind}`]), ...about)}
<h1>${escaped(title)}</h1>
<p class="date-block"><strong>${day(page.page.date)}</strong></p>
<p class="lead">${escaped(summary)}</p>`;
  const facts = [fact(say(words, "facts.participants", cities.length), cities), source(page)];
  return item(page, head, content, facts.join("\n"));
}
