import { escaped, link, listHead, numbers } from "../parts.js";

export const data = {
  layout: "base.11ty.js",
  permalink: "/members/index.html",
  section: "members",
  eleventyComputed: { heading: ({ words }) => words["members.title"] },
};

export function render(page) {
  const { words, collections } = page;
  const rows = collections.membersByTitle.map((member) => {
    const stories = collections.stories.filter((story) => story.data.members.includes(member.fileSlug));
    return `<li>
<h3 class="card-title">${link(member)}</h3>
<p class="member-official">${escaped(member.data.official)}</p>
<p class="member-note">${escaped(words[`region.${member.data.region}`])}</p>
<p class="member-counts">${stories.length} ${words["nav.stories"]}</p>
</li>`;
  });
  return `<article>
${listHead(words["members.title"], words["members.description"])}
${numbers(page)}
<section class="shelf">
<h2>${words["members.today"]}</h2>
<ul class="member-rows">
${rows.join("\n")}
</ul>
</section>
</article>`;
}
