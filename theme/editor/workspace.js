// What is open in the form: an item with whatever is written along with it (records of consent, a new partner). It
// keeps what was not saved, asks the checker at each pause, and saves everything at once or nothing.

import {
  changesOf,
  describe,
  isChanged,
  isEmpty,
  isNew,
  isProvisional,
  lackingFor,
  newDraft,
  openedDraft,
  pathOf,
  saidIn,
  slugFrom,
} from "./draft.js";
import { typeOf } from "./files.js";
import { folderOf, isNumbered, pathIn, placeOf, typeNamed } from "./model.js";
import { idOf, located, put, reach } from "./places.js";
import { begunAnew, store } from "./saving.js";
import { sendPictures } from "./server.js";
import { fill, inWords, Refusal } from "./words.js";

const PAUSE = 700; // milliseconds without typing, after which the checker is asked
const SETTLED = 300; // milliseconds without a change, after which what is not saved is kept

// The number of an issue that comes after all that there are.
function nextNumber(site) {
  const numbers = site.items.filter(({ collection }) => collection === "newsletters").map(({ slug }) => Number(slug));
  return String(Math.max(0, ...numbers) + 1);
}

// What is told at the address of a new item, which then can't be saved.
function atAddress({ key }, message) {
  return { key, place: ["slug"], id: idOf(key, ["slug"]), message, isTaken: true };
}

export class Workspace {
  constructor(app, key, drafts, branch = "") {
    Object.assign(this, { app, key, drafts, branch }); // the branch of a draft, where each text has one
    this.watchers = new Set();
    this.problems = []; // of the checker, each with `key` and `place` of its field
    this.reading = []; // how hard each text is to read, with `id` of its field
    this.own = []; // what the page itself has to say at a field: { key, place, message, theirs? }
    this.checking = "none"; // none | waiting | done | failed
    this.touched = new Set();
    this.isPressed = false;
    this.isSaving = false;
    this.asked = 0;
    this.pending = new Set();
    this.version = 0;
    this.sitting = crypto.randomUUID(); // under which what is not saved is kept
    this.isLeft = false; // someone else is signed in by now
  }

  static async open(app, folder) {
    const path = pathIn(folder, app.plan);
    const stored = app.site.items.find((item) => item.folder === folder)?.draft;
    const begun = app.site.drafts?.find((draft) => draft.folders.includes(folder))?.name;
    const draft = stored || begun || "";
    const found = await app.ask("open", { folder, draft });
    if (!found.raws?.[path]) throw new Refusal(fill(app.plan.words.lost, { path: folder }), "lost");
    const type = typeNamed(typeOf(path, app.plan).collection, app.plan);
    return new Workspace(app, folder, [openedDraft("root", type, path, found, app.plan)], found.draft);
  }

  static begin(app, collection, id) {
    const type = typeNamed(collection, app.plan);
    const numbered = isNumbered(type) ? nextNumber(app.site) : undefined;
    const form = type.texts ? { slug: numbered } : { slug: app.site.next_consent };
    return new Workspace(app, `new/${collection}/${id}`, [newDraft("root", type, form)]);
  }

  // ---- watching

  watch = (watcher) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  current = () => this.version;

  tell() {
    this.version += 1;
    for (const watcher of this.watchers) watcher();
  }

  get root() {
    return this.drafts[0];
  }

  draft(key) {
    return this.drafts.find((draft) => draft.key === key);
  }

  // Of what was begun along with the item, what is still named somewhere: a record of consent that no photo refers to
  // any more is not stored, and comes back with the reference.
  meant() {
    const said = this.drafts.map(({ form }) => saidIn(form));
    const isNamed = ({ form: { slug } }, own) =>
      said.some((text, number) => number !== own && new RegExp(`(?<![\\w-])${slug}(?![\\w-])`).test(text));
    return this.drafts.filter((draft, number) => number === 0 || draft.path || isNamed(draft, number));
  }

  isChanged() {
    return this.meant().some((draft) => isChanged(draft, this.app.plan));
  }

  // Whether something would be lost: what was written and not saved, or what is still being read.
  isUnsaved() {
    return this.pending.size > 0 || this.isChanged();
  }

  // ---- changing

  change(key, alter) {
    this.drafts = this.drafts.map((draft) =>
      draft.key === key ? this.followed({ ...draft, ...alter(draft) }, draft) : draft,
    );
    this.changed();
  }

  setForm(key, form) {
    this.change(key, () => ({ form }));
  }

  // The address goes with the title, as long as no one wrote another.
  followed(draft, before) {
    if (!isNew(draft) || !draft.type.slugFrom) return draft;
    const [was, is] = [slugFrom(before, this.app.plan), slugFrom(draft, this.app.plan)];
    if (was === is || (before.form.slug && before.form.slug !== was)) return draft;
    return { ...draft, form: { ...draft.form, slug: is || undefined } };
  }

