// From a question to a ranked list: several searches of one index, fused. No DOM here; `index` is Pagefind's module.

export const SETTINGS = {
  excerptLength: 0,
  ranking: { termFrequency: 1, metaWeights: { title: 1, names: 2, "name-keys": 2, keys: 0.3 } },
};
const NATIVE = 2, NATIVE_LATIN = 0.8, BY_KEY = 1.5, BY_OTHER_KEY = 1, BY_WORD = 0.6;
const CALM = 10; // the k of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): how little first place counts
const FEW = 5, MOST_WORDS = 12;

const bare = (word) => word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ς", "σ");
const STOP = new Set(TABLES.stop.split(" ").map(bare));

// The words that are looked for: all but the commonest, unless there are no others.
export function asked(text) {
  const all = words(text).slice(0, MOST_WORDS);
  const rare = all.filter((word) => !STOP.has(bare(word)));
  return rare.length ? rare : all;
}

// Letters for which people type two different sounds: h for η as well as χ, u for υ as well as ου.
const other = (word) => word.toLowerCase().replace(/h/g, (h, at) => ("tpcks".includes(word[at - 1] ?? " ") ? h : "i"))
  .replace(/u/g, (u, at) => ("oaeOAE".includes(word[at - 1] ?? " ") ? u : "y"));

function searches(list) {
  const key = (one) => keys(one.join(" ")).join(" ");
  const found = [[list.join(" "), list.some((word) => /[^\x00-\x7f]/.test(word)) ? NATIVE : NATIVE_LATIN], [key(list), BY_KEY]];
  const second = key(list.map(other));
  if (second !== found[1][0]) found.push([second, BY_OTHER_KEY]);
  return found;
}

function fuse(scores, results, weight) {
  results.forEach((result, rank) => {
    const known = scores.get(result.id) ?? { result, score: 0 };
    known.score += weight / (CALM + rank);
    scores.set(result.id, known);
  });
}

const ranked = (scores) => [...scores.values()].sort((a, b) => b.score - a.score).map((known) => known.result);

async function ask(index, list) {
  const scores = new Map();
  for (const [term, weight] of searches(list)) fuse(scores, (await index.search(term)).results, weight);
  return ranked(scores);
}

// The results for a text, best first. Where all words together find little, what single words find comes after.
export async function find(index, text) {
  const list = asked(text);
  if (!list.length) return [];
  const together = await ask(index, list);
  if (together.length >= FEW || list.length < 2) return together;
  const scores = new Map();
  for (const word of list) fuse(scores, await ask(index, [word]), BY_WORD);
  const had = new Set(together.map((result) => result.id));
  return [...together, ...ranked(scores).filter((result) => !had.has(result.id))];
}

// Where a text has what was asked: for each of its words whether it is meant. The last word may still be being typed.
export function marks(text, list) {
  const wanted = new Set(list.flatMap((word) => [keyOf(word), keyOf(other(word))]));
  const begun = bare(list.at(-1) ?? "");
  return [...text.matchAll(WORD)].filter(([word]) =>
    wanted.has(keyOf(word)) || (begun.length > 2 && bare(word).startsWith(begun)) || list.includes(word));
}

// The stretch of `text`, about `length` words long, that has most of what was asked.
export function excerpt(text, list, length = 30) {
  const hits = marks(text, list);
  const starts = [...text.matchAll(/\S+/g)].map((match) => match.index);
  if (!starts.length) return { text: "", hits: [] };
  const place = (at) => { let low = 0, high = starts.length - 1; while (low < high) { const mid = (low + high + 1) >> 1; if (starts[mid] <= at) low = mid; else high = mid - 1; } return low; };
  const at = hits.map((hit) => place(hit.index));
  let best = 0, most = -1;
  at.forEach((first, number) => {
    let end = number;
    while (end < at.length && at[end] < first + length - 6) end += 1;
    const kinds = new Set(hits.slice(number, end).map((hit) => keyOf(hit[0]))).size;
    if (kinds > most) [best, most] = [first, kinds];
  });
  const first = Math.max(0, Math.min(best - 6, starts.length - length));
  const from = starts[first], to = starts[first + length] ?? text.length;
  const part = text.slice(from, to).trimEnd();
  const inside = hits.filter((hit) => hit.index >= from && hit.index + hit[0].length <= from + part.length);
  return {
    text: part, before: first > 0, after: to < text.length,
    hits: inside.map((hit) => ({ from: hit.index - from, to: hit.index - from + hit[0].length })),
  };
}
