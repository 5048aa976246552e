// An item in the form: its fields, what the checker says of it, the page as it will be, and one button that saves it
// all.

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { Bar } from "./Bar.jsx";
import { useApp, Where, Work } from "./context.js";
import { isNew, titleOf } from "./draft.js";
import { addressOf, goTo } from "./going.js";
import { addDocument, addPhotos, addPicture, sorted } from "./intake.js";
import { ItemForm } from "./ItemForm.jsx";
import { idOfRoute, nameOfPlace } from "./naming.js";
import { Preview } from "./Preview.jsx";
import { Summary } from "./Summary.jsx";
import { fill, inWords } from "./words.js";
import { Offers, WordFile } from "./Beginning.jsx";

const ROOT = { key: "root" };

export function Entry({ space, kept, asked }) {
  const app = useApp();
  const { words, plan, tell, moved, refresh } = app;
  const version = useSyncExternalStore(space.watch, space.current);
  const [isShown, setShown] = useState(false);
  const [focusOn, setFocusOn] = useState(0);
  const [isDropping, setDropping] = useState(false);
  const form = useRef(null);
  const { told, open } = useMemo(() => space.shown(), [space, version]);
  const title = titleOf(space.root, plan) || (isNew(space.root) ? space.root.type.new : space.root.form.slug);

  useEffect(() => {
    space.check();
    const leave = (event) => {
      if (space.isUnsaved() && !space.isLeft) event.preventDefault();
    };
    const hide = () => document.visibilityState === "hidden" && space.backUp();
    window.addEventListener("beforeunload", leave);
    document.addEventListener("visibilitychange", hide);
    return () => {
      space.rest();
      window.removeEventListener("beforeunload", leave);
      document.removeEventListener("visibilitychange", hide);
    };
  }, [space]);

  // `refused`: the sentences about what came along and is no photo.
  const takePhotos = async (key, files, refused = []) => {
    const hasCards = space.draft(key).type.facts.some(({ name }) => name === "photos");
    const adding = hasCards ? addPhotos(space, key, files) : Promise.resolve(files.map(() => words["no-photos-here"]));
    space.wait(adding);
    const found = await adding;
    const faults = [...new Set([...refused, ...found])];
    const count = files.length - found.length;
    if (faults.length === 1) tell({ kind: "problem", text: faults[0] });
    if (faults.length > 1) tell({ kind: "problem", text: words[count ? "not-all-taken" : "none-taken"], list: faults });
    if (count) tell({ kind: "aside", text: fill(words[count === 1 ? "photo-taken" : "photos-taken"], { count }) });
  };
  const hasWord = isNew(space.root) && space.root.type.texts; // whether a Word document may fill it
  // Gives the sentence about a document that could not be taken, in a list.
  const takeWord = async (file) => {
    try {
      const adding = addDocument(space, file);
      space.wait(adding);
      tell({ kind: "info", ...(await adding) });
      return [];
    } catch (fault) {
      return [inWords(fault, words)];
    }
  };
  const take = async (files) => {
    const { photos, documents, strange } = sorted(files);
    const [first, ...more] = hasWord ? documents : [];
    const refuse = (word, some) => some.map(({ name }) => fill(words[word], { name }));
    const refused = [
      ...(first ? await takeWord(first) : []),
      ...refuse("word-one", more),
      ...refuse("word-only-new", hasWord ? [] : documents),
      ...refuse("not-taken", strange),
    ];
    if (photos.length || refused.length) takePhotos("root", photos, refused);
  };
  const save = async (isForced) => {
    if (space.isSaving) return;
    const was = addressOf(space);
    const { activeElement: at } = document;
    const wrote = at?.value;
    // To what keeps it from being saved. Whoever went on meanwhile is not called away.
    const lead = () => document.activeElement === at && at?.value === wrote && setFocusOn((count) => count + 1);
    try {
      const { saved, problems, clashes, others, words: list } = await space.save(isForced);
      if (problems) {
        lead();
        const isSound = problems.every(({ isTaken }) => !isTaken);
        tell({
          kind: "problem",
          text: words["not-saved"],
          act: isSound ? { label: words["save-anyway"], run: () => save(true) } : null,
        });
      } else if (clashes?.length) {
        lead();
        tell({ kind: "problem", text: fill(words.clash, { fields: clashes.map((one) => one.words).join(", ") }) });
      } else {
        await refresh();
        if (others.length) tell({ kind: "info", text: fill(words.merged, { fields: others.join(", ") }) });
        tell({ kind: "done", text: words[saved.length ? "saved" : "nothing-to-save"], list });
        moved(was, addressOf(space));
      }
    } catch (fault) {
      tell({ kind: "problem", text: inWords(fault, words) });
    }
  };
  const saveNow = useRef(save);
  saveNow.current = save;
  useEffect(() => {
    const press = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      saveNow.current(false);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  // A link may lead to a field: `photos/0/credit`, `en/title`.
  useEffect(() => {
    const id = asked && idOfRoute(asked, space.root, plan);
    if (id) goTo(id);
  }, [asked, space]);

  // Where the editor has been, there the checker speaks.
  useEffect(() => {
    const place = form.current;
    const leave = ({ target }) => {
      for (const found of [target, target.closest(".field"), target.closest("fieldset.field")]) space.touch(found?.id);
    };
    place.addEventListener("focusout", leave);
    return () => place.removeEventListener("focusout", leave);
  }, [space]);

  const work = {
    space,
    told,
    open,
    tell,
    takePhotos,
    nameOf: (problem) => nameOfPlace(problem, space, plan),
    takePicture: (key, file) => {
      const adding = addPicture(space, key, file);
      space.wait(adding);
      return adding.catch((fault) => void tell({ kind: "problem", text: inWords(fault, words) }));
    },
  };
  const drag = {
    onDragOver: (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: (event) => event.currentTarget.contains(event.relatedTarget) || setDropping(false),
    onDrop: (event) => {
      setDropping(false);
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      take([...event.dataTransfer.files]);
    },
  };
  const paste = (event) => {
    if (event.defaultPrevented || !event.clipboardData.files.length || event.clipboardData.getData("text/plain"))
      return;
    event.preventDefault();
    take([...event.clipboardData.files]);
  };
  return (
    <Work.Provider value={work}>
      <Where.Provider value={ROOT}>
        {app.barPlace &&
          createPortal(
            <Bar isShown={isShown} onShow={() => setShown(!isShown)} onSave={() => save(false)} />,
            app.barPlace,
          )}
        {app.offerPlace && createPortal(<Offers kept={kept} />, app.offerPlace)}
        <div className="entry-frame">
          <main
            id="main"
            tabIndex={-1}
            className={isShown ? "entry-view has-preview" : "entry-view"}
            {...drag}
            onPaste={paste}
          >
            <div className="form" ref={form}>
              <p className="kind">{space.root.type.label}</p>
              <h1 tabIndex={-1}>{title}</h1>
              {isDropping && <p className="dropping">{words["drop-here"]}</p>}
              {hasWord && <WordFile onTake={(file) => take([file])} />}
              <ItemForm draft={space.root} />
            </div>
            <Summary focusOn={focusOn} />
            {isShown && <Preview />}
          </main>
        </div>
      </Where.Provider>
    </Work.Provider>
  );
}
