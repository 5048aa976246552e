"""Photos within texts as readers get them, and pictures whose files are called alike."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from gazette import cli
from gazette.content.digests import digest_of_bytes
from gazette.content.model import Kind, Medium
from gazette.outputs.pdf import SCREEN, paper_renderer
from gazette.pipeline.build import context_of
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup, file_address
from tests.support.contexts import read
from tests.support.sites import BASE, build

STORY = "content/stories/garden"
NAMES = ("workshop.jpg", "workshop.png", "workshop-320.jpg", "workshop.jpeg")
COLOURS = ("red", "lime", "blue", "yellow")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Four photos of one colour each, called as much alike as can be; the first two within the text."""
    root = tmp_path_factory.mktemp("pictures") / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    (root / STORY / "garden.png").unlink()
    photos, captions = "photos:\n", "captions:\n"
    for name, colour in zip(NAMES, COLOURS, strict=True):
        Image.new("RGB", (1160, 700), colour).save(root / STORY / name)
        photos += f"  - {{file: {name}, credit: Who saw {colour}, people: none}}\n"
        captions += f"  - {{file: {name}, alt: A field of {colour}, caption: All {colour}}}\n"
    data = root / STORY / "story.yml"
    data.write_text(re.sub(r"photos:\n(?:  .*\n)+", photos, data.read_text("utf-8")), "utf-8")
    for language in ("el", "en"):
        text = root / STORY / f"{language}.md"
        given = re.sub(r"captions:\n(?:  .*\n)+", captions, text.read_text("utf-8"))
        text.write_text(f"{given}\n![](workshop.jpg)\n\nBetween.\n\n![A field of lime](workshop.png)\n", "utf-8")
    assert build(root, root / "out", "--no-search") == cli.DONE
    yield root


def figures(page: str) -> list[tuple[str, str, str]]:
    """Address, description, and what stands below each photo."""
    found = re.findall(r"<figure class=\"photo\">.*?</figure>", page, re.DOTALL)
    return [
        (
            re.search(r' src="([^"]*)"', one)[1],  # type: ignore[index]
            re.search(r' alt="([^"]*)"', one)[1],  # type: ignore[index]
            " ".join(re.sub(r"<[^>]+>", "", one).split()),
        )
        for one in found
    ]


def test_each_photo_stands_once_under_its_own_words(site: Path) -> None:
    page = (site / "out/en/stories/garden/index.html").read_text("utf-8")
    shown = figures(page)
    assert sorted(alt for _, alt, _ in shown) == sorted(f"A field of {colour}" for colour in COLOURS)
    for source, alt, words in shown:
        colour = alt.rpartition(" ")[2]
        assert words == f"All {colour} Photo: Who saw {colour}"
        with Image.open((site / "out/en/stories/garden" / source).resolve()) as picture:
            near = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
            seen = picture.convert("RGB").getpixel((200, 100))
            assert all(abs(a - b) < 9 for a, b in zip(seen, near, strict=True)), (alt, source)  # type: ignore[arg-type]
    first, between, second = (page.index(words) for words in ("A field of red", "Between.", "A field of lime"))
    assert first < between < second
    assert "<img" not in re.sub(
        r"<figure.*?</figure>", "", page[page.index('class="prose"') : between], flags=re.DOTALL
    )


def test_pages_and_pictures_follow_what_is_in_a_file(site: Path) -> None:
    """A picture put in the place of another under its name: an incremental build is one anew."""
    Image.new("RGB", (1160, 700), "black").save(site / STORY / "workshop.jpg")
    name = digest_of_bytes((site / STORY / "workshop.jpg").read_bytes())
    assert build(site, site / "out", "--no-search") == cli.DONE
    assert build(site, site / "anew", "--no-search") == cli.DONE
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (site / "out", site / "anew")
    ]
    assert files[0] == files[1]
    for page in ("stories/index.html", "members/athens/index.html", "en/stories/garden/index.html"):
        assert f"{name}.480.avif" in (site / "out" / page).read_text("utf-8"), page


def test_on_paper_a_photo_stands_in_the_text_with_caption_and_credit(site: Path) -> None:
    given = context_of(read(site))
    view = whole_issue(Lookup(given.library, given.words["en"]), given.library.issues[0])
    html = paper_renderer(given).document(view, SCREEN).html
    shown = re.findall(r'<figure class="photo".*?</figure>', html, re.DOTALL)
    assert [re.search(r"A field of (\w+)", one)[1] for one in shown] == ["red", "lime"]  # type: ignore[index]
    for one, colour in zip(shown, ("red", "lime"), strict=True):
        assert f"<span>All {colour}</span>" in one
        assert f"Photo: Who saw {colour}" in one
    assert "data-photo" not in html


def test_no_address_tells_what_a_file_is_called(site: Path) -> None:
    assert not [path for path in (site / "out").rglob("*") if "workshop" in path.name]
    given = context_of(read(site))
    library = given.library
    story = library.get(Kind.STORY, "garden")
    assert story
    addresses = [file_address(story, name) for name in NAMES]
    assert len(set(addresses)) == len(NAMES)
    photos = Lookup(library, given.words["en"]).photos(story, story.texts["en"], Medium.WEB)
    assert [photo["file"] for photo in photos] == addresses
