// A feed of everything, and one for each kind.
import { escaped, SITE } from "../parts.js";

export const data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.address}feed.xml`,
  eleventyExcludeFromCollections: true,
};

export function render({ feed, words }) {
  const entries = feed.items.map(
    (item) => `<entry>
<id>${SITE}${item.url}</id>
<title>${escaped(item.data.title)}</title>
<link rel="alternate" type="text/html" href="${SITE}${item.url}"/>
<updated>${item.date.toISOString()}</updated>
<summary>${escaped(item.data.summary)}</summary>
</entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="el">
<id>${SITE}${feed.address}feed.xml</id>
<title>${escaped(words["network.name"])}</title>
<updated>${(feed.items[0]?.date ?? new Date(0)).toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${SITE}${feed.address}feed.xml"/>
${entries.join("\n")}
</feed>
`;
}
