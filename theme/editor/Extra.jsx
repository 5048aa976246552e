// An item that is written along with another: its fields stand where it was begun, and it is saved in the same breath.

import { useMemo } from "react";
import { useApp, useWork, Where } from "./context.js";
import { fill } from "./words.js";

export function Extra({ draftKey }) {
  const { words, ItemForm } = useApp(); // by way of the context: a form may hold the form of another item
  const { space } = useWork();
  const draft = space.draft(draftKey);
  const where = useMemo(() => ({ key: draftKey }), [draftKey]);
  if (!draft) return null;
  return (
    <fieldset className="extra">
      <legend>
        {fill(words["along-with"], { kind: words[`new-${draft.type.collection}`], name: draft.form.slug })}
      </legend>
      <p className="hint">{words["along-with-hint"]}</p>
      <Where.Provider value={where}>
        <ItemForm draft={draft} />
      </Where.Provider>
    </fieldset>
  );
}
