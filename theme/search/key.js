// The search key of a word: what it sounds like, without its ending. TABLES is key.json, put before this file when
// the site is built. gazette/render/search_keys.py does the same in Python; tests hold the two to each other.

const WORD = new RegExp(`[\\p{L}\\p{N}${TABLES.marks}]+`, "gu");
const compiled = (rules) => rules.map(([pattern, other]) => [new RegExp(pattern, "g"), other]);
const RULES = compiled(TABLES.rules),
  ENDINGS = compiled(TABLES.endings);
const known = new Map();

export const words = (text) => text.match(WORD) ?? [];

// A word as it sounds, with its ending.
export function soundOf(word) {
  let key = word.toLowerCase().normalize("NFD");
  if (/^\d+$/.test(key)) return key;
  for (const [pattern, other] of RULES) key = key.replace(pattern, other);
  return key.replace(/(.)\1+/gu, "$1");
}

function made(word) {
  let key = soundOf(word);
  if (/^\d+$/.test(key)) return key;
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

export const keys = (text) => words(text).map(keyOf).filter(Boolean);
