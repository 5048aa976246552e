"""`import`: of a Word document all that can be is taken over, the rest is told, and no document does harm."""

from __future__ import annotations

import re
import shutil
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gazette import cli
from gazette.content.markup import convert
from gazette.content.rewriting import rewrite
from gazette.content.wording import read_words
from gazette.editorial import word_import
from gazette.engines import word
from gazette.engines.pictures import look
from tests.support.docx import SPACES, docx, item, link, note, p, photo, picture, run, t, table, text_box, zipped
from tests.support.growth import growth
from tests.support.sites import PROJECT, TODAY, build

TITLE = p(t("Η γειτονιά που μαγειρεύει μαζί"), style="Title")
TEXT = p(t("Στην Αθήνα, η «κοινή κουζίνα» άνοιξε το 2020 και μένει ανοιχτή για όλη τη γειτονιά."))
SLUG = "i-geitonia-pou-mageirevei-mazi"


def bring(root: Path, raw: bytes, *more: str, name: str = "story.docx") -> int:
    document = root.parent / name
    document.write_bytes(raw)
    return cli.main(["import", str(document), *more, "--root", str(root), "--as-of", TODAY])


def body(root: Path, slug: str = SLUG, language: str = "el") -> str:
    return (root / "content/stories" / slug / f"{language}.md").read_text("utf-8").split("---\n", 2)[2].strip()


def carried(body_of: str, **more: object) -> str:
    """The Markdown of a document."""
    return rewrite(word.read_word(docx(body_of, **more)).html).body  # type: ignore[arg-type]


DELETED = '<w:del w:id="2" w:author="Α"><w:r><w:delText>Βγήκε</w:delText></w:r></w:del>'
WHOLE = "".join(
    [
        TITLE,
        TEXT,
        p(t("Πώς ξεκίνησε"), style="10"),
        p(t("Το πρόγραμμα"), note(2), t(" έχει "), link("rL1", t("κου"), t("ζίνα", "b")), t(" και "), t("όλους ", "b")),
        p(t("Οι άνθρωποι"), style="30"),
        p(t("Μια λέξη με ενω"), run("<w:softHyphen/>"), t("τικό."), run("<w:br/>"), t("Νέα γραμμή.")),
        p(t("Τι μαγειρεύουν", "b")),
        item("Φακές", 1), item("Κόκκινες", 1, 1), item("Ρύζι", 1), item("Πρώτα", 2), item("Ύστερα", 2),
        p(picture("rI1", alt="Δύο γυναίκες πλένουν πιάτα")),
        p(t("Η κουζίνα τον Μάρτιο"), style="ab"),
        table(["Έτος", "Μερίδες"], ["2020", "1.200"]),
        p(text_box("Σε πλαίσιο")),
        p('<w:commentRangeStart w:id="0"/>', t("Σχόλιο."), run('<w:commentReference w:id="0"/>')),
        p('<w:ins w:id="1" w:author="Α">', t("Μπήκε."), "</w:ins>", DELETED),
        p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", t("κρυφά λόγια", "vanish"), t("σβησμένο", "strike")),
        p(run('<w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object>')),
        p(t("Στο τέλος"), note(3, "endnote")),
    ]
)  # fmt: skip
MORE = {
    "links": {"rL1": "https://www.athens.gr/κουζίνα"},
    "media": {"rI1": ("image1.jpeg", photo())},
    "notes": {
        "footnotes": {2: p(t(" Βλ. τη "), t("μελέτη", "i"), t("."))},
        "endnotes": {3: p(t("Ως το 2021."))},
        "comments": {0: p(t("Να ελεγχθεί"))},
    },
}
BREAK = "  "
WRITTEN = f"""\
Στην Αθήνα, η «κοινή κουζίνα» άνοιξε το 2020 και μένει ανοιχτή για όλη τη γειτονιά.

## Πώς ξεκίνησε

Το πρόγραμμα[^1] έχει [κου**ζίνα**](https://www.athens.gr/%CE%BA%CE%BF%CF%85%CE%B6%CE%AF%CE%BD%CE%B1) και **όλους**

### Οι άνθρωποι

Μια λέξη με ενωτικό.{BREAK}
Νέα γραμμή.

#### Τι μαγειρεύουν

- Φακές
    - Κόκκινες
- Ρύζι

1. Πρώτα
2. Ύστερα

| Έτος | Μερίδες |
| --- | --- |
| 2020 | 1.200 |

Σε πλαίσιο

Σχόλιο.

Μπήκε.

~~σβησμένο~~

Στο τέλος[^2]

[^1]: Βλ. τη *μελέτη*.

[^2]: Ως το 2021."""


