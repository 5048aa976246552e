"""Small PDFs as people bring them: with and without tags, names, scripts, passwords."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def pdf(
    *, tagged: bool = True, language: str = "en-GB", title: str = "A report", info: Mapping[str, str] | None = None,
    xmp: Mapping[str, Any] | None = None, root: Mapping[str, Any] | None = None, note_by: str = "",
    attached: bool = False, password: str | None = None,
) -> bytes:  # fmt: skip
    """A page without a fault, but for what is asked for. `root` goes into the document's catalogue."""
    made = pikepdf.new()
    made.add_blank_page()
    if tagged:
        made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        made.Root.MarkInfo = Dictionary(Marked=True)
    if language:
        made.Root.Lang = language
    for name, value in {**({"Title": title} if title else {}), **(info or {})}.items():
        made.docinfo[f"/{name}"] = value
    if xmp:
        with made.open_metadata(set_pikepdf_as_editor=False) as entries:
            for name, value in xmp.items():
                entries[name] = value
    for name, value in (root or {}).items():
        made.Root[f"/{name}"] = value
    if note_by:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, T=note_by, Contents="Shorter?", Rect=[0, 0, 9, 9])
        made.pages[0].Annots = Array([note])
    if attached:
        made.attachments["notes.txt"] = b"notes"
    locked = pikepdf.Encryption(owner="owner", user=password) if password is not None else False
    raw = BytesIO()
    made.save(raw, encryption=locked, **({} if locked else {"deterministic_id": True}))
    return raw.getvalue()


SCRIPT = {"OpenAction": Dictionary(S=Name.JavaScript, JS="app.alert(1)")}
