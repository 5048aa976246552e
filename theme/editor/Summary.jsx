// What the checker says of the whole: each problem with a way to its field, or that there is none.

import { useEffect, useRef } from "react";
import { useApp, useWork } from "./context.js";
import { Reading } from "./Reading.jsx";
import { fill } from "./words.js";

export function countWords(count, words, one, many) {
  return fill(words[count === 1 ? one : many], { count });
}

// The fields that have yet to be filled in, each once.
function fieldsOf(open) {
  return open.filter(({ id }, number) => open.findIndex((one) => one.id === id) === number);
}

// How things stand, in a sentence; in few words for the bar.
export function stateOf(space, told, open, words, isShort = false) {
  const wrong = told.filter(({ warning }) => !warning).length;
  const warnings = told.length - wrong;
  const left = fieldsOf(open).length;
  const said = isShort ? "left" : "open";
  if (space.checking === "failed") return isShort ? words["not-checked"] : space.fault;
  if (space.checking === "none") return "";
  if (wrong) return countWords(wrong, words, "problems-one", "problems-many");
  if (left) return countWords(left, words, `${said}-one`, `${said}-many`);
  if (space.checking === "waiting") return "";
  const worth = isShort ? "worth" : "warnings";
  const noted = warnings ? countWords(warnings, words, `${worth}-one`, `${worth}-many`) : "";
  return isShort ? noted || words.sound : [words["no-problems"], noted].filter(Boolean).join(" ");
}

export function Summary({ focusOn }) {
  const { words } = useApp();
  const { space, told, open, nameOf } = useWork();
  const head = useRef(null);
  useEffect(() => {
    if (!focusOn) return;
    head.current?.focus({ preventScroll: true });
    head.current?.parentElement.scrollIntoView({ block: "nearest" }); // with its problems, not its heading alone
  }, [focusOn]);
  const wrong = told.filter(({ warning }) => !warning);
  const warnings = told.filter(({ warning }) => warning);
  const said = stateOf(space, told, open, words);
  return (
    <section
      className={wrong.length ? "summary is-wrong" : "summary"}
      aria-labelledby="summary-head"
      aria-busy={space.checking === "waiting"}
    >
      <h2 id="summary-head" ref={head} tabIndex={-1}>
        {words["summary-head"]}
      </h2>
      <p className="state" role="status">
        {said || words.checking}
      </p>
      <Problems list={wrong} nameOf={nameOf} />
      <Lacking list={fieldsOf(open)} nameOf={nameOf} isTold={!wrong.length} />
      {warnings.length > 0 && (
        <>
          <h3>{words["warnings-head"]}</h3>
          <Problems list={warnings} nameOf={nameOf} />
        </>
      )}
      <Reading />
    </section>
  );
}

// What has yet to be written: no mistake, so it is only named.
function Lacking({ list, nameOf, isTold }) {
  const { words } = useApp();
  if (!list.length) return null;
  return (
    <>
      {!isTold && <h3>{countWords(list.length, words, "open-one", "open-many")}</h3>}
      <ul className="lacking">
        {list.map((problem) => (
          <li key={problem.id}>
            <a href={`#${problem.id}`}>{nameOf(problem)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Problems({ list, nameOf }) {
  if (!list.length) return null;
  return (
    <ul className="problems">
      {list.map((problem) => (
        <li key={`${problem.id} ${problem.message}`}>
          {problem.key ? (
            <a href={`#${problem.id}`}>{nameOf(problem)}</a>
          ) : (
            <strong>{problem.title ?? problem.path}</strong>
          )}
          : {problem.listed ?? problem.message} {problem.key ? "" : problem.advice}
        </li>
      ))}
    </ul>
  );
}
