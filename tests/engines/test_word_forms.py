"""Forms in which the same document may come: names, encodings, parts; and what Word draws or counts by itself."""

from __future__ import annotations

import re

import pytest

from gazette.content.markup import convert
from gazette.content.rewriting import Rewritten, rewrite
from gazette.engines.word import WordText, read_word
from tests.support import docx as made
from tests.support.docx import docx, item, p, parts_of, photo, picture, run, strict, t, table, zipped

TEXT = p(t("Στην πλατεία "), t("κρυφά ", "vanish"), t("μένει ο πλάτανος."))
PLAIN = "Στην πλατεία μένει ο πλάτανος."
MEDIA = {"rI1": ("image1.jpeg", photo())}


def text(raw: bytes) -> Rewritten:
    """What the draft is made from."""
    return rewrite(read_word(raw).html)


def body(inside: str, **more: object) -> str:
    """The Markdown of a document."""
    return text(docx(inside, **more)).body  # type: ignore[arg-type]


def renamed(change: object) -> bytes:
    """The document with other names for its parts, and in the relations between them."""
    parts = parts_of(docx(TEXT + p(picture("rI1")), media=MEDIA))
    return zipped(dict(change(name, raw) for name, raw in parts.items()))  # type: ignore[operator]


def online(name: str, raw: bytes) -> tuple[str, bytes]:
    """As Word on the web names the text."""
    name = name.replace("document.xml", "document2.xml")
    return name, raw.replace(b"document.xml", b"document2.xml")


def elsewhere(name: str, raw: bytes) -> tuple[str, bytes]:
    """In another folder, named from the root of the package."""
    raw = raw.replace(b'Target="word/document.xml"', b'Target="/text/doc.xml"')
    raw = raw.replace(b'Target="media/', b'Target="../word/media/').replace(b'Target="styles', b'Target="/word/styles')
    return {"word/document.xml": "text/doc.xml", "word/_rels/document.xml.rels": "text/_rels/doc.xml.rels"}.get(
        name, name
    ), raw


def utf_16(name: str, raw: bytes) -> tuple[str, bytes]:
    """All XML in UTF-16."""
    is_xml = name.endswith((".xml", ".rels"))
    return name, raw.decode().replace('encoding="UTF-8"', "").encode("utf-16") if is_xml else raw


@pytest.mark.parametrize(
    "form",
    [
        online,
        elsewhere,
        utf_16,
        lambda name, raw: (name.replace("/", "\\"), raw),
        lambda name, raw: (name.upper() if name.startswith("word") else name, raw),
        lambda name, raw: (name, b"\xef\xbb\xbf" + raw if name.endswith((".xml", ".rels")) else raw),
        lambda name, raw: (name, raw.replace(b'"media/image1.jpeg"', b'"media/im%61ge1.jpeg"')),
        lambda name, raw: (name, raw.replace(b'"media/image1.jpeg"', rb'"media\image1.jpeg"')),
        lambda name, raw: (name, raw.replace(b"document.main", b"template.main")),
    ],
)
def test_a_document_is_found_under_any_names(form: object) -> None:
    for raw in (renamed(form), strict(renamed(form)) if form is not utf_16 else renamed(form)):
        found = text(raw)
        assert (found.body, len(found.shots)) == (PLAIN, 1)


def test_strict_tells_what_transitional_tells() -> None:
    tracked = "<w:ins><w:r><w:t>Μπήκε</w:t></w:r></w:ins><w:del><w:r><w:delText>Βγήκε</w:delText></w:r></w:del>"
    raw = docx(TEXT + p(tracked) + p(t("σβησμένο", "strike")))
    plain, other = read_word(raw), read_word(strict(raw))
    assert plain == other
    assert {name: count for name, count in other.left.items() if count} == {
        "hidden": 1, "insertions": 1, "deletions": 1, "struck": 1,
    }  # fmt: skip
    assert other.words["struck"] == ("σβησμένο",)


# ---- pictures


@pytest.mark.parametrize(
    "drawn",
    [
        '<w:pict><v:shape alt="Πλάτανος"><v:imagedata r:id="rI1" o:title=""/></v:shape></w:pict>',
        '<w:pict><v:group><v:rect alt="Πλάτανος"><v:imagedata o:relid="rI1"/></v:rect></v:group></w:pict>',
        '<mc:AlternateContent><mc:Choice Requires="am3d"/><mc:Fallback><w:pict><v:shape alt="Πλάτανος">'
        '<v:imagedata r:id="rI1"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent>',
        picture("rI1", alt="Πλάτανος")[5:-6],
        picture("rI1", alt="Πλάτανος")[5:-6].replace("<pic:pic>", "<wpg:wgp xmlns:wpg='urn:g'><pic:pic>").replace(
            "</pic:pic>", "</pic:pic></wpg:wgp>"
        ),
    ],
)  # fmt: skip
def test_pictures_come_from_every_kind_of_drawing(drawn: str) -> None:
    found = text(docx(TEXT + p(run(drawn)), media=MEDIA))
    assert [shot.alt for shot in found.shots] == ["Πλάτανος"]


