"""What stands for a page where a link to it is shared: a picture of its own, told with its size and words."""

import json
import re
import struct
from html import unescape
from pathlib import Path

import pytest

from gazette.outputs.sharing import OUTPUT
from gazette.pipeline.build import context_of
from tests.support.contexts import context, made_by, read
from tests.support.sites import PROJECT

URL = "https://cities-network.example/"
MOST_BYTES = 60_000
OWN = ("stories/athens-city-together/", "events/exploring-our-cities/", "statements/chania-2021-02/", "newsletters/2/",
       "members/chania/", "partners/unhcr/", "about/privacy/", "")  # fmt: skip


def told(page: Path) -> dict[str, str]:
    return {
        name: unescape(value)
        for name, value in re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', page.read_text("utf-8"))
    }


def size_of(raw: bytes) -> tuple[int, int]:
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", raw[16:24])
    return width, height


def test_every_page_names_a_picture_that_is_there(real_site: Path) -> None:
    seen = 0
    for page in real_site.rglob("index.html"):
        meta = told(page)
        if "image" not in meta:
            assert "noindex" in page.read_text("utf-8") or 'http-equiv="refresh"' in page.read_text("utf-8")
            continue
        raw = (real_site / meta["image"].removeprefix(URL)).read_bytes()
        assert size_of(raw) == (int(meta["image:width"]), int(meta["image:height"])) == (1200, 630)
        assert len(raw) <= MOST_BYTES
        assert meta["image:alt"]
        seen += 1
    assert seen > 200


@pytest.mark.parametrize("address", OWN)
@pytest.mark.parametrize("root", ["", "en/"])
def test_what_is_shared_has_its_own(real_site: Path, root: str, address: str) -> None:
    meta = told(real_site / root / address / "index.html")
    assert meta["image"] == f"{URL}{root}{address}picture.png"
    assert address == "" or meta["title"] in meta["image:alt"]


def test_lists_share_that_of_the_home_page(real_site: Path) -> None:
    for address in ("stories/", "members/", "search/", "stories/theme/city-life/"):
        assert told(real_site / "en" / address / "index.html")["image"] == f"{URL}en/picture.png"


def test_a_page_is_pictured_in_the_language_of_its_text() -> None:
    """The test site's third language lacks most texts: their pages stand in for others, and show those' pictures."""
    paths = {file.path for file in OUTPUT.files(context("good")) if file.path.endswith("picture.png")}
    library = context("good").library
    for language, root in context("good").site.roots.items():
        written = {item.address for item in library.everything() if language in item.texts}
        others = tuple(other for other in context("good").site.roots.values() if other and other != root)
        ours = (path for path in paths if path.startswith(root) and not path.startswith(others))
        own = {path.removeprefix(root).removesuffix("picture.png") for path in ours}
        assert own - {""} <= written
        assert len(own) > 1


def test_a_picture_is_made_again_only_where_its_own_words_change(root: Path) -> None:
    def keys() -> dict[str, str]:
        return {file.path: file.key for file in OUTPUT.files(context_of(read(root)))}

    before = keys()
    text = next(path for path in root.rglob("statements/*/en.md"))
    text.write_text(text.read_text("utf-8").replace("title: ", "title: Once more ", 1), "utf-8")
    slug = text.parent.name
    changed = {path for path, key in keys().items() if before[path] != key}
    assert changed
    assert all(path.endswith(f"/{slug}/picture.png") for path in changed)
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text("utf-8") + "\n# Another line\n", "utf-8")
    text.write_text(text.read_text("utf-8").replace("title: Once more ", "title: ", 1) + "\nMore.\n", "utf-8")
    assert keys() == before, "neither the configuration nor a text is in it"


def test_icons_and_manifests_fit_together() -> None:
    made = made_by(OUTPUT, context("good"))
    for language, root in context("good").site.roots.items():
        manifest = json.loads(made[f"{root}manifest.webmanifest"])
        assert manifest["lang"] == language
        assert manifest["start_url"] == f"/{root}"
        for shown in manifest["icons"]:
            width, height = size_of(made[shown["src"].removeprefix("/")])
            assert shown["sizes"] == f"{width}x{height}"
    assert size_of(made["assets/touch-icon.png"]) == (180, 180)


@pytest.mark.parametrize("address", ["", "en/", "en/stories/", "404.html"])
def test_pages_link_their_icon_and_manifest(real_site: Path, address: str) -> None:
    page = real_site / address if address.endswith(".html") else real_site / address / "index.html"
    html = page.read_text("utf-8")
    for rel in ("apple-touch-icon", "manifest"):
        (href,) = re.findall(rf'<link rel="{rel}" href="([^"]+)">', html)
        target = real_site / href.lstrip("/") if href.startswith("/") else (page.parent / href)
        assert target.resolve().is_file()


def test_descriptions_are_short_and_like_no_other(real_site: Path) -> None:
    """Those of pages that stand in for another language's are not counted: their canonical address is that page's."""
    found: dict[str, str] = {}
    for page in sorted(real_site.rglob("index.html")):
        html, path = page.read_text("utf-8"), page.relative_to(real_site).as_posix().removesuffix("index.html")
        if f'<link rel="canonical" href="{URL}{path}">' not in html:
            continue
        (said,) = re.findall(r'<meta name="description" content="([^"]*)">', html)
        assert 0 < len(unescape(said)) <= 160, path
        assert said not in found, (path, found[said])
        found[said] = path
    assert len(found) > 200


def test_the_sitemap_tells_when_what_is_on_record_changed(real_site: Path) -> None:
    """By changes.txt, and of what that does not tell nothing: a build's own day is no change."""
    told = (real_site / "sitemap.xml").read_text("utf-8")
    lines = (PROJECT / "changes.txt").read_text("utf-8").splitlines()
    days = {line.split()[0]: line.split()[2:5:2] for line in lines if line.startswith("/")}
    changed = {address: last if last != "-" else since for address, (since, last) in days.items()}
    assert {day == "-" for day in changed.values()} == {True, False}
    for address, day in changed.items():
        (found,) = re.findall(rf"<loc>{URL}{address[1:]}</loc>(?:<lastmod>([^<]*)</lastmod>)?", told)
        assert found == day.strip("-"), address
    assert re.search(rf"<loc>{URL}about/privacy/</loc><xhtml", told)
