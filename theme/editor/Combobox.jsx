// A field that finds by words: the pattern of WAI-ARIA for an editable combobox with a list, by mouse and by keyboard.

import { useEffect, useId, useRef, useState } from "react";
import { useApp } from "./context.js";
import { matches } from "./folding.js";
import { fill } from "./words.js";

const MOST = 60;
const PAUSE = 200; // milliseconds without typing, after which the server is asked what is meant
const FEWEST = 3; // letters of what may be a name
const NOTHING = { values: [], near: [] };

// What is meant by a name that no choice begins with, as the server knows it: null until it has said so.
function useMeant(find, sought) {
  const [meant, setMeant] = useState({ sought: "", ...NOTHING });
  useEffect(() => {
    if (!find || sought.length < FEWEST) return;
    let isOld = false;
    const settle = (said) => isOld || setMeant({ sought, ...said });
    const timer = setTimeout(() => find(sought).then(settle, () => settle(NOTHING)), PAUSE);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [Boolean(find), sought]);
  if (!find || sought.length < FEWEST) return NOTHING;
  return meant.sought === sought ? meant : null;
}

// `choices`: [{ value, label, keys }]. `extra(query)`: a choice that makes something new, at the end of the list.
// `find(query)`: a promise of the `values` that are meant by a name which is in no choice as it was typed; where there
// are none, of those that are written nearly so, `near`. These are offered, and not taken by an early Enter.
export function Combobox({ id, choices, onChoose, ties = {}, label, shown = "", placeholder, extra, find, onBlur }) {
  const { words } = useApp();
  const [query, setQuery] = useState(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef(null);
  const input = useRef(null);
  const listId = useId();
  const sought = query ?? "";
  const begun = choices.filter((choice) => matches(sought, [choice.label, choice.keys ?? ""])).slice(0, MOST);
  const meant = useMeant(begun.length ? undefined : find, sought.trim());
  const known = choices.filter(({ value }) => meant?.values.includes(value));
  const near = choices.filter(({ value }) => meant?.near.includes(value));
  const found = begun.length ? begun : [...known, ...near.map((choice) => ({ ...choice, note: words.perhaps }))];
  const first = near.length ? active : Math.max(active, 0);
  const more = meant && extra?.(sought.trim()); // what is known already is not begun anew by an early Enter
  const all = more ? [...found, { ...more, isNew: true }] : found;
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const close = () => {
    setOpen(false);
    setActive(-1);
    setQuery(null);
  };
  const choose = (choice) => {
    close();
    if (choice.isNew) choice.make();
    else onChoose(choice.value);
  };
  const keys = {
    ArrowDown: () => (isOpen ? setActive((active + 1) % all.length) : setOpen(true)),
    ArrowUp: () => (isOpen ? setActive((active <= 0 ? all.length : active) - 1) : setOpen(true)),
    Home: isOpen && active >= 0 ? () => setActive(0) : null,
    End: isOpen && active >= 0 ? () => setActive(all.length - 1) : null,
    Enter:
      isOpen && all.length ? () => (active >= 0 || sought) && (first < 0 ? setActive(0) : choose(all[first])) : null,
    Escape: isOpen ? close : null,
  };
  const press = (event) => {
    const act = keys[event.key];
    if (event.key === "Enter") event.preventDefault();
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="combobox">
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder ?? words["find-placeholder"]}
        value={query ?? shown}
        onChange={(event) => {
          setQuery(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={press}
        onBlur={() => {
          if (sought.trim() && sought !== shown) setOpen(false);
          else close();
          onBlur?.();
        }}
        {...ties}
      />
      <span className="unseen" role="status">
        {isOpen && sought && meant
          ? fill(words[all.length === 1 ? "found-one" : "found-many"], { count: all.length })
          : ""}
      </span>
      {/* The focus stays in the field: the list is worked from there, and a press of the mouse must not take it. */}
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label ?? words.choices}
        hidden={!isOpen || !all.length}
        onMouseDown={(event) => event.preventDefault()}
      >
        {isOpen &&
          all.map((choice, number) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
            // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant says where one is
            <div
              key={choice.value ?? "new"}
              id={`${listId}-${number}`}
              role="option"
              aria-selected={number === active}
              className={choice.isNew ? "is-new" : undefined}
              onClick={() => choose(choice)}
            >
              {choice.label}
              {choice.note && <small> {choice.note}</small>}
            </div>
          ))}
      </div>
      {isOpen && sought && meant && !all.length && <p className="nothing">{words["nothing-meant"]}</p>}
      {!isOpen && sought.trim() && (
        <p className="nothing" role="status">
          {fill(words["not-chosen"], { query: sought.trim() })}
        </p>
      )}
    </div>
  );
}

// What was chosen, in its order: each can be taken out, and brought forward where the order says something.
export function Chips({ values, labelOf, onChange, isOrdered, name }) {
  const { words } = useApp();
  const place = useRef(null);
  if (!values.length) return null;
  const without = (value) => {
    const number = values.indexOf(value);
    onChange(values.filter((one) => one !== value));
    const buttons = [...place.current.querySelectorAll("button[data-remove]")];
    const next = buttons[number + 1] ?? buttons[number - 1] ?? place.current.parentElement.querySelector("input");
    next?.focus();
  };
  const forward = (number) => {
    const moved = [...values];
    moved.splice(number - 1, 0, ...moved.splice(number, 1));
    onChange(moved);
  };
  return (
    <ul className="chips" ref={place} aria-label={fill(words.chosen, { field: name })}>
      {values.map((value, number) => (
        <li key={value}>
          <span>{labelOf(value)}</span>
          {isOrdered && number > 0 && (
            <button
              type="button"
              className="sign"
              aria-label={fill(words.forward, { name: labelOf(value) })}
              title={fill(words.forward, { name: labelOf(value) })}
              onClick={() => forward(number)}
            >
              <span aria-hidden="true">↑</span>
            </button>
          )}
          <button
            type="button"
            data-remove
            className="sign"
            aria-label={fill(words["take-out"], { name: labelOf(value) })}
            title={fill(words["take-out"], { name: labelOf(value) })}
            onClick={() => without(value)}
          >
            <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
