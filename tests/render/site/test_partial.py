"""A partial language: only what is in it exists in it, all else leads to another language, and says so."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gazette import cli
from gazette.languages import PartialLanguage, SiteLanguages
from gazette.render.site.partial import DONE, LEADS, SAID, WORDS, Standing, marked_words, without_marks
from gazette.render.words import Words
from tests.support.partial import OFFERED, partly
from tests.support.sites import build, printed_as

PAGES = {"", "about/", "members/", "members/north/", "search/"}
ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return partly(tmp_path_factory.mktemp("partly") / "site")


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    out = root.parent / "built"
    assert build(root, out) == 0
    return out


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text("utf-8")


def attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag))


def links(site: Path, address: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The path that each link within the site leads to, its attributes, and what stands in it."""
    for tag, inside in ANCHOR.findall(page(site, address)):
        found = attributes(tag)
        if "://" not in found["href"] and ":" not in found["href"] and not found["href"].startswith("#"):
            path = (site / address / urlsplit(found["href"]).path).resolve().relative_to(site.resolve()).as_posix()
            yield "" if path == "." else path, found, inside


def test_only_what_is_in_the_language_exists_in_it(site: Path) -> None:
    files = {path.relative_to(site / "uk").as_posix() for path in (site / "uk").rglob("*") if path.is_file()}
    beside = {name for name in files if name.endswith("picture.png")}
    assert {name.removesuffix("picture.png") for name in beside} <= set(PAGES)
    pages = files - beside - {"manifest.webmanifest"}
    assert pages == {f"{address}index.html" for address in PAGES}, "no feed, calendar, letter, book or data either"


def test_each_link_of_it_leads_somewhere_and_says_into_which_language(site: Path) -> None:
    elsewhere = 0
    for address in PAGES:
        for path, tag, inside in links(site, f"uk/{address}"):
            assert (site / path).exists(), (address, path)
            language = path.split("/")[0] if path.split("/")[0] in ("en", "ar", "uk") else "el"
            if language == "uk" or "lang" in tag or "<circle" in inside or path.startswith("assets"):
                continue
            elsewhere += 1
            assert tag["hreflang"] == language, (address, path)
            told = re.search(r'class="in-language" lang="uk" dir="ltr"> \((\w+)\)<', inside)
            own = re.search(f'^<span class="borrowed" lang="{language}"', inside)
            assert (told and told[1] == {"en": "англійська", "el": "грецька"}[language]) or own, (address, inside)
    assert elsewhere > 50


def test_what_a_member_lacks_stands_in_the_first_language_that_has_it(site: Path) -> None:
    html = page(site, "uk/members/north")
    assert re.search(r'id="services".*?lang="en"', html, re.DOTALL)
    assert "Κοινωνική υπηρεσία" not in html


def test_a_link_leads_to_the_first_language_that_has_a_text(site: Path) -> None:
    led = {path for path, _, _ in links(site, "uk/about/")}
    assert "en/stories/garden" in led
    assert "uk/members" in led
    assert "events/undated" in led, "which is written in Greek alone"
    assert "uk/members/north" in {path for path, _, _ in links(site, "uk/")}


def test_a_member_without_a_text_is_called_by_its_name(site: Path) -> None:
    members = page(site, "uk/members/")
    assert re.search(r'href="../../en/members/south/" hreflang="en">Південь<small', members)
    assert re.search(r'<p class="member-official" lang="en"[^>]*>Municipality of South', members)
    facts = re.search(r"<dt>Σε άλλες γλώσσες</dt>\n<dd>(.*?)</dd>", page(site, "members/south/"))
    assert facts
    assert facts[1] == '<bdi lang="uk">Південь</bdi>'


def test_words_that_it_lacks_are_marked_as_those_of_another_language(site: Path) -> None:
    text = page(site, "uk/members/north/")
    assert '<h2><span class="borrowed" lang="en">Statements</span></h2>' in text
    assert '<aside class="item-side" aria-label="Facts">' in text, "an attribute can't be marked"
    borrowed = '<span class="borrowed" lang="en">'
    assert f"<dd>{borrowed}Member {borrowed}since January 2018</span></span></dd>" in text
    assert "Головна" in text


def test_no_mark_reaches_a_reader(site: Path) -> None:
    marks = re.compile(f"[{LEADS}{WORDS}{SAID}{DONE}]")
    for path in site.rglob("*"):
        if path.suffix in (".html", ".xml", ".json"):
            assert not marks.search(path.read_text("utf-8")), path


def test_the_switch_leads_to_the_page_or_to_the_home_of_the_language(site: Path) -> None:
    def switched(address: str) -> str:
        found = re.search(r'<a href="([^"]*)" lang="uk"', page(site, address))
        assert found
        return (site / address / found[1]).resolve().relative_to(site.resolve()).as_posix()

    assert switched("members/north/") == "uk/members/north"
    assert switched("en/members/") == "uk/members"
    assert switched("stories/garden/") == switched("en/members/south/") == switched("ar/data/") == "uk"


