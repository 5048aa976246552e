// A single picture of an item: a logo, an emblem.

import { useRef } from "react";
import { useApp, useWhere, useWork } from "./context.js";
import { useAddress } from "./Photos.jsx";

export function PictureWidget({ id, value, onChange, ties }) {
  const { words } = useApp();
  const { space, takePicture } = useWork();
  const { key } = useWhere();
  const chooser = useRef(null);
  const address = useAddress(space.draft(key), value);
  return (
    <div className="picture">
      {address && <img src={address} alt={value} />}
      <p className="row">
        <button type="button" id={id} className="add" onClick={() => chooser.current.click()} {...ties}>
          {value ? words["picture-another"] : words["picture-choose"]}
        </button>
        {value && (
          <button type="button" className="small" onClick={() => onChange(undefined)}>
            {words.remove}
          </button>
        )}
      </p>
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/*"
        onChange={async (event) => {
          const [file] = event.target.files;
          event.target.value = "";
          const name = file && (await takePicture(key, file));
          if (name) onChange(name);
        }}
      />
    </div>
  );
}
