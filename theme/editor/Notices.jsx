// What the page tells: it is said aloud, and stays until it is closed.

import { useApp } from "./context.js";

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
export function Notices({ notices, onClose }) {
  const shown = (isUrgent) => notices.filter(({ kind }) => (kind === "problem") === isUrgent);
  return (
    <div className="notices">
      <div role="status">
        {shown(false).map((notice) => (
          <Notice key={notice.id} notice={notice} onClose={onClose} />
        ))}
      </div>
      <div role="alert">
        {shown(true).map((notice) => (
          <Notice key={notice.id} notice={notice} onClose={onClose} />
        ))}
      </div>
    </div>
  );
}

function Notice({ notice, onClose }) {
  const { words } = useApp();
  return (
    <div className={notice.kind === "aside" ? "unseen" : `notice is-${notice.kind}`}>
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
      <button type="button" className="small" onClick={() => onClose(notice.id)}>
        {words.close}
      </button>
    </div>
  );
}
