// The shell around every page.
import { escaped, SITE } from "../../parts.js";

const MENU = ["home", "stories", "members", "events", "statements", "partners", "newsletters", "about"];
const FOOT = ["about", "structure", "contact", "glossary", "accessibility", "privacy"];
const PIECES = ["stories", "statements", "events", "newsletters"];

export function render(page) {
  const { words, section, content } = page;
  const name = words["network.name"];
  const title = page.heading ?? page.title;
  const description = page.summary ?? words[`${section}.description`] ?? words["stories.description"];
  const address = SITE + page.page.url;
  const shown = { ...page, title, description, address, name };
  return `<!doctype html>
<html lang="el" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.page.url === "/" ? `${name} – ${escaped(title)}` : `${escaped(title)} – ${name}`}</title>
<meta name="description" content="${escaped(description)}">
${page.lost ? '<meta name="robots" content="noindex">' : shared(shown)}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbf8f2">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#10171f">
<link rel="stylesheet" href="/site.css">
${page.lost ? "" : structured(shown)}
</head>
<body>
<a class="skip" href="#main">Μετάβαση στο περιεχόμενο</a>
${header(words, section)}
<main id="main" tabindex="-1">
${content}
</main>
${footer(words)}
</body>
</html>
`;
}

function shared({ words, title, description, address, name, section }) {
  return `<link rel="canonical" href="${address}">
<link rel="alternate" hreflang="el" href="${address}">
<link rel="alternate" hreflang="x-default" href="${address}">
<meta property="og:site_name" content="${name}">
<meta property="og:title" content="${escaped(title)}">
<meta property="og:description" content="${escaped(description)}">
<meta property="og:type" content="${PIECES.includes(section) ? "article" : "website"}">
<meta property="og:url" content="${address}">
<meta property="og:locale" content="${words["language.locale"]}">
<meta name="twitter:card" content="summary">`;
}

/** schema.org: the thing, its publisher, the way to it. */
function structured(page) {
  const { words, title, section, address } = page;
  const steps = [[words["nav.home"], `${SITE}/`]];
  if (section && address !== `${SITE}/${section}/`) steps.push([words[`nav.${section}`], `${SITE}/${section}/`]);
  if (page.page.url !== "/") steps.push([title, address]);
  const way = {
    "@type": "BreadcrumbList",
    itemListElement: steps.map(([name, item], place) => ({ "@type": "ListItem", position: place + 1, name, item })),
  };
  const graph = { "@context": "https://schema.org", "@graph": [thing(page), way] };
  return `<script type="application/ld+json">${JSON.stringify(graph).replaceAll("<", "\\u003c")}</script>`;
}

function thing({ words, title, description, section, address, name, page, collections, members, person, kind }) {
  const network = { "@type": "Organization", "@id": `${SITE}/#network`, name, url: `${SITE}/` };
  const all = { "@context": "https://schema.org", inLanguage: "el", url: address, description };
  const dated = () => page.date.toISOString().slice(0, 10);
  if (section === "stories" && members) {
    const about = members.map((slug) => collections.membersBySlug[slug]);
    const cities = about.map((city) => ({ "@type": "City", name: city.data.title, url: SITE + city.url }));
    return { ...all, "@type": "Article", headline: title, datePublished: dated(), publisher: network, about: cities };
  }
  if (person) return { ...all, "@type": "Article", headline: title, datePublished: dated(), publisher: network };
  if (kind) return { ...all, "@type": "Event", name: title, startDate: dated() };
  if (page.url === "/") return { ...all, "@type": "WebSite", name, publisher: network };
  return { ...all, "@type": "WebPage", name: title ?? words["network.name"] };
}

const headers = new Map();

function header(words, section) {
  if (!headers.has(section)) headers.set(section, madeHeader(words, section));
  return headers.get(section);
}

function madeHeader(words, section) {
  const lines = MENU.map((name) => {
    const here = name === section ? ' aria-current="true"' : "";
    return `<li><a href="${name === "home" ? "/" : `/${name}/`}"${here}>${words[`nav.${name}`]}</a></li>`;
  });
  return `<header class="masthead">
<div class="masthead-row">
<a class="wordmark" href="/">${words["network.name"]}</a>
<ul class="languages" aria-label="${words["menu.languages"]}">
<li><a href="/" lang="el" hreflang="el" aria-current="true">${words["language.name"]}</a></li>
</ul>
<button class="menu-button" type="button" popovertarget="menu">${words["menu.button"]}</button>
</div>
<nav class="menu" id="menu" popover aria-label="${words["menu.main"]}">
<ul>
${lines.join("\n")}
</ul>
</nav>
</header>`;
}

function footer(words) {
  const lines = FOOT.map(
    (name) =>
      `<li><a href="${name === "about" ? "/about/" : `/about/${name}/`}">${words[`footer.${name}`] ?? ""}</a></li>`,
  );
  return `<footer class="colophon">
<div class="colophon-row">
<p class="colophon-name">${words["network.name"]}</p>
<p>${words["footer.text"]}</p>
<nav aria-label="Υποσέλιδο">
<ul>
${lines.join("\n")}
</ul>
</nav>
</div>
</footer>`;
}
