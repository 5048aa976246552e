// Headings, lists, quotations, tables and pictures stand in lines of their own: what is put among words is parted from
// them by an empty line, but for an entry that goes on with a list.

const BLOCK = /^(#{1,6} |> |\||!\[[^\]]*\]\([^)]*\)$)/;
const ENTRY = /^[ \t]*([-*+]|\d+[.)]) /;

function kindOf(line) {
  const entry = ENTRY.exec(line);
  if (entry) return /\d/.test(entry[1]) ? "numbers" : "list";
  return BLOCK.test(line) ? "block" : "";
}

// The line ends that are missing between a block of words and the line beside it, which is `kind`.
function between(kind, beside, line) {
  if (!kind || !(line + beside).trim()) return "";
  const there = /^(\n[ \t]*)*/.exec(beside)[0].split("\n").length - 1;
  const goesOn = kind !== "block" && kind === kindOf(line);
  return "\n".repeat(Math.max(0, (goesOn ? 1 : 2) - there));
}

// Where what was selected in a text is, [from, to], once someone has written on. Nothing where it was written over.
export function selectionIn(now, was, selected) {
  let lead = 0;
  while (lead < Math.min(was.length, now.length) && was[lead] === now[lead]) lead += 1;
  const [from, to] = selected.map((place) => {
    if (place <= lead) return place;
    const behind = was.slice(place);
    return now.endsWith(behind) ? now.length - behind.length : lead;
  });
  return now.slice(from, to) === was.slice(...selected) ? [from, to] : [from, from];
}

// A text as it is put between what stands before and behind it.
export function apart(text, before, behind) {
  const words = text.replace(/\s+$/, "");
  const lines = words.split("\n");
  const reversed = [...before].reverse().join("");
  const lead = between(kindOf(lines[0]), reversed, before.trimEnd().split("\n").at(-1));
  const trail = between(kindOf(lines.at(-1)), behind, behind.trimStart().split("\n")[0]);
  return lead + (trail || lead ? words : text) + trail;
}
