// What the form holds of an item ↔ the entry that files.js makes files of. In the form a text field has its languages
// side by side ({ el, en }), and each photo carries what the languages say of it.

import { baseName, isKept, typeOf } from "./files.js";
import { fill } from "./words.js";

// Whether an item's folder is called by its number, which its facts say once more.
export function isNumbered(type) {
  return Boolean(type.slugFact);
}

export function hasCards(type) {
  const knows = (fields, name) => fields?.some((field) => field.name === name);
  return knows(type.facts, "photos") && knows(type.texts, "captions");
}

// The data file of an item in a folder; `slug` and `owner` fill in the stars of the type's folder.
export function dataPath(type, slug, owner) {
  if (!type.texts) return `${type.folder}/${slug}.yml`;
  const parts = type.folder.split("*");
  const folder = parts.length === 3 ? `${parts[0]}${owner || "x"}${parts[1]}${slug}` : `${parts[0]}${slug}`;
  return `${folder}/${type.data}`;
}

export function folderOf(path) {
  return path.endsWith(".yml") && path.startsWith("consent/")
    ? path.slice(0, -4)
    : path.slice(0, path.lastIndexOf("/"));
}

// The path of the data file in a folder that the list names.
export function pathIn(folder, plan) {
  const places = plan.types.map((type) => (type.texts ? `${folder}/${type.data}` : `${folder}.yml`));
  return places.find((path) => typeOf(path, plan)) ?? "";
}

export function typeNamed(collection, plan) {
  return plan.types.find((type) => type.collection === collection);
}

// ---- entry → form

export function toForm(entry, type, plan) {
  const facts = (type.texts ? entry[plan.languages[0]] : entry) ?? {};
  const form = { slug: facts.slug };
  if (type.owner) form.owner = facts.owner;
  for (const { name } of type.facts) if (facts[name] !== undefined) form[name] = facts[name];
  for (const { name } of textFields(type))
    form[plan.prefix + name] = each(plan, (language) => entry[language]?.[plan.prefix + name]);
  if (type.texts) form[plan.body] = each(plan, (language) => entry[language]?.[plan.body]);
  if (hasCards(type)) {
    const said = each(plan, (language) => [...(entry[language]?.[`${plan.prefix}captions`] ?? [])]);
    form.photos = (facts.photos ?? []).map((photo) => ({
      ...photo,
      words: each(plan, (language) => take(said[language], photo.file)),
    }));
    form.captionsOfOthers = said;
  }
  return form;
}

function textFields(type) {
  return (type.texts ?? []).filter(({ name }) => !(name === "captions" && hasCards(type)));
}

function each(plan, find) {
  return Object.fromEntries(plan.languages.map((language) => [language, find(language)]));
}

function take(captions, file) {
  const place = captions.findIndex((caption) => baseName(caption.file ?? "") === baseName(file ?? ""));
  if (place < 0) return {};
  const [{ alt, caption }] = captions.splice(place, 1);
  return { alt, caption };
}

// ---- form → entry

// `order`: the photos in the order in which each language's file spoke of them, which stays as it was.
export function toEntryOf(form, type, plan, order = {}) {
  const facts = { slug: form.slug, ...(type.owner ? { owner: form.owner } : {}) };
  for (const { name } of type.facts) if (form[name] !== undefined) facts[name] = form[name];
  if (isNumbered(type) && form.slug) facts[type.slugFact] = Number(form.slug);
  if (hasCards(type)) facts.photos = (form.photos ?? []).map(({ words, ...photo }) => photo);
  if (!type.texts) return facts;
  const entry = {};
  for (const language of plan.languages) {
    entry[language] = language === plan.languages[0] ? facts : {};
    for (const { name } of textFields(type)) entry[language][plan.prefix + name] = form[plan.prefix + name]?.[language];
    entry[language][plan.body] = form[plan.body]?.[language];
    if (hasCards(type)) entry[language][`${plan.prefix}captions`] = captionsOf(form, language, order[language] ?? []);
  }
  // A photo that no one describes in a language that has no text says nothing in it.
  return entry;
}

function captionsOf(form, language, order) {
  const own = (form.photos ?? [])
    .filter(({ words }) => words?.[language]?.alt || words?.[language]?.caption)
    .map(({ file, words }) => ({ file, alt: words[language].alt, caption: words[language].caption }));
  const all = [...own, ...(form.captionsOfOthers?.[language] ?? [])];
  const place = ({ file }) => order.indexOf(baseName(file ?? "")) + 1 || order.length + 1;
  return all
    .map((caption, number) => [caption, number])
    .sort(([one, first], [other, second]) => place(one) - place(other) || first - second)
    .map(([caption]) => caption);
}

export function captionOrder(entry, plan) {
  return each(plan, (language) =>
    (entry[language]?.[`${plan.prefix}captions`] ?? []).map(({ file }) => baseName(file ?? "")),
  );
}

// ---- where a problem of a file stands in the form

// The way to a field of the form, as its id is made of; `[]` for the item as a whole.
export function placeOf(problem, path, form, type, plan) {
  const route = [...(problem.route ?? [])];
  if (problem.path === folderOf(path) && type.title) return [type.title, plan.languages[0]];
  if (problem.path === path) return placeOfFact(route, form, type, plan);
  const language = plan.languages.find((code) => problem.path === `${folderOf(path)}/${code}.md`);
  if (!language) {
    const number = (form.photos ?? []).findIndex(({ file }) => problem.path === `${folderOf(path)}/${file}`);
    return number < 0 ? [] : ["photos", number];
  }
  const [name, ...rest] = route;
  if (name === undefined) return [plan.body, language];
  if (name === "body") return [plan.body, language];
  if (name === "captions" && hasCards(type)) return placeOfCaption(rest, problem, form, language);
  if (!type.texts.some((field) => field.name === name)) return [];
  return [
    plan.prefix + name,
    language,
    ...unfiltered(rest, form[plan.prefix + name]?.[language], field(type.texts, name), plan),
  ];
}

function field(fields, name) {
  return fields.find((one) => one.name === name);
}

function placeOfFact([name, ...rest], form, type, plan) {
  if (name === undefined) return [];
  if (name === "slug" || name === type.slugFact || name === "owner") return [name === "owner" ? "owner" : "slug"];
  const known = field(type.facts, name);
  if (!known) return [];
  if (known.sort === "people") return [name];
  return [name, ...unfiltered(rest, form[name], known, plan)];
}

function placeOfCaption([number], problem, form, language) {
  const photos = form.photos ?? [];
  const own = photos.filter(({ words }) => words?.[language]?.alt || words?.[language]?.caption);
  const file = problem.about ?? own[number]?.file;
  const found = photos.findIndex((photo) => baseName(photo.file ?? "") === file);
  const lacking = photos.findIndex(({ words }) => !words?.[language]?.alt);
  const place = found >= 0 ? found : lacking;
  if (place < 0) return ["photos"];
  return ["photos", place, "words", language, problem.route?.at(-1) === "caption" ? "caption" : "alt"];
}

// Numbers of a list in the file → in the form, where entries without words stand between.
function unfiltered(rest, value, known, plan) {
  if (known?.sort !== "entries" || typeof rest[0] !== "number" || !Array.isArray(value)) return rest;
  const kept = value.map((entry, number) => [entry, number]).filter(([entry]) => isKept(entry, known.fields, plan));
  return [kept[rest[0]]?.[1] ?? rest[0], ...rest.slice(1)];
}

export function stateWords(item, words) {
  return words[`state-${item.state}`] ?? "";
}

export function named(item, plan) {
  return item.titles?.[plan.language] || item.title || fill("{folder}", item);
}
