"""What people write stays text, wherever it lands: title, attribute, JSON-LD, body. And addresses come out right."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gazette.content.markup import FILE_MARK, PAGE_MARK, WORD_MARK, convert
from gazette.pipeline.build import build_site
from gazette.pipeline.read import read_site
from gazette.render.site.html import boxed
from gazette.render.templates import environment, json_ld, placed, relative
from gazette.render.typography import typeset_plain
from tests.support.sites import printed_as

BASE = Path(__file__).resolve().parents[1] / "sites" / "base"
NASTY = """</script><script>alert("1")</script> 'Q' & A <b onload=x> {{ 7*7 }} </title>"""


@pytest.mark.parametrize(
    ("origin", "target", "seen"),
    [
        ("", "", "./"),
        ("", "stories/a/", "stories/a/"),
        ("stories/a/", "", "../../"),
        ("stories/a/", "stories/a/", "./"),
        ("stories/a/", "stories/b/", "../b/"),
        ("stories/a/", "stories/", "../"),
        ("stories/", "stories/a/photo.jpg", "a/photo.jpg"),
        ("en/stories/a/", "stories/a/", "../../../stories/a/"),
        ("stories/a/", "en/stories/a/", "../../en/stories/a/"),
        ("en/", "assets/site.css", "../assets/site.css"),
        ("a/b/", "a/c/#part", "../c/#part"),
        ("a/", "a/#part", "./#part"),
    ],
)
def test_an_address_as_seen_from_a_page(origin: str, target: str, seen: str) -> None:
    assert relative(origin, target) == seen


def test_json_cannot_end_its_script() -> None:
    value = {"title": NASTY, "line": "a\u2028b\u2029c", "greek": "Ένταξη"}
    text = str(json_ld(value))
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)
    assert "Ένταξη" in text


def test_marks_become_addresses_and_words() -> None:
    fragment = f'<a href="{PAGE_MARK}members/x/">x</a><img src="{FILE_MARK}a.png" alt=""><a title="{WORD_MARK}">↩</a>'
    html = placed(fragment, lambda address: f"../{address}", lambda name: f"/f/{name}", 'Back "home"')
    assert html == (
        '<a href="../members/x/">x</a><img src="/f/a.png" alt=""><a title="Back &#34;home&#34;">↩</a>'
    )  # fmt: skip


def test_an_address_cannot_leave_its_attribute() -> None:
    html = placed(f'<a href="{PAGE_MARK}x">y</a>', lambda _: '"><script>', lambda name: name, "")
    assert html == '<a href="&#34;&gt;&lt;script&gt;">y</a>'


def test_a_table_scrolls_in_a_box_and_has_no_style() -> None:
    fragment = convert('| a | b |\n|---|--:|\n| 1 | 2 |\n\n`<table> <td style="text-align: right;">`').html
    html = boxed(fragment, 'A "table"')
    assert html.count("<table>") == html.count("</table></div>") == 1
    assert '<div class="wide" role="region" aria-label="A &#34;table&#34;" tabindex="0"><table>' in html
    assert '<td class="right">2</td>' in html
    assert '&lt;table&gt; &lt;td style="text-align: right;"&gt;' in html, "what someone wrote stays"


def test_templates_escape_and_refuse_unknown_names() -> None:
    made = environment({"a.html": "{{ x }}", "b.html": "{{ nothing.at.all }}"})
    assert made.get_template("a.html").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(Exception, match="undefined"):
        made.get_template("b.html").render()


class Page(HTMLParser):
    """A page as a browser reads it: elements with attributes, text of the title, JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside = ""
        self.texts: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "bdi":  # marks words of the text around it
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag != "bdi":
            self.inside = ""

    def handle_data(self, data: str) -> None:
        self.texts[self.inside] = self.texts.get(self.inside, "") + data

    def meta(self, name: str) -> str | None:
        key = "property" if ":" in name and not name.startswith("twitter") else "name"
        found = [a["content"] for tag, a in self.elements if tag == "meta" and a.get(key) == name]
        return found[0] if found else None


@pytest.fixture(scope="module")
def nasty_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The small site with hostile words in every field that people write, as finished pages."""
    root = tmp_path_factory.mktemp("nasty") / "root"
    shutil.copytree(BASE, root)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("docs_dir: content\nplugins: []\nnav: [index.md, stories/index.md]\n")
    for path in root.rglob("*.md"):
        path.write_text(hostile(path.read_text("utf-8")), "utf-8")
    out = root / "site"
    with printed_as("screen"):
        build_site(read_site(root, date(2026, 11, 22), lambda _: None), out, lambda _: None)
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in sorted(out.rglob("*.html"))}


def hostile(text: str) -> str:
    """The front matter with NASTY in each line of words, whatever the checker thinks of it."""
    field = re.compile(
        r"^(title|summary|name|official_name|full_name|person|menu|place): .*$|^(  - )(?=[A-ZΑ-Ω]).*$", re.MULTILINE
    )

    def worse(match: re.Match[str]) -> str:
        start = f"{match[1]}: " if match[1] else match[2]
        return start + "'" + ("Nasty " + NASTY).replace("'", "''") + "'"

    return field.sub(worse, text)


def test_the_hostile_site_is_rendered(nasty_pages: dict[str, str]) -> None:
    story = Page(nasty_pages["stories/garden/index.html"])
    assert story.texts["h1"] == typeset_plain("Nasty " + NASTY)
    assert story.texts["title"].startswith("Nasty " + NASTY)
    assert story.meta("description") == story.meta("og:description") == "Nasty " + NASTY
    assert story.meta("og:title") == "Nasty " + NASTY


def scripts(html: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)


def test_nothing_that_people_wrote_runs(nasty_pages: dict[str, str]) -> None:
    for name, html in nasty_pages.items():
        own = "search." if "search/" in name else "cities." if name in ("index.html", "en/index.html") else None
        found = [part for part in scripts(html) if part[1] or not own or own not in part[0]]
        unlisted = name == "404.html" or "about/worklist/" in name  # search engines are told nothing of these
        assert len(found) == (0 if unlisted else 1), name
        for kind, data in found:
            assert kind == ' type="application/ld+json"', name
            assert json.loads(data)["@graph"], name
        page = Page(html)
        assert not [tag for tag, attrs in page.elements if tag == "b" or any(key.startswith("on") for key in attrs)], (
            name
        )
        assert "alert(" not in page.texts.get("script", "").replace('alert(\\"1\\")', ""), name


def test_templates_in_words_stay_words(nasty_pages: dict[str, str]) -> None:
    html = nasty_pages["stories/garden/index.html"]
    assert "{{ 7*7 }}" in html
    assert "49" not in Page(html).texts["h1"]


def test_no_page_styles_or_runs_by_attribute(nasty_pages: dict[str, str]) -> None:
    for name, html in nasty_pages.items():
        for tag, attrs in Page(html).elements:
            assert "style" not in attrs, (name, tag)
            assert tag != "style", name


def test_words_of_another_language_are_marked(nasty_pages: dict[str, str]) -> None:
    """The base site's event is written in English only: on the Greek page its words say so."""
    page = Page(nasty_pages["events/open-day/index.html"])
    titles = [attrs for tag, attrs in page.elements if tag == "h1"]
    assert titles == [{"lang": "en", "dir": "auto"}]
    canonical = [attrs["href"] for tag, attrs in page.elements if tag == "link" and attrs.get("rel") == "canonical"]
    assert canonical == ["https://www.example.org/en/events/open-day/"]
