// What the checker says of the whole: each problem with a way to its field, or that there is none.

import { useEffect, useRef } from "react";
import { useApp, useWork } from "./context.js";
import { Reading } from "./Reading.jsx";
import { fill } from "./words.js";

export function countWords(count, words, one, many) {
  return fill(words[count === 1 ? one : many], { count });
}

export function stateOf(space, told, open, words) {
  const wrong = told.filter(({ warning }) => !warning).length;
  const warnings = told.length - wrong;
  if (space.checking === "failed") return space.fault;
  if (space.checking === "none") return "";
  if (wrong) return countWords(wrong, words, "problems-one", "problems-many");
  if (open.length) return countWords(open.length, words, "open-one", "open-many");
  if (space.checking === "waiting") return "";
  return words["no-problems"] + (warnings ? ` ${countWords(warnings, words, "warnings-one", "warnings-many")}` : "");
}

export function Summary({ focusOn }) {
  const { words } = useApp();
  const { space, told, open, nameOf } = useWork();
  const head = useRef(null);
  useEffect(() => {
    if (focusOn) head.current?.focus();
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
          : {problem.message} {problem.key ? "" : problem.advice}
        </li>
      ))}
    </ul>
  );
}
