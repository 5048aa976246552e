"""A text reads as on GitHub, or it is told at its line.

Two parsers judge: GitHub's own (cmark-gfm), by way of HTML that a third library reads; and what the checker itself
says of a difference.
"""

from __future__ import annotations

import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import cmarkgfm
import html5lib
import pytest
from cmarkgfm.cmark import Options
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazette.content.markup import PAGE_MARK, SCHEMES, convert, scheme
from gazette.content.markup.github import difference
from gazette.content.markup.github_parser import to_html

BLOCKS = frozenset("blockquote h1 h2 h3 h4 h5 h6 hr li ol pre table td th tr ul".split())
INLINE = frozenset("a br code del em img strong".split())
NOTES = {"footnotes", "footnote"}


def outline(html: str) -> list[str]:
    """What readers get of a text: its words, and the elements that they see, but for ids and white space."""
    return re.sub(r"\s+", " ", "".join(parts(html5lib.parseFragment(html, namespaceHTMLElements=False)))).split(" ")


def parts(element: Any) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str) or "footnote-backref" in child.get("class", ""):
            pass
        elif child.tag == "sup":
            yield f" ^{''.join(child.itertext())} "
        elif child.tag == "figure":
            yield f" <img {child.get('data-photo')}>  </img> "
        elif child.tag == "input":
            yield "☑" if child.get("checked") is not None else "☐"
        elif child.tag == "hr" and element.get("class") in NOTES:
            pass
        elif child.tag in BLOCKS or child.tag in INLINE:
            yield f" <{child.tag}{fact(child)}> {child.text or ''}"
            yield from parts(child)
            yield f" </{child.tag}> "
        else:
            yield f" {child.text or ''}"
            yield from parts(child)
            yield " "
        yield child.tail or ""


def fact(element: Any) -> str:
    if element.tag == "ol":
        return f":{element.get('start', '1')}"
    if element.tag == "img":
        return f" {element.get('src')}"
    if element.tag == "a":
        return ":" + re.sub(r"[^!-~]", "", unquote(element.get("href", ""))).lstrip("/" + PAGE_MARK)
    return ""


def on_github(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_FOOTNOTES))


def unlike(text: str) -> list[int]:
    """The lines from which on the checker finds a text to read otherwise than on GitHub."""
    return [found.line for found in convert(text).findings if found.kind == "unlike-github"]


