// From a question to a ranked list: several searches of one index, fused. No DOM here; `index` is Pagefind's module.

// Without its worker, which would be loaded besides: a question takes a few thousandths of a second.
export const SETTINGS = {
  noWorker: true,
  ranking: {
    termFrequency: 1,
    metaWeights: { "title-keys": 6, "name-keys": 3, keys: 0.3 },
  },
};
const BY_FIRST = 1.5,
  BY_OTHER = 0.8,
  BY_WORD = 0.6;
const GUESSES = 3; // of what a mistyped word may mean, how many are looked for, or asked about
const CLOSE = 0.35; // guesses so much farther than the nearest are looked for as well
const LITTLE = TABLES.short,
  LEAST = 2; // letters of a key that says little, and hardly anything
const SHORT = 6; // letters of a name of which one may make another word
const CALM = 10; // the k of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): how little first place counts
const FEW = 5,
  MOST_WORDS = 12;

const STOP = new Set(TABLES.stop.split(" ").map(bare));
const counts = (word) => !STOP.has(bare(word)) && (bare(word).length > 1 || /\p{N}/u.test(word));

// The words that are looked for: all but the commonest, and letters that stand alone. Half of the site has those. Of
// wi-fi the parts; of Α.Μ.Κ.Α., which has none, the whole.
export function asked(text) {
  return stretches(text)
    .flatMap(({ parts, whole }) => (parts.length ? parts.map(({ word }) => word) : [whole]))
    .slice(0, MOST_WORDS)
    .filter(counts);
}

// The same with wi-fi as one word, and with words that may be one word parted by mistake (wi fi, covid 19), where the
// site has such a word.
function joined(text, known) {
  const isKnown = (word) => known.has(termOf(word));
  const list = stretches(text)
    .flatMap(({ parts, whole }) =>
      whole && (isKnown(whole) || turned(whole, known)) ? [whole] : parts.map(({ word }) => word),
    )
    .slice(0, MOST_WORDS);
  const isPart = (word) => bare(word).length <= LITTLE || !known.has(keyOf(word));
  for (let place = list.length - 1; place > 0; place -= 1) {
    const pair = list.slice(place - 1, place + 1);
    if (pair.some(isPart) && bare(pair.join("")).length > LITTLE && isKnown(pair.join("")))
      list.splice(place - 1, 2, pair.join(""));
  }
  return list.filter(counts);
}

// The lists of words that a question may be, likeliest first.
export function readings(text, known = new Vocabulary()) {
  const parts = asked(text),
    whole = joined(text, known);
  return whole.length && whole.join(" ") !== parts.join(" ") ? [whole, parts] : [parts];
}

// All that may be marked where it stands in a text; what may still be being typed is last.
export const sought = (text) => [
  ...new Set([...stretches(text).flatMap(({ whole }) => (whole ? [whole] : [])), ...asked(text)]),
];

// By what a word is known: its key or, where that is short, its sound.
const termOf = (word) => (keyOf(word).length > LITTLE ? keyOf(word) : termsOf(word).at(-1));

// Words of one meaning, by the term of each.
const ALIKE = new Map(TABLES.alike.flatMap((group) => words(group).map((word) => [termOf(word), words(group)])));

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
// A word that the site has as it was typed is not read in another way: home is no ιομ.
const variantsOf = (word, known) => (known.has(termOf(word)) ? [word.toLowerCase()] : others(word));

// Endings, as they sound, of one word in its cases, numbers and persons. What has one short key and other endings is
// another word: Χανιά, Χανίων, but ξανά.
const ENDINGS_OF_ONE = [
  "a an as es i in is o on os u us",
  "i iu ia ion",
  "efs ea is eon es",
  "i is eos eon es on",
  "a as ades adon",
  "o is i ume ete un une",
  "a es e en ame ate an ane",
  "ma mata matos maton",
  "a eos eu eo ei eon eus",
].map((endings) => new Set(endings.split(" ")));
const ENDINGS_OF_BOTH = [new Set(["", "s", "es", "ed", "ing", "er", "ers", "i", "ies"]), ...ENDINGS_OF_ONE];
function isOneWord(sound, other, groups = ENDINGS_OF_ONE) {
  if (sound === other) return true;
  let length = 0;
  while (sound[length] === other[length]) length += 1;
  for (; length > 0; length -= 1) {
    const ends = [sound.slice(length), other.slice(length)];
    if (groups.some((group) => ends.every((end) => group.has(end)))) return true;
  }
  return false;
}

