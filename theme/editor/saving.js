// One save for everything that is open: all of it is stored, or nothing.

import { changesOf, describe, isNew, pathOf, stored } from "./draft.js";
import { merge, toEntry } from "./files.js";
import { folderOf, toForm } from "./model.js";
import { clashAt, digest, idOf, rebased } from "./places.js";
import { sendPictures } from "./server.js";
import { fill, Refusal } from "./words.js";

const TRIES = 3; // how often a save begins again because someone else's was quicker

// Stores all that was changed, or nothing. Where someone else was quicker, theirs is taken in and the save begins
// again.
export async function store(space, others = [], tries = TRIES) {
  const { plan, ask } = space.app;
  const drafts = space.meant();
  const each = drafts.map((draft) => changesOf(draft, plan));
  const changes = {
    files: Object.assign({}, ...each.map(({ files }) => files)),
    pictures: Object.assign({}, ...each.map(({ pictures }) => pictures)),
  };
  if (!Object.keys(changes.files).length && !Object.keys(changes.pictures).length) return { saved: [], others };
  const raws = Object.assign({}, ...drafts.map((draft) => draft.raws));
  const expected = {};
  for (const path of Object.keys(changes.files)) expected[path] = path in raws ? await digest(raws[path]) : null;
  try {
    const { draft } = await sendPictures(ask, "save", { changes, expected, draft: space.branch });
    space.branch = draft ?? space.branch;
  } catch (fault) {
    if (fault.word !== "changed" || !tries) throw fault;
    const found = await takeIn(space);
    return found.clashes.length ? found : store(space, [...others, ...found.others], tries - 1);
  }
  const done = drafts.map((draft, number) => ({
    draft: stored(draft, each[number], plan),
    title: describe(draft, plan),
    was: isNew(draft),
  }));
  const saved = done.filter(
    (_, number) => Object.keys(each[number].files).length + Object.keys(each[number].pictures).length,
  );
  space.drafts = space.drafts.map((draft) => rebased(draft, drafts, done));
  space.own = [];
  await space.discard();
  space.key = folderOf(space.root.path);
  if (space.isChanged()) space.changed();
  return {
    saved,
    others,
    words: saved.map(({ draft, title, was }) =>
      fill(plan.words[was ? "saved-new" : "saved-item"], { kind: draft.type.singular, title }),
    ),
  };
}

// Takes in what others changed meanwhile. What both changed is told at the field, and stays as it is here.
async function takeIn(space) {
  const { plan } = space.app;
  const found = { clashes: [], others: [] };
  for (const draft of space.drafts) {
    const now = await space.app.ask("open", { folder: folderOf(pathOf(draft)), draft: space.branch }).catch((fault) => {
      if (fault.word !== "lost") throw fault;
      return { raws: {} };
    });
    if (isNew(draft)) {
      if (now.raws?.[pathOf(draft)]) {
        await space.app.refresh();
        found.clashes.push({
          key: draft.key,
          place: ["slug"],
          id: idOf(draft.key, ["slug"]),
          words: draft.type.slugLabel,
          isTaken: true,
        });
      }
      continue;
    }
    if (!now.raws?.[draft.path]) throw begunAnew(space, draft);
    const mine = { ...draft.raws, ...changesOf(draft, plan).files };
    const { files, clashes, others } = merge(draft.path, { opened: draft.raws, mine, now: now.raws }, plan);
    const entry = toEntry(draft.path, { ...now.raws, ...files }, plan);
    const theirs = toForm(toEntry(draft.path, now.raws, plan), draft.type, plan);
    const form = toForm(entry, draft.type, plan);
    const pictures = {
      ...Object.fromEntries((now.pictures ?? []).map((one) => [one.name, { ...one, isStored: true }])),
      ...draft.pictures,
    };
    space.drafts = space.drafts.map((one) =>
      one.key === draft.key ? { ...one, form, raws: now.raws, pictures } : one,
    );
    found.others.push(...others.map(({ words }) => words));
    found.clashes.push(...clashes.map((clash) => clashAt(clash, draft, theirs, plan)));
  }
  space.own = found.clashes.filter(({ isTaken }) => !isTaken);
  space.changed();
  return found;
}

// Someone deleted the item while it was open: what is in the form becomes a new one, which the next save stores under
// the same address. Its stored photos are gone with it.
export function begunAnew(space, { key }) {
  const { plan } = space.app;
  const kept = ({ pictures }) => Object.fromEntries(Object.entries(pictures).filter(([, one]) => !one.isStored));
  const title = describe(space.draft(key), plan);
  space.drafts = space.drafts.map((one) =>
    one.key === key ? { ...one, path: "", raws: {}, order: {}, begun: "", pictures: kept(one) } : one,
  );
  const place = ["slug"];
  const sentence = fill(plan.words["deleted-meanwhile"], { title });
  space.own = [...space.own, { key, place, id: idOf(key, place), message: sentence, warning: true }];
  space.changed();
  return new Refusal(sentence, "deleted-meanwhile");
}
