// Starts the form: who has the key gets the lists and the items; anyone else is told which address to open.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { shelfOf, takeOver } from "./backups.js";
import { App } from "./context.js";
import { Dialog } from "./Dialog.jsx";
import { Entry } from "./Entry.jsx";
import { addressOf, goTo } from "./going.js";
import { Head } from "./Head.jsx";
import { ItemForm } from "./ItemForm.jsx";
import { learnSounds } from "./folding.js";
import { takeKey } from "./key.js";
import { List } from "./List.jsx";
import { typeNamed } from "./model.js";
import { watchPresses } from "./pressing.js";
import { readPlan, serverFor } from "./server.js";
import { inWords } from "./words.js";
import { Workspace } from "./workspace.js";

function Page({ plan, ask: order, first, shelf, still }) {
  const [site, setSite] = useState(first);
  const [hash, setHash] = useState(location.hash);
  const [view, setView] = useState(null); // { space, kept } of an open item
  const [notices, setNotices] = useState([]);
  const [wish, setWish] = useState(null); // where someone wants to go, away from unsaved work
  const [barPlace, setBarPlace] = useState(null); // where an open item puts its bar
  const [offerPlace, setOfferPlace] = useState(null); // and where what was kept of it, which is in view wherever one is
  const at = useRef(location.hash);
  const restored = useRef(""); // what was chosen from the list of unsaved work
  const shown = useRef(null);
  shown.current = view;

  const tell = useCallback(
    async (notice) => {
      await still();
      const id = `${Date.now()} ${Math.random()}`;
      // An answer takes the place of the one before; what is only told in passing takes no one's.
      const isAnswer = ["done", "problem"].includes(notice.kind);
      setNotices((before) => [
        ...before.filter(
          (one) => !isSame(one, notice) && (one.kind === "info" || (one.kind !== notice.kind && !isAnswer)),
        ),
        { ...notice, id },
      ]);
    },
    [still],
  );
  const live = useRef(first);
  // Someone else has signed in meanwhile: what was written here is kept for whoever wrote it, and shown to no one else.
  const ask = useCallback(
    async (...asked) => {
      try {
        return await order(...asked);
      } catch (fault) {
        if (fault.word === "another-account") await leaveTo(shown.current?.space);
        throw fault;
      }
    },
    [order],
  );
  const app = useMemo(
    () => ({
      plan,
      ask,
      tell,
      shelf,
      still,
      words: plan.words,
      get site() {
        return live.current;
      },
      refresh: async () => {
        live.current = await ask("site");
        setSite(live.current);
      },
      go: (address, key = "") => {
        restored.current = key;
        location.hash = address;
      },
      // The item has another address now, and stays open. Whoever went on meanwhile stays where they are.
      moved: (was, now) => {
        if (at.current.split("?")[0] !== was) return;
        history.replaceState(null, "", now);
        at.current = now;
      },
    }),
    [plan, ask, tell, shelf, still],
  );
  const value = useMemo(() => ({ ...app, site, ItemForm, barPlace, offerPlace }), [app, site, barPlace, offerPlace]);

  useEffect(() => {
    const turn = () => {
      // A place within the view: it is brought up, and the address stays that of the view.
      if (location.hash && !location.hash.startsWith("#/")) {
        goTo(decodeURIComponent(location.hash.slice(1)));
        history.replaceState(null, "", at.current || location.pathname);
        return;
      }
      const space = shown.current?.space;
      if (space && location.hash.split("?")[0] !== addressOf(space) && space.isUnsaved()) {
        const wanted = location.hash;
        history.replaceState(null, "", addressOf(space));
        at.current = addressOf(space);
        setWish(wanted);
        return;
      }
      at.current = location.hash;
      setHash(location.hash);
    };
    window.addEventListener("hashchange", turn);
    return () => window.removeEventListener("hashchange", turn);
  }, []);

  useEffect(() => {
    if (!first.owner) return;
    const look = () => document.visibilityState === "visible" && ask("present").catch(() => undefined);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pageshow", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pageshow", look);
    };
  }, [ask]);

  const [address, asked = ""] = hash.split("?at=");
  const [, route, ...rest] = address.split("/");
  const where = rest.join("/");
  useEffect(() => {
    if (route !== "edit" && route !== "new") {
      setView(null);
      setNotices((before) => before.filter(({ kind, stays }) => kind === "done" || stays));
      app.refresh().catch((fault) => tell({ kind: "problem", text: inWords(fault, plan.words) }));
      return;
    }
    let isOld = false;
    setNotices([]);
    open(app, route, where, restored).then(
      (found) => isOld || setView(found),
      (fault) => {
        if (isOld) return;
        tell({ kind: "problem", text: inWords(fault, plan.words), stays: true });
        setView(null);
        location.hash = "#/";
      },
    );
    return () => {
      isOld = true;
    };
  }, [route, where]);

  const isItem = route === "edit" || route === "new";
  const collection =
    typeNamed(route === "list" ? where : "", plan)?.collection ??
    (typeNamed("stories", plan) ?? plan.types[0]).collection;
  const place = isItem ? view?.id : collection; // which stays as it is where an item gets its address
  useEffect(() => {
    const head = document.querySelector("h1");
    if (head) document.title = `${head.textContent} · ${plan.words.title}`;
  }); // whenever the page is drawn: what was saved may be called otherwise now
  const isFirst = useRef(true);
  useEffect(() => {
    const head = document.querySelector("h1");
    if (!head) return;
    if (!isFirst.current && !asked) head.focus();
    isFirst.current = false;
  }, [place, Boolean(view)]);

  return (
    <App.Provider value={value}>
      <a className="skip" href="#main">
        {plan.words.skip}
      </a>
      <Head
        barPlace={setBarPlace}
        offerPlace={setOfferPlace}
        notices={notices}
        onClose={(id) => setNotices((before) => before.filter((notice) => notice.id !== id))}
      />
      {isItem && view && <Entry key={view.id} space={view.space} kept={view.kept} asked={decodeURIComponent(asked)} />}
      {isItem && !view && (
        <main id="main" tabIndex={-1}>
          <h1 tabIndex={-1}>{plan.words.opening}</h1>
        </main>
      )}
      {!isItem && <List collection={collection} />}
      {wish && (
        <Dialog title={plan.words["leave-head"]} onClose={() => setWish(null)} closes="stay">
          <p>{plan.words["leave-how"]}</p>
          <p className="row">
            <button
              type="button"
              className="is-main"
              onClick={async () => {
                await view.space.arrived();
                const isKept = await view.space.backUp();
                setWish(null);
                if (!isKept) return;
                setView(null);
                shown.current = null;
                location.hash = wish;
              }}
            >
              {plan.words.leave}
            </button>
          </p>
        </Dialog>
      )}
    </App.Provider>
  );
}

