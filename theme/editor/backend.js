// Decap CMS's own backend with one difference: it shows an item's files as one entry, and writes an entry as files.

import { baseName, merge, namesIn, picturesOf, textPaths, toEntry, toFiles, typeOf } from "./files.js";
import { withKey } from "./key.js";
import { isMarked } from "./photos.js";
import { OPENED, namesShown } from "./store.js";
import { Refusal, fill } from "./words.js";

const PICTURE = /\.(jpg|jpeg|png|webp)$/;

// `saved`: path of a data file → what was stored there last, for the form that shows it (store.js).
export function backendFor(CMS, plan, saved) {
  return class ItemFiles {
    constructor(config, options) {
      const { through } = config.backend;
      this.inner = CMS.getBackend(through).init({ ...config, backend: { ...config.backend, name: through } }, options);
      this.isLocal = through === "proxy"; // which takes a path for an id, and wants one
      if (this.isLocal) this.inner.request = (payload) => ask(this.inner, payload);
      this.isWorkflow = options.useWorkflow;
      this.getDeployPreview = null; // previews are made by the workflow, and linked from the pull request
      this.known = new Set(); // paths of the data files that were read
      this.drafts = new Map(); // path in a draft → its id there
      return new Proxy(this, {
        get: (backend, name) => {
          if (name in backend) return backend[name];
          const value = backend.inner[name];
          return typeof value === "function" ? value.bind(backend.inner) : value;
        },
      });
    }

    async entriesByFolder(folder, extension, depth) {
      const list = (ending) =>
        (this.inner.allEntriesByFolder ?? this.inner.entriesByFolder).call(this.inner, folder, ending, depth);
      const all = await list(extension);
      const level = folder.split("/").length + depth;
      const own = all.filter(({ file }) => file.path.split("/").length === level && typeOf(file.path, plan));
      return this.whole(own, own.length ? await list("md") : []);
    }

    allEntriesByFolder(...where) {
      return this.entriesByFolder(...where);
    }

    async getEntry(path) {
      const found = await this.inner.getEntry(path);
      if (!found.data) throw new Refusal(fill(plan.words.lost, { path }));
      const wanted = Object.values(textPaths(path, typeOf(path, plan), plan)).map((place) => ({ path: place }));
      const [entry] = this.whole([found], wanted.length ? await this.inner.entriesByFiles(wanted) : []);
      return entry;
    }

    // Entries with those of the texts that are theirs.
    whole(entries, texts) {
      const found = new Map(texts.filter(({ data }) => data).map(({ data, file }) => [file.path, data]));
      return entries.map(({ data, file }) => {
        const raws = { [file.path]: data };
        for (const path of Object.values(textPaths(file.path, typeOf(file.path, plan), plan))) {
          if (found.has(path)) raws[path] = found.get(path);
        }
        return { file, data: this.entry(file.path, raws) };
      });
    }

    // An entry keeps the files that it was made from, wherever it goes: what is saved is measured against them.
    entry(path, raws, pictures = []) {
      this.known.add(path);
      const entry = toEntry(path, raws, plan);
      facts(entry)[OPENED] = JSON.stringify({ raws, pictures });
      return JSON.stringify(entry);
    }

    // ---- drafts: a branch each

    async unpublishedEntry(which) {
      const entry = await this.inner.unpublishedEntry(which);
      const folder = entry.diffs.map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1))[0] ?? "";
      for (const path of this.drafts.keys()) if (folder && path.startsWith(folder)) this.drafts.delete(path);
      for (const { path, id } of entry.diffs) this.drafts.set(path, id);
      const pictures = entry.diffs.filter(({ path }) => PICTURE.test(path));
      const changed = entry.diffs.find(({ path }) => typeOf(path, plan));
      const path = changed?.path ?? this.dataPath(folder);
      const whole = { path, id: this.draftId(path), newFile: changed?.newFile ?? false };
      return { ...entry, diffs: path ? [whole, ...pictures] : pictures };
    }

    draftId(path) {
      return this.drafts.get(path) ?? (this.isLocal ? path : null);
    }

    dataPath(folder) {
      return (
        [...this.known].find((path) => path.startsWith(folder)) ??
        plan.types
          .map(({ match }) => folder + match.slice(match.lastIndexOf("/") + 1, -1).replaceAll("\\", ""))
          .find((path) => typeOf(path, plan))
      );
    }

    async unpublishedEntryDataFile(collection, slug, path) {
      return this.entry(path, await this.draftRaws(collection, slug, path), this.draftPictures(path));
    }

    async draftRaws(collection, slug, path) {
      const read = (place) => this.inner.unpublishedEntryDataFile(collection, slug, place, this.draftId(place));
      const raws = { [path]: await read(path) };
      for (const place of Object.values(textPaths(path, typeOf(path, plan), plan))) {
        const text = await read(place).catch(() => null);
        if (text) raws[place] = text;
      }
      return raws;
    }

    draftPictures(path) {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      return [...this.drafts.keys()].filter((place) => place.startsWith(folder) && PICTURE.test(place));
    }

    // ---- saving

    async persistEntry({ dataFiles, assets }, options) {
      const files = [];
      const written = [];
      const kept = [];
      let isDraft = options.unpublished;
      for (const file of dataFiles) {
        const change = await this.change(file, assets, options);
        for (const [path, raw] of Object.entries(change.files)) files.push({ path, slug: file.slug, raw });
        written.push([file.path, change.saved]);
        kept.push(...change.assets);
        isDraft ||= change.isDraft;
      }
      for (const asset of kept) await this.refuseMarked(asset);
      const result = await this.inner.persistEntry(
        { dataFiles: files, assets: kept },
        { ...options, unpublished: isDraft },
      );
      for (const [path, what] of written) saved.set(path, what);
      return result;
    }

    // Of what was uploaded, what the item shows: all else stays in the browser. Throws a Refusal where a text shows
    // what the item does not have, and where the item shows what is nowhere.
    async chosen(path, raws, known, assets) {
      const named = picturesOf(path, raws[path], plan);
      const said = namesIn(Object.values(raws).join("\n"));
      const [stray] = assets.map((asset) => baseName(asset.path)).filter((name) => said.has(name) && !named.has(name));
      if (stray) throw new Refusal(fill(plan.words.unlisted, { name: stray }));
      const there = new Set([...known, ...assets.map((asset) => asset.path)].map(baseName));
      const lacking = [...named].filter((name) => !there.has(name));
      if (lacking.length) {
        const stored = await this.getMedia(path.slice(0, path.lastIndexOf("/")));
        const [lost] = lacking.filter((name) => !stored.some((file) => file.name === name));
        if (lost) throw new Refusal(fill(plan.words["photo-lost"], { name: lost }));
      }
      return assets.filter((asset) => named.has(baseName(asset.path)));
    }

    // What to write for an entry: path → text, and what its form is measured against from then on. Throws a Refusal.
    async change({ path, slug, raw }, assets, options) {
      const entry = JSON.parse(raw);
      if (options.newEntry) {
        await this.refuseTaken(path, slug, entry, options);
        const files = toFiles(path, entry, {}, plan);
        return { files, assets: await this.chosen(path, files, [], assets), isDraft: false };
      }
      const opened = JSON.parse(facts(entry)[OPENED]);
      const mine = { ...opened.raws, ...toFiles(path, entry, opened.raws, plan) };
      const now = await this.now(path, slug, options);
      if (!now.raws[path]) throw new Refusal(fill(plan.words.lost, { path }));
      const merged = merge(path, { opened: opened.raws, mine, now: now.raws }, plan);
      const pictures = assets.map((asset) => asset.path);
      const strange = now.pictures.filter((place) => ![...opened.pictures, ...pictures].includes(place));
      const clashes = [...merged.clashes, ...strange.map((place) => place.slice(place.lastIndexOf("/") + 1))];
      if (clashes.length) throw new Refusal(fill(plan.words.clash, { fields: clashes.join(", ") }));
      const files = { [path]: now.raws[path], ...merged.files };
      const before = [
        ...picturesOf(path, opened.raws[path], plan),
        ...picturesOf(path, now.raws[path], plan),
        ...now.pictures,
      ];
      const chosen = await this.chosen(path, { ...now.raws, ...files }, before, assets);
      const shown = merged.others.length && asDraft(JSON.parse(this.entry(path, { ...now.raws, ...files }, pictures)));
      const what = { opened: JSON.stringify({ raws: mine, pictures }), sent: asDraft(entry), shown };
      return { files, assets: chosen, isDraft: now.isDraft, saved: { ...what, others: merged.others.join(", ") } };
    }

    // An item's files as they are stored at this moment: its draft's, where it has one.
    async now(path, slug, { collectionName, useWorkflow }) {
      const which = { collection: collectionName, slug };
      const draft =
        useWorkflow &&
        (await this.unpublishedEntry(which).catch((fault) => {
          if (fault.notUnderEditorialWorkflow) return null;
          throw fault;
        }));
      if (draft) {
        return {
          raws: await this.draftRaws(collectionName, slug, path),
          pictures: this.draftPictures(path),
          isDraft: true,
        };
      }
      const places = [path, ...Object.values(textPaths(path, typeOf(path, plan), plan))];
      const found = await this.inner.entriesByFiles(places.map((place) => ({ path: place })));
      const raws = Object.fromEntries(found.filter(({ data }) => data).map(({ data, file }) => [file.path, data]));
      return { raws, pictures: [], isDraft: false };
    }

    // Decap CMS puts a number behind an address that is taken: a name that no one chose, where no item can lie.
    async refuseTaken(path, slug, entry, options) {
      const wanted = facts(entry).slug;
      const isFree = typeOf(path, plan)?.slug === wanted;
      const [place, name] = isFree ? [path, slug] : [path.replace(/-\d+(?=\.yml$)/, ""), slug.replace(/-\d+$/, "")];
      const type = typeOf(place, plan);
      const { raws, isDraft } = await this.now(place, name, options);
      if (isFree && !raws[place]) return;
      const there = raws[place] ? toEntry(place, raws, plan) : {};
      const title = type.title && there[plan.languages[0]]?.[type.title];
      const words = plan.words[!title ? "taken-plain" : isDraft ? "taken-draft" : "taken"];
      throw new Refusal(fill(words, { field: type.slugLabel, slug: wanted, title }));
    }

    // Nothing is stored but with the item that shows it.
    async persistMedia() {
      throw new Refusal(plan.words["photo-alone"]);
    }

    async deleteFiles(paths, message) {
      for (const path of paths) {
        const name = baseName(path);
        if (this.isWorkflow) throw new Refusal(fill(plan.words["not-deleted"], { name }));
        if (namesShown().has(name)) throw new Refusal(fill(plan.words["still-named"], { name }));
      }
      return this.inner.deleteFiles(paths, message);
    }

    async refuseMarked(asset) {
      const bytes = Uint8Array.from(atob(await asset.toBase64()), (letter) => letter.charCodeAt(0));
      const name = asset.path.slice(asset.path.lastIndexOf("/") + 1);
      if (!PICTURE.test(name)) throw new Refusal(fill(plan.words["not-a-picture"], { name }));
      if (isMarked(bytes)) throw new Refusal(fill(plan.words["still-marked"], { name }));
    }

    async getMedia(folder) {
      const files = await this.inner.getMedia(folder);
      return files.filter(({ name }) => PICTURE.test(name));
    }
  };

  // What this machine's server answers. It says a word where it refuses something, and plan.words has the sentence.
  async function ask(inner, payload) {
    const body = JSON.stringify({ branch: inner.branch, ...payload });
    const headers = { "Content-Type": "application/json; charset=utf-8" };
    const response = await fetch(inner.proxyUrl, { method: "POST", body, ...withKey(headers) });
    const said = await response.json();
    if (response.ok) return said;
    const words = plan.words[said?.error];
    throw Object.assign(words ? new Refusal(fill(words, said)) : new Error(said?.error), { status: response.status });
  }

  // Where an entry's facts stand: in the first language's part, where it has languages.
  function facts(entry) {
    return plan.languages[0] in entry ? entry[plan.languages[0]] : entry;
  }

  // An entry as Decap CMS holds it in a form.
  function asDraft(entry) {
    const [first, ...others] = plan.languages;
    if (!(first in entry)) return { data: entry, i18n: {} };
    const i18n = Object.fromEntries(
      others.filter((language) => entry[language]).map((language) => [language, { data: entry[language] }]),
    );
    return { data: entry[first], i18n };
  }
}
