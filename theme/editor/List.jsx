// The items of a kind, newest first, found by words; and work in this browser that was not saved.

import { useEffect, useId, useState } from "react";
import { when } from "./Beginning.jsx";
import { useApp } from "./context.js";
import { matches } from "./folding.js";
import { addressOf } from "./going.js";
import { named, typeNamed } from "./model.js";
import { Moves } from "./Moves.jsx";
import { fill } from "./words.js";

const MOST = 60;

export function List({ collection }) {
  const { words, plan, site, go } = useApp();
  const [query, setQuery] = useState("");
  const [most, setMost] = useState(MOST);
  const searchId = useId();
  const type = typeNamed(collection, plan);
  const fits = (item) => matches(query, [item.keys ?? "", ...Object.values(item.titles ?? {}), item.slug ?? ""]);
  const found = site.items.filter(fits);
  const own = found.filter((item) => item.collection === collection);
  const others = query.trim() ? found.filter((item) => item.collection !== collection) : [];
  useEffect(() => setMost(MOST), [query, collection]);
  return (
    <>
      <header className="top">
        <p className="site">{words["site-name"]}</p>
        {site.home && <a href={site.home.address}>{site.home.label}</a>}
      </header>
      <div className="list-frame">
        <div className="list-view">
          <nav aria-label={words.kinds}>
            <ul className="kinds">
              {plan.types.map((one) => (
                <li key={one.collection}>
                  <a
                    href={`#/list/${one.collection}`}
                    aria-current={one.collection === collection ? "page" : undefined}
                  >
                    {one.label} <small>{site.items.filter((item) => item.collection === one.collection).length}</small>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <main id="main" tabIndex={-1}>
            <div className="list-head">
              <h1 tabIndex={-1}>{type.label}</h1>
              <button
                type="button"
                className="is-main"
                onClick={() => go(`#/new/${collection}/${Date.now().toString(36)}`)}
              >
                {type.new}
              </button>
            </div>
            <Unsaved />
            <Drafts />
            <search>
              <div className="field search">
                <label htmlFor={searchId}>{words.search}</label>
                <input
                  id={searchId}
                  type="search"
                  value={query}
                  autoComplete="off"
                  onChange={(event) => setQuery(event.target.value)}
                  aria-describedby={`${searchId}-count`}
                />
                <p id={`${searchId}-count`} className="hint" role="status">
                  {query.trim()
                    ? fill(words[own.length === 1 ? "found-one" : "found-many"], { count: own.length })
                    : ""}
                </p>
              </div>
            </search>
            <Items items={own.slice(0, most)} />
            {own.length > most && (
              <button type="button" onClick={() => setMost(most + MOST)}>
                {fill(words["show-more"], { count: Math.min(MOST, own.length - most) })}
              </button>
            )}
            {!own.length && <p className="nothing">{words[query.trim() ? "nothing-found" : "nothing-yet"]}</p>}
            {others.length > 0 && (
              <section aria-labelledby="others-head">
                <h2 id="others-head">{words["found-elsewhere"]}</h2>
                <Items items={others.slice(0, MOST)} isMixed />
              </section>
            )}
          </main>
        </div>
      </div>
    </>
  );
}

function Items({ items, isMixed }) {
  return (
    <ul className="items">
      {items.map((item) => (
        <Item key={item.folder} item={item} isMixed={isMixed} />
      ))}
    </ul>
  );
}

function Item({ item, isMixed }) {
  const { words, plan } = useApp();
  const title = named(item, plan);
  const other = plan.languages
    .map((language) => [language, item.titles?.[language]])
    .find(([language, said]) => said && said !== title && language !== plan.language);
  return (
    <li className="item-row">
      <div className="item-words">
        <a href={`#/edit/${item.folder}`}>{title}</a>
        {other && <p lang={other[0]}>{other[1]}</p>}
        {isMixed && <p className="hint">{typeNamed(item.collection, plan)?.label}</p>}
      </div>
      <p className="item-date">{item.dateText}</p>
      <p className="item-state">
        {item.state && <span className={`state-mark is-${item.state}`}>{words[`state-${item.state}`]}</span>}
        {(item.lacks ?? []).map((language) => (
          <span key={language} className="state-mark is-lacking">
            {fill(words.lacks, { language: plan.names[language] ?? language })}
          </span>
        ))}
      </p>
      <Moves item={item} title={title} />
    </li>
  );
}

// Work that was not saved, of any kind: it is offered until it is saved or thrown away.
function Unsaved() {
  const { words, plan, go, shelf, site } = useApp();
  const [kept, setKept] = useState([]);
  const look = () => shelf.all().then(setKept, () => undefined);
  useEffect(() => void look(), [site]);
  if (!kept.length) return null;
  return (
    <section className="unsaved" aria-labelledby="unsaved-head">
      <h2 id="unsaved-head">{words["kept-head"]}</h2>
      <ul>
        {kept.map((one) => (
          <li key={one.id} className="row">
            <span>
              {typeNamed(one.collection, plan)?.singular}: {one.title || words.untitled}{" "}
              <small>{when(one.at, plan.language)}</small>
            </span>
            <button
              type="button"
              aria-label={`${words["kept-open"]}: ${one.title || words.untitled}`}
              onClick={() => go(addressOf(one), one.id)}
            >
              {words["kept-open"]}
            </button>
            <button
              type="button"
              className="small"
              aria-label={`${words["kept-drop"]}: ${one.title || words.untitled}`}
              onClick={() => shelf.drop(one.id).then(look)}
            >
              {words["kept-drop"]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

// Where each text has a branch of its own: those that wait to be taken over.
function Drafts() {
  const { words, plan, site, ask, refresh, tell } = useApp();
  if (!site.drafts?.length) return null;
  const drop = async (draft) => {
    await ask("drop", { draft: draft.name });
    await refresh();
    tell({ kind: "done", text: fill(words["draft-dropped"], { title: draft.title || draft.name }) });
  };
  return (
    <section className="unsaved" aria-labelledby="drafts-head">
      <h2 id="drafts-head">{words["drafts-head"]}</h2>
      <ul>
        {site.drafts.map((draft) => (
          <li key={draft.name} className="row">
            <a href={`#/edit/${draft.folders[0]}`}>{draft.title || draft.name}</a>{" "}
            <small>{draft.updated ? when(new Date(draft.updated), plan.language) : ""}</small>
            <button
              type="button"
              className="small"
              aria-label={fill(words["draft-drop"], { title: draft.title || draft.name })}
              onClick={() => drop(draft)}
            >
              {words["kept-drop"]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
