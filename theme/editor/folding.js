// Words as they are compared in lists: a word that is sought begins a word of an item's keys, as it is written without
// accents, or as it sounds, in whatever letters (theme/search/key.js).

let soundOf = (word) => word;

// The rules of sounds come with the plan, and stand in the place where the site's search has them.
export async function learnSounds(tables) {
  globalThis.TABLES = tables;
  ({ soundOf } = await import("../search/key.js"));
}

export function folded(text) {
  const bare = text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replaceAll("ς", "σ");
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// How a word sounds. What a single letter is left of, as of `zzz`, has no sound of its own: it would find anything.
function soundIn(word) {
  const sound = folded(soundOf(word));
  return sound.length > 1 ? sound : word;
}

// `keys`: words as the server gives them, and what is shown.
export function matches(sought, keys) {
  const words = folded(sought).split(" ").filter(Boolean);
  if (!words.length) return true;
  const there = ` ${[keys].flat().map(folded).join(" ")}`;
  return words.every((word) => there.includes(` ${word}`) || there.includes(` ${soundIn(word)}`));
}
