"""`import`: every word that a reader of the document sees is in the draft or in the list of what was left, no other is.

Signs stand for words in the XML here: § for one that is seen, ¤ for one that is hidden; each becomes a word of its own.
What is seen is also read by `tests.support.word_reading`, which shares nothing with the importer.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.editorial import word_import
from tests.support import docx as made
from tests.support.docx import docx, item, note, p, run, strict, t, text_box
from tests.support.word_reading import seen_words

SEEN, HIDDEN = "λέξη", "κρυφό"
W, R = made.SPACES.split('"')[1], made.SPACES.split('"')[3]
VANISH = "<w:rPr><w:vanish/></w:rPr>"
SEEN_RUN, UNSEEN_RUN = t("§ "), t("¤ ")


def field(code: str, result: str = "") -> str:
    """A field of signs."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    middle = sign.format("separate") + result if result else ""
    return f"{sign.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{sign.format('end')}"


def graphic(inside: str) -> str:
    """A drawing that holds something else than a picture."""
    return run(
        f"<w:drawing><wp:inline><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def math(words: str, props: str = "") -> str:
    """An equation."""
    return f"<m:oMath><m:r>{props}<m:t>{words}</m:t></m:r></m:oMath>"


INLINE = {
    "run": SEEN_RUN,
    "simple field": f'<w:fldSimple w:instr=" AUTHOR ¤ ">{SEEN_RUN}</w:fldSimple>',
    "field": field(" REF ¤ ", SEEN_RUN),
    "field in the instruction of a field": field(f' IF {field("MERGEFIELD ¤", UNSEEN_RUN)} = "a" "¤"', SEEN_RUN),
    "open field": f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{SEEN_RUN}',
    "link of a field": field(' HYPERLINK "https://a.gr/x" \\o "¤" ', SEEN_RUN),
    "button": field("MACROBUTTON none §"),
    "list to choose from": '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="¤"/><w:listEntry w:val="§"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "control": f'<w:sdt><w:sdtPr><w:alias w:val="¤"/></w:sdtPr><w:sdtContent>{SEEN_RUN}</w:sdtContent></w:sdt>',
    "smart tag": f'<w:smartTag w:element="x"><w:smartTagPr/>{SEEN_RUN}</w:smartTag>',
    "custom XML": f'<w:customXml w:element="x">{SEEN_RUN}</w:customXml>',
    "link to a place": f'<w:hyperlink w:anchor="x">{SEEN_RUN}</w:hyperlink>',
    "link without relation": f'<w:hyperlink r:id="rIdNone">{SEEN_RUN}</w:hyperlink>',
    "direction": f'<w:bdo w:val="rtl">{SEEN_RUN}</w:bdo><w:dir w:val="ltr">{SEEN_RUN}</w:dir>',
    "ruby": f"<w:r><w:ruby><w:rubyPr/><w:rt>{t('§')}</w:rt><w:rubyBase>{t('§')}</w:rubyBase></w:ruby></w:r>",
    "alternatives": f'<mc:AlternateContent><mc:Choice Requires="wps">{SEEN_RUN}</mc:Choice><mc:Fallback/>'
    "</mc:AlternateContent>",
    "insertion": f"<w:ins>{SEEN_RUN}</w:ins><w:moveTo>{SEEN_RUN}</w:moveTo>",
    "deletion": '<w:del><w:r><w:delText>¤</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>¤</w:t></w:r></w:moveFrom>',
    "hidden": f"<w:r>{VANISH}<w:t>¤</w:t></w:r>",
    "hidden in the old way": '<w:r><w:rPr><w:vanish w:val="on"/></w:rPr><w:t>¤</w:t></w:r>',
    "not hidden": '<w:r><w:rPr><w:vanish w:val="off"/></w:rPr><w:t>§</w:t></w:r>',
    "hidden for good": "<w:r><w:rPr><w:specVanish/></w:rPr><w:t>¤</w:t></w:r>",
    "hidden by a style": '<w:r><w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>¤</w:t></w:r>',
    "hidden by the style of its style": '<w:r><w:rPr><w:rStyle w:val="Hid2"/></w:rPr><w:t>¤</w:t></w:r>',
    "shown in spite of its style": '<w:r><w:rPr><w:rStyle w:val="Hid"/><w:vanish w:val="0"/></w:rPr><w:t>§</w:t></w:r>',
    "hidden before": "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>§</w:t></w:r>",
    "hidden in the web view": "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>§</w:t></w:r>",
    "hidden box": f"<w:r>{VANISH}{text_box('¤')[5:-6]}</w:r>",
    "hidden drawing": text_box("¤").replace("<wp:docPr ", '<wp:docPr hidden="1" ').replace(
        "<v:shape>", '<v:shape style="visibility:hidden">'
    ),
    "box": text_box("§"),
    "WordArt": run('<w:pict><v:shape><v:textpath string="§"/></v:shape></w:pict>'),
    "words of a canvas": graphic("<a:p><a:r><a:t>§</a:t></a:r></a:p>"),
    "signs between": f"{t('§')}{run('<w:tab/>')}{t('§')}{run('<w:ptab/>')}{t('§')}{run('<w:cr/>')}{t('§')}",
    "breaks between": f"{t('§')}{run('<w:br/>')}{t('§')}" + run('<w:br w:type="page"/>') + t("§"),
    "a word of parts": f"{t('§')[:-12]}ά</w:t></w:r>{run('<w:softHyphen/>')}{t('πρόσθετο ')}",
    "equation": math("§") + math("¤", VANISH),
    "note": note(7),
    "note at the end": note(8, "endnote"),
    "hidden note": f'<w:r>{VANISH}<w:footnoteReference w:id="9"/></w:r>',
    "comment": run('<w:commentReference w:id="5"/>'),
    "chart": graphic('<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rC"/>'),
    "diagram": graphic('<d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rD"/>'),
    "unknown wrapper": f'<x:new xmlns:x="urn:new">{SEEN_RUN}</x:new>',
    "struck and raised": t("§ ", "strike") + t("§ ", "dstrike") + t("§ ", 'vertAlign w:val="superscript"'),
    "checkbox": '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>'
    f"</w:sdtPr><w:sdtContent>{t('☒ §')}</w:sdtContent></w:sdt>",
}  # fmt: skip


def cells(*inside: str) -> str:
    """A table of one row."""
    return f"<w:tbl><w:tblPr/><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in inside)}</w:tr></w:tbl>"


HIDING_TABLE = '<w:tblStyle w:val="HidTable"/>'
BLOCKS = {
    "paragraph": "<w:p>{}</w:p>",
    "heading": p("{}", style="20"),
    "quotation": p("{}", style="Quote"),
    "caption": p("{}", style="ab"),
    "table of contents": p("{}", style="toc1"),
    "list": item("§", 1) + item("§", 1, 1) + "<w:p>{}</w:p>",
    "numbers": item("§", 2) + item("§", 2, 2) + item("§", 2),
    "control": "<w:sdt><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>",
    "custom XML": '<w:customXml w:element="x"><w:p>{}</w:p></w:customXml>',
    "table": cells("<w:p>{}</w:p>", p(SEEN_RUN)) * 2,
    "lists in cells": cells(item("§", 1) + item("§", 1), item("§", 2) + item("§", 2, 1) + "<w:p>{}</w:p>"),
    "table in a table": cells(cells("<w:p>{}</w:p>", p(SEEN_RUN)) + p(SEEN_RUN), p(SEEN_RUN)),
    "rows in controls": "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:sdtContent></w:sdt>"
    f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(UNSEEN_RUN)}</w:tc></w:tr>"
    f"<w:tr><w:sdt><w:sdtContent><w:tc>{p(SEEN_RUN)}</w:tc></w:sdtContent></w:sdt>"
    f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p(UNSEEN_RUN)}</w:tc></w:tr></w:tbl>",
    "merged cells": '<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr>'
    f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc></w:tr></w:tbl>",
    "hidden by the paragraph": p("¤-", t("¤"), style="HidPara").replace("¤-", ""),
    "hidden by the table": cells(p(UNSEEN_RUN)).replace("<w:tblPr/>", f"<w:tblPr>{HIDING_TABLE}</w:tblPr>"),
    "hidden by two styles, and so shown": p(
        '<w:r><w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>§</w:t></w:r>', style="HidPara"
    ) + p(),
    "drop cap": p(t("§"), more='<w:framePr w:dropCap="drop" w:lines="3"/>') + "<w:p>{}</w:p>",
    "end deleted": p(t("§ "), more="<w:rPr><w:del/></w:rPr>") + "<w:p>{}</w:p>",
    "end hidden": p(t("§ "), more="<w:rPr><w:vanish/></w:rPr>") + "<w:p>{}</w:p>",
    "heading in a line": p(t("§ "), style="20", more="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + "<w:p>{}</w:p>",
    "box of boxes": p(text_box("§").replace("</w:p></w:txbx", f"{text_box('§')}</w:p></w:txbx")),
    "field over paragraphs": p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC ¤</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', t("§")
    ) + "<w:p>{}</w:p>" + p(t("§"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
}  # fmt: skip

HIDING = "<w:rPr><w:vanish/></w:rPr>"
STYLES = f"""<w:styles xmlns:w="{W}">{
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in {**made.STYLES, "toc1": "toc 1"}.items()
    )
}<w:style w:type="character" w:styleId="Hid"><w:name w:val="x"/>{HIDING}</w:style>
<w:style w:type="character" w:styleId="Hid2"><w:name w:val="y"/><w:basedOn w:val="Hid"/></w:style>
<w:style w:type="paragraph" w:styleId="HidPara"><w:name w:val="z"/>{HIDING}</w:style>
<w:style w:type="table" w:styleId="HidTable"><w:name w:val="u"/>{HIDING}</w:style></w:styles>"""


def document(body: str) -> bytes:
    """A document with all that it may refer to; each sign in it is a word of its own."""
    numbers = count(1)

    def words(text: str) -> str:
        return re.sub("[§¤]", lambda match: f"{SEEN if match.group() == '§' else HIDDEN}{next(numbers)}χ", text)

    drawn = '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>§</a:t></a:r></a:p>'
    chart = '<c:x xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">{}</c:x>'
    margin = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:hdr>'
    more = {
        "word/styles.xml": STYLES,
        "word/charts/chart1.xml": chart.format(
            drawn + "<c:cat><c:pt><c:v>§</c:v></c:pt></c:cat><c:val><c:v>¤</c:v></c:val>"
        ),
        "word/diagrams/data1.xml": chart.format(drawn),
        "word/header1.xml": margin.format("§"),
        "word/header2.xml": margin.format("¤"),
        "word/footer1.xml": margin.format("§"),
        "word/glossary/document.xml": margin.format("¤"),
    }
    margins = "".join(
        f'<w:{one}Reference w:type="{kind}" r:id="{key}"/>'
        for one, kind, key in (("header", "default", "rH1"), ("header", "first", "rH2"), ("footer", "default", "rF1"))
    )
    notes = {
        "footnotes": {7: p(SEEN_RUN, UNSEEN_RUN.replace("<w:t ", f"{VANISH}<w:t ")), 9: p(UNSEEN_RUN)},
        "endnotes": {8: p(INLINE["simple field"]) + p(SEEN_RUN)},
        "comments": {5: p(SEEN_RUN), 6: p(UNSEEN_RUN)},
    }
    related = {
        "rC": ("chart", "charts/chart1.xml"), "rD": ("diagramData", "diagrams/data1.xml"),
        "rF1": ("footer", "footer1.xml"), "rH1": ("header", "/word/header1.xml"), "rH2": ("header", "header2.xml"),
    }  # fmt: skip
    return docx(
        words(body) + f"<w:p><w:pPr><w:sectPr>{margins}</w:sectPr></w:pPr></w:p>",
        notes={kind: {key: words(text) for key, text in found.items()} for kind, found in notes.items()},
        more={name: words(text).encode() for name, text in more.items()},
        related=related,
        title=words("¤"),
    )


def carried(raw: bytes) -> str:
    """All that the draft and the list hold."""
    draft = word_import.draft(raw, "a.docx", "a", ("el", "en"), "el", date(2026, 1, 1))
    texts = [text for text in draft.files.values() if isinstance(text, str)]
    marked = "\n".join([*texts, *(line for lines in draft.words.values() for line in lines)])
    return re.sub(r"\[\^\d+\](?!:)|\]\(https://[^)]*\)|\[", "", marked)


def assert_whole(raw: bytes) -> None:
    """Both ways: the words that are seen, by the other reading, are those that are carried over or told."""
    of_ours = re.compile(rf"(?:{SEEN}|{HIDDEN})\d+χ\w*")
    seen, found = set(of_ours.findall("\n".join(seen_words(raw)))), set(of_ours.findall(carried(raw)))
    assert seen <= found
    whole = " ".join(seen)
    assert [word for word in found if word not in whole] == [], "of a struck word, the struck part alone is told"
    assert HIDDEN not in whole


NEVER_READ = {"button", "list to choose from"}
"""What stands in instructions, which the other reading skips."""


@pytest.mark.parametrize("form", [lambda raw: raw, strict], ids=["transitional", "strict"])
@pytest.mark.parametrize("name", INLINE)
def test_no_word_of_a_paragraph_is_lost(name: str, form: object) -> None:
    raw = form(document(p(t("Αρχή "), INLINE[name], t(" και τέλος."))))  # type: ignore[operator]
    if name in NEVER_READ:
        assert re.findall(rf"({SEEN}|{HIDDEN})\d", carried(raw).split("header")[0])[0] == SEEN
        assert HIDDEN not in carried(raw)
    else:
        assert_whole(raw)
        assert any(SEEN in word for word in seen_words(raw))


@pytest.mark.parametrize("name", BLOCKS)
def test_no_word_of_a_block_is_lost(name: str) -> None:
    raw = document(p(t("Αρχή.")) + BLOCKS[name].replace("{}", SEEN_RUN) + p(t("Τέλος.")))
    assert_whole(raw)
    assert_whole(strict(raw))


ANY = st.lists(
    st.tuples(st.sampled_from(sorted(BLOCKS)), st.lists(st.sampled_from(sorted(set(INLINE) - NEVER_READ)), max_size=4)),
    min_size=1,
    max_size=5,
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ANY)
def test_no_word_of_any_composition_is_lost(parts: list[tuple[str, list[str]]]) -> None:
    body = "".join(BLOCKS[block].replace("{}", " ".join(INLINE[name] for name in inside)) for block, inside in parts)
    raw = document(p(t("Αρχή.")) + body + p(t("Τέλος.")))
    assert_whole(raw)
