// Greek in Latin letters, as gazette/content/translit.py does it; its tables are handed in. A test holds the two
// together.

export function toLatin(text, tables) {
  let lowered = text.toLowerCase().normalize("NFC");
  lowered = lowered.replace(/(?<![\p{L}\p{N}_])μπ/gu, "b").replaceAll("μπ", "mp");
  for (const [greek, latin] of tables.pairs) lowered = lowered.replaceAll(greek, latin);
  lowered = lowered.replace(
    /([αεη])[υύ](?=(.)?)/gu,
    (_, first, following) => first + (following && tables.voiced.includes(following) ? "v" : "f"),
  );
  const bare = lowered.normalize("NFD").replace(/\p{Mn}/gu, "");
  return [...bare].map((letter) => tables.letters[letter] ?? letter).join("");
}

export function latinSlug(text, tables) {
  return toLatin(text, tables)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

// The name of a folder, or of a file without its ending: a slug, cut at a hyphen where it is long, and none that
// Windows keeps for itself.
export function shortName(text, tables, most = 60) {
  const slug = latinSlug(text, tables);
  if (slug.length <= most) return new RegExp(tables.device).test(slug) ? `${slug}-1` : slug;
  const cut = slug.slice(0, most + 1);
  return shortName(cut.slice(0, Math.max(cut.lastIndexOf("-"), 0)) || slug.slice(0, most), tables, most);
}
