// The controls of single values.

import { useId } from "react";
import { BodyWidget } from "./Body.jsx";
import { useApp, useWhere, useWork } from "./context.js";
import { DateWidget } from "./Dates.jsx";
import { Count, Frame, Group, useTies } from "./Frame.jsx";
import { useGrowing } from "./growing.js";
import { shortName } from "./latin.js";

export function framed(Control) {
  return function Framed(props) {
    const { id, label, schema, required, options } = props;
    const x = schema.x ?? {};
    const hint = options.description ?? schema.description;
    const ties = useTies(id, { hint: !x.lead && hint, required });
    return (
      <Frame id={id} label={label} x={x} hint={hint} required={required || x.isNeeded}>
        <Control {...props} x={x} ties={ties} />
      </Frame>
    );
  };
}

const said = (event) => event.target.value || undefined;

export const Line = framed(({ id, value, onChange, onBlur, schema, x, ties, readonly }) => (
  <>
    <input
      id={id}
      type={x.widget === "address" ? "url" : "text"}
      lang={x.language}
      value={value ?? ""}
      readOnly={readonly}
      autoComplete="off"
      spellCheck={x.widget !== "address"}
      onChange={(event) => onChange(said(event))}
      onBlur={() => onBlur(id, value)}
      {...ties}
    />
    <Count id={id} value={value} most={schema.maxLength} />
  </>
));

export const Long = framed(({ id, value, onChange, onBlur, schema, x, ties }) => {
  const area = useGrowing(value);
  return (
    <>
      <textarea
        ref={area}
        id={id}
        rows={3}
        lang={x.language}
        value={value ?? ""}
        onChange={(event) => onChange(said(event))}
        onBlur={() => onBlur(id, value)}
        {...ties}
      />
      <Count id={id} value={value} most={schema.maxLength} />
    </>
  );
});

const Figure = framed(({ id, value, onChange, onBlur, schema, ties }) => {
  const read = (event) => {
    const text = event.target.value.replace(",", ".");
    onChange(text === "" ? undefined : Number.isNaN(Number(text)) || text.endsWith(".") ? text : Number(text));
  };
  return (
    <input
      id={id}
      className="figure"
      type="text"
      inputMode={schema.type === "integer" ? "numeric" : "decimal"}
      value={value ?? ""}
      autoComplete="off"
      onChange={read}
      onBlur={() => onBlur(id, value)}
      {...ties}
    />
  );
});

const Choose = framed(({ id, value, onChange, onBlur, options, ties, required }) => (
  <select
    id={id}
    value={value ?? ""}
    onChange={(event) => onChange(said(event))}
    onBlur={() => onBlur(id, value)}
    {...ties}
  >
    {(!required || !value) && <option value="">—</option>}
    {options.enumOptions.map(({ value: name, label }) => (
      <option key={name} value={name}>
        {label}
      </option>
    ))}
  </select>
));

// A question that has an answer until another is given is a box to tick; one that has none has to be answered.
function YesNo({ id, label, value, onChange, onBlur, schema, required }) {
  const { words } = useApp();
  const x = schema.x ?? {};
  const ties = useTies(id, { hint: schema.description });
  if (x.usual !== undefined) {
    return (
      <div className="field is-tick">
        <input
          id={id}
          type="checkbox"
          checked={value ?? x.usual}
          onChange={(event) => onChange(event.target.checked)}
          onBlur={() => onBlur(id, value)}
          {...ties}
        />
        <label htmlFor={id}>{label}</label>
        {schema.description && (
          <p className="hint" id={`${id}-hint`}>
            {schema.description}
          </p>
        )}
      </div>
    );
  }
  return (
    <Group id={id} label={label} hint={schema.description} required={required}>
      <div className="answers">
        {[true, false].map((answer) => (
          <Answer
            key={String(answer)}
            name={id}
            label={words[answer ? "yes" : "no"]}
            isChosen={value === answer}
            onChoose={() => onChange(answer)}
          />
        ))}
      </div>
    </Group>
  );
}

export function Answer({ name, label, isChosen, onChoose, type = "radio", about }) {
  const id = useId();
  return (
    <span className="answer">
      <input type={type} id={id} name={name} checked={isChosen} onChange={onChoose} aria-describedby={about} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

// The name of one of the item's own photos.
const PhotoName = framed(({ id, value, onChange, ties }) => {
  const { space } = useWork();
  const { key } = useWhere();
  const names = new Set([...(space.draft(key)?.form.photos ?? []).map(({ file }) => file), value].filter(Boolean));
  return (
    <select id={id} value={value ?? ""} onChange={(event) => onChange(said(event))} {...ties}>
      <option value="">—</option>
      {[...names].map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
});

// The last part of the address: it goes with the title, and stays once it is stored.
const Slug = framed(({ id, value, onChange, onBlur, ties }) => {
  const { plan } = useApp();
  const { space } = useWork();
  const { key } = useWhere();
  const draft = space.draft(key);
  const isStored = Boolean(draft?.path);
  const before = draft?.type.address?.split("{slug}")[0] ?? "";
  return (
    <div className="slug">
      {before && (
        <span className="before" aria-hidden="true">
          {before}
        </span>
      )}
      <input
        id={id}
        type="text"
        value={value ?? ""}
        readOnly={isStored}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value.trim().toLowerCase() || undefined)}
        onBlur={() => {
          if (value && !isStored && /[^a-z0-9-]/.test(value)) onChange(shortName(value, plan.latin));
          onBlur(id, value);
        }}
        {...ties}
      />
    </div>
  );
});

export function widgetsWith(PictureWidget) {
  return {
    line: Line,
    long: Long,
    figure: Figure,
    choose: Choose,
    "yes-no": YesNo,
    "photo-name": PhotoName,
    slug: Slug,
    date: framed(DateWidget),
    moment: framed(DateWidget),
    body: framed(BodyWidget),
    picture: framed(PictureWidget),
  };
}
