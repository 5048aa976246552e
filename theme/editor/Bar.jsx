// The bar of an open item: back to its list, how things stand, the preview, and saving.

import { useApp, useWork } from "./context.js";
import { stateOf } from "./Summary.jsx";
import { fill } from "./words.js";

export function Bar({ isShown, onShow, onSave }) {
  const { words, site } = useApp();
  const { space, told, open } = useWork();
  const { type } = space.root;
  const state = stateOf(space, told, open, words, true);
  const published = site.published?.[space.key];
  return (
    <header className="bar">
      <a className="back" href={`#/list/${type.collection}`}>
        <span aria-hidden="true">←</span>
        {fill(words.back, { kind: type.label })}
      </a>
      <p className="standing">
        {state && <a href="#summary-head">{state}</a>}{" "}
        <span>{space.isChanged() ? words.unsaved : space.root.path ? words["all-saved"] : ""}</span>
      </p>
      {published && (
        <a className="published" href={published} target="_blank" rel="noreferrer" title={words["see-page"]}>
          <span className="words">{words["see-page"]}</span>
          <span aria-hidden="true">↗</span>
        </a>
      )}
      <div className="row">
        {type.texts && (
          <button type="button" aria-pressed={isShown} onClick={onShow}>
            {words.preview}
          </button>
        )}
        {/* Not `disabled`: a button that is gone for a moment loses the focus of whoever pressed it. */}
        <button type="button" className="is-main" onClick={onSave} aria-disabled={space.isSaving}>
          {words[space.isSaving ? "saving" : "save"]}
        </button>
      </div>
    </header>
  );
}
