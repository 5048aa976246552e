// How hard each text is to read, as the server measured it, and a way to each sentence and word that makes it so.

import { useApp, useWork } from "./context.js";
import { fill } from "./words.js";

// Selects what is meant in the text area, or its line where the words are written with signs in between.
function show(id, line, words) {
  const area = document.getElementById(id);
  if (!area) return;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const found = area.value.indexOf(words, start);
  const [from, size] = found < 0 ? [start, (lines[line - 1] ?? "").length] : [found, words.length];
  area.focus();
  area.setSelectionRange(from, from + size);
  area.scrollIntoView({ block: "center" });
}

export function Reading() {
  const { words } = useApp();
  const texts = useWork().space.reading.filter(({ level, sentences }) => level !== "unknown" || sentences.length);
  if (!texts.length) return null;
  return (
    <>
      <h3>{words["reading-head"]}</h3>
      {texts.map((text) => (
        <ReadText key={text.path} text={text} />
      ))}
    </>
  );
}

function ReadText({ text }) {
  const { words, plan } = useApp();
  const count = text.sentences.length + text.words.length;
  const said = fill(words[`reading-${text.level}`], { language: plan.names[text.language] });
  if (!count) return <p className="reading">{said}</p>;
  return (
    <details className="reading">
      <summary>
        {said} {fill(words[count === 1 ? "reading-place" : "reading-places"], { count })}
      </summary>
      <ul className="problems">
        {text.sentences.map((one) => (
          <li key={`${one.line} ${one.text}`}>
            {fill(words[one.long ? "reading-long" : "reading-nested"], { count: one.words })}{" "}
            <button type="button" lang={text.language} onClick={() => show(text.id, one.line, one.text)}>
              {one.text}
            </button>
          </li>
        ))}
        {text.words.map((one) => (
          <li key={one.word}>
            {words["reading-word"]}{" "}
            <button type="button" lang={text.language} onClick={() => show(text.id, one.line, one.word)}>
              {one.word}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
