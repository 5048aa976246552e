// The records of consent of people who can be recognised: found by words, or begun on the spot.

import { useApp, useWork } from "./context.js";
import { Chips, Combobox } from "./Combobox.jsx";
import { Extra } from "./Extra.jsx";
import { Frame, useTies } from "./Frame.jsx";
import { useChoices } from "./picks.jsx";
import { fill } from "./words.js";

const NO_ONE = "none";

export function referencesIn(people) {
  return people && people !== NO_ONE ? people.split(/[\s,]+/).filter(Boolean) : [];
}

// `minors`: of whom a new record may be begun, each with the answer that it begins with.
export function Records({ id, value, onChange, label, hint, required, minors }) {
  const { words } = useApp();
  const { space } = useWork();
  const choices = useChoices("consents").filter(({ draft }) => !draft || space.drafts.includes(draft));
  const references = referencesIn(value);
  const ties = useTies(id, { hint, required });
  const give = (next) => onChange(next.length ? next.join(", ") : undefined);
  const labelOf = (reference) => choices.find((choice) => choice.value === reference)?.label ?? reference;
  const begin = (minor) => {
    const reference = space.nextConsent();
    space.addDraft(`new-${reference}`, "consent", { slug: reference, minor }, id);
    give([...references, reference]);
  };
  const change = (next) => {
    for (const reference of references) {
      const draft = space.draft(`new-${reference}`);
      if (!next.includes(reference) && draft?.at === id) space.dropDraft(draft.key);
    }
    give(next);
  };
  const begun = references.map((reference) => space.draft(`new-${reference}`)).filter((draft) => draft?.at === id);
  return (
    <Frame id={id} label={label} hint={hint} required={required}>
      <Chips values={references} labelOf={labelOf} onChange={change} name={label} />
      <Combobox
        id={id}
        choices={choices.filter((choice) => !references.includes(choice.value))}
        onChoose={(reference) => give([...references, reference])}
        ties={ties}
        placeholder={words["find-consent"]}
      />
      <p className="row">
        {minors.map((minor) => (
          <button type="button" className="add" key={String(minor)} onClick={() => begin(minor)}>
            {fill(words[minor ? "new-record-child" : "new-record-adult"], {})}
          </button>
        ))}
      </p>
      {begun.map((draft) => (
        <Extra key={draft.key} draftKey={draft.key} />
      ))}
    </Frame>
  );
}

export function PeopleField({ fieldPathId, schema, formData, onChange, required }) {
  return (
    <Records
      id={fieldPathId.$id}
      value={formData}
      onChange={(value) => onChange(value, fieldPathId.path)}
      label={schema.title}
      hint={schema.description}
      required={required}
      minors={[false, true]}
    />
  );
}
