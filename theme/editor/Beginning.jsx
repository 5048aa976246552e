// What stands above the fields: work that was not saved, to be taken up again, and a Word file to begin with.

import { useRef, useState } from "react";
import { useApp, useWork } from "./context.js";
import { fill } from "./words.js";

export function when(at, language) {
  return new Intl.DateTimeFormat(language === "el" ? "el-GR" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(at);
}

export function Kept({ kept }) {
  const { words, plan } = useApp();
  const { space } = useWork();
  const [isDone, setDone] = useState(false);
  if (isDone) return null;
  return (
    <section className="notice is-info kept" aria-label={words["kept-head"]}>
      <p>{fill(words.kept, { when: when(kept.at, plan.language) })}</p>
      <p className="row">
        <button
          type="button"
          className="is-main"
          onClick={() => {
            space.restore(kept);
            setDone(true);
          }}
        >
          {words["kept-open"]}
        </button>
        <button
          type="button"
          onClick={() => {
            space.discard();
            setDone(true);
          }}
        >
          {words["kept-drop"]}
        </button>
      </p>
    </section>
  );
}

export function WordFile({ onTake }) {
  const { words } = useApp();
  const chooser = useRef(null);
  return (
    <div className="word">
      <p>{words["word-how"]}</p>
      <button type="button" onClick={() => chooser.current.click()}>
        {words["word-choose"]}
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".docx"
        onChange={(event) => {
          const [file] = event.target.files;
          event.target.value = "";
          if (file) onTake(file);
        }}
      />
    </div>
  );
}
