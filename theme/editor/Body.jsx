// The text itself: plain, with signs for bold, lists and links that buttons write, and a paste that understands.

import { useEffect, useRef, useState } from "react";
import { apart, selectionIn } from "./blocks.js";
import { useApp, useWhere, useWork } from "./context.js";
import { Dialog } from "./Dialog.jsx";
import { useGrowing } from "./growing.js";
import { LinkDialog } from "./LinkDialog.jsx";
import { isPhoto } from "./photos.js";
import { inWords } from "./words.js";

// How the selected words change: the text before, the words, and the text after → what stands there then.
const around = (sign) => (words, usual) => ({
  text: `${sign}${words || usual}${sign}`,
  from: sign.length,
  to: -sign.length,
});
const eachLine = (mark) => (words, usual) => {
  const lines = (words || usual).split("\n");
  return {
    text: lines
      .map((line, number) => (line.trim() ? mark(number) + line.replace(/^(#+|[-*>]|\d+\.)\s+/, "") : line))
      .join("\n"),
    isBlock: true,
  };
};
const TOOLS = [
  ["bold", "B", around("**"), "b"],
  ["italic", "I", around("*"), "i"],
  ["heading", "H", eachLine(() => "## ")],
  ["list", "•", eachLine(() => "- ")],
  ["numbers", "", eachLine((number) => `${number + 1}. `)],
  ["quotation", "«»", eachLine(() => "> ")],
];

export function BodyWidget({ id, value, onChange, onBlur, x, ties }) {
  const { words, ask, plan } = useApp();
  const { space, tell, takePhotos } = useWork();
  const { key } = useWhere();
  const area = useGrowing(value);
  const marked = useRef([0, 0]);
  const awaited = useRef([]); // { was, selected } of each paste that is still being read: the text then, and where
  const [isLinking, setLinking] = useState(false);
  const [picked, setPicked] = useState(null); // a link that waits until its dialog is closed
  const [isReading, setReading] = useState(false);

  // As if it had been typed, so that the browser's own "undo" takes it back.
  const insert = (text, from = 0, to = 0) => {
    const found = area.current;
    found.focus();
    const start = found.selectionStart;
    if (!document.execCommand("insertText", false, text)) {
      found.setRangeText(text, found.selectionStart, found.selectionEnd, "end");
      onChange(found.value);
    }
    if (from) found.setSelectionRange(start + from, start + text.length + to);
  };
  const parted = (text) => {
    const { value: whole, selectionStart, selectionEnd } = area.current;
    return apart(text, whole.slice(0, selectionStart), whole.slice(selectionEnd));
  };
  // What comes later than it was asked for. Whoever writes on meanwhile, here or in another field, stays where they are.
  const insertAt = ([start, end], text) => {
    const found = area.current;
    const { value: before, selectionEnd: caret } = found;
    const said = apart(text, before.slice(0, start), before.slice(end));
    if (document.activeElement !== found) {
      found.setRangeText(said, start, end, "preserve");
      found.dispatchEvent(new Event("input", { bubbles: true })); // at which React takes the value
      return;
    }
    found.setSelectionRange(start, end);
    insert(said);
    const isBehind = caret > end;
    const stays = isBehind ? caret + found.value.length - before.length : caret;
    if (isBehind || caret < start) found.setSelectionRange(stays, stays);
  };
  // Of two that are awaited at one place, what was asked for first comes first.
  const insertAwaited = (asked, text) => {
    const { value: now } = area.current;
    const all = awaited.current;
    const turn = all.indexOf(asked);
    const where = all.map(({ was, selected }) => selectionIn(now, was, selected));
    insertAt(where[turn], text);
    const { value: was } = area.current;
    const [start] = where[turn];
    const shifted = (place, number) =>
      place > start || (place === start && number > turn) ? place + was.length - now.length : place;
    all.forEach((one, number) => {
      Object.assign(one, { was, selected: where[number].map((place) => shifted(place, number)) });
    });
    all.splice(turn, 1);
  };
  const use = (change, usual) => {
    const found = area.current;
    let { selectionStart: start, selectionEnd: end } = found;
    const probe = change("", usual);
    if (probe.isBlock) {
      start = found.value.lastIndexOf("\n", start - 1) + 1;
      const next = found.value.indexOf("\n", end);
      end = next < 0 ? found.value.length : next;
      found.setSelectionRange(start, end);
    }
    const said = change(found.value.slice(start, end), usual);
    const isApart =
      said.isBlock && start > 0 && found.value.slice(0, start).trim() && !found.value.slice(0, start).endsWith("\n\n");
    insert((isApart ? "\n" : "") + said.text, said.from, said.to);
  };
  const link = (address, title) => {
    setLinking(false);
    setPicked({ address, title });
  };
  // While the dialog is open nothing behind it can be written in.
  useEffect(() => {
    if (!picked || isLinking) return;
    const found = area.current;
    found.focus();
    found.setSelectionRange(...marked.current);
    const chosen = found.value.slice(...marked.current) || picked.title;
    insert(`[${chosen}](${picked.address})`);
    setPicked(null);
  }, [picked, isLinking]);
  const openLink = () => {
    marked.current = [area.current.selectionStart, area.current.selectionEnd];
    setLinking(true);
  };
  const paste = async (event) => {
    const photos = [...event.clipboardData.files].filter(isPhoto);
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (photos.length && !plain) {
      event.preventDefault();
      takePhotos(key, photos);
      return;
    }
    if (!html && parted(plain) === plain) return;
    event.preventDefault();
    if (!html) {
      insert(parted(plain));
      return;
    }
    event.stopPropagation();
    setReading(true);
    const { value: was, selectionStart, selectionEnd } = area.current;
    const asked = { was, selected: [selectionStart, selectionEnd] };
    awaited.current.push(asked);
    const put = (text) => {
      if (area.current) insertAwaited(asked, text); // else the field is gone, and its item with it
    };
    const reading = ask("read_html", { html })
      .then(({ markdown, lost }) => {
        put(markdown || plain);
        if (lost?.length) tell({ kind: "info", text: words["paste-lost"], lost });
      })
      .catch((fault) => {
        put(plain);
        tell({ kind: "problem", text: inWords(fault, words) });
      })
      .finally(() => setReading(false));
    space.wait(reading);
  };
  const press = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = TOOLS.find(([, , , letter]) => letter === event.key.toLowerCase());
    if (!tool && event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (tool) use(tool[2], words[`tool-${tool[0]}-usual`]);
    else openLink();
  };
  return (
    <div className="body">
      <fieldset className="tools">
        <legend className="unseen">{`${words.tools}, ${plan.names[x.language]}`}</legend>
        {TOOLS.map(([name, sign, change]) => (
          <button
            type="button"
            key={name}
            className={`tool is-${name}`}
            aria-label={words[`tool-${name}`]}
            title={words[`tool-${name}`]}
            onClick={() => use(change, words[`tool-${name}-usual`])}
          >
            <span aria-hidden="true">{sign}</span>
          </button>
        ))}
        <button type="button" className="tool is-link" onClick={openLink}>
          {words["tool-link"]}
        </button>
      </fieldset>
      <textarea
        ref={area}
        id={id}
        lang={x.language}
        rows={10}
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || undefined)}
        onBlur={() => onBlur(id, value)}
        onPaste={paste}
        onKeyDown={press}
        {...ties}
      />
      <p className="count" role="status">
        {isReading ? words["reading-paste"] : ""}
      </p>
      {isLinking && (
        <Dialog title={words["tool-link"]} onClose={() => setLinking(false)}>
          <LinkDialog language={x.language} onLink={link} />
        </Dialog>
      )}
    </div>
  );
}
