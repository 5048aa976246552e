// The page as readers will see it, beside the form, in each language.

import { useEffect, useRef, useState } from "react";
import { useApp, useWork } from "./context.js";
import { folderOf } from "./model.js";
import { pathOf } from "./draft.js";
import { sendPictures } from "./server.js";
import { fill, inWords } from "./words.js";

export function Preview() {
  const { words, plan, ask } = useApp();
  const { space } = useWork();
  const [language, setLanguage] = useState(plan.languages.includes(plan.language) ? plan.language : plan.languages[0]);
  const [state, setState] = useState({ url: "", fault: "", isBusy: false });
  const number = useRef(0);
  const version = space.checking === "done" ? space.asked : 0;
  const show = async () => {
    const own = (number.current += 1);
    setState((before) => ({ ...before, isBusy: true }));
    try {
      const folder = folderOf(pathOf(space.root));
      const { url } = await sendPictures(ask, "preview", {
        changes: space.changes(),
        folder,
        language,
        draft: space.branch,
      });
      if (own === number.current)
        setState({ url: `${url}${url.includes("?") ? "&" : "?"}v=${own}`, fault: "", isBusy: false });
    } catch (fault) {
      if (own === number.current) setState((before) => ({ ...before, fault: inWords(fault, words), isBusy: false }));
    }
  };
  useEffect(() => {
    if (space.checking === "done" || !number.current) show();
  }, [version, language]);
  return (
    <section className="preview" aria-labelledby="preview-head">
      <div className="preview-bar">
        <h2 id="preview-head">{words.preview}</h2>
        <fieldset className="row">
          <legend className="unseen">{words["preview-language"]}</legend>
          {plan.languages.map((code) => (
            <button
              type="button"
              key={code}
              className="small"
              aria-pressed={code === language}
              lang={code}
              onClick={() => setLanguage(code)}
            >
              {plan.names[code]}
            </button>
          ))}
        </fieldset>
        {state.url && (
          <a href={state.url} target="_blank" rel="noreferrer">
            {words["preview-alone"]}
          </a>
        )}
      </div>
      <p role="status" className="hint">
        {state.isBusy ? words["preview-busy"] : ""}
      </p>
      {state.fault && <p className="problem">{state.fault}</p>}
      {state.url && <iframe src={state.url} title={fill(words["preview-title"], { language: plan.names[language] })} />}
    </section>
  );
}
