// How the parts of the form are laid out: an item in its groups, a text with its languages side by side, a list with
// its entries, each of which can be moved and taken out.

import { useApp, useWork } from "./context.js";
import { isEmpty } from "./draft.js";
import { Group, Hint, Optional } from "./Frame.jsx";

// Every widget and field draws its own frame.
function FieldTemplate({ children, hidden }) {
  return hidden ? <div hidden>{children}</div> : children;
}

function ObjectFieldTemplate(props) {
  const { fieldPathId, schema, uiSchema, properties, title } = props;
  const groups = uiSchema?.["ui:groups"];
  if (groups) return <Groups {...props} groups={groups} />;
  if (schema.x?.isPair) return <Pair id={fieldPathId.$id} title={title} schema={schema} properties={properties} />;
  return (
    <Group
      id={fieldPathId.$id}
      label={title}
      x={schema.x}
      hint={schema.description}
      required={props.required || schema.x?.lead}
      className="record"
    >
      <div className="grid">{properties.map(({ content }) => content)}</div>
    </Group>
  );
}

function Pair({ id, title, schema, properties }) {
  return (
    <div className="pair" id={id}>
      <p className="pair-name">
        {title}
        <Optional needed={schema.x.required} />
      </p>
      <Hint id={`${id}-hint`} text={schema.description} />
      <div className="columns">{properties.map(({ content }) => content)}</div>
    </div>
  );
}

// An item: its words, its photos, its facts; behind them what can be left out as a whole.
function Groups({ groups, properties, schema, uiSchema, fieldPathId, formData }) {
  const { words } = useApp();
  const isPlain = uiSchema["ui:isPlain"];
  const shown = (names) => names.map((name) => properties.find((one) => one.name === name)?.content);
  const parts = ["text", "photos", "facts"].filter((name) => groups[name].length);
  if (isPlain) return <Short {...{ groups, shown, schema, fieldPathId, formData }} />;
  return (
    <>
      {parts.map((name) => (
        <section className={`group is-${name}`} key={name} aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`}>{words[`group-${name}`]}</h2>
          <div className={name === "facts" ? "grid" : ""}>{shown(groups[name])}</div>
        </section>
      ))}
      {groups.more.length > 0 && (
        <div className="group is-more">
          <h2>{words["group-more"]}</h2>
          {groups.more.map(({ names, title }) => (
            <More
              key={title}
              ids={names.map((name) => `${fieldPathId.$id}_${name}`)}
              title={title}
              isFilled={names.some((name) => !isEmpty(formData?.[name]))}
            >
              {shown(names)}
            </More>
          ))}
        </div>
      )}
    </>
  );
}

// An item that is begun within another: what it needs, and folded away what can wait.
function Short({ groups, shown, schema, fieldPathId, formData }) {
  const { words } = useApp();
  const all = [...groups.text, ...groups.photos, ...groups.facts, ...groups.more.flatMap(({ names }) => names)];
  const isNeeded = (name) => schema.required?.includes(name) || schema.properties[name].x?.required;
  const isShort = groups.text.length > 0;
  const needed = all.filter((name) => !isShort || isNeeded(name));
  const rest = all.filter((name) => !needed.includes(name) && name !== "slug");
  return (
    <>
      <div className="grid">{shown(needed)}</div>
      {rest.length > 0 && (
        <More
          ids={rest.map((name) => `${fieldPathId.$id}_${name}`)}
          title={words["group-more"]}
          isFilled={rest.some((name) => !isEmpty(formData?.[name]))}
        >
          {shown(rest)}
        </More>
      )}
    </>
  );
}

function More({ ids, title, isFilled, children }) {
  const { words } = useApp();
  const { told } = useWork();
  const found = told.filter(({ id }) => ids.some((one) => id === one || id.startsWith(`${one}_`)));
  return (
    <details open={found.length > 0 || undefined} id={`${ids[0]}-more`}>
      <summary>
        {title}
        {found.length > 0 && (
          <span className="mark"> {found.some(({ warning }) => !warning) ? words.problem : words.warning}</span>
        )}
        {isFilled && <span className="mark is-filled"> {words.filled}</span>}
      </summary>
      {children}
    </details>
  );
}

function ArrayFieldTemplate({ fieldPathId, schema, title, items, onAddClick, required }) {
  const { words } = useApp();
  return (
    <Group
      id={fieldPathId.$id}
      label={title}
      x={schema.x}
      hint={schema.description}
      required={required || schema.x?.lead}
      className="list"
    >
      {items.length > 0 && <ol className="entries">{items}</ol>}
      <button
        type="button"
        className="add"
        onClick={onAddClick}
        aria-label={`${words["add-entry"]}: ${schema.x?.lead ?? title}`}
      >
        {words["add-entry"]}
      </button>
    </Group>
  );
}

function ArrayFieldItemTemplate({ children, index, totalItems, buttonsProps, itemKey }) {
  const { words } = useApp();
  const { onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps;
  const number = index + 1;
  const button = (sign, words_, act, isOff) => (
    <button
      type="button"
      className="sign"
      aria-label={`${words_}, ${number}`}
      title={words_}
      onClick={act}
      disabled={isOff}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <li className="entry" key={itemKey}>
      <div className="entry-body">{children}</div>
      <div className="row">
        {button("↑", words.up, onMoveUpItem, index === 0)}
        {button("↓", words.down, onMoveDownItem, index === totalItems - 1)}
        {button("×", words.remove, onRemoveItem)}
      </div>
    </li>
  );
}

export const templates = { FieldTemplate, ObjectFieldTemplate, ArrayFieldTemplate, ArrayFieldItemTemplate };
