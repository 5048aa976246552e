// What a place in the form is called: "Photo 2 · Description · Greek".

import { pathOf } from "./draft.js";
import { folderOf, placeOf } from "./model.js";
import { idOf } from "./places.js";
import { formOf } from "./schema.js";
import { fill } from "./words.js";

export function nameOfPlace({ key, place }, space, plan) {
  const draft = space.draft(key);
  if (!draft) return "";
  const parts = key === "root" ? [] : [`${draft.type.singular} ${draft.form.slug ?? ""}`.trim()];
  if (!place.length) return parts[0] ?? plan.words["whole-item"];
  let node = formOf(draft.type, plan).schema;
  for (const [depth, name] of place.entries()) {
    if (typeof name === "number") {
      const isPhoto = place[0] === "photos" && depth === 1;
      parts[isPhoto ? parts.length - 1 : parts.length] = isPhoto
        ? fill(plan.words["photo-number"], { number: name + 1 })
        : String(name + 1);
      node = node?.items;
    } else if (node?.x?.isPair && plan.languages.includes(name)) {
      parts.push(plan.names[name]);
      node = node.properties?.[name];
    } else if (place[0] === "photos" && depth > 1 && name !== "words") {
      const own = plan.words[`photo-${name}`] ?? node?.properties?.[name]?.title;
      if (own) parts.push(own);
      else if (plan.languages.includes(name)) parts.push(plan.names[name]);
      node = node?.properties?.[name] ?? node;
    } else if (name !== "words") {
      node = node?.properties?.[name];
      if (node?.title) parts.push(node.title);
    }
  }
  return parts.join(" · ");
}

// The field that a link names by its route in the files, a text's behind its language; nothing where there is none.
export function idOfRoute(asked, draft, plan) {
  const route = asked.split("/").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const isText = plan.languages.includes(route[0]);
  const path = isText ? `${folderOf(pathOf(draft))}/${route.shift()}.md` : pathOf(draft);
  const place = route.length ? placeOf({ path, route }, pathOf(draft), draft.form, draft.type, plan) : [];
  return place.length ? idOf(draft.key, place) : "";
}
