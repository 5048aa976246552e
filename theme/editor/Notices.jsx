// What the page tells: it is said aloud, and stays until it is closed.

import { useLayoutEffect, useRef } from "react";
import { useApp } from "./context.js";

const ROOM = 8; // pixels above what was brought into view

// `lost`: [{ words, lines }], what an import could not take over, word for word.
export function Lost({ lost }) {
  return (
    <ul className="lost">
      {lost.map(({ words, lines = [] }) => (
        <li key={words}>
          {words}
          {lines.length > 0 && (
            <ul>
              {lines.map((line, number) => (
                <li key={number}>{line}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

// Both regions are there from the start, so that what comes into them is read out.
export function Notices({ offerPlace, notices, onClose }) {
  const strip = useRef(null);
  const newest = notices.findLast(({ kind }) => kind !== "aside")?.id;
  // Where there are more than have room, the newest is in view.
  useLayoutEffect(() => {
    const found = newest && strip.current.querySelector(`[data-id="${newest}"]`);
    if (!found) return;
    strip.current.scrollTop += found.getBoundingClientRect().top - strip.current.getBoundingClientRect().top - ROOM;
  }, [newest]);
  const before = useRef(null); // where someone was who went to a notice, and goes on once it is closed
  const leave = ({ currentTarget, relatedTarget }) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) before.current = relatedTarget;
  };
  const close = (id) => {
    onClose(id);
    if (before.current?.isConnected) before.current.focus();
  };
  const shown = (isUrgent) => notices.filter(({ kind }) => (kind === "problem") === isUrgent);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done here, only noted where one came from
    <div className="notices" ref={strip} onFocus={leave}>
      <div ref={offerPlace} />
      <div role="status">
        {shown(false).map((notice) => (
          <Notice key={notice.id} notice={notice} onClose={close} />
        ))}
      </div>
      <div role="alert">
        {shown(true).map((notice) => (
          <Notice key={notice.id} notice={notice} onClose={close} />
        ))}
      </div>
    </div>
  );
}

function Notice({ notice, onClose }) {
  const { words } = useApp();
  return (
    <div className={notice.kind === "aside" ? "unseen" : `notice is-${notice.kind}`} data-id={notice.id}>
      <div>
        <p>{notice.text}</p>
        {notice.list?.length > 0 && (
          <ul>
            {notice.list.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {notice.lost?.length > 0 && <Lost lost={notice.lost} />}
      </div>
      {notice.act && (
        <button
          type="button"
          onClick={() => {
            onClose(notice.id);
            notice.act.run();
          }}
        >
          {notice.act.label}
        </button>
      )}
      <button
        type="button"
        className="small sign"
        aria-label={words.close}
        title={words.close}
        onClick={() => onClose(notice.id)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}
