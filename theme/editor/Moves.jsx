// An item under another address, and an item that goes: what follows from it is said before anything is done.

import { useEffect, useId, useState } from "react";
import { useApp } from "./context.js";
import { Dialog } from "./Dialog.jsx";
import { shortName } from "./latin.js";
import { fill, inWords } from "./words.js";

// What is withdrawn where it was published; all else is deleted, where nothing leads there any more.
const WITHDRAWN = ["stories", "events", "statements", "partner-statements", "consent"];

export function Moves({ item, title }) {
  const { words } = useApp();
  const [shown, setShown] = useState("");
  return (
    <div className="row moves">
      {item.collection !== "consent" && (
        <button
          type="button"
          className="small"
          aria-label={fill(words["rename-what"], { title })}
          onClick={() => setShown("rename")}
        >
          {words.rename}
        </button>
      )}
      <button
        type="button"
        className="small"
        aria-label={fill(words["remove-what"], { title })}
        onClick={() => setShown("remove")}
      >
        {words["remove-item"]}
      </button>
      {shown === "rename" && <Rename item={item} title={title} onClose={() => setShown("")} />}
      {shown === "remove" && <Remove item={item} title={title} onClose={() => setShown("")} />}
    </div>
  );
}

// Asks the server what an order would do, and carries it out.
function useOrder(action, params, isReady, onDone, onRefused) {
  const { ask, words, tell, refresh, shelf } = useApp();
  const [said, setSaid] = useState(null);
  const [fault, setFault] = useState("");
  const key = JSON.stringify(params);
  useEffect(() => {
    let isOld = false;
    setSaid(null);
    setFault("");
    if (isReady)
      ask(action, { ...params, apply: false }).then(
        (answer) => isOld || setSaid(answer),
        (refusal) => {
          if (isOld) return;
          setFault(inWords(refusal, words));
          onRefused?.(refusal);
        },
      );
    return () => {
      isOld = true;
    };
  }, [key, isReady]);
  const apply = async () => {
    try {
      const { sentences, folder } = await ask(action, { ...params, apply: true });
      if (folder) await shelf.move(params.folder, folder).catch(() => undefined);
      await refresh();
      onDone();
      tell({ kind: "done", text: words[`${action}-done`], list: sentences });
    } catch (refusal) {
      setFault(inWords(refusal, words));
    }
  };
  return { said, fault, apply };
}

function Consequences({ said, fault }) {
  return (
    <div role="status">
      {said && (
        <ul>
          {[...(said.sentences ?? []), ...(said.warnings ?? [])].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {fault && <p className="problem">{fault}</p>}
    </div>
  );
}

function Rename({ item, title, onClose }) {
  const { words, plan } = useApp();
  const [slug, setSlug] = useState(item.slug ?? item.folder.slice(item.folder.lastIndexOf("/") + 1));
  const id = useId();
  const before = item.slug ?? item.folder.slice(item.folder.lastIndexOf("/") + 1);
  const { said, fault, apply } = useOrder(
    "rename",
    { folder: item.folder, slug },
    slug !== before && slug !== "",
    onClose,
  );
  return (
    <Dialog title={fill(words["rename-what"], { title })} onClose={onClose} closes="cancel">
      <div className="field">
        <label htmlFor={id}>{words["rename-slug"]}</label>
        <input
          id={id}
          type="text"
          value={slug}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setSlug(event.target.value.trim().toLowerCase())}
          onBlur={() => setSlug(/[^a-z0-9-]/.test(slug) ? shortName(slug, plan.latin) : slug)}
        />
      </div>
      <Consequences said={said} fault={fault} />
      <p className="row">
        <button type="button" className="is-main" disabled={!said?.can} onClick={apply}>
          {words.rename}
        </button>
      </p>
    </Dialog>
  );
}

function Remove({ item, title, onClose }) {
  const { words } = useApp();
  const wasShown = ["published", "scheduled", "withdrawn"].includes(item.state);
  const [withdraw, setWithdraw] = useState(wasShown && WITHDRAWN.includes(item.collection));
  // What was ever published is not deleted, but withdrawn: the server knows.
  const other = ({ word }) => word === "published-not-removed" && setWithdraw(true);
  const { said, fault, apply } = useOrder("remove", { folder: item.folder, withdraw }, true, onClose, other);
  const why = withdraw ? "remove-published" : said?.can && !wasShown ? "remove-unpublished" : "";
  return (
    <Dialog title={fill(words["remove-what"], { title })} onClose={onClose} closes="cancel">
      {why && <p>{words[why]}</p>}
      <Consequences said={said} fault={fault} />
      <p className="row">
        <button type="button" className="is-main is-danger" disabled={!said?.can} onClick={apply}>
          {words[withdraw ? "withdraw" : "remove-item"]}
        </button>
      </p>
    </Dialog>
  );
}