  changed() {
    this.tell();
    clearTimeout(this.timer);
    this.checking = "waiting";
    this.timer = setTimeout(() => this.check(), PAUSE);
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.backUp(), SETTLED);
  }

  // Where the editor was, by the id of the field.
  touch(id) {
    if (!id || this.touched.has(id)) return;
    this.touched.add(id);
    this.app.still().then(() => this.tell());
  }

  addDraft(key, collection, form, at) {
    const draft = { ...newDraft(key, typeNamed(collection, this.app.plan), form), begun: "", at };
    this.drafts = [...this.drafts, draft];
    this.changed();
  }

  dropDraft(key) {
    this.drafts = this.drafts.filter((draft) => draft.key !== key);
    this.problems = this.problems.filter((problem) => problem.key !== key);
    this.changed();
  }

  // A free reference: none that is stored, and none that was begun here. Drawn by lot, so that it tells nothing.
  nextConsent() {
    const taken = new Set([
      ...this.drafts.map(({ form }) => form.slug),
      ...(this.app.site.choices.consents ?? []).map(({ value }) => value),
    ]);
    let found = this.app.site.next_consent;
    while (taken.has(found))
      found = `c-${String(crypto.getRandomValues(new Uint32Array(1))[0] % 1e6).padStart(6, "0")}`;
    return found;
  }

  // ---- the checker

  changes() {
    const all = { files: {}, pictures: {} };
    for (const draft of this.meant()) {
      const { files, pictures } = changesOf(draft, this.app.plan);
      Object.assign(all.files, files);
      Object.assign(all.pictures, pictures);
    }
    return all;
  }

  folders() {
    return this.meant().map((draft) => folderOf(pathOf(draft)));
  }

  async check() {
    clearTimeout(this.timer);
    this.timer = 0;
    const number = (this.asked += 1);
    const drafts = this.meant();
    if (this.unfit(this.app.plan.words).length || this.tooLarge(this.app).length) {
      Object.assign(this, { checking: "done", problems: [], reading: [] }); // the server takes no such file
      this.tell();
      return;
    }
    this.checking = "waiting";
    this.tell();
    try {
      const { plan, ask } = this.app;
      const asked = { changes: this.changes(), folders: this.folders(), language: plan.language, draft: this.branch };
      const said = await sendPictures(ask, "check", asked);
      await this.app.still();
      if (number !== this.asked) return;
      const gone = drafts.filter(({ path }) => path && said.gone.includes(folderOf(path)));
      if (gone.length) {
        await this.app.refresh(); // else its own address would be taken
        for (const draft of gone) begunAnew(this, draft); // which begins another check
        return "gone";
      }
      this.problems = said.problems.map((problem) => located(problem, drafts, plan));
      this.reading = said.reading.map((text) => located({ ...text, rule: "", route: ["body"] }, drafts, plan));
      this.checking = this.timer ? "waiting" : "done"; // what was written since is yet to be checked
      this.fault = "";
    } catch (fault) {
      await this.app.still();
      if (number !== this.asked) return;
      this.checking = "failed";
      this.problems = []; // of a text that is another by now
      this.fault = inWords(fault, this.app.plan.words);
    }
    this.tell();
  }

  // What is told now: a field of a new item that no one was at yet is only counted.
  shown() {
    const words = this.app.plan.words;
    const wasThere = ({ key, id }) =>
      this.isPressed ||
      !isNew(this.draft(key) ?? {}) ||
      [...this.touched].some((name) => name === id || name.startsWith(`${id}_`));
    // What was empty when the checker was asked, and is not now, will be judged anew.
    const isOver = ({ key, place, isOpen }) => isOpen && !isEmpty(reach(this.draft(key)?.form, place));
    const all = [
      ...this.taken(words),
      ...this.unplaced(words),
      ...this.own,
      ...this.problems.filter((problem) => !isOver(problem)),
    ];
    return {
      told: all.filter((problem) => !problem.isOpen || wasThere(problem)),
      open: all.filter((problem) => problem.isOpen && !wasThere(problem)),
    };
  }

  // A new item whose address no page can have.
  unfit(words) {
    return this.drafts
      .filter((draft) => isNew(draft) && draft.form.slug && !new RegExp(draft.type.slugPattern).test(draft.form.slug))
      .map((draft) => {
        const facts = { slug: draft.form.slug, most: this.app.plan.longestSlug };
        return atAddress(draft, fill(words["slug-unfit"], facts));
      });
  }

  // What is stored without a title would keep for good whatever address it was given; so it is only kept here. An item
  // that was stored so can be given another from the list, as long as it is not published.
  unplaced(words) {
    const { root } = this;
    const lacking = this.isPressed ? this.meant().filter(lackingFor) : [];
    const told = lacking.map((draft) => {
      const field = lackingFor(draft);
      return { ...atAddress(draft, words[`${field}-missing`]), place: [field], id: idOf(draft.key, [field]) };
    });
    if (root.path && isProvisional(root) && !this.app.site.published?.[this.key])
      told.push({ ...atAddress(root, words["slug-provisional"]), isTaken: false, warning: true });
    return told;
  }

  // A text of more bytes than a file may have: the server takes none such, so that nothing else can be checked.
  tooLarge({ plan }) {
    const most = plan.largestText;
    const isLarge = (text) => text.length * 3 > most && new Blob([text]).size > most;
    return this.drafts.flatMap((draft) =>
      Object.entries(draft.form[plan.body] ?? {})
        .filter(([, text]) => typeof text === "string" && isLarge(text))
        .map(([language]) => {
          const place = [plan.body, language];
          const message = fill(plan.words["text-too-large"], { most: Math.floor(most / 1024) });
          return { key: draft.key, place, id: idOf(draft.key, place), message, isTaken: true };
        }),
    );
  }

  // A new item under an address that a page has already.
  taken(words) {
    const there = (draft) => this.app.site.items.find(({ folder }) => folder === folderOf(pathOf(draft)));
    const taken = this.drafts
      .filter((draft) => isNew(draft) && draft.form.slug && there(draft))
      .map((draft) => {
        const title = there(draft).title;
        return atAddress(draft, fill(words[title ? "taken" : "taken-plain"], { slug: draft.form.slug, title }));
      });
    return [...this.unfit(words), ...this.tooLarge(this.app), ...taken];
  }

  mend({ mend: { old, new: fresh, route, path }, path: ownPath, key, place }) {
    const draft = this.draft(key);
    if (!draft) return;
    const at = { path: path ?? ownPath, route };
    const where = route ? placeOf(at, pathOf(draft), draft.form, draft.type, this.app.plan) : place;
    const value = reach(draft.form, where);
    const isWithin = typeof value === "string" && old && value.includes(old);
    const whole = typeof value === "boolean" ? fresh === "true" : fresh;
    this.setForm(key, put(draft.form, where, isWithin ? value.replace(old, () => fresh) : whole));
  }

  // Both changed a field, and the editor says whose words stay.
  settle(clash, isTheirs) {
    this.own = this.own.filter((one) => one !== clash);
    const draft = this.draft(clash.key);
    if (isTheirs && draft) this.setForm(clash.key, put(draft.form, clash.place, clash.theirs));
    else this.changed();
  }

  // ---- keeping what was not saved

  copy() {
    const { root, key, sitting: id } = this;
    const drafts = this.drafts.map(({ type, ...draft }) => ({ ...draft, collection: type.collection }));
    const title = describe(root, this.app.plan);
    return { id, key, title, collection: root.type.collection, at: Date.now(), drafts };
  }

  // Whether what is not saved is kept now. Where the browser has no room for it, that is told once.
  async backUp() {
    const { shelf, tell, plan } = this.app;
    try {
      await (this.isChanged() ? shelf.put(this.copy()) : shelf.drop(this.sitting));
      this.isUnkept = false;
      return true;
    } catch {
      if (!this.isUnkept) tell({ kind: "problem", text: plan.words["not-kept"] });
      this.isUnkept = true;
      return false;
    }
  }

  // Goes on with a copy. What stood in the form and was not saved is kept beside it: gives that copy, if there is one.
  async takeUp({ id, drafts }) {
    const aside = this.isChanged() ? this.copy() : null;
    if (aside) await this.backUp();
    this.sitting = crypto.randomUUID();
    this.drafts = drafts.map(({ collection, ...draft }) => ({ ...draft, type: typeNamed(collection, this.app.plan) }));
    this.changed();
    if (await this.backUp()) await this.app.shelf.drop(id).catch(() => undefined);
    return aside;
  }

  // Nothing more happens by itself: the item is closed.
  rest() {
    for (const timer of [this.timer, this.keeping]) clearTimeout(timer);
  }

  async discard() {
    this.rest();
    await this.app.shelf.drop(this.sitting).catch(() => undefined);
  }

  // ---- saving

  // What is being read, a photo or a document, is saved with the rest. Who began to read it tells what went wrong.
  wait(promise) {
    const reading = promise.then(
      () => this.pending.delete(reading),
      () => this.pending.delete(reading),
    );
    this.pending.add(reading);
  }

  async arrived() {
    await Promise.all([...this.pending]);
  }

  // Gives { saved } or { problems } or { clashes }; throws where nothing could be saved.
  async save(isForced = false) {
    this.isPressed = true;
    this.isSaving = true;
    this.tell();
    try {
      await this.arrived();
      const found = await this.check();
      const { told } = this.shown();
      if (found === "gone") return { problems: told }; // whether it is to be there again, the editor says
      if (told.some(({ isTaken }) => isTaken)) return { problems: told };
      if (!isForced && told.some(({ warning }) => !warning)) return { problems: told };
      return await store(this);
    } finally {
      this.isSaving = false;
      this.tell();
    }
  }
}