// In so few letters a key says little: "food" and "fonts" have one. Two words in Latin letters are then held to these,
// but for an English plural, and all others to their sound.
const isLoose = (word) => isLatin(word) && keyOf(word).length <= LITTLE;
const isShort = (word) => termsOf(word).length > 1;
const singular = (word) =>
  bare(word)
    .replace(/ies$/, "y")
    .replace(/s$/, "")
    .replace(/[ck]?h/g, "h"); // Hania, Chania
const isWritten = (word, other) => new RegExp(`^${other.replace(/./g, "$&+")}$`).test(word); // letters may be doubled
function isSame(word, other) {
  if (keyOf(other).length > TABLES.spoken) return true;
  const sound = soundOf(other);
  const begins = () => bare(word).length > LITTLE && bare(other).startsWith(bare(word)); // food, foodies
  if (isLatin(word) && isLatin(other)) return isWritten(singular(word), singular(other)) || begins();
  return others(word).some((one) => isOneWord(soundOf(one), sound));
}

// A word that was typed on the other keyboard: auhna is Αθήνα.
function turned(word, known) {
  const [from, to] = isLatin(word) ? KEYBOARDS : KEYBOARDS.toReversed();
  const meant = [...lettersOf(word)].map((letter) => to[from.indexOf(letter)] ?? letter).join("");
  return meant.length > LITTLE && !meant.includes("ς") && known.has(termOf(meant)) ? meant.replace(/σ$/, "ς") : "";
}

// Two words that were written as one.
function parted(word, known) {
  const isWord = (part) => part.length > LITTLE && known.isWritten(part);
  for (let place = LITTLE + 1; place < word.length - LITTLE; place += 1) {
    const pair = [word.slice(0, place), word.slice(place)];
    if (pair.every(isWord)) return pair;
  }
  return null;
}

const ELSEWHERE = new Set(keys(TABLES.elsewhere));

// The keys that a word may stand for, likeliest first; and whether the site has such a word at all. A word that is like
// none of the site's has no key: Pagefind would cut it short until it found something, and that is worse than nothing.
export function meant(word, known) {
  const variants = variantsOf(word, known),
    all = [...new Set(variants.map(keyOf))],
    sounds = [...new Set(variants.map(soundOf))];
  const isWord = (key) => key.length > 1 || bare(word).length < LITTLE || /[0-9]/.test(key); // αααα is none
  const own = all.filter((key) => known.has(key) && isWord(key)),
    exact = variants.map(exactly).filter((term) => known.has(term));
  if (own.some((key) => key.length > LITTLE || isNumber(key)) || exact.length)
    return { keys: [...new Set([...exact, ...own])], sure: true, own: true };
  const alike = variants.flatMap((one) => ALIKE.get(termOf(one)) ?? []).filter((one) => known.has(keyOf(one)));
  if (alike.length) return { keys: [...new Set(alike.map(keyOf))], sure: true, alike };
  // With its ending: Καλαμάτα is no beginning of Καλαμαριά, though its key is one.
  const begun = sounds.filter((sound) => sound.length > 2 && known.begins(sound));
  if (begun.length) {
    // A name with a letter left out may happen to begin some other word: Αήνα, έναν.
    const { names = [] } = word.length > LITTLE ? guessed(word, known, sounds, all) : {};
    const meantBy = names.filter((key) => !begun.some((sound) => key.startsWith(sound)));
    return { keys: [...new Set([...begun, ...own, ...meantBy])], sure: !meantBy.length, isBegun: true };
  }
  if (known.isEmpty || isNumber(all[0])) return { keys: known.isWhole ? [] : all, sure: known.isEmpty };
  const guess = guessed(word, known, sounds, all);
  const same = own.filter((key) => guess.close.includes(key));
  const further = guess.names.filter((key) => !same.includes(key)); // κανιά may be κανείς in another case, or Χανιά
  if (same.length) return { ...guess, keys: [...same, ...further], sure: !isLoose(word) && !further.length };
  return own.length ? { ...guess, keys: [...guess.keys, ...own] } : guess;
}

// What a word may be that the site does not have: `keys` are those good enough to be looked for, `forms` the words.
function guessed(word, known, sounds, all) {
  const other = turned(word, known);
  if (other) return { keys: [keyOf(other)], forms: [other], close: [], names: [] };
  const near = known.near(word, sounds);
  const pair = near.length ? null : parted(word, known);
  if (pair) return { keys: [pair.map(keyOf).join(" ")], forms: [pair.join(" ")], close: [], names: [] };
  // A short name is asked for more than common words are: it need not be the nearest.
  const sure = all.some((key) => key.length > LEAST && ELSEWHERE.has(key)) ? [] : near.filter(({ isSure }) => isSure);
  const trusted = sure.filter(({ far }) => far <= near[0].far + CLOSE).slice(0, GUESSES);
  const names = sure.filter(({ form, isName }) => isName && form.length <= SHORT).slice(0, 2);
  const close = [...new Set([...trusted, ...names].map(({ key }) => key))];
  return {
    keys: close.length ? close : known.isWhole ? [] : all,
    forms: near.slice(0, GUESSES).map(({ form }) => form),
    close,
    names: names.map(({ key }) => key),
  };
}