def test_a_document_becomes_a_draft_and_the_checker_tells_what_is_left(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = docx(WHOLE, **MORE)  # type: ignore[arg-type]
    assert bring(root, raw) == cli.DONE
    assert body(root) == WRITTEN
    said = capsys.readouterr().out
    assert "Taken over: paragraphs 8, headings 3, lists 3, footnotes 2, links 1, photos 1." in said
    for left in ("text boxes (1)", "comments (1)", "tracked insertions (1)", "tracked deletions (1)", "equations (1)"):
        assert f"  - {left}: " in said
    for left in (
        "embedded objects",
        "hidden text (1)",
        "struck out (1)",
        "tables (1)",
        "lines all in bold (1)",
        "el.md",
    ):
        assert left in said
    files = sorted(path.name for path in (root / "content/stories" / SLUG).iterdir())
    assert files == ["el.md", f"{SLUG}-1.jpg", "story.yml"]
    assert cli.main(["check", "--root", str(root), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    problems = [line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if not line.startswith("    ")]
    assert [words for _, words in problems if "The pencil" not in words] == []
    assert {words.split(":")[0] for _, words in problems} == {
        "summary", "date", "members[1]", "themes[1]", "captions[1].alt", "captions[1].caption", "photos[1].credit",
        "photos[1].people[1]",
    }  # fmt: skip
    text = (root / "content/stories" / SLUG / "el.md").read_text("utf-8")
    assert 'alt: "✎ Δύο γυναίκες πλένουν πιάτα"' in text
    assert 'caption: "✎ Η κουζίνα τον Μάρτιο"' in text


def test_what_was_told_is_all_there_was_to_do(root: Path, tmp_path: Path) -> None:
    assert bring(root, docx(WHOLE, **MORE)) == cli.DONE  # type: ignore[arg-type]
    folder = root / "content/stories" / SLUG
    data = (folder / "story.yml").read_text("utf-8").replace("✎ karditsa", "athens")
    data = data.replace('people:\n      - "✎ c-0042"', "people: none", 1)
    (folder / "story.yml").write_text(data.replace("✎ ", ""), "utf-8")
    text = (folder / "el.md").read_text("utf-8")
    (folder / "el.md").write_text(text.replace("✎ γράψτε το εδώ", "Μια κουζίνα για όλους").replace("✎ ", ""), "utf-8")
    assert build(root, tmp_path / "out") == cli.DONE
    page = (tmp_path / "out/stories" / SLUG / "index.html").read_text("utf-8")
    assert "<h2" in page and "Πώς ξεκίνησε" in page
    assert "doc-endnotes" in page
    assert "Δύο γυναίκες πλένουν πιάτα" in page
    assert "κρυφά λόγια" not in page


def test_photos_come_without_a_word_of_where_they_were_taken(root: Path) -> None:
    assert b"GPS" not in photo() and look(photo()).has_place
    assert bring(root, docx(WHOLE, **MORE)) == cli.DONE  # type: ignore[arg-type]
    raw = (root / "content/stories" / SLUG / f"{SLUG}-1.jpg").read_bytes()
    assert not look(raw).has_place
    with Image.open(BytesIO(raw)) as shown:
        assert not shown.getexif()
        assert shown.size == (900, 600)


def test_the_same_document_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other" / "site"))
    raw = docx(WHOLE, **MORE)  # type: ignore[arg-type]
    assert (bring(root, raw), bring(other, raw)) == (cli.DONE, cli.DONE)
    files = [path.relative_to(root) for path in (root / "content/stories" / SLUG).iterdir()]
    assert [(root / path).read_bytes() for path in files] == [(other / path).read_bytes() for path in files]


def test_nothing_is_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(root, docx(TITLE + TEXT)) == cli.DONE
    before = (root / "content/stories" / SLUG / "el.md").read_bytes()
    assert bring(root, docx(TITLE + p(t("Άλλο.")))) == cli.MISUSED
    assert "already exists: choose another name" in capsys.readouterr().err
    assert (root / "content/stories" / SLUG / "el.md").read_bytes() == before
    assert bring(root, docx(TITLE + TEXT), "another") == cli.DONE
    assert body(root, "another").startswith("Στην Αθήνα")
    assert not [path for path in (root / "content/stories").iterdir() if path.name.startswith(".")]


def test_what_is_told_speaks_greek(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(root, docx(WHOLE, **MORE), "--lang", "el") == cli.DONE  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert "Δεν μεταφέρθηκαν, ή θέλουν έλεγχο:\n" in said
    assert "  - σχόλια (1): παραλείφθηκαν" in said
    assert not re.search("[a-z]{4,} [a-z]{4,}", said.split("Μεταφέρθηκαν")[1].replace("make check", ""))


def test_the_letters_tell_the_language(root: Path) -> None:
    assert bring(root, docx(p(t("A garden for all"), style="Title") + p(t("The neighbours planted it.")))) == cli.DONE
    assert body(root, "a-garden-for-all", "en") == "The neighbours planted it."


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (TITLE + TEXT, "Η γειτονιά που μαγειρεύει μαζί"),
        (p(t("Ένας κήπος"), style="10") + TEXT, "Ένας κήπος"),
        (p(t("Ένας κήπος", "b")) + TEXT, "Ένας κήπος"),
        (TEXT + p(t("Αργότερα"), style="10"), ""),
    ],
)
def test_the_title_is_the_one_by_style_or_a_heading_at_the_start(document: str, title: str) -> None:
    assert rewrite(word.read_word(docx(document)).html).title == title


def test_without_a_title_the_mark_stands_and_the_file_gives_the_name(root: Path) -> None:
    assert bring(root, docx(TEXT), name="Κείμενο 3.docx") == cli.DONE
    assert 'title: "✎ ' in (root / "content/stories/keimeno-3/el.md").read_text("utf-8")


def test_headings_begin_at_the_second_level_and_skip_none() -> None:
    body_of = TEXT + "".join(
        p(t(f"Τίτλος {n}"), style=style) for n, style in enumerate(("30", "10", "20", "30", "30", "10", "30"))
    )
    levels = re.findall("^(#+) ", carried(body_of), re.MULTILINE)
    assert levels == ["##", "##", "###", "####", "####", "##", "###"]


AWKWARD = (
    "5*3*2 και _έτσι_ και `κώδικας`", "# όχι επικεφαλίδα", "- όχι κατάλογος", "1. Ούτε αυτό", "> ούτε παράθεση",
    "<b>όχι HTML</b> <script>alert(1)</script>", "{{ πρότυπο }} {% και %} ${αυτό} {: .x }", "[σύνδεσμος](javascript:x)",
    "![εικόνα](x.png) &nbsp; &amp; AT&T", "--8<-- 'secret'", "[^1]: όχι σημείωση", "a_b_c και \\ και |", "= ίσον",
    "+ συν", "~~~ φράχτης", "!include x",
)  # fmt: skip


@pytest.mark.parametrize("words", AWKWARD)
def test_signs_stay_signs(words: str) -> None:
    """Whatever someone typed in Word is what the reader sees, and the checker has nothing against it."""
    made = carried(TEXT + p(t(words)) + TEXT)
    found = convert(made)
    assert found.plain.split("\n")[1] == words
    assert [finding for finding in found.findings if finding.kind != "link"] == []


SIGNS = [
    *"*_`[]()<>#+-=~!|:\\&{}.;^1aα ",
    "**",
    "--",
    "1. ",
    "- ",
    "[^1]",
    "](",
    "http://a.gr/x_y",
    "<b>",
    "&amp;",
    "{{",
    "8<",
]
PLACES = ("<p>%s</p>", "<ul><li>%s</li></ul>", "<h2>%s</h2>", "<blockquote><p>%s</p></blockquote>")


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=12), st.sampled_from(PLACES))
def test_no_signs_whatever_mean_anything(signs: list[str], place: str) -> None:
    words = " ".join("".join(signs).split())
    made = rewrite(f"<div><p>Αρχή.</p>{place % escape(words)}<p>Τέλος.</p></div>").body
    found = convert(made)
    if words and "* * *" not in made:
        assert found.plain.split("\n")[1:-1] == [words]
    of_addresses = [finding for finding in found.findings if finding.value.startswith("http://a.gr/")]
    assert [finding for finding in found.findings if finding.kind != "heading" and finding not in of_addresses] == []


