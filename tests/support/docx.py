"""Documents as Word makes them, put together by hand: what is inside is what a test says, and nothing else.

Element names are those of ECMA-376, part 1.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape

from PIL import Image

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MOMENT = (2021, 2, 3, 4, 5, 6)

# A Greek Word names its styles by numbers; only w:name is the same everywhere.
STYLES = {"a": "Normal", "Title": "Title", "10": "heading 1", "20": "heading 2", "30": "heading 3", "Quote": "Quote"}
STYLES["ab"] = "caption"


def p(*inside: str, style: str = "", more: str = "") -> str:
    """A paragraph of runs."""
    props = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{''.join(inside)}</w:p>"


def t(words: str, *marks: str) -> str:
    """A run: `b`, `i`, `u`, `strike`, `vanish` … are its marks."""
    props = "".join(f"<w:{mark}/>" for mark in marks)
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def run(inside: str) -> str:
    """A run of something else than words."""
    return f"<w:r>{inside}</w:r>"


def link(relation: str, *inside: str) -> str:
    """A link to what a relation names."""
    return f'<w:hyperlink r:id="{relation}">{"".join(inside)}</w:hyperlink>'


def item(words: str, numbering: int, level: int = 0) -> str:
    """An entry of a list: 1 has bullets, 2 has numbers."""
    more = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return p(t(words), more=more)


def note(number: int, kind: str = "footnote") -> str:
    """The mark of a note."""
    return run(f'<w:{kind}Reference w:id="{number}"/>')


def picture(relation: str, name: str = "Picture 1", alt: str = "") -> str:
    """A picture in the line."""
    return run(
        '<w:drawing><wp:inline><wp:extent cx="2000000" cy="1500000"/>'
        f'<wp:docPr id="1" name="{name}" descr="{escape(alt)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill><pic:spPr/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def table(*rows: Sequence[str]) -> str:
    """A table of cells with words."""
    lines = ("".join(f"<w:tc>{p(t(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def text_box(words: str) -> str:
    """A text box, as Word writes it: once for itself and once for what is older."""
    content = f"<w:txbxContent>{p(t(words))}</w:txbxContent>"
    return run(
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="9" name="Text Box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )


def docx(
    body: str,
    links: Mapping[str, str] | None = None,
    media: Mapping[str, tuple[str, bytes]] | None = None,
    notes: Mapping[str, Mapping[int, str]] | None = None,
    title: str = "",
    more: Mapping[str, bytes] | None = None,
    related: Mapping[str, tuple[str, str]] | None = None,
) -> bytes:
    """A document. `links` are relation → address, `media` relation → name and bytes, `notes` kind → number → words.

    `more` are parts by their names, and `related` relation → kind and target.
    """
    notes = notes or {}
    rels = [("rIdS", "styles", "styles.xml", ""), ("rIdN", "numbering", "numbering.xml", "")]
    rels += [(f"rId{kind}", kind, f"{kind}.xml", "") for kind in notes]
    rels += [(key, "hyperlink", address, ' TargetMode="External"') for key, address in (links or {}).items()]
    rels += [(key, "image", f"media/{name}", "") for key, (name, _) in (media or {}).items()]
    rels += [(key, kind, target, "") for key, (kind, target) in (related or {}).items()]
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _content_types(notes),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml", "")]),
        "word/_rels/document.xml.rels": _relations(rels),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "docProps/core.xml": _core(title),
        "word/document.xml": f"{XML}<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode(),
    }
    for kind, found in notes.items():
        parts[f"word/{kind}.xml"] = _notes(kind, found)
    parts |= {f"word/media/{name}": raw for name, raw in (media or {}).values()}
    return zipped({**parts, **(more or {})})


def parts_of(raw: bytes) -> dict[str, bytes]:
    """Name → bytes of all that is in a document."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def strict(raw: bytes) -> bytes:
    """The document in the names of ISO/IEC 29500 Strict."""
    space = re.compile(rb"http://schemas.openxmlformats.org/(wordprocessingml|officeDocument|drawingml)/2006/")
    return zipped({name: space.sub(rb"http://purl.oclc.org/ooxml/\1/", part) for name, part in parts_of(raw).items()})


def zipped(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files in a zip, the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, raw in parts.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), raw, packing)
    return target.getvalue()


def _content_types(notes: Mapping[str, object]) -> bytes:
    kinds = {
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "emf": "image/x-emf",
        "xml": "application/xml",
    }
    kinds["rels"] = "application/vnd.openxmlformats-package.relationships+xml"
    default = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items())
    names = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        **{kind: kind for kind in notes},
    }
    override = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in names.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{XML}<Types xmlns="{space}">{default}{override}</Types>'.encode()


def _relations(rels: Sequence[tuple[str, str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{escape(target)}"{mode}/>'
        for key, kind, target, mode in rels
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{space}">{lines}</Relationships>'.encode()


def _styles() -> bytes:
    lines = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    )
    return f"{XML}<w:styles {SPACES}>{lines}</w:styles>".encode()


def _numbering() -> bytes:
    levels = {
        kind: "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{"•" if kind == "bullet" else f"%{level + 1}."}"/></w:lvl>'
            for level in range(3)
        )
        for kind in ("bullet", "decimal")
    }
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{inside}</w:abstractNum>'
        for number, inside in enumerate(levels.values(), 1)
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    return f"{XML}<w:numbering {SPACES}>{abstract}{nums}</w:numbering>".encode()


def _notes(kind: str, notes: Mapping[int, str]) -> bytes:
    one = kind.removesuffix("s")
    author = ' w:author="Μαρία" w:date="2021-02-03T04:05:06Z"' if one == "comment" else ""
    lines = "".join(f'<w:{one} w:id="{n}"{author}>{inside}</w:{one}>' for n, inside in notes.items())
    return f"{XML}<w:{kind} {SPACES}>{lines}</w:{kind}>".encode()


def _core(title: str) -> bytes:
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return (
        f"{XML}<cp:coreProperties {spaces}><dc:title>{escape(title)}</dc:title>"
        "<dc:creator>Μαρία Παπαδοπούλου</dc:creator></cp:coreProperties>"
    ).encode()


@cache
def photo(kind: str = "JPEG", size: tuple[int, int] = (900, 600), place: bool = True) -> bytes:
    """A photo that tells where it was taken, and by what."""
    exif = Image.Exif()
    exif[0x010F] = "Phone maker"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 58.0, 0.0), 3: "E", 4: (23.0, 43.0, 0.0)})
    target = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(target, kind, exif=exif)
    return target.getvalue()
