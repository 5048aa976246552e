// What every field has around it: its name, what to write, and what the checker says of it.

import { useApp, useWork } from "./context.js";
import { stayAt } from "./going.js";
import { fill } from "./words.js";

// A hint with its examples in the letters of a machine.
export function Hint({ id, text }) {
  if (!text) return null;
  const parts = text.split("`");
  return (
    <p className="hint" id={id}>
      {parts.map((part, number) => (number % 2 ? <code key={`${number}${part}`}>{part}</code> : part))}
    </p>
  );
}

export function Optional({ needed }) {
  const { words } = useApp();
  return needed ? null : <span className="optional"> {words.optional}</span>;
}

// Problems of a field by its id, with those of what lies in it where `deep`.
export function useTold(id, deep = false) {
  const work = useWork();
  const found = work?.told.filter((problem) => problem.id === id || (deep && problem.id.startsWith(`${id}_`))) ?? [];
  return { told: found, isWrong: found.some(({ warning }) => !warning) };
}

export function Told({ id }) {
  const { told } = useTold(id);
  return (
    <div className="told" id={`${id}-told`}>
      {told.map((problem) => (
        <Problem key={`${problem.rule}${problem.message}`} problem={problem} />
      ))}
    </div>
  );
}

export function Problem({ problem }) {
  const { words } = useApp();
  const work = useWork();
  return (
    <div className={problem.warning ? "problem is-warning" : "problem"}>
      <p>
        <strong>{words[problem.warning ? "warning" : "problem"]}</strong> {problem.message} {problem.advice}
      </p>
      {problem.mend && (
        <button type="button" className="small" onClick={() => stayAt(problem.id, () => work.space.mend(problem))}>
          {problem.mend.route?.[0] === "checked_text"
            ? words["mend-read"]
            : fill(words[problem.mend.old ? "mend" : "mend-to"], problem.mend)}
        </button>
      )}
      {problem.isClash && <Clash problem={problem} />}
    </div>
  );
}

// What someone else wrote meanwhile, to be taken or left.
function Clash({ problem }) {
  const { words } = useApp();
  const { space } = useWork();
  const settle = (isTheirs) => stayAt(problem.id, () => space.settle(problem, isTheirs));
  const theirs = typeof problem.theirs === "string" ? problem.theirs : JSON.stringify(problem.theirs, null, 1);
  return (
    <>
      {problem.theirs !== undefined && <blockquote className="theirs">{theirs}</blockquote>}
      <p className="row">
        <button type="button" className="small" onClick={() => settle(true)}>
          {words["take-theirs"]}
        </button>
        <button type="button" className="small" onClick={() => settle(false)}>
          {words["keep-mine"]}
        </button>
      </p>
    </>
  );
}

// The attributes that tie a control to its hint and to what is said of it.
export function useTies(id, { hint, required, isGroup } = {}) {
  const { isWrong, told } = useTold(id);
  const by = [hint && `${id}-hint`, told.length && `${id}-told`].filter(Boolean).join(" ");
  return {
    "aria-describedby": by || undefined,
    ...(isGroup ? {} : { "aria-invalid": isWrong || undefined, "aria-required": required || undefined }),
  };
}

// What a field is called: beside its pair in another language, that language.
function Name({ label, x, required }) {
  const { plan } = useApp();
  if (!x.lead)
    return (
      <>
        {label}
        <Optional needed={required} />
      </>
    );
  return (
    <>
      <span className="unseen">{x.lead}: </span>
      <span className="language">{plan.names[x.language]}</span>
    </>
  );
}

// A field with one control. `lead` and `short`: its name in two parts, the first for those who do not see its pair.
export function Frame({ id, label, x = {}, hint, required, children, className = "" }) {
  const { isWrong } = useTold(id);
  return (
    <div className={`field ${className}`} data-wrong={isWrong || undefined}>
      <label htmlFor={id}>
        <Name label={label} x={x} required={required} />
      </label>
      {!x.lead && <Hint id={`${id}-hint`} text={hint} />}
      {children}
      <Told id={id} />
    </div>
  );
}

// A question with several controls.
export function Group({ id, label, x = {}, hint, required, children, className = "" }) {
  const { isWrong } = useTold(id);
  const ties = useTies(id, { hint: x.lead ? "" : hint, isGroup: true });
  return (
    <fieldset className={`field ${className}`} id={id} data-wrong={isWrong || undefined} {...ties}>
      <legend>
        <Name label={label} x={x} required={required} />
      </legend>
      {!x.lead && <Hint id={`${id}-hint`} text={hint} />}
      {children}
      <Told id={id} />
    </fieldset>
  );
}

// How much of a limit is used; said aloud only where it is passed.
export function Count({ id, value, most }) {
  const { words } = useApp();
  if (!most) return null;
  const used = [...(value ?? "")].length;
  const over = used > most;
  return (
    <p className={over ? "count is-over" : "count"} id={`${id}-count`}>
      <span aria-hidden="true">{used ? `${used}/${most}` : ""}</span>
      <span className="unseen" role="status">
        {over ? fill(words["too-long"], { over: used - most }) : ""}
      </span>
    </p>
  );
}
