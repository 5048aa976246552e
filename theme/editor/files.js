// An item's files ↔ the one entry that the form edits. What did not change keeps its bytes; where a value changed, only
// its place in the file does. `plan` says what each value is (gazette/editorial/form_plan.py); YAML here is typeless:
// all is text.

import { Document, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { fill, Refusal } from "./words.js";

const YAML = { schema: "failsafe", uniqueKeys: true };
const LAYOUT = { lineWidth: 0, flowCollectionPadding: false, indentSeq: true };
const HEADER = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m;

// The type that a data file belongs to, with what its path says; null where no item's file lies there.
export function typeOf(path, plan) {
  for (const type of plan.types) {
    const found = path.match(new RegExp(type.match));
    if (found) return { ...type, ...found.groups };
  }
  return null;
}

export function textPaths(path, type, plan) {
  if (!type.texts) return {};
  const folder = path.slice(0, path.lastIndexOf("/"));
  return Object.fromEntries(plan.languages.map((language) => [language, `${folder}/${language}.md`]));
}

// ---- files → entry

function plain(raw) {
  return raw.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

function readYaml(raw) {
  const document = parseDocument(raw, YAML);
  if (document.errors.length) throw new Error(document.errors[0].message);
  return document;
}

function parts(raw) {
  const text = plain(raw);
  const header = text.match(HEADER);
  if (header?.index !== 0) throw new Error("---");
  return { header: header[1], body: text.slice(header[0].length) };
}

const shown = {
  "yes-no": (value) => (value === "true" ? true : value === "false" ? false : value),
  number: (value) => (value === "" || Number.isNaN(Number(value)) ? value : Number(value)),
  people: (value) => (Array.isArray(value) ? value.join(", ") : value),
  pairs: (value) => Object.entries(value).map(([name, text]) => ({ name, text })),
  entries: (value, field) => value.map((entry) => show(entry, field.fields)),
  record: (value, field) => show(value, field.fields),
};

function show(data, fields) {
  const found = {};
  for (const field of fields) {
    const value = data?.[field.name];
    if (value !== undefined && value !== null) found[field.name] = (shown[field.sort] ?? ((it) => it))(value, field);
  }
  return found;
}

// `raws`: path → text of the data file and of those texts that there are. Gives { el: {…}, en: {…} }.
export function toEntry(path, raws, plan) {
  const type = typeOf(path, plan);
  const facts = { ...show(readYaml(plain(raws[path])).toJS() ?? {}, type.facts), slug: type.slug };
  if (type.owner) facts.owner = type.owner;
  if (!type.texts) return facts;
  const entry = {};
  for (const [language, place] of Object.entries(textPaths(path, type, plan))) {
    entry[language] = language === plan.languages[0] ? facts : {};
    if (raws[place] === undefined || raws[place] === null) continue;
    const { header, body } = parts(raws[place]);
    const text = show(readYaml(header).toJS() ?? {}, type.texts);
    for (const [name, value] of Object.entries(text)) entry[language][plan.prefix + name] = value;
    entry[language][plan.body] = body.trim();
  }
  return entry;
}

// ---- entry → files

function clean(text, plan) {
  const whole = String(text).normalize("NFC").replace(/\r\n?/g, "\n");
  return whole.replace(new RegExp(plan.forbidden, "gu"), "").trim();
}

function kept(value, field, plan) {
  if (value === undefined || value === null || value === "") return undefined;
  switch (field.sort) {
    case "yes-no":
      return String(value);
    case "people": {
      const names = clean(value, plan);
      return names === "none" || !names ? names || undefined : names.split(/[\s,]+/).filter(Boolean);
    }
    case "pairs": {
      const pairs = value.map(({ name, text }) => [clean(name ?? "", plan), clean(text ?? "", plan)]);
      const named = pairs.filter(([name, text]) => name && text);
      return named.length ? Object.fromEntries(named) : undefined;
    }
    case "entries": {
      const entries = value.map((entry) => keep(entry ?? {}, field.fields, plan)).filter((entry) => entry);
      return entries.length ? entries : undefined;
    }
    case "list": {
      const lines = value.map((line) => clean(line ?? "", plan)).filter(Boolean);
      return lines.length ? lines : undefined;
    }
    case "record":
      return keep(value, field.fields, plan);
    default:
      return clean(value, plan) || undefined;
  }
}

// A record's values as they stand in a file, in the model's order; what is empty is left out.
function keep(data, fields, plan, prefix = "") {
  const found = {};
  for (const field of fields) {
    const value = kept(data[prefix + field.name], field, plan);
    if (value !== undefined) found[field.name] = value;
  }
  const unsaid = fields.every(
    (field) => found[field.name] === undefined || (field.sort === "yes-no" && found[field.name] === "false"),
  );
  return unsaid && !prefix ? undefined : found;
}

function same(one, other) {
  if (typeof one !== typeof other || one === null || typeof one !== "object") return one === other;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === others.length &&
    names.every((name) => same(one[name], other[name]))
  );
}

// Changes a document's fields from what they say to `wanted`, and touches nothing else.
function change(document, route, fields, wanted, plan) {
  const node = route.length ? document.getIn(route) : document.contents;
  const was = keep(show(node?.toJS?.(document) ?? {}, fields), fields, plan) ?? {};
  for (const field of fields) {
    const [before, after, place] = [was[field.name], wanted[field.name], [...route, field.name]];
    if (same(before, after)) continue;
    if (after === "false" && before === undefined && !field.needed) continue;
    if (after === undefined) document.deleteIn(place);
    else if (before !== undefined && field.sort === "record") change(document, place, field.fields, after, plan);
    else if (before !== undefined && field.sort === "entries" && before.length === after.length) {
      after.forEach((entry, number) => change(document, [...place, number], field.fields, entry, plan));
    } else put(document, place, after);
  }
}

function put(document, place, value) {
  const node = document.getIn(place, true);
  if (isScalar(node) && typeof value === "string") node.value = value;
  else if (isSeq(node) && Array.isArray(value) && !value.some((item) => typeof item === "object")) {
    node.items = value.map((item) => document.createNode(item));
  } else {
    const made = document.createNode(value);
    if (isSeq(made) && value.every((item) => /^[\w-]{1,40}$/.test(item)) && value.length < 6) made.flow = true;
    document.setIn(place, made);
  }
}

function yamlFile(raw, fields, wanted, plan) {
  const document = raw === undefined ? new Document({}, YAML) : readYaml(raw);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  const before = JSON.stringify(document.toJS());
  change(document, [], fields, wanted, plan);
  if (raw !== undefined && JSON.stringify(document.toJS()) === before) return raw;
  return document.toString(LAYOUT);
}

function textFile(raw, type, wanted, body, plan) {
  const old = raw === undefined ? null : parts(raw);
  const header = yamlFile(old?.header, type.texts, wanted, plan);
  if (old && header === old.header && body === clean(old.body, plan)) return raw;
  const below = old && body === clean(old.body, plan) ? old.body : body && `\n${body}\n`;
  return `---\n${header}---\n${below}`;
}

// `raws`: what the files are now, so far as there are any. Gives path → text of each file that is to be written; throws
// a Refusal where a text that there is would be emptied. Whether what they say is right is the checker's to judge.
export function toFiles(path, entry, raws, plan) {
  const type = typeOf(path, plan);
  const data = (type.texts ? entry[plan.languages[0]] : entry) ?? {};
  const facts = keep(data, type.facts, plan) ?? {};
  const files = { [path]: yamlFile(raws[path] && plain(raws[path]), type.facts, facts, plan) || "{}\n" };
  for (const [language, place] of Object.entries(textPaths(path, type, plan))) {
    const said = entry[language] ?? {};
    const wanted = keep(said, type.texts, plan, plan.prefix);
    const body = clean(said[plan.body] ?? "", plan);
    const isEmpty = !body && !Object.keys(wanted).length;
    if (isEmpty && raws[place])
      throw new Refusal(fill(plan.words.emptied, { language: plan.names[language] ?? language }), "emptied", {
        language,
      });
    if (!isEmpty) files[place] = textFile(raws[place] ?? undefined, type, wanted, body, plan);
  }
  for (const [place, text] of Object.entries(files))
    if (raws[place] != null && text === plain(raws[place])) delete files[place];
  return files;
}

// Which entries of a list stand in the file: those that say nothing are left out there.
export function isKept(entry, fields, plan) {
  return keep(entry ?? {}, fields, plan) !== undefined;
}

// The names of the photos that an item's facts show, each with all that is said of it there.
export function picturesOf(path, raw, plan) {
  const named = (data, fields) =>
    fields.flatMap((field) => {
      const value = data?.[field.name];
      if (field.picture) return value ? [baseName(value)] : [];
      if (field.sort === "record") return named(value, field.fields);
      return field.sort === "entries" ? (value ?? []).flatMap((entry) => named(entry, field.fields)) : [];
    });
  const type = typeOf(path, plan);
  return new Set(named(keep(show(readYaml(plain(raw)).toJS() ?? {}, type.facts), type.facts, plan), type.facts));
}

const NAME = /(?<![\w.-])[a-z0-9][a-z0-9_-]*\.(?:jpg|jpeg|png|webp)(?![\w.-])/g;

// Every name of a photo that stands in some words.
export function namesIn(words) {
  return new Set(words.match(NAME));
}

export function baseName(path) {
  return String(path).slice(String(path).lastIndexOf("/") + 1);
}

// ---- an item that was changed elsewhere as well

// Raws of one item: as it was `opened`, as it is `mine` now, as it is stored by `now`. Gives what to write, path →
// text, with what was changed on either side: `clashes` and `others` are the fields that were changed on both, and
// elsewhere alone, each with its language (none for facts), its name (none for a whole file) and the words for it.
// Where both changed a field, the text to write has mine.
export function merge(path, { opened, mine, now }, plan) {
  const type = typeOf(path, plan);
  const found = { files: {}, clashes: [], others: [] };
  for (const place of [path, ...Object.values(textPaths(path, type, plan))]) {
    const [was, own, stored] = [opened[place], mine[place], now[place]].map((raw) => raw ?? undefined);
    const language = place === path ? "" : place.slice(place.lastIndexOf("/") + 1, -3);
    const whole = { language, name: "", words: plan.names[language] ?? place };
    if (stored !== was && stored !== own && own === was)
      found.others.push(...changed(place, was, stored, type, whole, plan));
    if (own === was || stored === own) continue;
    if (stored === was) found.files[place] = own;
    else if (was === undefined || stored === undefined || own === undefined) found.clashes.push(whole);
    else found.files[place] = both(place, { was, own, stored }, type, whole, found, plan);
  }
  return found;
}

const OWN_BODY = Symbol("body"); // beside fields that may be called so

function values(place, raw, type, plan) {
  if (!place.endsWith(".md")) return keep(show(readYaml(plain(raw)).toJS() ?? {}, type.facts), type.facts, plan) ?? {};
  const { header, body } = parts(raw);
  return { ...keep(show(readYaml(header).toJS() ?? {}, type.texts), type.texts, plan), [OWN_BODY]: clean(body, plan) };
}

function fieldsOf(place, type) {
  return place.endsWith(".md") ? [...type.texts, { name: OWN_BODY, label: type.bodyLabel }] : type.facts;
}

function changed(place, was, stored, type, whole, plan) {
  if (was === undefined || stored === undefined) return [whole];
  const [before, after] = [was, stored].map((raw) => values(place, raw, type, plan));
  return fieldsOf(place, type)
    .filter((field) => !same(before[field.name], after[field.name]))
    .map((field) => titled(whole, field));
}

function titled(whole, field) {
  const name = field.name === OWN_BODY ? "body" : field.name;
  return { ...whole, name, words: whole.language ? `${whole.words} · ${field.label}` : field.label };
}

function both(place, raws, type, whole, found, plan) {
  const [was, own, stored] = ["was", "own", "stored"].map((side) => values(place, raws[side], type, plan));
  const wanted = {};
  for (const field of fieldsOf(place, type)) {
    const [before, here, there] = [was, own, stored].map((side) => side[field.name]);
    wanted[field.name] = same(before, here) ? there : here;
    if (same(before, there) || same(here, there)) continue;
    if (same(before, here)) found.others.push(titled(whole, field));
    else found.clashes.push(titled(whole, field));
  }
  if (!place.endsWith(".md")) return yamlFile(plain(raws.stored), type.facts, wanted, plan);
  return textFile(raws.stored, type, wanted, wanted[OWN_BODY], plan);
}
