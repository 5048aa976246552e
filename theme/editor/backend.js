// Decap CMS's own backend with one difference: it shows an item's files as one entry, and writes an entry as files.

import { fill, textPaths, toEntry, toFiles, typeOf } from "./files.js";
import { isMarked } from "./photos.js";

const PICTURE = /\.(jpg|jpeg|png|webp)$/;

export function backendFor(CMS, plan) {
  return class House {
    constructor(config, options) {
      const { through } = config.backend;
      this.inner = CMS.getBackend(through).init({ ...config, backend: { ...config.backend, name: through } }, options);
      this.isLocal = through === "proxy"; // which takes a path for an id, and wants one
      this.getDeployPreview = null; // previews are made by the workflow, and linked from the pull request
      this.raws = new Map(); // path → the file as it was last read: what is saved changes that
      this.drafts = new Map(); // path in a draft → its id there
      return new Proxy(this, {
        get: (house, name) => {
          if (name in house) return house[name];
          const value = house.inner[name];
          return typeof value === "function" ? value.bind(house.inner) : value;
        },
      });
    }

    async entriesByFolder(folder, extension, depth) {
      const list = (ending) => (this.inner.allEntriesByFolder ?? this.inner.entriesByFolder).call(this.inner, folder, ending, depth);
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
      if (!found.data) throw new Error(fill(plan.words.lost, { path }));
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

    entry(path, raws) {
      this.raws.set(path, raws);
      return JSON.stringify(toEntry(path, raws, plan));
    }

    // ---- drafts: a branch each

    async unpublishedEntry(which) {
      const entry = await this.inner.unpublishedEntry(which);
      const pictures = entry.diffs.filter(({ path }) => PICTURE.test(path));
      for (const { path, id } of entry.diffs) this.drafts.set(path, id);
      const folder = entry.diffs.map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1))[0] ?? "";
      const changed = entry.diffs.find(({ path }) => typeOf(path, plan));
      const path = changed?.path ?? this.dataPath(folder);
      const whole = { path, id: this.draftId(path), newFile: changed?.newFile ?? false };
      return { ...entry, diffs: path ? [whole, ...pictures] : pictures };
    }

    draftId(path) {
      return this.drafts.get(path) ?? (this.isLocal ? path : null);
    }

    dataPath(folder) {
      return [...this.raws.keys()].find((path) => path.startsWith(folder)) ?? plan.types
        .map(({ match }) => folder + match.slice(match.lastIndexOf("/") + 1, -1).replaceAll("\\", ""))
        .find((path) => typeOf(path, plan));
    }

    async unpublishedEntryDataFile(collection, slug, path, id) {
      const read = (place, known) => this.inner.unpublishedEntryDataFile(collection, slug, place, known);
      const raws = { [path]: await read(path, id) };
      for (const place of Object.values(textPaths(path, typeOf(path, plan), plan))) {
        const text = await read(place, this.draftId(place)).catch(() => null);
        if (text) raws[place] = text;
      }
      return this.entry(path, raws);
    }

    // ---- saving

    async persistEntry({ dataFiles, assets }, options) {
      for (const asset of assets) await this.refuseMarked(asset);
      const files = [];
      const written = [];
      for (const { path, slug, raw } of dataFiles) {
        const raws = this.raws.get(path) ?? {};
        const texts = toFiles(path, JSON.parse(raw), options.newEntry ? {} : raws, plan);
        for (const [place, text] of Object.entries(texts)) files.push({ path: place, slug, raw: text });
        written.push([path, { ...raws, ...texts }]);
      }
      const result = await this.inner.persistEntry({ dataFiles: files, assets }, options);
      for (const [path, raws] of written) this.raws.set(path, raws);
      return result;
    }

    async persistMedia(asset, options) {
      await this.refuseMarked(asset);
      return this.inner.persistMedia(asset, options);
    }

    async refuseMarked(asset) {
      const bytes = Uint8Array.from(atob(await asset.toBase64()), (letter) => letter.charCodeAt(0));
      const name = asset.path.slice(asset.path.lastIndexOf("/") + 1);
      if (!PICTURE.test(name)) throw new Error(fill(plan.words["not-a-picture"], { name }));
      if (isMarked(bytes)) throw new Error(fill(plan.words["still-marked"], { name }));
    }

    async getMedia(folder) {
      const files = await this.inner.getMedia(folder);
      return files.filter(({ name }) => PICTURE.test(name));
    }
  };
}
