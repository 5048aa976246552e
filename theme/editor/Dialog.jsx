// The browser's own dialog: it takes the focus, gives it back, and closes at Escape.

import { useEffect, useId, useRef } from "react";
import { useApp } from "./context.js";

export function Dialog({ title, onClose, children, closes = "close" }) {
  const { words } = useApp();
  const dialog = useRef(null);
  const id = useId();
  useEffect(() => {
    const found = dialog.current;
    const before = document.activeElement;
    found.showModal();
    found.querySelector("[data-first]")?.focus();
    return () => {
      found.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <p className="row is-end">
        <button type="button" data-first={closes === "stay" || undefined} onClick={onClose}>
          {words[closes]}
        </button>
      </p>
    </dialog>
  );
}
