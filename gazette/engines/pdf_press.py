"""What WeasyPrint 70.0 leaves to be done for a PDF that is both PDF/X-4 (ISO 15930-7) and PDF/UA-1 (ISO 14289-1).

The engine is asked for PDF/X-4, which brings the output intent, the identifier and the boxes of pages. Here the second
claim is added; the intent says in whose list its name is; groups are blended in the inks of the press, not in a copy of
its profile, which PDF/X-4 refuses; and the document's identifier, which the engine rolls, is made of what it holds.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any, Final

VARIANT: Final = "pdf/x-4"
REGISTRY: Final = "http://www.color.org"
"""Where printing conditions such as FOGRA39 have their names."""
_CLAIM: Final = b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\n'
_END: Final = b"</rdf:RDF>"
_ROLLED: Final = re.compile(rb"(?<=xmp\.did:)[0-9a-f-]{36}")
INKS: Final = "/DeviceCMYK"


def finish(_document: Any, pdf: Any) -> None:
    """Before a PDF is written: its metadata, its intent and the colour spaces of its groups."""
    from pydyf import String, _to_bytes

    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    for intent in pdf.catalog["OutputIntents"]:
        intent["RegistryName"] = String(REGISTRY)
    seen = hashlib.blake2b(digest_size=16)
    for thing in pdf.objects:
        if thing is metadata:
            continue
        if "lab-d50" in (thing if isinstance(thing, dict) else ()):
            thing.clear()  # spaces that nothing here is painted in
        group = getattr(thing, "extra", {}).get("Group")
        if group:
            group["CS"] = INKS
        for part in getattr(thing, "stream", ()):
            seen.update(_to_bytes(part))
    before, end, behind = b"".join(metadata.stream).partition(_END)
    text = _ROLLED.sub(str(uuid.UUID(bytes=seen.digest())).encode(), before + _CLAIM + end + behind)
    metadata.stream = [text.replace(b"proof:pdf", b"default")]