@pytest.mark.parametrize(
    ("words", "written", "html"),
    [
        ((t("Στις "), t("16", "strike"), t(" 17 Μαΐου.")), "Στις ~~16~~ 17 Μαΐου.", "<del>16</del> 17"),
        ((t("Ώρα 1"), t("8", "dstrike"), t("9:00.")), "Ώρα 1~~8~~9:00.", "1<del>8</del>9:00"),
        ((t("Το ~"), t(" παλιό ~", "strike"), t(" νέο.")), "Το &#126; ~~παλιό &#126;~~ νέο.", "<del>παλιό ~</del>"),
        (
            (t("Από ", "strike"), t("Μάιο", "strike", "b"), t(" Ιούνιο.")),
            "~~Από~~ **~~Μάιο~~** Ιούνιο.",
            "<del>Από</del> <strong><del>Μάιο</del></strong>",
        ),
    ],
)
def test_what_is_struck_out_stays_struck_out(words: tuple[str, ...], written: str, html: str) -> None:
    made = carried(p(*words))
    assert made == written
    assert html in convert(made).html


def test_what_is_struck_out_is_no_part_of_a_title_or_heading() -> None:
    made = rewrite(
        word.read_word(
            docx(
                p(t("Γιορτή "), t("στις 16", "strike"), style="Title")
                + TEXT
                + p(t("Το "), t("παλιό ", "strike"), t("πρόγραμμα"), style="10")
                + TEXT
            )
        ).html
    )
    assert made.title == "Γιορτή"
    assert "## Το πρόγραμμα" in made.body


