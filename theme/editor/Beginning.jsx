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

// Copies of the item that wait until someone takes one up or throws it away, however much is written meanwhile.
export function Offers({ kept }) {
  const { words, shelf, tell } = useApp();
  const { space } = useWork();
  const [offers, setOffers] = useState(kept);
  const settle = (copy, aside) => {
    setOffers((before) => [...(aside ? [aside] : []), ...before.filter((one) => one !== copy)]);
    document.querySelector("h1")?.focus({ preventScroll: true });
  };
  const takeUp = async (copy) => {
    const aside = await space.takeUp(copy);
    if (aside) tell({ kind: "info", text: words["kept-aside"] });
    settle(copy, aside);
  };
  const drop = (copy) => {
    shelf.drop(copy.id).catch(() => undefined);
    settle(copy);
  };
  return offers.map((copy) => <Offer key={copy.id} copy={copy} onTake={takeUp} onDrop={drop} />);
}

function Offer({ copy, onTake, onDrop }) {
  const { words, plan } = useApp();
  return (
    <section className="notice is-info kept" aria-label={`${words["kept-head"]}, ${when(copy.at, plan.language)}`}>
      <div>
        <p>{fill(words.kept, { when: when(copy.at, plan.language) })}</p>
      </div>
      <p className="row">
        <button type="button" className="is-main" onClick={() => onTake(copy)}>
          {words["kept-open"]}
        </button>
        <button type="button" onClick={() => onDrop(copy)}>
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