def test_search_engines_hear_of_what_is_there(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    told = set(re.findall(r"https://good.example/uk/([^\"<]*)", sitemap))
    assert told == PAGES
    for address in PAGES:
        for root in ("", "en/", "uk/"):
            head = page(site, root + address).partition("</head>")[0]
            assert f'hreflang="uk" href="https://good.example/uk/{address}"' in head, (root, address)
    assert 'hreflang="uk"' not in page(site, "stories/garden/").partition("</head>")[0]
    structured = re.search(r'"application/ld\+json">(.*?)</script>', page(site, "uk/members/north/"))
    assert structured
    for address in re.findall(r"https://good.example/([\w/-]*)", structured[1]):
        assert (site / address).is_dir(), address


def test_the_whole_languages_have_everything(site: Path) -> None:
    def addresses(root: Path) -> set[str]:
        found = {path.relative_to(root).as_posix() for path in root.rglob("index.html")}
        return {name for name in found if name.split("/")[0] not in ("en", "ar", "uk")}

    assert addresses(site) == addresses(site / "en") == addresses(site / "ar")


def test_its_pages_are_made_again_when_another_comes(root: Path, tmp_path: Path) -> None:
    """A page may link to the one that comes. A text elsewhere changes nothing in it."""
    own = Path(shutil.copytree(root, tmp_path / "site", ignore=shutil.ignore_patterns(".build")))

    def made() -> int:
        assert build(own, tmp_path / "out", "--no-search") == 0
        return (tmp_path / "out/uk/about/index.html").stat().st_mtime_ns

    first = made()
    with (own / "content/stories/garden/el.md").open("a", encoding="utf-8") as text:
        text.write("\nΚαι κάτι ακόμη.\n")
    assert made() == first
    (own / "members/south/uk.md").write_text("---\nname: Південь\nofficial_name: Південь\n---\nМісто.\n", "utf-8")
    assert made() != first
    assert 'href="south/"' in page(tmp_path / "out", "uk/members/")
    assert (tmp_path / "out/uk/members/south/index.html").is_file()


def test_without_its_interface_it_needs_no_words(tmp_path: Path) -> None:
    """Albanian: there is no file of its words, and a text stands in a frame of English ones."""
    root = partly(tmp_path / "site", "{code: sq, offers: [members], fallback: [en]}")
    text = "---\nname: Veriu\nofficial_name: Bashkia Veriu\n---\nVeriu e themeloi rrjetin.\n"
    (root / "members/north/sq.md").write_text(text, "utf-8")
    for path in root.rglob("uk.md"):
        path.unlink()
    assert build(root, tmp_path / "out") == 0
    found = {path.relative_to(tmp_path / "out/sq").as_posix() for path in (tmp_path / "out/sq").rglob("index.html")}
    assert found == {"index.html", "members/north/index.html"}
    north = page(tmp_path / "out", "sq/members/north/")
    assert 'action="../../../en/search/"' in north
    assert (
        '<a href="../../../en/members/" aria-current="true" hreflang="en"><span class="borrowed" lang="en">Members'
        in north
    )


def test_files_are_made_as_offered(tmp_path: Path) -> None:
    """Arabic has every word, so more can be made in it than pages."""
    offers = "{code: ar, offers: [interface, events, feeds, calendars, data], fallback: [el], editions: [email, epub]}"
    root = partly(tmp_path / "site")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace(f"ar, {OFFERED}", offers), "utf-8")
    for path in root.rglob("uk.md"):
        path.unlink()
    with printed_as("screen"):
        assert build(root, tmp_path / "out", paper=True) == 0
    assert list((tmp_path / "out").rglob("newsletter-*.pdf"))
    made = tmp_path / "out/ar"
    files = [path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()]
    ends = {name.rpartition("/")[2].rpartition(".")[2] for name in files}
    assert ends == {"html", "xml", "json", "ics", "eml", "txt", "epub", "png", "webmanifest"}, "and no PDF"
    assert {name for name in files if name.endswith("index.html")} == {
        "index.html", "search/index.html", "events/index.html", "events/past/index.html",
    }  # fmt: skip
    assert "calendar.ics" in page(tmp_path / "out", "ar/events/")
    assert {name.split("/")[0] for name in files if "practices" in name} == {"data"}


def test_a_text_that_no_page_shows_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = partly(tmp_path / "site")
    (root / "content/stories/first-steps/uk.md").write_text(
        "---\ntitle: Перші кроки\nsummary: Семінар.\n---\nТекст.\n", "utf-8"
    )
    assert cli.main(["check", "--root", str(root), "--as-of", "2026-11-22"]) == 0
    told = capsys.readouterr().out
    assert "content/stories/first-steps/uk.md: (warning) This text is shown nowhere" in told
    assert "Add 'stories' to what `offers` lists for 'uk'" in told


def test_marks_are_taken_from_what_is_no_text() -> None:
    languages = SiteLanguages(("en", "uk"), {"uk": PartialLanguage(frozenset(), ("en",))})
    english, own = Words("en", {"a": "Menu"}), Words("uk", {}, Words("en", {"a": "Menu"})).marking(marked_words)
    said = own.say("a")
    html = f'<title>{said}</title><p title="{said}">{said} <a href="x/{LEADS}en{DONE}#y">Тут</a></p>'
    assert without_marks(said) == "Menu"
    assert Standing(languages).settled(html, own, {"en": english}) == (
        '<title>Menu</title><p title="Menu"><span class="borrowed" lang="en">Menu</span> '
        '<a href="x/#y" hreflang="en">Тут'
        '<small class="in-language" lang="uk" dir="ltr"> (англійська)</small></a></p>'
    )