def test_an_emphasis_that_no_sign_can_show_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(root, docx(TITLE + p(t("Τηλ.:", "b"), t("2310"), t(" και "), t("«παλιό»", "strike"), t("νέο.")))) == 0
    assert body(root) == "Τηλ.:2310 και «παλιό»νέο."
    said = capsys.readouterr().out
    assert "letters beside a sign (2): written as plain letters" in said
    assert "it says: “Τηλ.:”\n" in said and "it says: “«παλιό»”\n" in said


def test_a_line_of_signs_parts_two_passages() -> None:
    assert carried(TEXT + p(t("* * *")) + TEXT).split("\n\n")[1] == "* * *"
    under = carried(p(t("Πάνω"), run("<w:br/>"), t("---"), run("<w:br/>"), t("κάτω")))
    assert not re.search("<h[1-6]", convert(under).html)


def test_lists_typed_by_hand_become_lists() -> None:
    made = carried(TEXT + p(t("• Ένα")) + p(t("•\u00a0Δύο")) + TEXT)
    assert "\n\n- Ένα\n- Δύο\n\n" in made
    lines = p(t("Φέρτε:"), run("<w:br/>"), t("- νερό"), run("<w:br/>"), t("• ψωμί"))
    assert carried(lines) == "Φέρτε:\n\n\\- νερό\n\n- ψωμί"


def test_accents_are_whole_and_nothing_is_hidden() -> None:
    assert carried(p(t("Με\u0301σα στο\u00ad σπι\u0301τι\u200b μας"))) == "Μέσα στο σπίτι μας"


def test_links_that_lead_nowhere_keep_their_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = {
        "r1": "javascript:alert(1)",
        "r2": "file:///C:/x.docx",
        "r3": "https://bit.ly/abc",
        "r4": "https://a.gr/(x)",
    }
    document = TITLE + p(*(link(key, t(f"λόγος{key}")) for key in links)) + TEXT
    assert bring(root, docx(document, links=links)) == cli.DONE
    assert body(root).startswith("λόγοςr1λόγοςr2[λόγοςr3](https://bit.ly/abc)[λόγοςr4](https://a.gr/%28x%29)")
    said = capsys.readouterr().out
    assert "links that lead nowhere on the web, such as to files on a computer (2)" in said
    assert "shortened addresses (1)" in said


def test_numbered_lists_go_on_behind_a_paragraph() -> None:
    made = carried(TEXT + item("Ένα", 2) + TEXT + item("Δύο", 2) + item("Τρία", 2))
    assert made.endswith("\n\n2. Δύο\n3. Τρία")
    assert '<ol start="2">' in convert(made).html