def test_an_object_shows_its_picture_and_is_told() -> None:
    inside = '<w:object><v:shape><v:imagedata r:id="rI1"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
    raw = docx(TEXT + p(run(inside)), media=MEDIA)
    assert (len(text(raw).shots), read_word(raw).left["objects"]) == (1, 1)


def test_a_caption_is_that_of_the_picture_right_above() -> None:
    below, far = p(t("Ο πλάτανος"), style="ab"), p(t("Πίνακας 1: Έτη"), style="ab")
    found = text(docx(p(picture("rI1")) + below + TEXT + far + table(["α", "β"], ["γ", "δ"]), media=MEDIA))
    assert [shot.caption for shot in found.shots] == ["Ο πλάτανος"]
    assert "Πίνακας 1: Έτη" in found.body


def test_a_link_on_a_picture_is_told() -> None:
    linked = f'<w:hyperlink r:id="rL1">{picture("rI1")}</w:hyperlink>'
    found = read_word(docx(TEXT + p(linked), media=MEDIA, links={"rL1": "https://www.athens.gr/"}))
    assert found.words["links-pictures"] == ("https://www.athens.gr/",)


# ---- words and signs


DROPPED = '<w:framePr w:dropCap="{}" w:lines="3"/>'


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (p(t("Ύ", "b"), more=DROPPED.format("drop")) + p(t("πατη "), t("γιορτάζει", "b")), "Ύπατη **γιορτάζει**"),
        (p(t("«Τ"), more=DROPPED.format("margin")) + p(t("ο σχολείο» άνοιξε.")), "«Το σχολείο» άνοιξε."),
        (p(t("Ένα"), run("<w:ptab/>"), t("δύο"), run("<w:cr/>"), t("τρία")), "Ένα δύο  \nτρία"),
        (p(t("Μισή"), run('<w:br w:type="page"/>'), t("σελίδα")), "Μισή  \nσελίδα"),
        (p(run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), t(" ναι")), "✓ ναι"),
        (p(run('<w:sym w:font="Symbol" w:char="0061"/>'), run('<w:sym w:font="Arial" w:char="2022"/>')), "α•"),
        (p('<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf061 βαθμοί</w:t></w:r>'), "α βαθμοί"),
        (p(t("μία\u2028γραμμή"), t("\u2029άλλη")), "μία γραμμή άλλη"),
        (p(t("Δευτέρα"), run("<w:noBreakHyphen/>"), t("Τρίτη")), "Δευτέρα‑Τρίτη"),
        (p(t("πε"), '<w:smartTag w:element="x">', t("ρι"), "</w:smartTag>", t("οχή")), "περιοχή"),
        (p(t("σβη"), '<w:del><w:r><w:delText>χαμέ</w:delText></w:r></w:del>', t("στό")), "σβηστό"),
    ],
)  # fmt: skip
def test_words_stay_whole(inside: str, shown: str) -> None:
    assert body(p(t("Αρχή.")) + inside).removeprefix("Αρχή.\n\n") == shown


def test_signs_of_an_unknown_font_are_told() -> None:
    raw = docx(p(t("Πριν "), run('<w:sym w:font="House Signs" w:char="F041"/>'), t("μετά \uf0a7")))
    assert (text(raw).body, read_word(raw).left["symbols"]) == ("Πριν μετά", 2)


def test_form_fields_show_what_was_chosen() -> None:
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
        '</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    raw = docx(p(box, t(" Συμφωνώ")) + p(box.replace("<w:checked/>", ""), t(" Διαφωνώ")))
    assert text(raw).body == "☒ Συμφωνώ\n\n☐ Διαφωνώ"
    assert read_word(raw).left["form-fields"] == 2


def test_a_field_that_word_works_out_is_told_and_its_instruction_is_not() -> None:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    page = f"{sign.format('begin')}<w:r><w:instrText>NUMPAGES</w:instrText></w:r>{sign.format('end')}"
    found = read_word(docx(p(t("Σελίδες: "), page) + p('<w:fldSimple w:instr="PAGE"/>', t("."))))
    assert found.left["fields"] == 2
    assert "PAGE" not in found.html


