"""What clipboards hold, as each program writes it, becomes Markdown; what is lost is told; nothing of it runs."""

from pathlib import Path

import pytest

from gazette.content.rewriting import rewrite
from gazette.engines.pasted_html import MOST_BYTES, PastedError, read_pasted

CLIPBOARDS = Path(__file__).with_name("clipboards")
"""What each program puts there when some paragraphs, lists, notes and tables are copied."""
WORD, GOOGLE, LIBRE, EXCEL = (
    (CLIPBOARDS / f"{name}.html").read_text("utf-8") for name in ("word", "google", "libre", "excel")
)
LETTERED = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>α)&nbsp;</span>Άλφα</p>"


def markdown(html: str) -> str:
    return rewrite(read_pasted(html).root, titled=False).body


@pytest.mark.parametrize(
    ("html", "written"),
    [
        (
            WORD,
            "## Τίτλος\n\nΠρώτη **έντονη** και *πλάγια*, [σύνδεσμος](https://www.example.org/a).\n\n"
            "- Ένα\n    - Μέσα\n- Δύο\n\nΑνάμεσα[^1].\n\n3. Τρία\n4. Τέσσερα\n\n[^1]: Η σημείωση.",
        ),
        (GOOGLE, "## Επικεφαλίδα\n\n**Έντονα** *πλάγια* ~~σβησμένα~~\n\n- Ένα\n    - Μέσα\n- Δύο"),
        (LIBRE, "Λόγια **έντονα** κόκκινα[^1]\n\n3. τρία\n4. τέσσερα\n\n[^1]: σημείωση"),
        (EXCEL, "| Πόλη | Θέσεις |\n| --- | --- |\n| Αθήνα | 12 |"),
        ("απλά λόγια", "απλά λόγια"),
        ("<p>α<br>β</p>", "α  \nβ"),
        ("<div>α</div><div>β</div>", "α\n\nβ"),
        ("<p>&lt;script&gt; {{ x }} *a*</p>", "&lt;script> &#123;&#123; x }} \\*a\\*"),
        ("<dl><dt>όρος</dt><dd>εξήγηση</dd></dl>", "όρος\n\nεξήγηση"),
        ("<blockquote><p>λόγια</p></blockquote>", "> λόγια"),
    ],
    ids=["word", "google", "libre", "excel", "plain", "break", "divs", "signs", "terms", "quote"],
)
def test_each_programs_clipboard(html: str, written: str) -> None:
    assert markdown(html) == written


@pytest.mark.parametrize(
    ("html", "kind", "words"),
    [
        ("<p>πριν <img src='file:///C:/a.png' alt='ένα σχέδιο'> μετά</p>", "pasted-pictures", ["ένα σχέδιο"]),
        ("<p>λόγια</p><img src='data:image/png;base64,AAAA'>", "pasted-pictures", []),
        ("<p>φαίνεται <span style='display:none'>κρυφό</span></p>", "hidden", ["κρυφό"]),
        ("<p>φαίνεται <a href='#_msocom_1'>[Α1]</a></p>", "comments", []),
        ("<p>δείτε <a href='#ενότητα'>πιο κάτω</a></p>", "links-inner", []),
        (LETTERED, "list-letters", []),
    ],
)
def test_what_is_lost_is_told_and_the_text_beside_it_stays(html: str, kind: str, words: list[str]) -> None:
    found = read_pasted(html)
    assert (found.left[kind], found.words.get(kind, [])) == (1, words)
    assert rewrite(found.root, titled=False).body


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script><p onclick=alert(1)>x</p>",
        "<p>x<img src=x onerror=alert(1)></p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<svg><script>alert(1)</script></svg>x",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>x",
        "<style>@import 'https://evil.example'</style>x",
        "x<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<object data=x><embed src=x>x</object>",
        "<form action=https://evil.example><input name=a>x</form>",
        "<!--[if gte vml 1]><v:shape/><![endif]-->x",
        "<p>x\0</p>",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><p>x&b;</p>",
    ],
)
def test_nothing_of_it_runs(html: str) -> None:
    written = markdown(html)
    assert "x" in written
    for word in ("alert", "evil", "onerror", "javascript", "<p", "<svg"):
        assert word not in written


@pytest.mark.parametrize("html", ["<b>" * 9_000, "<div>" * 9_000, "<ul><li>" * 3_000, "<table><tr><td>" * 2_000,
                                  "<p>x" * 9_000, "<a href=x>" * 3_000])  # fmt: skip
def test_html_that_was_made_to_be_slow_is_read(html: str) -> None:
    assert "x" in markdown(f"{html}x")


@pytest.mark.parametrize(
    "html",
    ["x" * (MOST_BYTES + 1), "<ul>" * 10_100, "<div><p>" * 10_100, "<li>" * 60_100, "&amp;" * 60_100, "<a " * 5_000,
     f"<a {'x ' * 5_000}>", f"<a {'x=/' * 5_000}>"],
)  # fmt: skip
def test_too_much_is_refused(html: str) -> None:
    """What an HTML parser does for each of these grows with the square of their number."""
    with pytest.raises(PastedError):
        read_pasted(html)


def test_what_word_processors_write_is_not_too_much() -> None:
    row = "<tr><td><p class=MsoNormal style='margin:0'><span lang=EL>x<o:p></o:p></span></p></td></tr>"
    picture = f"<p><img src='data:image/png;base64,{'ab/+' * 90_000}'></p>"
    assert markdown(f"<table>{row * 3_000}</table>{picture}").count("x") == 3_000
