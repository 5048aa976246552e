export const data = {
  layout: "base.11ty.js",
  permalink: "/404.html",
  lost: true,
  eleventyExcludeFromCollections: true,
  eleventyComputed: { heading: ({ words }) => words["not-found.title"] },
};

export function render({ words }) {
  return `<section class="lost"><h1>${words["not-found.title"]}</h1>
<p>${words["not-found.text"]}</p>
<ul class="plain-row"><li><a href="/">${words["nav.home"]}</a></li></ul></section>`;
}
