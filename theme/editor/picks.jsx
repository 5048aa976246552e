// Fields that choose: from what the site has, from a closed list, and entries by name.

import { useApp, useWhere, useWork } from "./context.js";
import { Chips, Combobox } from "./Combobox.jsx";
import { Extra } from "./Extra.jsx";
import { Count, Frame, Group, useTies } from "./Frame.jsx";
import { shortName } from "./latin.js";
import { useGrowing } from "./growing.js";
import { Answer } from "./widgets.jsx";
import { fill } from "./words.js";

// What can be chosen from, with what was begun in this form.
export function useChoices(name) {
  const { site, plan } = useApp();
  const { space } = useWork();
  const stored = site.choices[name] ?? [];
  const begun = space.drafts
    .filter(
      (draft) =>
        draft.key !== "root" &&
        !draft.path &&
        (name?.split("+").includes(draft.type.collection) ||
          (name === "consents" && draft.type.collection === "consent")),
    )
    .map((draft) => ({
      value: draft.form.slug,
      label: draft.form[draft.type.title]?.[plan.language] ?? draft.form.slug,
      draft,
    }));
  return [...stored, ...begun];
}

export function PickField(props) {
  const { fieldPathId, schema, formData, onChange, onBlur, required, readonly } = props;
  const { words, plan, ask } = useApp();
  const { space } = useWork();
  const { key } = useWhere();
  const id = fieldPathId.$id;
  const x = schema.x ?? {};
  const isMany = schema.type === "array";
  const choices = useChoices(x.choices);
  const ties = useTies(id, { hint: !x.lead && schema.description, required });
  const values = isMany ? (formData ?? []) : formData === undefined ? [] : [String(formData)];
  const single = (value) => (schema.type === "integer" && value !== undefined ? Number(value) : value);
  const labelOf = (value) => choices.find((choice) => choice.value === value)?.label ?? String(value);
  const give = (next) => onChange(isMany ? (next.length ? next : undefined) : single(next.at(-1)), fieldPathId.path);
  const take = (value) => give(isMany ? [...values.filter((one) => one !== value), value] : [value]);
  const isFixed = readonly || (x.isFixed && space.draft(key)?.path);
  const extra = (query) => {
    if (!x.creates || !query) return null;
    return {
      value: "new",
      label: fill(words["new-of"], { kind: words[`new-${x.creates}`], name: query }),
      make: () => make(query),
    };
  };
  const find = (query) => ask("find", { choices: x.choices, text: query });
  const make = (query) => {
    const slug = shortName(query, plan.latin);
    if (!choices.some((choice) => choice.value === slug)) {
      const named = Object.fromEntries([[plan.language, query]]);
      space.addDraft(`new-${slug}`, x.creates, { slug, [`${plan.prefix}name`]: named }, id);
    }
    take(slug);
  };
  const drop = (next) => {
    for (const value of values) {
      const draft = space.draft(`new-${value}`);
      if (!next.includes(value) && draft?.at === id) space.dropDraft(draft.key);
    }
    give(next);
  };
  const begun = values.map((value) => space.draft(`new-${value}`)).filter((draft) => draft?.at === id);
  if (isFixed) {
    return (
      <Frame id={id} label={schema.title} hint={schema.description} required>
        <input id={id} type="text" readOnly value={values.map(labelOf).join(", ")} {...ties} />
      </Frame>
    );
  }
  return (
    <Frame id={id} label={schema.title} x={x} hint={schema.description} required={required}>
      {isMany && <Chips values={values} labelOf={labelOf} onChange={drop} isOrdered name={schema.title} />}
      <Combobox
        id={id}
        choices={choices.filter((choice) => !isMany || !values.includes(choice.value))}
        shown={isMany || !values.length ? "" : labelOf(values[0])}
        onChoose={take}
        extra={extra}
        find={find}
        ties={ties}
        onBlur={() => onBlur(id, formData)}
      />
      {!isMany && !required && values.length > 0 && (
        <button type="button" className="small" onClick={() => give([])}>
          {fill(words["take-out"], { name: labelOf(values[0]) })}
        </button>
      )}
      {begun.map((draft) => (
        <Extra key={draft.key} draftKey={draft.key} />
      ))}
    </Frame>
  );
}

