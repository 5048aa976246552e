// The search page: reads its address, shows results and facets, keeps the address in step. Everything that comes from
// the index is set as text.

const SHOWN = 10,
  PAUSE = 120,
  REST = 1000, // thousandths of a second without a letter: what was found is spoken then, and not within a word
  AGAIN = 1500, // and before what could not be had is asked for a second time
  LONG = 15000; // and before whoever waits may ask for all anew: a connection that stands still tells no one
const EARLY = ["pagefind/wasm.unknown.pagefind", "pagefind/pagefind-entry.json"];
const SIGNED = "pagefind_dcd"; // how all begins that Pagefind unpacks: an engine of which only that is left
const root = typeof document === "undefined" ? null : document.getElementById("search");

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== "" && value !== null) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function marked(text, hits) {
  const parts = [];
  let at = 0;
  for (const { from, to } of hits) {
    parts.push(text.slice(at, from), element("mark", {}, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}

/** The parts of a note, each with a direction of its own: else a day after a Greek name stands before it in an Arabic
 *  line. */
const apart = (note) => note.split(" · ").flatMap((part, place) => [place ? " · " : "", element("bdi", {}, part)]);

// A query as one would copy it from paper: letters as they are, spaces as +, the rest as addresses have it.
const legible = (query) =>
  [...new URLSearchParams(query)]
    .map(
      ([name, value], place) =>
        `${place ? "&" : "?"}${name}=${value.replace(/[%&#+]/g, encodeURIComponent).replace(/\s/g, "+")}`,
    )
    .join("");

/** `make`, and once more where that fails. */
async function twice(make) {
  try {
    return await make(0);
  } catch {
    await new Promise((go) => setTimeout(go, AGAIN));
    return make(1);
  }
}

/** The page's `fetch`: whole answers, or an error that is told to the index too. Pagefind goes through it as well: it
 *  says nothing of a part of the index that it could not load, and finds nothing then or waits without end. */
function wholly(fetched, index) {
  return (...request) => {
    const { lose } = index;
    return twice(async () => {
      const answer = await (index.early(request[0]) ?? fetched(...request));
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      return new Response(await answer.arrayBuffer(), answer);
    }).catch((error) => {
      lose(error);
      throw error;
    });
  };
}

/** Puts into `sets` (facet → value → the records that have it) what is told of one part of the index: the places of
 *  these among its records, each by how far it is from the one before. */
function sort(sets, ids, facets) {
  for (const [name, values] of Object.entries(facets)) {
    if (!sets.has(name)) sets.set(name, new Map());
    for (const [value, steps] of Object.entries(values)) {
      const set = sets.get(name).get(value) ?? new Set();
      sets.get(name).set(value, set);
      let at = 0;
      for (const step of steps) set.add(ids[(at += step)]);
    }
  }
  return sets;
}

/** All that is told of a record. */
const allOf = ({ titles, names, texts }) =>
  [...Object.values(titles), ...names, ...Object.values(texts)].join(" \u00b7 ");

const sizeOf = ({ languages }) => Object.values(languages).reduce((sum, { page_count: size }) => sum + size, 0);

class Index {
  constructor(folder) {
    this.folder = new URL(folder, document.baseURI);
    this.loads = 0;
    this.asked = new Map();
    this.forget();
    this.fetched = globalThis.fetch.bind(globalThis);
    globalThis.fetch = wholly(this.fetched, this);
  }

  // Pagefind asks for one file after the other; what it will need in any case is asked for beside its own script.
  hasten() {
    for (const name of EARLY) this.ask(new URL(name, this.folder).href);
  }

  ask(href) {
    const answer = this.fetched(href);
    answer.catch(() => {}); // whoever wants it asks once more
    this.asked.set(href, answer);
  }

  /** The answer that is on its way already, to whoever asks first. */
  early(request) {
    const { href } = new URL(String(request.url ?? request).replace(/\?.*/, ""), document.baseURI);
    const answer = this.asked.get(href);
    this.asked.delete(href);
    return answer;
  }

  async read(name, cache = "default") {
    return (await fetch(new URL(name, this.folder), { cache })).json();
  }

  // What could not be had is asked for anew by the next question.
  forget() {
    this.lost = new Promise((_, lose) => Object.assign(this, { lose }));
    this.lost.catch(() => {}); // whoever asks hears of it
    this.loading = this.reading = this.first = this.whole = undefined;
    this.texts = new Map();
    this.tables = new Map();
  }

  /** What is called by what was asked, of what stands in one small file: an answer until the index has one. */
  async called(text) {
    this.first ??= this.read("first.json");
    const [list] = readings(text),
      answers = answering(list, new Vocabulary());
    const wanted = list.map(keyOf);
    const rank = ({ titles, names }) => {
      const all = [...Object.values(titles), ...names],
        own = new Set(all.flatMap(keys));
      return Math.max(answers(Object.values(titles), names), wanted.every((key) => own.has(key)) ? 1 : 0);
    };
    const found = (await this.first).map((one) => [one, list.length ? rank(one) : 0]).filter(([, rank]) => rank >= 1);
    return found.sort((one, two) => two[1] - one[1]).map(([one]) => one);
  }

  // Pagefind is loaded by the first question, not with the page; by another name where that failed, for a browser
  // remembers of a module that it could not be loaded.
  module() {
    this.loading ??= (async () => {
      this.hasten();
      const pagefind = await twice(() => {
        const name = `pagefind/pagefind.js${this.loads ? `?${this.loads}` : ""}`;
        this.loads += 1;
        return import(new URL(name, this.folder));
      });
      await pagefind.options(SETTINGS);
      await pagefind.init();
      this.isReady = true;
      return pagefind;
    })();
    return this.loading;
  }

  /** Pagefind's index or, of a large site, its parts: beside the newest, whose folder is "", the `older` ones. */
  engine() {
    this.whole ??= Promise.all([this.module(), this.about()]).then(async ([index, { records, older }]) => {
      if (!older.length) return index;
      await index.search(""); // which waits for its engine
      const parts = older.map(({ folder, entry }) => ({
        folder,
        size: sizeOf(entry),
        index: index.createInstance({ ...SETTINGS, basePath: new URL(`${folder}pagefind/`, this.folder).href }),
      }));
      return new Parts([{ folder: "", size: records.length, index }, ...parts]);
    });
    return this.whole;
  }

  /** What Pagefind asks for first of an older part: its entry is told already, its engine loaded; the rest is asked for
   *  beside Pagefind's own script. */
  hastenOlder({ folder, entry }) {
    const at = (name) => new URL(`${folder}pagefind/${name}`, this.folder).href;
    this.asked.set(at("pagefind-entry.json"), new Response(JSON.stringify(entry)));
    this.asked.set(at("wasm.unknown.pagefind"), new Response(SIGNED));
    for (const { hash } of Object.values(entry.languages)) this.ask(at(`pagefind.${hash}.pf_meta`));
  }

  // Facet → value → the records that have it; those of the newest part, newest first; what else there is of the index;
  // and words to compare mistyped ones with.
  about() {
    this.reading ??= this.read("about.json", "no-cache").then(({ records, facets, older = [], ...told }) => {
      for (const part of older) this.hastenOlder(part);
      return { records, older, words: new Vocabulary(told), facets: sort(new Map(), records, facets) };
    });
    return this.reading;
  }

  /** The facets, when they tell of all these records: of older ones they are loaded a part at a time, where they are
   *  wanted; nothing where they are not. */
  async facets(ids, isWanted) {
    const { facets, older } = await this.about();
    const folders = new Set(ids.map((id) => id.slice(0, id.lastIndexOf("/") + 1)));
    const parts = older.filter(({ folder }) => folders.has(folder));
    if (!isWanted && parts.some(({ folder }) => !this.tables.has(folder))) return null;
    await Promise.all(parts.map(({ folder }) => this.records(folder)));
    return facets;
  }

  /** The records of an older part, newest first. */
  records(folder) {
    if (!this.tables.has(folder)) this.tables.set(folder, this.told(folder));
    return this.tables.get(folder);
  }

  async told(folder) {
    const [all, { records, facets }] = await Promise.all([this.about(), this.read(`${folder}about.json`, "no-cache")]);
    const ids = records.map((id) => folder + id);
    sort(all.facets, ids, facets);
    return ids;
  }

  /** The records for a question, best first; an error where a part of the index cannot be had. */
  find(text, isCounting = false) {
    return Promise.race([this.looked(text, isCounting), this.lost]);
  }

  async looked(text, isCounting) {
    const [index, { words }] = await Promise.all([this.engine(), this.about()]);
    await Promise.all(
      unheard(text, words).flatMap((terms) => [...terms].map((term) => this.learn(index, term, words))),
    );
    const [list] = readings(text, words);
    this.meant = understood(list, words);
    const all = await find(index, text, words);
    this.facets(all, isCounting).catch(() => {}); // beside the texts: whoever counts asks once more
    const found = await this.calledSoFirst(all, list, words);
    const absent = await this.absent(
      list.filter((word) => meant(word, words).own),
      found,
    );
    this.meant.suggestions = suggestions(text, list, words, absent);
    if (absent.length) this.meant.guessed = true;
    return absent.length && absent.length === list.length ? [] : found;
  }

  // Whether the site has a word that is none of its likeliest: Pagefind cuts a word short that it lacks, so only what
  // the first result says can tell.
  async learn(index, term, words) {
    const [first] = (await index.search(closed(term))).results;
    if (first && says(allOf(await this.text(first.id)), term)) words.learn(term);
  }

  // Words in Latin letters that no result among the first really has, but for others that sound like them.
  async absent(list, found) {
    const top = await Promise.all(found.slice(0, SHOWN).map((id) => this.text(id)));
    return missed(list, top.map(allOf));
  }

  // What is called exactly what was asked comes first (δελτία: the newsletters before Δέλτα, which has the same key),
  // then what has all that was asked in one of its names (Γιάννης: people of that name before Γιάννενα, which only
  // begins so), then what is called by some of it (mayor of Athens); looked for among the results that are shown
  // anyway.
  async calledSoFirst(results, list, known) {
    const top = results.slice(0, SHOWN),
      answers = answering(list, known);
    const ranks = (await Promise.all(top.map((id) => this.text(id)))).map(({ titles, names }) =>
      answers(Object.values(titles), names),
    );
    const order = top.map((id, place) => [id, ranks[place]]).sort((one, two) => two[1] - one[1]);
    return [...order.map(([id]) => id), ...results.slice(SHOWN)];
  }

  async newest() {
    const { records, older } = await this.about();
    return [records, ...(await Promise.all(older.map(({ folder }) => this.records(folder))))].flat();
  }

  // What is shown of a record.
  text(id) {
    if (!this.texts.has(id)) this.texts.set(id, this.read(`${id.replace(/[^/]+$/, "texts/$&")}.json`));
    return this.texts.get(id);
  }
}

// What a result shows: in the page's language where that has what was asked or is the question's, else in the one that
// has most of it.
// `order` are the languages, the likeliest first.
function chosen({ titles, texts }, { list, near, isOpen }, language, only, order) {
  const isOwn = language === "el" && list.some((word) => /\p{Script=Greek}/u.test(word));
  const known = order.filter((code) => code in titles).map((code) => [code, titles[code]]);
  const parts = known.map(([code, title]) => {
    const kinds = new Set(marks(`${title} ${texts[code]}`, list, near, isOpen).map(({ word }) => keyOf(word))).size;
    return { language: code, title, text: texts[code], kinds };
  });
  const allowed = parts.filter((part) => !only.length || only.includes(part.language));
  const most = Math.max(0, ...allowed.map((part) => part.kinds));
  const own = allowed.find((part) => part.language === language);
  return own && (own.kinds || !most || !list.length || isOwn)
    ? own
    : (allowed.find((part) => part.kinds === most) ?? parts[0]);
}

class Page {
  constructor() {
    const data = root.dataset;
    this.language = document.documentElement.lang;
    this.title = document.title;
    this.words = JSON.parse(data.words);
    this.roots = Object.fromEntries(
      data.roots
        .trim()
        .split(" ")
        .map((pair) => pair.split("=")),
    );
    this.index = new Index(data.index);
    this.form = root.querySelector("form");
    this.field = this.form.elements.q;
    this.status = root.querySelector("[role=status]");
    this.results = root.querySelector(".search-results");
    this.list = root.querySelector(".found");
    this.more = root.querySelector(".found-more");
    this.ways = root.querySelector(".ways");
    this.clear = root.querySelector(".ways-clear");
    this.picked = root.querySelector(".chosen");
    this.foot = document.querySelector("[data-address]");
    this.address = this.foot.dataset.address;
    this.turn = 0;
    this.waysNumber = element("span", {});
    this.ways.querySelector("summary").append(this.waysNumber);
    this.boxes = [...this.ways.querySelectorAll("[data-value]")].map((entry) => this.box(entry));
    root.classList.add("search-live", "search-asking");
    const isWide = matchMedia("(min-width: 62rem)").matches;
    this.ways.open = isWide || !location.search;
    this.ledOn = this.ways.open && !isWide;
    this.listen();
    this.read();
  }

  box(entry) {
    const name = entry.closest("[data-facet]").dataset.facet;
    const input = element("input", { type: "checkbox", name, value: entry.dataset.value });
    const count = element("span", { class: "count" });
    const label = entry.querySelector("a, span");
    const text = element("span", { lang: label.lang, dir: label.lang && "auto" }, ...label.childNodes);
    const choice = element("label", {}, input, text, count),
      link = label.href ? label : null;
    link?.append(...[...text.childNodes].map((node) => node.cloneNode(true)));
    entry.replaceChildren(choice);
    entry.hidden = false;
    return { entry, input, text, count, choice, link, name, value: entry.dataset.value };
  }

  listen() {
    let rest = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      clearTimeout(rest);
      this.status.ariaBusy = "true";
      this.timer = setTimeout(() => this.changed(this.step, true), PAUSE);
      rest = setTimeout(() => this.rested(), REST);
    });
    addEventListener("online", () => this.hasFailed && this.search());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.walk(event, 0);
      if (event.key !== "Escape" || !this.field.value) return;
      event.preventDefault();
      this.field.value = "";
      this.changed();
    });
    this.results.addEventListener("keydown", (event) => {
      const links = [...this.results.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) this.walk(event, links.indexOf(document.activeElement) + step);
      if (event.key === "Escape") this.field.focus();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.changed(this.step);
      this.isSubmitted = true;
    });
    this.ways.addEventListener("change", () => this.changed("pushState"));
    this.ways.addEventListener("toggle", () => this.isCounting && this.isUncounted && this.search());
    this.clear.addEventListener("click", () => {
      for (const { input } of this.boxes) input.checked = false;
      this.changed("pushState");
      this.field.focus();
    });
    this.more.addEventListener("click", () => {
      history.replaceState(this.shown + SHOWN, "");
      this.show(this.found, this.shown + SHOWN);
    });
    addEventListener("popstate", () => this.read());
  }

  /** What another question is for the history: behind one that was submitted it is a step of its own. */
  get step() {
    const asked = new URLSearchParams(location.search).get("q") ?? "";
    return this.isSubmitted && asked !== this.field.value.trim() ? "pushState" : "replaceState";
  }

  walk(event, place) {
    const links = this.results.querySelectorAll("a");
    if (place < 0) this.field.focus();
    else links[Math.min(place, links.length - 1)]?.focus();
    if (links.length) event.preventDefault();
  }

  // The address tells what to look for: `?q=…&theme=…`.
  read() {
    const given = new URLSearchParams(location.search);
    this.field.value = (given.get("q") ?? "").slice(0, this.field.maxLength);
    for (const { input, name, value } of this.boxes) input.checked = given.getAll(name).includes(value);
    for (const group of this.ways.querySelectorAll("[data-facet]"))
      group.open = group.open || !!group.querySelector(":checked");
    this.search();
  }

  // A choice is a step that Back undoes, and so is a question that was submitted; letters as they are typed are not.
  changed(step = "replaceState", typing = false) {
    clearTimeout(this.timer);
    this.isSubmitted = false;
    const wanted = new URLSearchParams();
    const text = this.field.value.trim();
    if (text) wanted.set("q", text);
    for (const { input, name, value } of this.boxes) if (input.checked) wanted.append(name, value);
    const query = wanted.toString();
    history[step](null, "", query ? `?${query}` : location.pathname);
    this.search(typing);
  }

  // The other languages answer the same question, paper says its address, and a chosen category is seen, and can be
  // given up, where the list of them is shut.
  carry() {
    for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
    const number = this.boxes.filter(({ input }) => input.checked).length;
    this.waysNumber.textContent = number ? ` (${number.toLocaleString(this.language)})` : "";
    this.foot.dataset.address = this.address + legible(location.search);
    this.picked.replaceChildren(...this.boxes.filter(({ input }) => input.checked).map((box) => this.chip(box)));
    this.picked.hidden = !number;
  }

  chip({ input, text }) {
    const deed = element("span", { class: "chosen-deed" }, `${this.words.without} `);
    const button = element("button", { type: "button" }, deed, text.cloneNode(true));
    button.addEventListener("click", () => {
      input.checked = false;
      this.changed("pushState");
      (this.picked.querySelector("button") ?? this.field).focus();
    });
    return element("li", {}, button);
  }

  chosen() {
    const found = new Map();
    for (const { input, name, value } of this.boxes)
      if (input.checked) found.set(name, [...(found.get(name) ?? []), value]);
    return found;
  }

  // While one types, a first letter is no question yet.
  async search(typing = false) {
    const turn = (this.turn += 1);
    const text = this.field.value.trim(),
      filters = this.chosen();
    this.clear.hidden = !filters.size;
    this.carry();
    this.asked = sought(text);
    this.hasFailed = false;
    this.isTyping = typing;
    document.title = text ? `${text} – ${this.title}` : this.title;
    if (!this.asked.length && !filters.size) return this.nothing(text && !typing ? this.words.common : "");
    const waiting = setTimeout(() => this.say(this.words.waiting), 400),
      stalled = setTimeout(() => turn === this.turn && this.offerAgain(), LONG),
      isCounting = filters.size > 0 || this.isCounting;
    if (this.asked.length && !filters.size && !this.index.isReady) this.begin(text, turn);
    try {
      const all = this.asked.length ? await this.index.find(text, isCounting) : await this.index.newest();
      const facets = await this.index.facets(all, isCounting);
      if (turn !== this.turn) return;
      const passes = (id, but) =>
        [...filters].every(
          ([name, values]) => name === but || values.some((value) => facets.get(name)?.get(value)?.has(id)),
        );
      if (all.length) this.count(all, facets, passes);
      else this.lead();
      await this.show(
        all.filter((id) => passes(id)),
        Math.max(SHOWN, history.state ?? 0), // as many as were shown: whoever comes back from one finds it
        turn,
      );
    } catch (error) {
      if (turn === this.turn) this.fail(error);
      else this.index.forget();
      throw error;
    } finally {
      clearTimeout(waiting);
      clearTimeout(stalled);
      if (turn === this.turn) this.settle();
    }
  }

  // The first question waits for the index, on a bad connection for seconds: what is called so is shown meanwhile.
  async begin(text, turn) {
    const found = await this.index.called(text).catch(() => []);
    if (turn !== this.turn || this.isAnswered === turn || this.hasFailed || !found.length) return;
    this.list.replaceChildren(...found.slice(0, SHOWN).map((one) => this.item(one, [])));
    this.list.hidden = false;
    this.list.ariaBusy = "true";
    this.say(this.words.waiting); // and the list does not move when there is a count
  }

  // From here on the page stands as it will.
  settle() {
    root.classList.remove("search-asking");
  }

  /** Whether anyone sees how many results each category has: on a phone they are shut until someone opens them. */
  get isCounting() {
    return this.ways.open && !this.ledOn;
  }

  // How many results each value would leave, the other facets staying as they are. Without `facets` no one sees it yet.
  count(all, facets, passes) {
    const left = new Map();
    this.isUncounted = !facets;
    this.offer(({ choice }) => choice);
    if (this.ledOn) this.ledOn = this.ways.open = false; // on a phone, results come before the categories
    for (const { count } of this.boxes) count.textContent = "";
    for (const { entry, input, count, name, value } of facets ? this.boxes : []) {
      if (!left.has(name))
        left.set(
          name,
          all.filter((id) => passes(id, name)),
        );
      const set = facets.get(name)?.get(value);
      const number = set ? left.get(name).filter((id) => set.has(id)).length : 0;
      count.textContent = number.toLocaleString(this.language);
      entry.hidden = !number && !input.checked;
    }
    this.tidy();
  }

  // What the entries of the categories are: choices, or links; one that has none is not shown.
  offer(what) {
    for (const box of this.boxes) {
      const child = what(box);
      if (child && box.entry.firstChild !== child) box.entry.replaceChildren(child);
      box.entry.hidden = !child;
    }
  }

  // Where nothing is found there is nothing to choose among: the categories lead to the lists, as without JavaScript.
  lead() {
    this.offer(({ link }) => link);
    this.tidy();
    this.ledOn ||= !this.ways.open;
    this.ways.open = true;
  }

  tidy() {
    for (const group of this.ways.querySelectorAll("[data-facet]"))
      group.hidden = !group.querySelector("li:not([hidden])");
  }

  async show(results, most, turn = this.turn) {
    const data = await Promise.all(results.slice(0, most).map((id) => this.index.text(id)));
    if (turn !== this.turn) return;
    const grown = results === this.found && most > SHOWN;
    Object.assign(this, { found: results, shown: most });
    const only = this.chosen().get("language") ?? [];
    const items = data.map((one) => this.item(one, only));
    const held = document.activeElement?.closest(".found a")?.href;
    this.isAnswered = turn;
    this.list.ariaBusy = null;
    if (grown) this.list.append(...items.slice(this.list.children.length));
    else this.list.replaceChildren(...items);
    if (grown) this.list.children[most - SHOWN]?.querySelector("a").focus();
    if (held && !grown) [...this.list.querySelectorAll("a")].find(({ href }) => href === held)?.focus();
    this.list.hidden = !items.length;
    this.more.hidden = results.length <= most;
    const also = results.length ? [] : this.alsoSaid(this.field.value);
    this.say(this.told(results.length), this.asked.length ? this.index.meant?.suggestions : [], also);
  }

  told(number) {
    if (!number) return this.words.none;
    const count = this.words.count.replace("{n}", number.toLocaleString(this.language));
    return this.asked.length && this.index.meant?.guessed ? `${count}. ${this.words.guessed}` : count;
  }

  // That nothing was found, once more: in English, and in the languages that have the letters of the question.
  alsoSaid(question) {
    const meant = ({ language, script }) =>
      language === "en" || new RegExp(`\\p{Script=${script}}`, "u").test(question);
    return this.words.others
      .filter(meant)
      .map(({ language, direction, text }) =>
        element("span", { class: "also-said", lang: language, dir: direction }, text),
      );
  }

  item(data, only) {
    const near = this.asked.length ? this.index.meant?.keys : undefined;
    const isOpen = this.isTyping || this.index.meant?.isBegun !== false;
    const asked = { list: this.asked, near, isOpen };
    const part = chosen(data, asked, this.language, only, Object.keys(this.roots));
    const lang = part.language === this.language ? "" : part.language;
    const direction = lang && "auto";
    const address = new URL(this.roots[part.language] + data.address, document.baseURI);
    const piece = excerpt(part.text, this.asked, near, isOpen);
    return element(
      "li",
      { class: "card" },
      element("p", { class: "kicker" }, ...apart(data.notes[this.language] ?? "")),
      element(
        "h2",
        { class: "card-title" },
        element(
          "a",
          { href: address.href, lang, hreflang: lang, dir: direction },
          ...marked(part.title, marks(part.title, this.asked, near, isOpen)),
        ),
      ),
      element(
        "p",
        { class: "card-text", lang, dir: direction },
        piece.before ? "… " : "",
        ...marked(piece.text, piece.hits),
        piece.after ? " …" : "",
      ),
    );
  }

  nothing(why = "") {
    this.offer(({ choice }) => choice);
    for (const { count } of this.boxes) count.textContent = "";
    this.tidy();
    this.list.replaceChildren();
    this.list.ariaBusy = null;
    this.isAnswered = this.turn;
    this.list.hidden = this.more.hidden = true;
    this.say(why);
    this.settle();
  }

  // The network's own errors are of this type; anything else is a fault of the site.
  fail(error) {
    const isOffline = error instanceof TypeError || !navigator.onLine;
    this.index.forget();
    this.hasFailed = true;
    this.nothing(isOffline ? this.words.offline : this.words.failed);
    this.offerAgain();
    this.lead();
  }

  // Whoever asks again waits for nothing that was asked for before.
  offerAgain() {
    const button = element("button", { type: "button" }, this.words.again);
    button.addEventListener("click", () => {
      this.index.forget();
      this.search();
    });
    this.status.append(" ", button);
  }

  // What changed meanwhile is set anew, since what changes while a part is busy need not be spoken.
  rested() {
    this.status.ariaBusy = null;
    this.status.replaceChildren(...this.status.childNodes);
  }

  // What is said aloud as well: a text, and the questions that may have been meant, each a link.
  say(text, meant = [], also = []) {
    const links = meant.map((words) => this.suggestion(words));
    const parts = links.flatMap((link, place) => [place ? " · " : ` ${this.words.meant} `, link]);
    parts.push(...also.flatMap((said) => [" ", said]));
    const told = text + parts.map((part) => part.textContent ?? part).join("");
    if (this.status.textContent !== told) this.status.replaceChildren(text, ...parts);
  }

  suggestion(words) {
    const query = new URLSearchParams(location.search);
    query.set("q", words);
    const lang = /\p{Script=Greek}/u.test(words) && this.language !== "el" ? "el" : "";
    const link = element("a", { href: `?${query}`, lang, dir: "auto" }, words);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.field.value = words;
      this.changed("pushState");
      this.field.focus();
    });
    return link;
  }
}

export const page = root && new Page();
