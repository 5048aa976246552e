// The photos of an item, a card each: the picture, what it shows in each language, who took it, who can be recognised.

import { useEffect, useMemo, useRef, useState } from "react";
import { useApp, useWhere, useWork } from "./context.js";
import { Count, Frame, Group, useTies } from "./Frame.jsx";
import { baseName } from "./files.js";
import { Records, referencesIn } from "./People.jsx";
import { fromBase64 } from "./server.js";
import { Answer } from "./widgets.jsx";
import { fill } from "./words.js";
import { folderOf } from "./model.js";
import { pathOf } from "./draft.js";
import { put } from "./places.js";

const ALT = 200; // characters of a description or a caption, as the model has it

// The address under which the browser shows a picture, of the form or of the store.
export function useAddress(draft, name) {
  const { ask } = useApp();
  const { space } = useWork();
  const [address, setAddress] = useState("");
  const picture = draft?.pictures[name];
  const place = draft && name ? `${folderOf(pathOf(draft))}/${name}` : "";
  const content = picture?.base64;
  useEffect(() => {
    let made = "";
    let isGone = false;
    const show = (base64) => {
      if (isGone) return;
      made = URL.createObjectURL(new Blob([fromBase64(base64)]));
      setAddress(made);
    };
    if (content) show(content);
    else if (picture)
      ask("picture", { path: place, draft: space.branch }).then(
        ({ content: found }) => show(found),
        () => undefined,
      );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [content, place, Boolean(picture)]);
  return address;
}

export function PhotosField({ fieldPathId, schema, formData, onChange }) {
  const { words } = useApp();
  const { takePhotos } = useWork();
  const { key } = useWhere();
  const chooser = useRef(null);
  const place = useRef(null);
  const photos = formData ?? [];
  const give = (next) => onChange(next, fieldPathId.path);
  const move = (number, to) => {
    const moved = [...photos];
    moved.splice(to, 0, ...moved.splice(number, 1));
    give(moved);
  };
  const remove = (number) => {
    give(photos.filter((_, other) => other !== number));
    place.current.querySelector(".add")?.focus();
  };
  return (
    <div ref={place} id={fieldPathId.$id} className="photos">
      {photos.map((photo, number) => (
        <PhotoCard
          key={photo.file ?? number}
          id={`${fieldPathId.$id}_${number}`}
          photo={photo}
          number={number}
          schema={schema.items}
          last={photos.length - 1}
          onChange={(next) => give(photos.map((one, other) => (other === number ? next : one)))}
          onMove={(to) => move(number, to)}
          onRemove={() => remove(number)}
        />
      ))}
      <div className="drop">
        <p>{words["photos-how"]}</p>
        <button type="button" className="add" onClick={() => chooser.current.click()}>
          {words["photos-choose"]}
        </button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept="image/*,.heic"
          multiple
          onChange={(event) => {
            takePhotos(key, [...event.target.files]);
            event.target.value = "";
          }}
        />
      </div>
    </div>
  );
}

function PhotoCard({ id, photo, number, schema, last, onChange, onMove, onRemove }) {
  const { words, plan } = useApp();
  const { space } = useWork();
  const { key } = useWhere();
  const draft = space.draft(key);
  const name = baseName(photo.file ?? "");
  const address = useAddress(draft, name);
  const set = (place, value) => onChange(put(photo, place, value || undefined));
  const title = fill(words["photo-number"], { number: number + 1 });
  const alt = plan.languages.map((language) => photo.words?.[language]?.alt).find(Boolean);
  return (
    <section className="card" id={id} aria-labelledby={`${id}_head`} tabIndex={-1}>
      <div className="card-head">
        <h3 id={`${id}_head`}>
          {title} <small>{name}</small>
        </h3>
        <p className="row">
          {number > 0 && (
            <Move sign="↑" label={fill(words["move-up"], { what: title })} onClick={() => onMove(number - 1)} />
          )}
          {number < last && (
            <Move sign="↓" label={fill(words["move-down"], { what: title })} onClick={() => onMove(number + 1)} />
          )}
          <button
            type="button"
            className="small"
            onClick={onRemove}
            aria-label={fill(words["take-out"], { name: title })}
          >
            {words.remove}
          </button>
        </p>
      </div>
      <div className="card-body">
        <figure>
          {address ? <img src={address} alt={alt ?? title} /> : <p className="hint">{words["photo-loading"]}</p>}
        </figure>
        <div className="card-fields">
          {["alt", "caption"].map((part) => (
            <div className="pair" key={part}>
              <p className="pair-name">
                {words[`photo-${part}`]} {part === "caption" && <span className="optional">{words.optional}</span>}
              </p>
              <p className="hint">{words[`photo-${part}-hint`]}</p>
              <div className="columns">
                {plan.languages.map((language) => (
                  <CardLine
                    key={language}
                    id={`${id}_words_${language}_${part}`}
                    x={{ lead: words[`photo-${part}`], language }}
                    most={ALT}
                    value={photo.words?.[language]?.[part]}
                    onSet={(value) => set(["words", language, part], value)}
                  />
                ))}
              </div>
            </div>
          ))}
          <CardLine
            id={`${id}_credit`}
            label={schema.properties.credit.title}
            hint={schema.properties.credit.description}
            value={photo.credit}
            most={schema.properties.credit.maxLength}
            onSet={(value) => set(["credit"], value)}
          />
          <Recognised id={`${id}_people`} photo={photo} onSet={(people) => set(["people"], people)} />
        </div>
      </div>
    </section>
  );
}

function Move({ sign, label, onClick }) {
  return (
    <button type="button" className="sign" aria-label={label} title={label} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

function CardLine({ id, label, x, hint, value, most, onSet }) {
  const ties = useTies(id, { hint, required: true });
  return (
    <Frame id={id} label={label} x={x} hint={hint} required>
      <input
        id={id}
        type="text"
        lang={x?.language}
        autoComplete="off"
        value={value ?? ""}
        onChange={(event) => onSet(event.target.value)}
        {...ties}
      />
      <Count id={id} value={value} most={most} />
    </Frame>
  );
}

// Whether anyone can be recognised, and by which record they agreed. Nothing is taken for granted.
function Recognised({ id, photo, onSet }) {
  const { words, site } = useApp();
  const { space } = useWork();
  const references = referencesIn(photo.people);
  const isMinor = (reference) =>
    space.draft(`new-${reference}`)?.form.minor ??
    site.choices.consents?.find(({ value }) => value === reference)?.minor;
  const read = useMemo(() => {
    if (photo.people === "none") return "none";
    if (!references.length) return "";
    return references.some(isMinor) ? "child" : "adult";
  }, [photo.people]);
  const [asked, setAsked] = useState(read);
  const answer = photo.people === "none" ? "none" : asked === "none" ? "" : asked || read;
  const choose = (who) => {
    setAsked(who);
    if (who === "none") onSet("none");
    else if (photo.people === "none") onSet(undefined);
  };
  return (
    <>
      <Group
        id={answer === "adult" || answer === "child" ? `${id}_who` : id}
        label={words.recognised}
        hint={words["recognised-hint"]}
        required
      >
        <div className="answers">
          {["none", "adult", "child"].map((who) => (
            <Answer
              key={who}
              name={id}
              label={words[`recognised-${who}`]}
              isChosen={answer === who}
              onChoose={() => choose(who)}
            />
          ))}
        </div>
      </Group>
      {(answer === "adult" || answer === "child") && (
        <Records
          id={id}
          value={photo.people}
          onChange={onSet}
          label={words.records}
          hint={words[`records-hint-${answer}`]}
          required
          minors={answer === "child" ? [true, false] : [false]}
        />
      )}
    </>
  );
}
