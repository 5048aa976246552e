// A date as people write it, and the browser's own calendar beside it.

import { useEffect, useRef, useState } from "react";
import { useApp, useWork } from "./context.js";
import { fill } from "./words.js";

const ISO = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2})?)?)?$/;
const PAUSE = 400; // milliseconds without typing, after which what stands there is read

// A date of a file in the words of a language: a year, a month, a day, or a day and time.
export function inFull(value, language) {
  const [year, month, day, hour, minute] = String(value)
    .split(/[-T :]/)
    .map(Number);
  if (!year) return "";
  const given = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0));
  const parts = {
    year: "numeric",
    ...(month && { month: "long" }),
    ...(day && { day: "numeric", weekday: "long" }),
    ...(hour !== undefined && { hour: "2-digit", minute: "2-digit", hour12: false }),
  };
  return new Intl.DateTimeFormat(language === "el" ? "el-GR" : "en-GB", { ...parts, timeZone: "UTC" }).format(given);
}

function isAhead(value) {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  return value.slice(0, 10) > today.slice(0, value.length);
}

export function DateWidget({ id, value, onChange, onBlur, schema, ties, label }) {
  const { words, ask, plan } = useApp();
  const { space } = useWork();
  const [text, setText] = useState(value ?? "");
  const [fault, setFault] = useState("");
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
    const time = isMoment ? (value ?? "").match(/[T ]\d{2}:\d{2}$/)?.[0] : "";
    setText(day + (time ?? ""));
    setFault("");
    give(day + (time ?? ""));
  };
  const understood = ISO.test(value ?? "") ? inFull(value, plan.language) : "";
  const isScheduled = understood && schema.x?.isPublication && isAhead(value);
  const found =
    fault || (understood && fill(words[isScheduled ? "scheduled-for" : "understood"], { date: understood }));
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
        <input
          type="date"
          aria-label={fill(words["pick-date"], { field: schema.x?.lead ?? label ?? schema.title })}
          value={/^\d{4}-\d{2}-\d{2}/.test(value ?? "") ? value.slice(0, 10) : ""}
          onChange={(event) => event.target.value && pick(event.target.value)}
        />
      </div>
      <p className={fault ? "understood is-fault" : "understood"} role="status">
        {found}
      </p>
    </>
  );
}
