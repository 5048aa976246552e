// From a question to a ranked list: several searches of one index, fused. No DOM here; `index` is Pagefind's module.

export const SETTINGS = {
  ranking: {
    termFrequency: 1,
    metaWeights: { title: 5, names: 3, around: 1, "title-keys": 6, "name-keys": 3, keys: 0.3 },
  },
};
const BY_KEY = 1.5,
  BY_OTHER_KEY = 0.8,
  BY_WORD = 0.6;
const CALM = 10; // the k of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): how little first place counts
const FEW = 5,
  MOST_WORDS = 12;

const MARKS = new RegExp(`[${TABLES.marks}]`, "g");
const bare = (word) => word.toLowerCase().normalize("NFD").replace(MARKS, "");
const STOP = new Set(TABLES.stop.split(" ").map(bare));

// The words that are looked for: all but the commonest, and letters that stand alone. Half of the site has those.
export function asked(text) {
  return words(text)
    .slice(0, MOST_WORDS)
    .filter((word) => !STOP.has(bare(word)) && (bare(word).length > 1 || /\p{N}/u.test(word)));
}

// Words of one meaning, by the key of each.
const ALIKE = new Map(TABLES.alike.flatMap((group) => keys(group).map((key) => [key, keys(group)])));

// What else a word in Latin letters may mean: h is χ or η, th is θ or τη, u is ου or υ.
const LATER = [
  [/h/g, "i"],
  [/(?<![aeo])u/g, "y"],
];
const others = (word) => {
  const small = word.toLowerCase();
  const mild = small.replace(/(?<![tpcks])h/g, "i").replace(...LATER[1]);
  return [small, mild, LATER.reduce((text, change) => text.replace(...change), small)];
};

const LATIN = /^[\x00-\x7f]+$/,
  VOWEL = /[aeiou]/;
const isLatin = (word) => LATIN.test(bare(word));

// In so few letters a key says little: "food" and "fonts" have one. Words in one alphabet are then held to their
// letters, but for an English plural; words in two alphabets, where hardly anything is left, to their sound.
const LITTLE = 3,
  LEAST = 2;
const isLoose = (word) => isLatin(word) && keyOf(word).length <= LITTLE;
const singular = (word) => bare(word).replace(/ies$/, "y").replace(/s$/, "");
const spoken = (word) => soundOf(word).replace(/[sn]$/, "");
function isSame(word, other) {
  const length = keyOf(other).length;
  if (length > LITTLE || (!isLatin(word) && !isLatin(other))) return true;
  if (isLatin(word) && isLatin(other)) return singular(word) === singular(other);
  return length > LEAST || others(word).some((one) => spoken(one) === spoken(other));
}

