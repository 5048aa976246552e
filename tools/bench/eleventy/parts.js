// What several pages have in common.
export const SITE = "https://cities-network.example";

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;" };
const DAY = new Intl.DateTimeFormat("el", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("el", { month: "long", year: "numeric", timeZone: "UTC" });
const DOT = ' <span class="dot" aria-hidden="true">·</span> ';

export const escaped = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => ESCAPED[sign]);
export const day = (date) => `<time datetime="${date.toISOString().slice(0, 10)}">${DAY.format(date)}</time>`;
export const month = (date) => MONTH.format(date);
export const link = (item) => `<a href="${item.url}">${escaped(item.data.title)}</a>`;

/** A word of the interface in its singular or plural. */
export function say(words, key, count) {
  const found = words[key] ?? "";
  const form = typeof found === "object" ? ((count === 1 ? found.one : found.other) ?? found.other) : found;
  return form.replace("{n}", count);
}

export const themeLink = (words, theme) => `<a href="/stories/theme/${theme}/">${escaped(words[`theme.${theme}`])}</a>`;

const cards = new WeakMap();

/** An item in a list: the same wherever it stands, so it is made once. */
function card(item, { words, collections }) {
  if (!cards.has(item)) {
    const { data } = item;
    const cities = (data.members ?? []).map((slug) => link(collections.membersBySlug[slug]));
    const kind = data.kind ? [escaped(words[`event-kind.${data.kind}`])] : [];
    const themes = (data.themes ?? []).map((theme) => themeLink(words, theme));
    const dated = data.members ? [day(item.date)] : [];
    cards.set(
      item,
      `<li class="card card-${data.section}">
${data.person ? `<p class="speaker">${escaped(data.person)}</p>\n` : ""}<p class="kicker">${[...kind, ...cities, ...themes, ...dated].join(DOT)}</p>
<h2 class="card-title">${link(item)}</h2>
<p class="card-text">${escaped(data.summary)}</p>
</li>`,
    );
  }
  return cards.get(item);
}

export const cardsOf = (items, data) =>
  `<ul class="cards">\n${items.map((item) => card(item, data)).join("\n")}\n</ul>`;

export const shelf = (title, items, data) =>
  items.length ? `<section class="shelf">\n<h2>${escaped(title)}</h2>\n${cardsOf(items, data)}\n</section>` : "";

export const numbers = ({ words, collections }) =>
  `<div class="numbers"><dl>
${["members", "stories", "events", "statements"].map((name) => `<div><dt>${escaped(words[`nav.${name}`])}</dt><dd>${collections[name].length}</dd></div>`).join("\n")}
</dl></div>`;

export function neighbours({ words, collections, page }) {
  const { newer, older } = collections.neighbours[page.url] ?? {};
  if (!newer && !older) return "";
  const line = (item, key, mark) =>
    item ? `<li${mark}><span>${escaped(words[`neighbours.${key}`])}</span> ${link(item)}</li>` : "";
  return `<nav class="neighbours" aria-label="${escaped(words["neighbours.label"])}">
<ul>
${line(newer, "newer", "")}
${line(older, "older", ' class="older"')}
</ul>
</nav>`;
}

export const fact = (name, lines) =>
  lines.length ? `<div><dt>${escaped(name)}</dt>\n${lines.map((line) => `<dd>${line}</dd>`).join("\n")}</div>` : "";

export function source({ words, collections, newsletter, pages }) {
  const [issue] = collections.newsletters;
  const place = `<a href="${issue.url}">Ενημερωτικό δελτίο ${newsletter}, ${month(issue.date)}</a>, σελ. ${pages}`;
  return fact(words["facts.source"], [place]);
}

/** A page of an item: its head, its text, its facts. */
export const item = ({ words }, head, content, facts) =>
  `<article class="item">
<header class="item-head">
${head}
</header>
<div class="item-main">
<div class="prose">
${content}
</div>
</div>
${facts ? `<aside class="item-side" aria-label="${escaped(words["facts.label"])}">\n<dl class="facts">\n${facts}\n</dl>\n</aside>` : ""}
</article>`;

export const kicker = (...parts) => `<p class="kicker">${parts.filter(Boolean).join(DOT)}</p>`;

export const listHead = (title, description, over = "") =>
  `<header class="list-head">
${over}<h1>${escaped(title)}</h1>
<p class="lead">${escaped(description)}</p>
</header>`;
