import { SITE } from "../parts.js";

export const data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  const pages = [...collections.all, ...collections.listPages.map((list) => ({ url: list.address }))];
  const addresses = new Set(pages.map((page) => page.url).filter(Boolean));
  const lines = [...addresses].map((url) => {
    const address = SITE + url;
    return `<url><loc>${address}</loc><xhtml:link rel="alternate" hreflang="el" href="${address}"/><xhtml:link rel="alternate" hreflang="x-default" href="${address}"/></url>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${lines.join("\n")}
</urlset>
`;
}