// Several words of a closed list. The order in which they are ticked is kept: the first is the main one.
export function ChecksField({ fieldPathId, schema, formData, onChange, required }) {
  const { words } = useApp();
  const id = fieldPathId.$id;
  const values = formData ?? [];
  const known = schema.items.oneOf;
  const give = (next) => onChange(next.length ? next : undefined, fieldPathId.path);
  const labelOf = (value) => known.find((one) => one.const === value)?.title ?? value;
  const isMeantInOrder = schema.maxItems && schema.maxItems < known.length;
  if (known.length > 12) {
    return <Listed {...{ id, schema, values, known, give, labelOf, required }} />;
  }
  return (
    <Group id={id} label={schema.title} x={schema.x} hint={schema.description} required={required}>
      <div className="answers">
        {known.map(({ const: value, title }) => (
          <Answer
            key={value}
            type="checkbox"
            name={`${id}-${value}`}
            label={title}
            isChosen={values.includes(value)}
            onChoose={() => give(values.includes(value) ? values.filter((one) => one !== value) : [...values, value])}
          />
        ))}
      </div>
      {isMeantInOrder && values.length > 1 && (
        <>
          <p className="hint">{words["in-this-order"]}</p>
          <Chips values={values} labelOf={labelOf} onChange={give} isOrdered name={schema.title} />
        </>
      )}
    </Group>
  );
}

function Listed({ id, schema, values, known, give, labelOf, required }) {
  const ties = useTies(id, { hint: schema.description, required });
  const choices = known
    .filter(({ const: value }) => !values.includes(value))
    .map(({ const: value, title }) => ({ value, label: title }));
  return (
    <Frame id={id} label={schema.title} x={schema.x} hint={schema.description} required={required}>
      <Chips values={values} labelOf={labelOf} onChange={give} isOrdered name={schema.title} />
      <Combobox id={id} choices={choices} onChoose={(value) => give([...values, value])} ties={ties} />
    </Frame>
  );
}

// Entries by name: `obituary: In memory`.
export function PairsField({ fieldPathId, schema, formData, onChange }) {
  const { words } = useApp();
  const id = fieldPathId.$id;
  const pairs = formData ?? [];
  const give = (next) => onChange(next.length ? next : undefined, fieldPathId.path);
  const set = (number, part) => give(pairs.map((pair, other) => (other === number ? { ...pair, ...part } : pair)));
  return (
    <Group id={id} label={schema.title} x={schema.x} hint={schema.description}>
      {pairs.map((pair, number) => (
        <Pair
          key={number}
          id={`${id}_${number}`}
          pair={pair}
          onSet={(part) => set(number, part)}
          onRemove={() => give(pairs.filter((_, other) => other !== number))}
        />
      ))}
      <button type="button" className="add" onClick={() => give([...pairs, { name: "", text: "" }])}>
        {fill(words.add, { what: schema.title })}
      </button>
    </Group>
  );
}

function Pair({ id, pair, onSet, onRemove }) {
  const { words } = useApp();
  const area = useGrowing(pair.text);
  return (
    <div className="entry">
      <div className="field">
        <label htmlFor={`${id}_name`}>{words["pair-name"]}</label>
        <input id={`${id}_name`} value={pair.name} onChange={(event) => onSet({ name: event.target.value })} />
      </div>
      <div className="field">
        <label htmlFor={`${id}_text`}>{words["pair-text"]}</label>
        <textarea
          ref={area}
          id={`${id}_text`}
          rows={2}
          value={pair.text}
          onChange={(event) => onSet({ text: event.target.value })}
        />
        <Count id={`${id}_text`} value={pair.text} />
      </div>
      <button type="button" className="small" onClick={onRemove}>
        {fill(words["take-out"], { name: pair.name })}
      </button>
    </div>
  );
}