def test_a_table_with_joined_cells_becomes_paragraphs() -> None:
    joined = table(["Α", "Β"], ["1", "2"]).replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', 1)
    made = rewrite(word.read_word(docx(TEXT + joined)).html)
    assert made.body.endswith("\n\nΑ\n\nΒ\n\n1\n\n2")
    assert (made.counted["tables"], made.counted["tables-torn"]) == (0, 1)


def test_pictures_that_cannot_be_shown_are_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    media = {"r1": ("a.emf", b"\x01\x00\x00\x00 EMF"), "r2": ("b.jpeg", photo()[:900]), "r3": ("c.png", photo("PNG"))}
    shown = "".join(p(picture(key)) for key in ("r1", "r2", "r3", "r3", "rMissing"))
    assert bring(root, docx(TITLE + TEXT + shown, media=media)) == cli.DONE
    said = capsys.readouterr().out
    for left in ("such as drawings of Office (1)", "that are damaged (1)", "does not hold (1)", "photos 1."):
        assert left in said
    assert [path.name for path in (root / "content/stories" / SLUG).glob("*.png")] == [f"{SLUG}-1.png"]


def test_what_stands_beside_the_text_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = f"<w:hdr {SPACES}>{p(t('Δήμος Αθηναίων'))}</w:hdr>".encode()
    more = {"word/header1.xml": header, "word/vbaProject.bin": b"macro"}
    section = p(more='<w:sectPr><w:headerReference w:type="default" r:id="rH"/></w:sectPr>')
    raw = docx(TITLE + TEXT + section, more=more, related={"rH": ("header", "header1.xml")})
    assert bring(root, raw) == cli.DONE
    said = capsys.readouterr().out
    assert "headers and footers (1): left out\n      it says: “Δήμος Αθηναίων”\n" in said
    assert "macros (1)" in said


_REASONS = "not-one cut-off too-many-pixels side-too-long too-many-parts moves several colours".split()


def test_everything_that_can_be_left_has_its_words() -> None:
    """What the engine counts, and what the rewriting does, each have a sentence."""
    told = set(read_words(word_import.LEFT))
    engines = [path.read_text("utf-8") for path in (PROJECT / "gazette/engines/word").glob("*.py")]
    engines.append((PROJECT / "gazette/engines/pasted_html.py").read_text("utf-8").replace("lose(", "tell("))
    source = "\n".join([*engines, (PROJECT / "gazette/editorial/word_import.py").read_text("utf-8")])
    counted = set(re.findall(r'tell\((?:"([\w-]+)"|\w+, "([\w-]+)")', source))
    counted = {name for names in counted for name in names if name}
    assert counted <= told
    assert {name for name in told - counted if f'"{name}"' not in source} == {
        f"pictures-{reason}" for reason in _REASONS
    }


def bomb() -> bytes:
    return zipped({"word/document.xml": b"<a>" + b" " * (word.MOST_XML + 1) + b"</a>"})


def entities(outer: str) -> bytes:
    body_of = f'<?xml version="1.0"?><!DOCTYPE x [{outer}]><w:document xmlns:w="x">&e;</w:document>'
    return docx(TEXT, more={"word/document.xml": body_of.encode()})


def altered(name: str, raw: bytes) -> bytes:
    return docx(TEXT, more={name: raw})


