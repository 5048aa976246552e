// The words that a site has, and which of them a mistyped one may stand for.

const MARKS = new RegExp(`[${TABLES.marks}]`, "g");
const bare = (word) => word.toLowerCase().normalize("NFKD").replace(MARKS, "");

const LATIN = /^[\x00-\x7f]+$/;
const isLatin = (word) => LATIN.test(bare(word));
// Greek may stand for Latin letters, and these for Greek; other alphabets are left to who types them.
const OTHER_ALPHABET = /[^\p{Script=Greek}\p{Script=Latin}\p{N}]/u;
const lettersOf = (word) => bare(word).replaceAll("ς", "σ");

const KEYBOARDS = TABLES.keyboards.map((letters) => [...letters]);
const WIDTH = 10; // keys in a row
const KEYS = new Map(KEYBOARDS.flatMap((letters) => letters.map((letter, place) => [letter, place])));
const areNeighbours = (one, two) => {
  const [first, second] = [KEYS.get(one), KEYS.get(two)];
  const across = Math.abs((first % WIDTH) - (second % WIDTH)),
    down = Math.abs(Math.floor(first / WIDTH) - Math.floor(second / WIDTH));
  return across <= 1 && down <= 1;
};
const VOWEL = /[aeiouyαεηιουωаеиіоуєюя]/,
  ALIKE_VOWELS = ["ηιυ", "οω", "iy"];

// What it costs to write one letter for another: little where they sound alike or lie side by side.
const changes = new Map();
function change(one, two) {
  if (one === two) return 0;
  const pair = one + two;
  if (!changes.has(pair)) changes.set(pair, costOf(one, two));
  return changes.get(pair);
}
function costOf(one, two) {
  if (ALIKE_VOWELS.some((letters) => letters.includes(one) && letters.includes(two))) return 0.6;
  if (areNeighbours(one, two)) return 0.9;
  const vowels = [one, two].filter((letter) => VOWEL.test(letter)).length;
  return [1.2, 1.5, 1][vowels];
}

// How far a word is from another: letters put in, left out, changed or swapped; `most` ends the count.
function distance(one, two, most) {
  if (Math.abs(one.length - two.length) > most) return Infinity;
  const gap = (word, place) => (word[place] === word[place - 1] ? 0.6 : 1);
  let before = [],
    last = [0];
  for (let j = 0; j < two.length; j += 1) last.push(last[j] + gap(two, j));
  for (let i = 1; i <= one.length; i += 1) {
    const row = [last[0] + gap(one, i - 1)];
    for (let j = 1; j <= two.length; j += 1) {
      row[j] = Math.min(
        last[j] + gap(one, i - 1),
        row[j - 1] + gap(two, j - 1),
        last[j - 1] + change(one[i - 1], two[j - 1]),
      );
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 0.9);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[two.length];
}

// How far a word of so many letters may be from what was meant: to be looked for at once, and to be asked about.
const REACH = [0, 0, 0, 0, 1, 1.5, 2, 2.2, 2.4, 2.6, 2.8, 2.9, 3.1];
const ASK = [0, 0, 0, 1, 1.5, 2, 2.4, 2.7, 3, 3, 3.3];
const within = (table, length) => table[Math.min(length, table.length - 1)];
const BY_SOUND = 0.2,
  BY_ALPHABET = 0.05; // how much farther a word is that is like another in its sound only, or in another alphabet

// Words of which each begins with the number of letters that it has in common with the one before it.
function unfronted(text) {
  let before = "";
  return text.split(" ").map((entry) => {
    before = before.slice(0, Number(entry[0])) + entry.slice(1);
    return before;
  });
}

// `words`: how the site writes its words, the likelier ones apart; `terms`: what else it has; `whole`: whether that is
// all.
export class Vocabulary {
  constructor({ words = [], terms = "", whole = false } = {}) {
    const isName = (form) => /^\p{Lu}/u.test(form);
    this.forms = words.flatMap(unfronted).map((form) => ({ form, letters: lettersOf(form), isName: isName(form) }));
    this.keys = [...new Set([...this.forms.flatMap(({ form }) => termsOf(form)), ...unfronted(terms)])].filter(Boolean);
    this.own = new Map(this.keys.map((key, place) => [key, place]));
    this.isWhole = whole;
    this.guesses = new Map();
  }

  get isEmpty() {
    return !this.own.size;
  }

  has(key) {
    return this.own.has(key);
  }

  /** Another key that the site has after all: of a large one only its likeliest words are known beforehand. */
  learn(key) {
    this.own.set(key, this.keys.push(key) - 1);
  }

  /** How the words sound that have a short key. */
  soundsOf(key) {
    const sounds = this.keys.filter((term) => term.endsWith(TABLES.whole)).map((term) => term.slice(0, -1));
    return sounds.filter((sound) => keyOfSound(sound) === key);
  }

  /** The words as the site writes them, as far as it tells, that sound so. */
  formsOf(sound) {
    return this.forms.filter((entry) => (entry.sound ??= soundOf(entry.form)) === sound).map(({ form }) => form);
  }

  begins(sound) {
    return this.keys.some((key) => key.startsWith(sound));
  }

  isWritten(word) {
    const letters = lettersOf(word);
    return this.forms.some((form) => form.letters === letters);
  }

  // The words that `word` may stand for, nearest first. `sounds`: how it may sound.
  near(word, sounds) {
    if (!this.guesses.has(word)) this.guesses.set(word, this.compared(lettersOf(word), sounds));
    return this.guesses.get(word);
  }

  // Of the words that have one key only the nearest, in the alphabet that was typed where that is as near.
  compared(letters, sounds) {
    const length = Math.min(letters.length, sounds[0].length + 2),
      most = within(ASK, length),
      found = new Map();
    const isOther = OTHER_ALPHABET.test(letters);
    const near = (most ? this.forms : [])
      .filter((entry) => OTHER_ALPHABET.test(entry.letters) === isOther)
      .map((entry) => ({ form: entry.form, isName: entry.isName, far: this.far(entry, letters, sounds, most) }))
      .filter(({ far }) => far <= most)
      .map((guess) => ({
        ...guess,
        key: keyOf(guess.form),
        isSure: guess.far <= within(REACH, length),
        isName: guess.isName && distance(letters, lettersOf(guess.form), most) <= within(REACH, length), // not by sound
      }))
      .sort((one, two) => one.far - two.far || this.own.get(one.key) - this.own.get(two.key));
    for (const guess of near) if (!found.has(guess.key)) found.set(guess.key, guess);
    return [...found.values()];
  }

  far(entry, letters, sounds, most) {
    const far = distance(letters, entry.letters, most);
    if (far === 0 || Math.abs(letters.length - entry.letters.length) > most + 2) return far;
    entry.sound ??= soundOf(entry.form);
    const other = isLatin(letters) === isLatin(entry.letters) ? 0 : BY_ALPHABET;
    return Math.min(far, ...sounds.map((sound) => distance(sound, entry.sound, most) + BY_SOUND + other));
  }
}
