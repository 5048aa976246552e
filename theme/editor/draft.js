// An item that is being edited: what its form holds, the files that it was opened with, and its photos.

import { baseName, namesIn, picturesOf, toEntry, toFiles } from "./files.js";
import { captionOrder, dataPath, folderOf, toEntryOf, toForm } from "./model.js";
import { shortName } from "./latin.js";
import { freeName } from "./photos.js";
import { toBase64 } from "./server.js";

const PROVISIONAL = "new-item"; // where a new item is checked that has no address yet: it is not stored there

export function newDraft(key, type, form = {}) {
  return { key, type, form, begun: saidIn(form), raws: {}, order: {}, path: "", pictures: {} };
}

// `raws` and `pictures` as the server's `open` gives them.
export function openedDraft(key, type, path, { raws, pictures = [] }, plan) {
  const entry = toEntry(path, raws, plan);
  const form = toForm(entry, type, plan);
  const stored = Object.fromEntries(pictures.map((picture) => [picture.name, { ...picture, isStored: true }]));
  return {
    key,
    type,
    form,
    begun: saidIn(form),
    raws,
    order: captionOrder(entry, plan),
    path,
    pictures: stored,
  };
}

// What a form says, without the parts in which nothing stands.
export function saidIn(value) {
  return JSON.stringify(value, (_, part) => (isEmpty(part) ? undefined : part)) ?? "";
}

export function isEmpty(value) {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

export function isNew(draft) {
  return !draft.path;
}

export function titleOf(draft, plan) {
  const said = draft.form[draft.type.title];
  return (
    said?.[plan.language] || plan.languages.map((language) => said?.[language]).find(Boolean) || draft.form.slug || ""
  );
}

// The address of a new item follows from its title, until someone writes another.
export function slugFrom(draft, plan) {
  const { slugFrom: source } = draft.type;
  const title = source && plan.languages.map((language) => draft.form[source]?.[language]).find(Boolean);
  return title ? shortName(title, plan.latin) : "";
}

export function pathOf(draft) {
  return draft.path || dataPath(draft.type, draft.form.slug || PROVISIONAL, draft.form.owner);
}

// The field without which a new item has no folder: its address, or whose it is.
export function lackingFor(draft) {
  if (!isNew(draft)) return "";
  if (!draft.form.slug) return "slug";
  return draft.type.owner && !draft.form.owner ? "owner" : "";
}

// Whether an item was stored before it had an address, as was once possible.
export function isProvisional({ path }) {
  return baseName(folderOf(path)) === PROVISIONAL;
}

// What is to be written for a draft: { files, pictures }, path → text and base64, null for what goes. Throws a Refusal.
export function changesOf(draft, plan) {
  const path = pathOf(draft);
  const files = toFiles(path, toEntryOf(draft.form, draft.type, plan, draft.order), draft.raws, plan);
  const texts = { ...draft.raws, ...files };
  const shown = draft.type.texts ? picturesOf(path, texts[path], plan) : new Set();
  const said = namesIn(Object.values(texts).join("\n"));
  const before = draft.raws[path] && draft.type.texts ? picturesOf(path, draft.raws[path], plan) : new Set();
  const pictures = {};
  for (const [name, picture] of Object.entries(draft.pictures)) {
    const place = `${folderOf(path)}/${name}`;
    if (!picture.isStored && shown.has(name)) pictures[place] = picture.base64;
    if (picture.isStored && before.has(name) && !said.has(name)) pictures[place] = null;
  }
  return { files, pictures };
}

export function isChanged(draft, plan) {
  if (saidIn(draft.form) === draft.begun) return false;
  if (isNew(draft)) return true;
  try {
    const { files, pictures } = changesOf(draft, plan);
    return Object.keys(files).length + Object.keys(pictures).length > 0;
  } catch {
    return true;
  }
}

// The draft as it is once its changes are stored.
export function stored(draft, { files, pictures }, plan) {
  const path = pathOf(draft);
  const raws = Object.fromEntries(Object.entries({ ...draft.raws, ...files }).filter(([, text]) => text !== null));
  const kept = Object.entries(draft.pictures).filter(([name]) => pictures[`${folderOf(path)}/${name}`] !== null);
  const inStore = kept.map(([name, picture]) => [
    name,
    { ...picture, isStored: picture.isStored || `${folderOf(path)}/${name}` in pictures },
  ]);
  const entry = toEntry(path, raws, plan);
  return {
    ...draft,
    path,
    raws,
    pictures: Object.fromEntries(inStore),
    order: captionOrder(entry, plan),
    begun: saidIn(draft.form),
  };
}

// The draft with one picture more, and the name that the picture has in it.
export function withPicture(draft, { name: wanted, bytes, type }) {
  const name = freeName(wanted, takenNames(draft));
  const picture = { name, type, base64: toBase64(bytes) };
  return { draft: { ...draft, pictures: { ...draft.pictures, [name]: picture } }, name };
}

// The names that a new photo may not take.
function takenNames(draft) {
  return new Set([
    ...Object.keys(draft.pictures),
    ...(draft.form.photos ?? []).map(({ file }) => baseName(file ?? "")),
  ]);
}

export function describe(draft, plan) {
  return titleOf(draft, plan) || plan.words.untitled;
}
