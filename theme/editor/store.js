// Changes what passes between Decap CMS and its store (first.js): its backup of what was not saved, its notices, and
// what a form that was saved is measured against.

import { baseName, namesIn } from "./files.js";
import { Refusal, fill } from "./words.js";

// The field of an entry that holds its files as they were when the form was filled from them.
export const OPENED = "files:opened";
const FILLED = ["DRAFT_CREATE_EMPTY", "DRAFT_CREATE_FROM_ENTRY"];
const STORED = ["ENTRY_PERSIST_SUCCESS", "UNPUBLISHED_ENTRY_PERSIST_SUCCESS"];

// `saved`: path of a data file → what backend.js stored there last.
export function watchStore(plan, saved) {
  const backup = backupWaits();
  const photos = photosStay(plan);
  window.storeHooks.reduce = (state, action, before) => {
    const just = STORED.includes(action.type) && saved.get(state.entryDraft.getIn(["entry", "path"]));
    // Photos belong to an item, and come with its form.
    const mediaLibrary = state.mediaLibrary.set("showMediaButton", false);
    const measured = just ? state.entryDraft.setIn(["entry", "data", OPENED], just.opened) : state.entryDraft;
    const entryDraft = isMereEcho(action, before, state) ? measured.set("hasChanged", false) : measured;
    const isSame = mediaLibrary === state.mediaLibrary && entryDraft === state.entryDraft;
    return isSame ? state : { ...state, mediaLibrary, entryDraft };
  };
  window.storeHooks.dispatch = (action, next, state) => {
    shownNow = state;
    if (action.type === "NOTIFICATION_SEND") {
      next({ type: "NOTIFICATION_CLEAR" }); // what was wrong may be right by now
      return next({ ...action, payload: notice(action.payload, plan) });
    }
    if (STORED.includes(action.type)) return stored(action, next, state, plan, saved);
    return photos(action, next, state) ?? backup(action, next, state);
  };
}

// A field that was drawn anew says its value again. Decap CMS then measures the form against the item as it was opened,
// and calls it not saved where a save has taken in what others wrote.
function isMereEcho(action, before, state) {
  if (action.type !== "DRAFT_CHANGE_FIELD" || before.entryDraft.get("hasChanged")) return false;
  return state.entryDraft.get("entry").equals(before.entryDraft.get("entry"));
}

let shownNow = null; // Decap CMS's own way to its state

// The photos that the open form names anywhere, in any language, saved or not.
export function namesShown() {
  const entry = shownNow?.().entryDraft.get("entry");
  if (!entry?.get("data")) return new Set();
  return namesIn(
    JSON.stringify(said(entry)[0], (name, value) => (name === OPENED ? undefined : value)) +
      JSON.stringify(said(entry)[1]),
  );
}

// The names of an item's photos, stored and uploaded.
export function namesThere() {
  const files = shownNow?.().entryDraft.getIn(["entry", "mediaFiles"])?.toJS() ?? [];
  return new Set(files.map(({ name }) => name));
}

// What the form names is not taken from it: neither one that is stored, which backend.js refuses, nor an upload.
function photosStay(plan) {
  const kept = new Set(); // ids of uploads that were not let go
  return (action, next, state) => {
    const files = state().entryDraft?.getIn(["entry", "mediaFiles"])?.toJS() ?? [];
    if (action.type === "REMOVE_ASSET") {
      const name = baseName(action.payload);
      if (!namesShown().has(name)) return undefined;
      const upload = files.find(({ path, draft }) => draft && path === action.payload);
      if (upload) {
        kept.add(upload.id);
        next({ type: "NOTIFICATION_CLEAR" });
        next({
          type: "NOTIFICATION_SEND",
          payload: { message: fill(plan.words["still-named"], { name }), type: "error", dismissAfter: false },
        });
      }
      return action;
    }
    if (action.type === "REMOVE_DRAFT_ENTRY_MEDIA_FILE" && kept.delete(action.payload.id)) return action;
    return undefined;
  };
}

// Decap CMS asks for its backup and for the entry at once, and the one that comes last fills the form: that was the
// entry, and the empty form was the next backup. Here the backup waits until the form is filled.
function backupWaits() {
  let isFilled = false;
  let waiting = null;
  return (action, next, state) => {
    if (action.type === "DRAFT_LOCAL_BACKUP_RETRIEVED" && !isFilled) {
      waiting = action;
      return action;
    }
    const result = next(action);
    if (action.type === "DRAFT_DISCARD") [isFilled, waiting] = [false, null];
    if (!FILLED.includes(action.type)) return result;
    isFilled = true;
    const [found, path] = [waiting, state().entryDraft.getIn(["entry", "path"])];
    waiting = null;
    if (found && (found.payload.entry.path || "") === (path || "")) next(found);
    return result;
  };
}

// An error stays until it is clicked away: eight seconds are too short to read what to do.
function notice(payload, plan) {
  if (payload.type !== "error") return payload;
  const { message } = payload;
  if (/^Failed to \w+ media: /.test(message))
    return { ...payload, dismissAfter: false, message: Refusal.inWords(message, plan) };
  const details = message?.details === undefined ? {} : { details: Refusal.inWords(message.details, plan) };
  return {
    ...payload,
    dismissAfter: false,
    message: typeof message === "string" ? message : { ...message, ...details },
  };
}

// Where others had changed the item meanwhile, the form shows what was made of both; not where someone typed on.
function stored(action, next, state, plan, saved) {
  const draft = state().entryDraft.get("entry");
  const just = saved.get(draft.get("path"));
  const isSame = just?.shown && JSON.stringify(said(draft, plan)) === JSON.stringify(said(just.sent, plan));
  const result = next(action);
  if (!isSame) return result;
  const { isPersisting, ...entry } = state().entryDraft.get("entry").toJS();
  next({ type: "DRAFT_CREATE_FROM_ENTRY", payload: { entry: { ...entry, ...just.shown } } });
  const message = fill(plan.words.merged, { fields: just.others });
  next({ type: "NOTIFICATION_SEND", payload: { message, type: "info", dismissAfter: false } });
  return result;
}

function said(entry) {
  const { data, i18n } = entry.toJS?.() ?? entry;
  return [data, i18n ?? {}];
}
