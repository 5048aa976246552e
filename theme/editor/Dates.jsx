// A date as people write it, and a calendar to choose it from.

import { useEffect, useRef, useState } from "react";
import { Calendar } from "./Calendar.jsx";
import { useApp, useWork } from "./context.js";
import { inFull, today } from "./days.js";
import { useTold } from "./Frame.jsx";
import { fill } from "./words.js";

const ISO = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2})?)?)?$/;
const PAUSE = 400; // milliseconds without typing, after which what stands there is read

function isAhead(value) {
  return value.slice(0, 10) > today().slice(0, value.length);
}

export function DateWidget({ id, value, onChange, onBlur, schema, ties, label }) {
  const { words, ask, plan } = useApp();
  const { space } = useWork();
  const [text, setText] = useState(value ?? "");
  const [fault, setFault] = useState("");
  const [isOpen, setOpen] = useState(false);
  const own = useRef(value);
  const timer = useRef(0);
  const isMoment = schema.x?.widget === "moment";
  useEffect(() => {
    if (value === own.current) return;
    own.current = value;
    setText(value ?? "");
    setFault("");
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const give = (found) => {
    own.current = found || undefined;
    onChange(own.current);
  };
  const read = (typed) => {
    clearTimeout(timer.current);
    if (!typed.trim() || ISO.test(typed.trim())) return;
    space.wait(
      ask("read_date", { text: typed, precision: isMoment ? "moment" : "date" })
        .then((said) => {
          if (own.current === typed) give(said.value);
          setFault("");
        })
        .catch((refusal) => own.current === typed && setFault(refusal.message)),
    );
  };
  const type = (typed) => {
    setText(typed);
    setFault("");
    give(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => read(typed), PAUSE);
  };
  const pick = (day) => {
    clearTimeout(timer.current);
    setOpen(false);
    const time = isMoment ? (value ?? "").match(/[T ]\d{2}:\d{2}$/)?.[0] : "";
    setText(day + (time ?? ""));
    setFault("");
    give(day + (time ?? ""));
  };
  const question = fill(words["pick-date"], { field: schema.x?.lead ?? label ?? schema.title });
  const understood = ISO.test(value ?? "") ? inFull(value, plan.language) : "";
  const isScheduled = understood && schema.x?.isPublication && isAhead(value);
  const { isWrong } = useTold(id); // by then the checker says the same, below
  const found =
    (!isWrong && fault) ||
    (understood && fill(words[isScheduled ? "scheduled-for" : "understood"], { date: understood }));
  return (
    <>
      <div className="date">
        <input
          id={id}
          type="text"
          value={text}
          autoComplete="off"
          placeholder={words["date-example"]}
          onChange={(event) => type(event.target.value)}
          onBlur={() => {
            read(text);
            onBlur(id, value);
          }}
          {...ties}
        />
        <button
          type="button"
          className="pick-date"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          aria-label={question}
          title={question}
          onClick={() => setOpen(true)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5" />
          </svg>
        </button>
      </div>
      <p className={fault && !isWrong ? "understood is-fault" : "understood"} role="status">
        {found}
      </p>
      {isOpen && <Calendar title={question} value={value} onPick={pick} onClose={() => setOpen(false)} />}
    </>
  );
}
