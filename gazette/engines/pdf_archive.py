"""What WeasyPrint 70.0 leaves to be done for a PDF that is both PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

The engine knows one claim for a file. It is asked for PDF/A-2a, which brings the output intent, the identifier and the
flags of annotations; here the second claim is added, described as PDF/A asks for what it does not know itself.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

VARIANT: Final = "pdf/a-2a"
_SECOND: Final = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The claim, and the description of its schema (ISO 19005-2, 6.6.2.3.3)."""
_END: Final = b"</rdf:RDF>"


def finish(_document: Any, pdf: Any) -> None:
    """Before a PDF is written: adds the claim to its metadata, which PDF/A wants plain, and no picture is smoothed."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    before, end, behind = b"".join(metadata.stream).partition(_END)
    metadata.stream, metadata.compress = [before + _SECOND + end + behind], False
    for thing in pdf.objects:
        if getattr(thing, "extra", {}).get("Interpolate"):
            thing.extra["Interpolate"] = "false"  # ISO 19005-2, 6.2.8
        if getattr(thing, "compress", False):
            _end_apart(thing)


def _end_apart(stream: Any) -> None:
    """One byte more, which no one unpacks, behind packed bytes that end with a carriage return.

    With the line feed before "endstream" it would be read as one end of a line, and the length as wrong (ISO 19005-2,
    6.1.7.1). The last byte of what zlib packs is that of a checksum of the content (RFC 1950), cheaper than packing.
    """
    from pydyf import _to_bytes

    raw = b"\n".join(_to_bytes(item) for item in stream.stream)
    if zlib.adler32(raw) % 256 == ord("\r"):
        stream.stream, stream.compress = [zlib.compress(raw, level=9) + b"\n"], False
        stream.extra["Filter"] = "/FlateDecode"