def locked() -> bytes:
    raw = bytearray(docx(TEXT))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := raw.find(sign, place + 1)) >= 0:
            raw[place + offset] |= 1
    return bytes(raw)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BILLION = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">'


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"", "is not a Word document"),
        (lambda: b"%PDF-1.7", "is not a Word document"),
        (lambda: rb"{\rtf1 text}", "is not a Word document"),
        (lambda: zipped({"xl/workbook.xml": b"<x/>"}), "is not a Word document"),
        (lambda: OLE, "is in an old Word format (.doc)"),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (locked, "is protected by a password"),
        (lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "is an OpenDocument text (.odt)"),
        (lambda: docx(TEXT)[:900], "is damaged or incomplete"),
        (lambda: docx(TEXT).replace(b"word/document", b"word/dokument", 1), "is damaged or incomplete"),
        (lambda: altered("word/document.xml", b"<w:document"), "is damaged or incomplete"),
        (lambda: altered("word/styles.xml", b"\xff\xfe\x00"), "is damaged or incomplete"),
        (bomb, "becomes too large when it is unpacked"),
        (lambda: zipped({f"word/{n}.xml": b"" for n in range(word.MOST_PARTS + 1)}), "becomes too large"),
        (lambda: altered("../../evil.xml", b"<x/>"), "something that no Word document contains"),
        (lambda: altered("/etc/evil.xml", b"<x/>"), "something that no Word document contains"),
        (lambda: altered("C:\\evil.xml", b"<x/>"), "something that no Word document contains"),
        (lambda: entities('<!ENTITY e SYSTEM "file:///etc/passwd">'), "something that no Word document contains"),
        (lambda: entities(BILLION), "something that no Word document contains"),
        (lambda: docx("<w:p>" * 200 + "</w:p>" * 200), "something that no Word document contains"),
        (lambda: docx(p()), "There are no words in"),
    ],
)  # fmt: skip
def test_what_is_no_sound_document_ends_in_one_line(
    root: Path, make: object, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(root.rglob("*"))
    assert bring(root, make()) == cli.MISUSED  # type: ignore[operator]
    out, errors = capsys.readouterr()
    assert said in errors
    assert (out, errors.count("\n")) == ("", 1)
    assert sorted(root.rglob("*")) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = BytesIO(docx(TEXT))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    assert bring(root, target.getvalue()) == cli.MISUSED
    assert "contains something that no Word document contains" in capsys.readouterr().err


def test_pictures_are_never_fetched_from_the_disk_or_the_web(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(photo("PNG"))
    linked = picture("rL1").replace("r:embed", "r:link")
    raw = docx(TITLE + TEXT + p(linked), links={"rL1": secret.as_uri()})
    assert bring(root, raw) == cli.DONE
    assert not list((root / "content/stories" / SLUG).glob("*.png"))


def test_a_missing_document_and_an_impossible_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(root / "none.docx"), "--root", str(root)]) == cli.MISUSED
    assert "There is no file" in capsys.readouterr().err
    assert bring(root, docx(TITLE + TEXT), "../x") == cli.MISUSED
    assert "cannot be an address" in capsys.readouterr().err
    assert bring(root, docx(TITLE + TEXT), "theme") == cli.MISUSED
    assert "taken by a page" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("entry", "target"),
    [
        ("word/media/image1.JPG", "media/image1.JPG"),
        ("word/media/image1.JPG", "media/image1.jpg"),
        ("word/media/IMAGE1.jpeg", "media/image1.JPEG"),
        ("WORD/Media/image 1.JPG", "media/image%201.jpg"),
        ("word\\media\\image1.JPG", "/word/media/image1.jpg"),
    ],
)
def test_a_picture_is_taken_over_in_whatever_letters_its_name_is_written(entry: str, target: str) -> None:
    """Cameras and Windows write `.JPG`; the names of parts are the same in capitals (ECMA-376-2, 6.2.2)."""
    raw = docx(
        p(t("Τίτλος"), style="Title") + p(t("Λόγια.")) + p(picture("rI1")), media={"rI1": ("image1.jpeg", photo())}
    )
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(made, "w") as archive:
        for name in source.namelist():
            data = source.read(name).replace(b"media/image1.jpeg", target.encode())
            archive.writestr(name.replace("word/media/image1.jpeg", entry), data)
    found, _ = word_import.extract(made.getvalue(), "κείμενο.docx", "", ("el", "en"))
    assert (list(found.photos), dict(found.words)) == (["titlos-1.jpg"], {})


STACK = "\u0301\u0316"


@pytest.mark.parametrize(
    "place", ["<h1>{}</h1>", "<p>{}</p>", "<p><strong>x</strong>{}</p>", '<p><img src="a" alt="{}"/></p>']
)
def test_a_letter_keeps_thirty_marks_and_the_rest_is_told(place: str) -> None:
    """More would take the square of their number, and no file could hold them."""
    made = rewrite(f"<div>{place.format('α' + STACK * 1000)}<p>Τέλος.</p></div>")
    assert f"{made.title}{made.body}{[shot.alt for shot in made.shots]}".count(STACK[1]) == 15
    assert made.counted["marks-many"] == 1
    assert growth(lambda size: rewrite(f"<div>{place.format('α' + STACK * size)}</div>"), 30_000) < 8


def test_an_editor_reads_that_marks_were_left_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(root, docx(TITLE + TEXT + p(t("Λέξη α" + STACK * 40))), "--lang", "el") == cli.DONE
    assert "περισσότερους από τριάντα" in capsys.readouterr().out