# ---- lists and numbers


def test_the_entries_of_a_list_in_a_cell_stay_apart() -> None:
    entries = item("νερό", 1) + item("ψωμί", 1) + item("αλάτι", 1, 1)
    numbered = item("Ένα", 2) + item("δύο", 2)
    cell = f"<w:tc>{entries}</w:tc><w:tc>{p(t('Φέρτε:'))}{numbered}</w:tc>"
    made_of = body(TEXT + f"<w:tbl><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>")
    line = "| • νερό • ψωμί • αλάτι | Φέρτε: {}. Ένα {}. δύο |"
    assert made_of.split("\n")[2:] == [line.format(1, 2), "| --- | --- |", line.format(3, 4)]


NUMBERED = """<w:numbering xmlns:w="{space}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride></w:num></w:numbering>"""


def numbered(inside: str, *levels: tuple[str, str]) -> WordText:
    """A document whose list 7 has these levels, each a form and a text; list 8 is the same, begun anew with 12."""
    described = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for n, (form, shown) in enumerate(levels)
    )
    raw = NUMBERED.format(space=made.SPACES.split('"')[1], levels=described).encode()
    return read_word(docx(inside, more={"word/numbering.xml": raw}))


def test_a_list_goes_on_with_the_number_that_word_shows() -> None:
    found = numbered(item("α", 7) + item("β", 7) + TEXT + item("γ", 7) + TEXT + item("δ", 8), ("decimal", "%1."))
    assert re.findall(r"^\d+\. .", rewrite(found.html).body, re.MULTILINE) == ["1. α", "2. β", "3. γ", "12. δ"]


def test_a_list_begun_anew_right_behind_another_is_told() -> None:
    found = rewrite(numbered(item("α", 7) + item("β", 7) + item("γ", 8), ("decimal", "%1.")).html)
    assert (found.body, found.lost["lists-jump"]) == ("1. α\n2. β\n3. γ", ["12 → 3"])


def test_labels_with_words_are_written() -> None:
    inside = item("Σκοπός", 7) + item("Όροι", 7, 1) + item("Έξοδα", 7, 1) + item("Τέλος", 7)
    found = numbered(inside, ("decimal", "Άρθρο %1"), ("decimal", "%1.%2"))
    assert rewrite(found.html).body.split("\n\n") == ["Άρθρο 1 Σκοπός", "1.1 Όροι", "1.2 Έξοδα", "Άρθρο 2 Τέλος"]
    assert found.left["labels"] == 4


def test_headings_keep_their_numbers_and_letters_are_told() -> None:
    heading = p(t("Σκοπός"), style="20", more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')
    found = numbered(TEXT + heading + item("πρώτο", 7, 1) + heading, ("upperRoman", "%1."), ("lowerLetter", "%2)"))
    assert rewrite(found.html).body.split("\n\n")[1:] == ["## I. Σκοπός", "1. πρώτο", "## II. Σκοπός"]
    assert (found.left["labels"], found.left["list-letters"]) == (2, 1)


def test_lists_without_a_number_are_no_lists() -> None:
    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    found = numbered(item("α", 7) + p(t("β"), more=none), ("none", ""))
    assert rewrite(found.html).body == "α\n\nβ"


# ---- the Markdown


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        (p(t("1) Πρώτο")), "1\\) Πρώτο"),
        (p(t("~~16~~ 17 Μαΐου")), "&#126;&#126;16&#126;&#126; 17 Μαΐου"),
        (p(t("περίπου ~20")), "περίπου ~20"),
        (p(t("Στις "), t("«εννέα»", "b"), t("ακριβώς")), "Στις «εννέα»ακριβώς"),
        (p(t("Στις "), t("εννέα,", "b"), t(" ακριβώς")), "Στις **εννέα,** ακριβώς"),
        (p(t("λε", "b"), t("κτικό", "b", "i"), t("ς")), "**λε*κτικό***ς"),
        (p(t("α | β"), run("<w:br/>"), t("|---|---|")), "α | β  \n&#124;---|---|"),
        (p(t("https://a.gr/x*y")), "https:/&#47;a.gr/x\\*y"),
    ],
)
def test_signs_are_written_so_that_no_reader_takes_them_for_marks(inside: str, written: str) -> None:
    made_of = body(TEXT + inside + TEXT).split("\n\n")[1]
    assert made_of == written
    said = re.sub(r"<[^>]*>", "", re.sub("</w:t>.*?<w:t[^>]*>|<w:br/>", "", inside))
    assert "".join(convert(made_of).plain.split()) == "".join(said.split())