// What a question was taken to mean: the keys that stand for words which the site does not have, with the words of
// the same meaning where it is for these, and whether one of them is a guess.
export function understood(list, known) {
  const all = list.map((word) => meant(word, known));
  const taken = all.filter(({ own }) => !own);
  const meanings = ({ keys, alike }) =>
    keys.flatMap((key) => key.split(" ")).map((key) => [key, alike?.filter((word) => keyOf(word) === key)]);
  return {
    keys: new Map(taken.flatMap(meanings)),
    guessed: all.some(({ sure }) => !sure),
    isBegun: !all.at(-1)?.own, // the last word is none of the site's: it may begin one
  };
}

// The question with other words in place of those that the site does not have, or of these that it `lacks`.
export function suggestions(text, list, known, lacks = []) {
  const forms = (word) =>
    lacks.includes(word)
      ? known.near(word, others(word).map(soundOf)).map(({ form }) => form)
      : meant(word, known).forms;
  const wrong = list.map((word) => [word, forms(word)?.slice(0, GUESSES)]).filter(([, forms]) => forms?.length);
  const said = (turn) =>
    wrong.reduce((said, [word, forms], place) => said.replace(word, () => forms[place ? 0 : turn] ?? word), text);
  const all = Array.from({ length: GUESSES }, (_, turn) => said(turn));
  return [...new Set(all)].filter((other) => bare(other) !== bare(text));
}

// The words of a question that are none of those known of a large site, which are only its likeliest; each with the
// terms by which the index would have it.
export const unheard = (text, known) =>
  known.isWhole
    ? []
    : readings(text, known)[0]
        .filter((word) => !meant(word, known).own)
        .map((word) => new Set(others(word).map(termOf)));

// Whether a text has a word of this term.
export const says = (text, term) =>
  stretches(text).some(({ parts, whole }) =>
    [whole, ...parts.map(({ word }) => word)].some((word) => word && termsOf(word).includes(term)),
  );

// A term that is not still being typed.
export const closed = (term) => (term.endsWith(TABLES.whole) ? term : term + TABLES.closed);

