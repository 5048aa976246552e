// A link into the text: to a page of this site, found by words, or to any address.

import { useId, useState } from "react";
import { useApp } from "./context.js";
import { Combobox } from "./Combobox.jsx";
import { named, typeNamed } from "./model.js";

export function LinkDialog({ onLink }) {
  const { words, site, plan } = useApp();
  const [address, setAddress] = useState("");
  const [page, setPage] = useState("");
  const pageId = useId();
  const addressId = useId();
  const pages = site.items.flatMap((item) => {
    const type = typeNamed(item.collection, plan);
    if (!type?.address || item.state === "withdrawn") return [];
    const address = type.address.replace("{slug}", item.slug);
    return [{ value: address, label: named(item, plan), note: type.singular, keys: item.keys }];
  });
  const isUsable = /^(https?:\/\/\S+\.\S+|\/\S*|mailto:\S+@\S+)$/.test(address.trim());
  return (
    <div className="link">
      <div className="field">
        <label htmlFor={pageId}>{words["link-page"]}</label>
        <Combobox
          id={pageId}
          choices={pages}
          shown={page}
          onChoose={(value) => {
            setPage(pages.find((one) => one.value === value).label);
            setAddress(value);
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={addressId}>{words["link-address"]}</label>
        <input
          id={addressId}
          type="text"
          inputMode="url"
          autoComplete="off"
          value={address}
          placeholder="https://"
          onChange={(event) => setAddress(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault(); // the text would get it, once the dialog is closed
            if (isUsable) onLink(address.trim(), page || address.trim());
          }}
        />
      </div>
      <p className="row">
        <button
          type="button"
          className="is-main"
          disabled={!isUsable}
          onClick={() => onLink(address.trim(), page || address.trim().replace(/^https?:\/\//, ""))}
        >
          {words["link-insert"]}
        </button>
      </p>
    </div>
  );
}
