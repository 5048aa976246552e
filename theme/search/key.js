// The search key of a word: what it sounds like, without its ending. TABLES is key.json, put before this file when
// the site is built. gazette/content/search_keys.py does the same in Python; tests hold the two to each other.

const LETTER = `[\\p{L}\\p{N}${TABLES.marks}]`,
  LONGEST = 30;
const WORD = new RegExp(`${LETTER}+`, "gu");
const WHOLE = [
  TABLES.dates,
  "[0-9]{4}-[0-9]{2}-[0-9]{2}",
  `[0-9]+(?:(?:\\) ?|[${TABLES["digit-joiners"]}])[0-9]+)+`,
  "\\p{L}(?:(?:\\. ?\\p{L})+|(?: \\p{L}){2,})",
  `\\p{L}/${LETTER}+`,
].join("|");
const STRETCH = new RegExp(
  `(?<!${LETTER})(?:${WHOLE})(?!${LETTER})|${LETTER}+(?:[${TABLES.joiners}]${LETTER}+)*`,
  "gu",
);
const DATE = new RegExp(`^${TABLES.dates}$`),
  ORDINAL = new RegExp(TABLES.ordinal);
const compiled = (rules) => rules.map(([pattern, other]) => [new RegExp(pattern, "g"), other]);
const PLAIN = compiled(TABLES.plain),
  NUMBERS = compiled(TABLES.numbers),
  RULES = compiled(TABLES.rules),
  ENDINGS = compiled(TABLES.endings);
const changed = (word, rules) => rules.reduce((text, [pattern, other]) => text.replace(pattern, other), word);
const known = new Map();

// What counts as words in a text: `parts`, with their places, and, of wi-fi or Α.Μ.Κ.Α., `whole`.
export function stretches(text) {
  return [...text.matchAll(STRETCH)].map(({ 0: found, index }) => {
    const words = [...found.matchAll(WORD)].map((match) => ({ word: match[0], from: index + match.index }));
    const [, day, month, year] = found.match(DATE) ?? [];
    const joined = day ? year + month.padStart(2, "0") + day.padStart(2, "0") : words.map(({ word }) => word).join("");
    return {
      from: index,
      to: index + found.length,
      parts: words.length > 1 ? words.filter(({ word }) => !/^\p{L}$/u.test(word)) : words,
      whole: words.length > 1 && [...joined].length <= LONGEST ? joined : "",
    };
  });
}

const small = (word) => changed(word.toLowerCase().normalize("NFKD"), PLAIN);
const number = (plain) => {
  const digits = plain.match(ORDINAL);
  return digits && changed(digits[1], NUMBERS);
};
const sounding = (plain) => changed(plain, RULES).replace(/(.)\1+/gu, "$1");

// A word as it sounds, with its ending.
export function soundOf(word) {
  const plain = small(word);
  return number(plain) ?? sounding(plain);
}

function made(word) {
  const plain = small(word);
  return number(plain) ?? keyOfSound(sounding(plain));
}

// The key of what sounds so.
export function keyOfSound(sound) {
  let key = sound;
  for (const [pattern, other] of ENDINGS) {
    const shorter = key.replace(pattern, other);
    key = shorter.length >= 2 ? shorter : key.slice(0, 2);
  }
  return key;
}

export function keyOf(word) {
  if (!known.has(word)) known.set(word, made(word));
  return known.get(word);
}

export const isNumber = (key) => /^[0-9]+$/.test(key);

// What the index has of a word: its key and, where that says little, how it sounds.
export const exactly = (word) => soundOf(word) + TABLES.whole;
export const termsOf = (word) =>
  keyOf(word).length > TABLES.spoken || isNumber(keyOf(word)) ? [keyOf(word)] : [keyOf(word), exactly(word)];

export const words = (text) =>
  stretches(text)
    .flatMap(({ parts, whole }) => [...parts.map(({ word }) => word), whole])
    .filter(Boolean);

export const keys = (text) => words(text).map(keyOf).filter(Boolean);
