import { day, escaped, fact, item, kicker, link, neighbours, say, source, themeLink } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

export function render(page) {
  const { words, collections, title, summary, content } = page;
  const cities = page.members.map((slug) => link(collections.membersBySlug[slug]));
  const themes = page.themes.map((theme) => themeLink(words, theme));
  const programmes = page.programmes.map(
    (slug) => `<a href="/stories/programme/${slug}/">${escaped(collections.programmesBySlug[slug].data.title)}</a>`,
  );
  const head = `${kicker(words["kind.story"], ...cities, ...themes, day(page.page.date))}
<h1>${escaped(title)}</h1>
<p class="lead">${escaped(summary)}</p>`;
  const facts = [
    fact(say(words, "facts.members", cities.length), cities),
    fact(say(words, "facts.themes", themes.length), themes),
    fact(say(words, "facts.programmes", programmes.length), programmes),
    source(page),
  ];
  return `${item(page, head, content, facts.join("\n"))}\n${neighbours(page)}`;
}
