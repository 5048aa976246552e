import { SITE } from "../parts.js";

export const data = { permalink: "/robots.txt", eleventyExcludeFromCollections: true };

export const render = () => `User-agent: *\nSitemap: ${SITE}/sitemap.xml\n`;