// How many letters must be put in, left out, changed or swapped to make one word of the other; `most` ends the count.
// In a short word, another consonant makes another word (γυναίκα, γίνεται).
function distance(one, two, most, short) {
  if (Math.abs(one.length - two.length) > most) return most + 1;
  let before = [],
    last = Array.from({ length: two.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      const same = one[i - 1] === two[j - 1];
      row[j] = Math.min(
        last[j] + 1,
        row[j - 1] + 1,
        last[j - 1] + (same ? 0 : short && !(VOWEL.test(one[i - 1]) && VOWEL.test(two[j - 1])) ? 2 : 1),
      );
      if (one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[two.length];
}

function nearest(key, known) {
  const most = key.length < 5 ? 0 : key.length < 9 ? 1 : 2;
  let found = "",
    least = most + 1;
  if (most)
    for (const word of known) {
      const far = distance(key, word, Math.min(most, least - 1), most < 2);
      if (far < least) [found, least] = [word, far];
      if (least === 1) break;
    }
  return found;
}

// The keys that a word may stand for, likeliest first; and whether the site has such a word at all. A word that is like
// none of the site's has no key: Pagefind would cut it short until it found something, and that is worse than nothing.
export function meant(word, known) {
  const all = [...new Set(others(word).map(keyOf))];
  const sure = all.filter((key) => known.has(key));
  if (sure.length) return { keys: sure, sure: true, own: true };
  const alike = all.flatMap((key) => ALIKE.get(key) ?? []).filter((key) => known.has(key));
  if (alike.length) return { keys: [...new Set(alike)], sure: true };
  // With its ending: Καλαμάτα is no beginning of Καλαμαριά, though its key is one.
  const sounds = [...new Set(others(word).map(soundOf))];
  const begun = sounds.filter((sound) => sound.length > 2 && [...known].some((other) => other.startsWith(sound)));
  if (begun.length) return { keys: begun, sure: true };
  const near = all.map((key) => nearest(key, known)).filter(Boolean);
  return { keys: near.length ? [...new Set(near)] : known.isWhole ? [] : all, sure: !known.size };
}

// What a question was taken to mean: the keys that stand for words which the site does not have, and whether one of
// them is a guess.
export function understood(list, known) {
  const all = list.map((word) => meant(word, known));
  return {
    keys: new Set(all.filter(({ own }) => !own).flatMap(({ keys }) => keys)),
    guessed: all.some(({ sure }) => !sure),
  };
}

// How well a name answers to the words of a question: 3, it is them; 2, it has their keys; 1, all of them are in it.
// Of a title also: 0.5, it is some of them. `names` and `titles` are those of one record.
export function answering(list, known) {
  const wanted = list.map((word) => ({
    keys: new Set(meant(word, known).keys),
    sounds: new Set(others(word).map(soundOf)),
  }));
  const whole = (own, what, made) =>
    own.length === wanted.length && own.every((word, place) => wanted[place][what].has(made(word)));
  const name = (text) => {
    const own = asked(text);
    if (whole(own, "keys", keyOf)) return whole(own, "sounds", soundOf) ? 3 : 2;
    return wanted.every(({ keys }) => own.some((word) => keys.has(keyOf(word)))) ? 1 : 0;
  };
  const title = (text) => {
    const own = asked(text).map(keyOf);
    return own.length && own.every((key) => wanted.some(({ keys }) => keys.has(key))) ? 0.5 : 0;
  };
  return (titles, names) => Math.max(...[...titles, ...names].map(name), ...titles.map(title));
}

// The words of a question whose key is too short to be trusted, and that none of `texts` has.
export const missed = (list, texts) =>
  list.filter((word) => isLoose(word) && !texts.some((text) => marks(text, [word]).length));

// Only keys are asked, never the words as they were typed: so one text finds the same, in the same order, in any
// spelling.
function searches(list, known) {
  const all = list.map((word) => meant(word, known)).filter(({ keys }) => keys.length);
  const first = all.map(({ keys }) => keys[0]).join(" ");
  const second = all.map(({ keys }) => keys[1] ?? keys[0]).join(" ");
  return [[first, BY_KEY], ...(second === first ? [] : [[second, BY_OTHER_KEY]])];
}

function fuse(scores, results, weight) {
  results.forEach(({ id }, rank) => scores.set(id, (scores.get(id) ?? 0) + weight / (CALM + rank)));
}

const ranked = (scores) => [...scores].sort((one, two) => two[1] - one[1]).map(([id]) => id);

async function ask(index, list, known) {
  const scores = new Map();
  for (const [term, weight] of searches(list, known))
    if (term) fuse(scores, (await index.search(term)).results, weight);
  return ranked(scores);
}

// The index's names of the results for a text, best first. Where all words together find little, what single words find
// comes after.
export async function find(index, text, known = new Set()) {
  const list = asked(text);
  if (!list.length) return [];
  const together = await ask(index, list, known);
  if (together.length >= FEW || list.length < 2) return together;
  const scores = new Map();
  for (const word of list)
    fuse(
      scores,
      (await ask(index, [word], known)).map((id) => ({ id })),
      BY_WORD,
    );
  const had = new Set(together);
  return [...together, ...ranked(scores).filter((id) => !had.has(id))];
}

// Where a text has what was asked: for each of its words whether it is meant. The last word may still be being typed.
// `near` holds the keys that words which the site does not have were taken for.
export function marks(text, list, near = new Set()) {
  const wanted = new Map();
  for (const word of list)
    for (const key of new Set(others(word).map(keyOf))) wanted.set(key, [...(wanted.get(key) ?? []), word]);
  const last = list.at(-1) ?? "",
    begun = bare(last),
    sound = soundOf(last),
    latin = isLatin(last);
  const isBegun = (word) =>
    bare(word).startsWith(begun) || (!(latin && isLatin(word)) && keyOf(word).startsWith(sound));
  return [...text.matchAll(WORD)].filter(
    ([word]) =>
      near.has(keyOf(word)) ||
      wanted.get(keyOf(word))?.some((one) => isSame(one, word)) ||
      (begun.length > 2 && isBegun(word)),
  );
}

// The stretch of `text`, about `length` words long, that has most of what was asked.
export function excerpt(text, list, near, length = 30) {
  const hits = marks(text, list, near);
  const starts = [...text.matchAll(/\S+/g)].map((match) => match.index);
  if (!starts.length) return { text: "", hits: [] };
  const place = (at) => {
    let low = 0,
      high = starts.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (starts[mid] <= at) low = mid;
      else high = mid - 1;
    }
    return low;
  };
  const at = hits.map((hit) => place(hit.index));
  let best = 0,
    most = -1;
  at.forEach((first, number) => {
    let end = number;
    while (end < at.length && at[end] < first + length - 6) end += 1;
    const kinds = new Set(hits.slice(number, end).map((hit) => keyOf(hit[0]))).size;
    if (kinds > most) [best, most] = [first, kinds];
  });
  const first = Math.max(0, Math.min(best - 6, starts.length - length));
  const from = starts[first],
    to = starts[first + length] ?? text.length;
  const part = text.slice(from, to).trimEnd();
  const inside = hits.filter((hit) => hit.index >= from && hit.index + hit[0].length <= from + part.length);
  return {
    text: part,
    before: first > 0,
    after: to < text.length,
    hits: inside.map((hit) => ({ from: hit.index - from, to: hit.index - from + hit[0].length })),
  };
}