// What is told again takes the place of what was told.
function isSame(one, other) {
  return ["kind", "text", "list", "lost"].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

// An item with what was kept of it: taken up at once where someone chose it from the list, else offered.
async function open(app, route, where, restored) {
  const key = route === "new" ? `new/${where}` : where;
  const kept = await app.shelf.of(key).catch(() => []);
  const wanted = kept.find(({ id }) => id === restored.current);
  restored.current = "";
  const space = await spaceFor(app, route, where, wanted);
  if (wanted) await space.takeUp(wanted);
  return { space, kept: kept.filter((copy) => copy !== wanted), id: `${key} ${Date.now()}` };
}

async function spaceFor(app, route, where, wanted) {
  const [collection, id] = where.split("/");
  if (route === "new") return Workspace.begin(app, collection, id);
  try {
    return await Workspace.open(app, where);
  } catch (fault) {
    if (fault.word !== "lost" || !wanted) throw fault;
    return new Workspace(app, where, []); // the item is gone; what was kept of it can be stored anew
  }
}

async function leaveTo(space) {
  await space?.backUp();
  space?.rest();
  if (space) space.isLeft = true;
  location.reload();
}

async function start() {
  takeKey();
  const plan = await readPlan();
  if (!plan) {
    document.getElementById("form").remove();
    document.getElementById("locked").hidden = false;
    return;
  }
  document.getElementById("locked").remove();
  const [first] = await Promise.all([serverFor(plan.words)("site"), plan.tables && learnSounds(plan.tables)]);
  const shelf = shelfOf(first.owner);
  if (!first.owner) await takeOver(shelf).catch(() => undefined);
  const ask = serverFor(plan.words, first.owner);
  createRoot(document.getElementById("form")).render(
    <Page plan={plan} ask={ask} first={first} shelf={shelf} still={watchPresses(window)} />,
  );
}

start();
