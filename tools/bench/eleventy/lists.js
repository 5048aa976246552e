// The pages of all lists: each kind, and the stories of each city, theme, programme and year.
const PAGE_SIZE = 48;

const groups = [
  ["theme", (story) => story.data.themes],
  ["city", (story) => story.data.members],
  ["programme", (story) => story.data.programmes],
  ["year", (story) => [String(story.date.getUTCFullYear())]],
];

/** The ways into the stories: each group with its terms, each term with its stories. */
function facetsOf(stories, named) {
  return groups.map(([name, termsOf]) => {
    const found = new Map();
    for (const story of stories) {
      for (const term of termsOf(story)) {
        if (!found.has(term)) found.set(term, []);
        found.get(term).push(story);
      }
    }
    const terms = [...found.keys()].sort().map((term) => ({
      address: `/stories/${name}/${term}/`,
      label: named[name]?.get(term)?.data.title ?? term,
      word: name === "theme" ? `theme.${term}` : undefined,
      about: name === "programme" ? named[name].get(term) : undefined,
      items: found.get(term),
    }));
    return { name, terms };
  });
}

/** One list over as many pages as it needs. */
function inPages(list) {
  const total = Math.max(1, Math.ceil(list.items.length / PAGE_SIZE));
  return Array.from({ length: total }, (_, place) => {
    const at = (number) => (number === 1 ? list.address : `${list.address}page/${number}/`);
    return {
      ...list,
      address: at(place + 1),
      items: list.items.slice(place * PAGE_SIZE, (place + 1) * PAGE_SIZE),
      number: place + 1,
      total,
      before: place > 0 ? at(place) : undefined,
      after: place + 1 < total ? at(place + 2) : undefined,
    };
  });
}

/** Every page of every list. */
export function listPages(pieces, { members, programmes, partners }) {
  const bySlug = (items) => new Map(items.map((item) => [item.fileSlug, item]));
  const facets = facetsOf(pieces.stories, { city: bySlug(members), programme: bySlug(programmes) });
  const stories = { section: "stories", facets };
  return [
    { ...stories, address: "/stories/", items: pieces.stories },
    ...facets.flatMap((group) => group.terms.map((term) => ({ ...stories, ...term, term: true }))),
    { section: "statements", address: "/statements/", items: pieces.statements },
    { section: "partners", address: "/partners/", items: partners },
    { section: "practices", address: "/practices/", items: [] },
    { section: "documents", address: "/documents/", items: [] },
  ].flatMap(inPages);
}
