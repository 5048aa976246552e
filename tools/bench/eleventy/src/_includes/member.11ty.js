import { escaped, fact, item, kicker, month, shelf } from "../../parts.js";

export const data = { layout: "base.11ty.js" };

const MOST = { statements: 24, stories: 24, events: 24 };

export function render(page) {
  const { words, collections, title, content } = page;
  const region = escaped(words[`region.${page.region}`]);
  const head = `${kicker(words["kind.member"], region)}\n<h1>${escaped(title)}</h1>`;
  const facts = [
    fact(words["member.official-name"], [escaped(page.official)]),
    fact(words["member.region"], [region]),
    fact(words["member.membership"], [month(page.joined)]),
  ];
  const slug = page.page.fileSlug;
  const shelves = Object.entries(MOST).map(([name, most]) => {
    const mine = collections[`${name}ByDay`].filter((piece) => piece.data.members.includes(slug)).slice(0, most);
    return shelf(words[`member.${name}`], mine, page);
  });
  const rest = `<p class="shelf-rest"><a href="/stories/city/${slug}/">${words["home.all-stories"]}</a></p>`;
  return [item(page, head, content, facts.join("\n")), shelves[0], shelves[1], rest, shelves[2]].join("\n");
}
