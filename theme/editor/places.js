// Where in the form something is, and what stands there: of a problem, of a field that two changed.

import { isEmpty, pathOf, saidIn } from "./draft.js";
import { folderOf, placeOf } from "./model.js";
import { sha256 } from "./server.js";
import { fill } from "./words.js";

// Rules by which something has yet to be written.
const LACKING = /-(missing|empty)$/;

// A field's name in the page, of its way in a draft's form: `root_photos_0_credit`.
export function idOf(key, place) {
  return [key, ...place].join("_");
}

export function clashAt({ language, name, words }, draft, theirs, plan) {
  const place = !name
    ? []
    : name === "body"
      ? [plan.body, language]
      : language
        ? [plan.prefix + name, language]
        : [name];
  return {
    key: draft.key,
    place,
    id: idOf(draft.key, place),
    words,
    message: fill(plan.words["clash-here"], { field: words }),
    listed: plan.words["clash-listed"],
    theirs: reach(theirs, place),
    isClash: true,
  };
}

export function rebased(draft, before, done) {
  const number = before.findIndex(({ key }) => key === draft.key);
  return number < 0 ? draft : { ...done[number].draft, form: draft.form, begun: saidIn(done[number].draft.form) };
}

export function located(problem, drafts, plan) {
  const draft = drafts.find((one) => problem.path?.startsWith(folderOf(pathOf(one))));
  if (!draft) return { ...problem, key: "", place: [], id: "" };
  const place = placeOf(problem, pathOf(draft), draft.form, draft.type, plan);
  return {
    ...problem,
    key: draft.key,
    place,
    id: idOf(draft.key, place),
    isOpen: LACKING.test(problem.rule) && isEmpty(reach(draft.form, place)),
  };
}

export function reach(form, place) {
  return place.reduce((value, name) => value?.[name], form);
}

export function put(value, [name, ...rest], next) {
  if (name === undefined) return next;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[name] = put(copy[name], rest, next);
  return copy;
}

export function digest(text) {
  return sha256(new TextEncoder().encode(text));
}