// How well a name answers to the words of a question: 3, it is them; 2, it has their keys; 1, all of them are in it.
// Of a title also: 0.5, it is some of them. `names` and `titles` are those of one record.
export function answering(list, known) {
  const wanted = list.map((word) => ({
    keys: new Set(meant(word, known).keys),
    sounds: new Set(variantsOf(word, known).map(soundOf)),
  }));
  const whole = (own, what, made) =>
    own.length === wanted.length && own.every((word, place) => wanted[place][what].has(made(word)));
  const name = (text) => Math.max(...readings(text, known).map(answer));
  const answer = (own) => {
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
// spelling. A key is asked whole, but for one that is still being typed.
function searches(list, known, isOpen) {
  const all = list.map((word) => meant(word, known)).filter(({ keys }) => keys.length);
  const most = isOpen ? 1 : Math.min(GUESSES, Math.max(0, ...all.map(({ keys }) => keys.length)));
  const term = ({ keys, isBegun }, place) => {
    const key = keys[isOpen ? keys.length - 1 : place] ?? keys[0];
    return isOpen || isBegun ? key : key.split(" ").map(closed).join(" ");
  };
  const terms = Array.from({ length: most }, (_, place) => all.map((one) => term(one, place)).join(" "));
  return terms.map((term, place) => [term, place ? BY_OTHER : BY_FIRST]);
}

function fuse(scores, results, weight, together) {
  results.forEach(({ id }, rank) => scores.set(id, together(scores.get(id) ?? 0, weight / (CALM + rank))));
}

const sum = (one, two) => one + two;

const ranked = (scores) => [...scores].sort((one, two) => two[1] - one[1]).map(([id]) => id);

async function ask(index, list, known, isOpen = false) {
  const scores = new Map();
  for (const [term, weight] of searches(list, known, isOpen))
    if (term) fuse(scores, (await index.search(term)).results, weight, Math.max); // one of them was meant, not all
  return ranked(scores);
}

// The index's names of the results for a text, best first. Where all words together find little, what single words find
// comes after.
export async function find(index, text, known = new Vocabulary()) {
  const found = new Set();
  for (const list of readings(text, known)) for (const id of await gathered(index, list, known)) found.add(id);
  return [...found];
}

// Of a word whose key says little the records that have just this word, in whatever case, or another of its meaning;
// nothing where the key says enough, or where not all of the site's words are known.
async function having(index, word, known) {
  const { own, alike = [] } = meant(word, known);
  const said = own ? variantsOf(word, known) : alike;
  if (!known.isWhole || !said.some(isShort)) return null;
  const isMeant = (one, sound) => {
    const forms = known.formsOf(sound);
    const endings = isLatin(one) ? ENDINGS_OF_BOTH : ENDINGS_OF_ONE;
    return isOneWord(soundOf(one), sound, endings) && (!forms.length || forms.some((form) => isSame(one, form)));
  };
  const sounds = (one) => known.soundsOf(keyOf(one)).filter((sound) => isMeant(one, sound));
  const terms = said.flatMap((one) => (isShort(one) ? sounds(one).map((sound) => sound + TABLES.whole) : [keyOf(one)]));
  const found = await Promise.all([...new Set(terms)].map((term) => index.search(closed(term))));
  return new Set(found.flatMap(({ results }) => results.map(({ id }) => id)));
}

async function gathered(index, list, known) {
  if (!list.length) return [];
  const sets = (await Promise.all(list.map((word) => having(index, word, known)))).filter((set) => set?.size);
  const exact = (await ask(index, list, known)).filter((id) => sets.every((set) => set.has(id)));
  const isOne = list.length === 1 && (sets.length || isNumber(keyOf(list[0]))); // which begins no other word
  if (exact.length >= FEW || (isOne && exact.length)) return exact;
  const together = [...new Set([...exact, ...(await ask(index, list, known, true))])];
  if (together.length >= FEW || list.length < 2) return together;
  const scores = new Map();
  for (const word of list)
    fuse(
      scores,
      (await ask(index, [word], known)).map((id) => ({ id })),
      BY_WORD,
      sum,
    );
  return [...new Set([...together, ...ranked(scores)])];
}

// Where a text has what was asked: for each of its words whether it is meant. `isOpen`: the last word may be the
// beginning of one. `near`, as `understood` gives it: the keys that words which the site does not have were taken for.
export function marks(text, list, near = new Map(), isOpen = true) {
  const wanted = new Map();
  for (const word of list)
    for (const key of new Set(others(word).map(keyOf))) wanted.set(key, [...(wanted.get(key) ?? []), word]);
  const last = list.at(-1) ?? "",
    begun = bare(last),
    sound = soundOf(last),
    latin = isLatin(last);
  const isBegun = (word) =>
    bare(word).startsWith(begun) || (!(latin && isLatin(word)) && keyOf(word).startsWith(sound));
  const isNear = (word, said) => !said || said.some((one) => isSame(one, word));
  const isMeant = (word) =>
    (near.has(keyOf(word)) && isNear(word, near.get(keyOf(word)))) ||
    wanted.get(keyOf(word))?.some((one) => isSame(one, word)) ||
    (isOpen && begun.length > 2 && isBegun(word));
  const hit = (word, from, to) => ({ word, from, to });
  return stretches(text).flatMap(({ from, to, parts, whole }) =>
    whole && isMeant(whole)
      ? [hit(whole, from, to)]
      : parts.filter(({ word }) => isMeant(word)).map(({ word, from }) => hit(word, from, from + word.length)),
  );
}

// The stretch of `text`, about `length` words long, that has most of what was asked.
export function excerpt(text, list, near, isOpen = true, length = 30) {
  const hits = marks(text, list, near, isOpen);
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
  const at = hits.map(({ from }) => place(from));
  let best = 0,
    most = -1;
  at.forEach((first, number) => {
    let end = number;
    while (end < at.length && at[end] < first + length - 6) end += 1;
    const kinds = new Set(hits.slice(number, end).map(({ word }) => keyOf(word))).size;
    if (kinds > most) [best, most] = [first, kinds];
  });
  const first = Math.max(0, Math.min(best - 6, starts.length - length));
  const from = starts[first],
    to = starts[first + length] ?? text.length;
  const part = text.slice(from, to).trimEnd();
  const inside = hits.filter((hit) => hit.from >= from && hit.to <= from + part.length);
  return {
    text: part,
    before: first > 0,
    after: to < text.length,
    hits: inside.map((hit) => ({ from: hit.from - from, to: hit.to - from })),
  };
}