READ_ALIKE = {
    "lists nested by two spaces": "- a\n  - b\n    - c\n- d",
    "lists nested by three": "1. a\n   - b\n   - c\n2. d",
    "nested by four": "- a\n    - b\n        - c",
    "a list in a numbered one, by two": "1. a\n  - b",
    "a paragraph continued by three": "1. a\n\n   b\n\n   c\n2. d",
    "a paragraph continued by two": "- a\n\n  b\n- c",
    "a paragraph that leaves its list": "- a\n\nb",
    "a lazy line": "- a\nb\n- c",
    "a list below a paragraph": "Ήρθαν:\n- η Άννα\n- ο Νίκος",
    "a number below a paragraph is none": "Ήταν το\n2021. Και μετά",
    "another sign, another list": "- a\n+ b\n* c",
    "round brackets": "1) a\n2) b",
    "a list from seven": "7. a\n8. b",
    "a quotation in a list": "- a\n  > b\n  > c\n- d",
    "a list in a quotation": "> - a\n>   - b\n>\n> c",
    "code in a list": "- a\n\n  ```\n  b\n  ```\n- c",
    "a table in a list": "- a\n\n  | b | c |\n  | - | - |\n  | d | e |",
    "references without a space": "[Αθήνα][Πάτρα]\n\n[Αθήνα]: /a/\n[Πάτρα]: /b/",
    "references with a space": "[Αθήνα] [Πάτρα]\n\n[Αθήνα]: /a/\n[Πάτρα]: /b/",
    "references over a line": "[Αθήνα]\n[Πάτρα]\n\n[Αθήνα]: /a/\n[Πάτρα]: /b/",
    "a label in capitals": "[μια λέξη][ΑΘΗΝΑ]\n\n[Αθήνα]: /a/",
    "code in a label": "[`make test`] και [x][`a`]\n\n[`make test`]: /a/\n[`a`]: /b/",
    "emphasis in a label": "[*a*] [**b**]\n\n[*a*]: /a/\n[**b**]: /b/",
    "an escape in a label": "[a\\]b]\n\n[a\\]b]: /a/",
    "a label that is not defined": "[a] [b][c] [d][]",
    "a label in a list": "- [a]\n\n[a]: /a/",
    "a title": "[a](/b/ \"c\") [d](/e/ 'f') [g](/h/ (i))",
    "brackets in an address": "[a](/b_(c)) [d](</e f>)",
    "a link in a link": "[a [b](/c/) d](/e/)",
    "brackets in a link": "[a [b] c](/d/)",
    "no space before an address": "[a] (/b/)",
    "a backslash at a line's end": "Οδός 1\\\nΚαρδίτσα",
    "two spaces at a line's end": "Οδός 1  \nΚαρδίτσα   \nΕλλάδα",
    "escapes of every sign": " ".join(f"\\{sign}" for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "a backslash before a letter": "\\α \\a \\1 C:\\temp",
    "a table below a paragraph": "Ώρες:\n| a | b |\n|---|---|\n| 1 | 2 |",
    "a table with one hyphen": "| a | b |\n|-|:-:|\n| 1 | 2 |",
    "a table without outer bars": "a | b\n- | -\n1 | 2",
    "a bar in a cell": "| a | b |\n|---|---|\n| 1 \\| 2 | `3 \\| 4` |",
    "a row that is short": "| a | b |\n|---|---|\n| 1 |",
    "a table that ends with a list": "| a |\n|---|\n| 1 |\n- b",
    "no table: too few hyphens": "| a | b |\n|---|\n| 1 | 2 |",
    "struck out": "~~16~~ 17 Μαΐου, ~ένα~ δύο, ~~~τρία~~~, 5 ~ 6",
    "struck out with emphasis": "~~**16** και *17*~~",
    "struck out half": "~~16~ 17",
    "a bare address": "Δείτε https://x.gr/a_b*c και http://y.gr.",
    "a bare address before a Greek question mark": "Είδατε το https://x.gr/a; Και το www.y.gr;",
    "a bare address in brackets": "(https://x.gr/a) (https://x.gr/a_(b)) «https://x.gr»",
    "a bare address with www": "www.x.gr/a?b=1&c=2, *www.y.gr* xwww.z.gr",
    "a bare address of mail": "Γράψτε στο info@x.gr. Ή στο a.b+c@d-e.co.uk, όχι στο a@b.",
    "an address in angle brackets": "<https://x.gr/a> <info@x.gr>",
    "no link in a link": "[https://x.gr](https://y.gr) [www.x.gr](/a/)",
    "tasks": "- [ ] a\n- [x] b\n- [X] *c*\n- [y] d\n- [ ]\n- [ ]e",
    "tasks in a numbered list": "1. [ ] a\n2. [x] b\n\n   c",
    "no tasks": "[ ] a\n\n- a [ ] b",
    "emphasis": "*a* **b** ***c*** _d_ __e__ ___f___ *g **h** i* **j *k* l**",
    "emphasis within words": "ένα*δύο*τρία snake_case_word **Λέξη:**λέξη «**α**»β",
    "emphasis and punctuation": "**«α»** *(β)* **α**, **α.** **α.**β *«α»*β α**(β)**",
    "strong emphasis twice": "**α****β****γ** **α **β** γ** ****δ**** **ε *ζ **η** θ***",
    "emphasis left open": "*a **b* c ** d * e _f",
    "emphasis over lines": "*a\nb* **c\n\nd**",
    "stars that are none": "5 * 6 * 7 2*3*4 **",
    "code": "`a` ``b ` c`` ` d ` `` ` `` `e\nf` `*g*`",
    "code left open": "`a ``b` c```",
    "code and a backslash": "`a\\` b` \\`c`",
    "code before emphasis": "*a `b*` c*",
    "entities": "&lt;b&gt; &amp;lt; &copy; &#169; &#xA9; &nbsp;x &nosuch; & &amp",
    "headings": "## a\n### b ###\n#### c\n##d\n## e `f` *g*",
    "a heading in a paragraph": "a\n## b\nc",
    "headings underlined": "a\n---\n\nb\n-",
    "a rule": "a\n\n---\n\nb\n\n***\n_ _ _",
    "a rule and a list": "- a\n***\n- b",
    "quotations": "> a\nb\n\n> c\n\nd\n> e",
    "quotations in quotations": "> a\n>> b\n> c",
    "fences": "```\na\n```\n~~~ py\nb\n~~~\n````\n```\n````",
    "a fence below a paragraph": "a\n```\nb\n```\nc",
    "a fence left open": "```\na\n\nb",
    "a fence that is indented": "  ```\n  a\n   b\n  ```",
    "indented code": "a\n\n    b\n\n      c\n\nd",
    "no code: it runs on": "a\n    b",
    "pictures": "![a](b.jpg)\n\n![e][f]\n![f]\n\n[f]: g.jpg 'h'",
    "footnotes": "a[^1] b[^β] c[^1]\n\n[^β]: B\n\n    more\n[^1]: A *x*",
    "footnotes in their order": "b[^2] a[^1]\n\n[^1]: eins\n[^2]: zwei",
    "footnotes that are not there": "a[^1] b[^2]\n\n[^2]: B\n[^3]: C",
    "tabs": "-\ta\n\n\tb\n\n1.\tc",
    "Windows' line ends": "a\r\nb\r\n\r\n- c\r\n  - d",
    "a hashtag": "#Ένταξη #2",
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("name", READ_ALIKE)
def test_every_construct_reads_as_on_github(name: str) -> None:
    text = READ_ALIKE[name].replace("\r\n", "\n")
    # above the second level headings are a problem of their own
    assert outline(convert(text).html.replace(PAGE_MARK, "/")) == outline(on_github(text))
    assert unlike(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\nb ftp://x.gr/c d", 3),
        ("a\n\n- b\n- [c](<d\n  e>)", 4),
        ("a[^1]\n\n> [^1]: b\n> c", 3),
        ("a\n\nwww.x.gr`b`", 3),
        ("a\n\nhttps://x.gr/?b=1&amp;c=2", 3),
    ],
)
def test_what_the_converter_cannot_follow_is_told_at_its_line(text: str, line: int) -> None:
    assert outline(convert(text).html) != outline(on_github(text))
    assert unlike(text) == [line]


TOLD = {"unlike-github", "raw-html", "heading", "nested-too-deep", "image-within", "link-malformed"}
"""A heading may be of the first level, which is for the title of the page alone."""
SIGNS = ", . ! : - * ** _ ~~ ` `` [ ] ]( ) \\ \\* &amp; & < > # | ~".split()
WHOLE = "https://x.gr/a_b www.x.gr info@x.gr [a](/b/) [Αθήνα] [^1] ![a](b.jpg) `c` **d** *e*".split()
WORDS = st.sampled_from(["α", "Αθήνα", "word", "17", "«λέξη»", "x_y", "(a)", "κείμενο.", "é", *SIGNS, *WHOLE])
GLUE = st.sampled_from(["", "", " ", " ", " ", "\n", "  \n", "\\\n"])
LINE = st.lists(st.tuples(WORDS, GLUE), min_size=1, max_size=7).map(lambda pairs: "".join(a + b for a, b in pairs))
MARKS = st.sampled_from(
    [
        "",
        "",
        "",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "## ",
        "  ",
        "    ",
        "   - ",
        "  1. ",
        "> - ",
        "- [ ] ",
        "[^1]: ",
        "| ",
    ]
)
OTHER = st.sampled_from(["---", "===", "```", "~~~", "|---|---|", "| a | b |", "", "", "[Αθήνα]: /athens/", "***", ">"])
TEXTS = st.lists(st.one_of(OTHER, st.tuples(MARKS, LINE).map("".join)), min_size=1, max_size=8).map("\n".join)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_no_composition_differs_in_silence(text: str) -> None:
    """Either what readers get is what GitHub shows, or something is said: that it is not, or that it is not allowed."""
    fragment = convert(text)
    told = {found.kind for found in fragment.findings} & TOLD
    leads = [found.value for found in fragment.findings if found.kind == "link"]
    if not told and all(lead.startswith("/") or scheme(lead) in SCHEMES for lead in leads):  # others are refused
        assert outline(fragment.html.replace(PAGE_MARK, "/")) == outline(on_github(text))


def test_a_difference_is_seen_and_placed() -> None:
    """The comparison itself: trees that are wrong on purpose."""
    from xml.etree.ElementTree import fromstring

    text = "α *β* γ\n\n- δ\n- ε"
    right = "<div><p>α <em>β</em> γ</p><ul><li>δ</li><li>ε</li></ul></div>"
    assert difference(fromstring(right), text, 1) is None
    for wrong, line in (
        (right.replace("<em>β</em>", "β"), 11),
        (right.replace("<em>β</em>", "<strong>β</strong>"), 11),
        (right.replace(" γ", ""), 11),
        (right.replace("<li>ε</li>", ""), 14),
        (right.replace("ul>", "ol>"), 13),
        (right.replace("</ul>", "<li>ζ</li></ul>"), 14),
    ):
        found = difference(fromstring(wrong), text, 11)
        assert found is not None
        assert found.line == line, wrong


@pytest.mark.parametrize("text", [".\n.\n:-", "[a]:'\n]|-\n-|-", "x@example.org\nx|-\n-|-"])
def test_a_difference_is_never_told_above_the_text(text: str) -> None:
    """No one knows the line of a part of a table."""
    assert [found.line for found in convert(text, 5).findings if found.line < 5] == []


@pytest.mark.parametrize("name", ["\nαβ", "\n\ufffd\ufffd", "\na\u03b1βα", "α\nβγ", "\nαβ\nγδ", " \nαβ", "\n👩👩"])
def test_a_note_whose_name_goes_over_a_lines_end_is_read(name: str) -> None:
    """cmark-gfm cuts its letters in two, and gives bytes that are no text."""
    html = convert(f"Λέξη[^{name}] και μία[^1].\n\n[^1]: Σημείωση.\n").html
    assert "Λέξη" in html and "Σημείωση" in html


ALL_MARKS = """# A [text](https://example.org)[^1] with **notes**[^2] ~~of~~ `it`

| a | b[^1] |
|---|:-:|
| 1 | www.example.org |

- [x] done <b>

[^1]: One[^2]

    and more
[^2]: > Two
[^2]: Twice
[^3]: No one
"""


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.booleans())
def test_freeing_its_memory_changes_nothing_of_what_githubs_parser_writes(text: str, is_safe: bool) -> None:
    options = Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_SOURCEPOS
    options |= 0 if is_safe else Options.CMARK_OPT_UNSAFE
    both = f"{text}\n\n{ALL_MARKS}"
    assert to_html(both, is_safe) == cmarkgfm.github_flavored_markdown_to_html(both, options)


def test_githubs_parser_gives_its_memory_back() -> None:
    """A process that reads texts all day would else grow by some kilobytes with each, until it is ended."""
    to_html(ALL_MARKS, False)
    before = resident()
    for _ in range(5000):
        to_html(ALL_MARKS, False)
    assert resident() - before < 5000 * 1024, "less than a kilobyte for each text"


def resident() -> int:
    """The bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
