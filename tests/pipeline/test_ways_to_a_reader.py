"""Every way by which a picture or a name reaches a reader: one face and one name, with a record and without.

The ways stand in a table, docs/decisions/0026-ways-to-a-reader.md; a kind of file that is not there fails here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from gazette import cli
from gazette.content.digests import digest_of_bytes
from tests.support.made_pdf import pdf
from tests.support.readers import face, reached
from tests.support.sites import BASE, PROJECT, TODAY, build, printed_as

NAME: Final = "Zelmak"
FILE: Final = "zelmak.png"
STORY, EVENT = "content/stories/garden", "content/events/open-day"
TABLE: Final = PROJECT / "docs/decisions/0026-ways-to-a-reader.md"
BOTH: Final = {"name", "trace"}
WITH_A_RECORD: Final = {
    "index.html": BOTH,
    "stories/garden/index.html": BOTH,
    "events/open-day/index.html": BOTH,
    "stories/index.html stories/city/*.html stories/theme/*.html stories/programme/*.html stories/year/*.html": BOTH,
    "members/*.html partners/*.html": BOTH,
    "events/index.html about/index.html newsletters/index.html": {"name"},
    "newsletters/1/index.html": BOTH,
    "stories/garden/*.avif": {"face"},
    "stories/garden/*.webp": {"face"},
    "events/open-day/*.png": {"face"},
    "newsletters/1/stories/*": {"face"},
    "newsletters/1/events/*": {"face"},
    "*feed.xml": {"name"},
    "*feed.json": {"name"},
    "*.ics": {"name"},
    "newsletters/1/newsletter-1-en.html": BOTH,
    "newsletters/1/newsletter-1-en-listmonk.html": BOTH,
    "newsletters/1/newsletter-1-en-mailchimp.html": BOTH,
    "newsletters/1/*.eml": BOTH,
    "newsletters/1/*.txt": {"name"},
    "data/*.json": {"name"},
    "data/*.csv": {"name"},
    "data/*.xlsx": {"name"},
    "practices/*.html": BOTH,
    "data/practices/*.txt": {"name"},
    "practices/guide-*.pdf": {"name"},
    "practices/guide-*.epub": {"name"},
    "search/texts/*": {"name"},
    "search/about.json": {"name"},
    "search/pagefind/*": {"name"},
}
"""Patterns of files → what of the person is in them, taken together; `trace` is the address of the face."""
MAIL: Final = ("*.eml", "newsletters/*.txt", "newsletters/*.html")
PAPER: Final = "*.pdf"
RECORD: Final = "given: 2026-03-01\nscope: [{scope}]\nshows: [face, name]\nminor: false\nreviewer: Integration office\n"
EVERYWHERE: Final = "web, print, email, social"


class Walk(NamedTuple):
    """What a state of the site lets out, by path: of the site, and of its preview. `files` are all that there are."""

    site: dict[str, set[str]]
    offline: dict[str, set[str]]
    files: list[str]
    shared: str
    """The picture that stands for the story where a link to it is shared."""

    def told_by(self, *patterns: str) -> set[str]:
        """What of the person is in the files of a way, taken together."""
        return set().union(*(told for path, told in self.site.items() if any(fnmatch(path, one) for one in patterns)))


def add_document(root: Path) -> None:
    """A document with its PDF, and a partner with a logo: files that no one's consent is asked for."""
    folder = root / "content/documents/report"
    folder.mkdir(parents=True)
    (folder / "document.yml").write_text("kind: report\npublishers: [iom]\nfile: report.pdf\n", "utf-8")
    (folder / "en.md").write_text("---\ntitle: A report\nsummary: What was learned.\n---\n", "utf-8")
    (folder / "report.pdf").write_bytes(pdf())
    partner = root / "content/partners/iom"
    shutil.copy(root / STORY / "garden.png", partner / "logo.png")
    data = (partner / "partner.yml").read_text("utf-8")
    (partner / "partner.yml").write_text(f"{data}logo: logo.png\n", "utf-8")


def lay_out(root: Path) -> None:
    """A small site in one language, with a sender of mail."""
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build", "el.md"))
    config = (root / "mkdocs.yml").read_text("utf-8").replace("languages: [el, en]", "languages: [en]")
    sender = "  newsletter:\n    sender: news@www.example.org\n"
    (root / "mkdocs.yml").write_text(config.replace("docs_dir:", f"{sender}docs_dir:"), "utf-8")
    (root / ".gitignore").write_text(".build/\n/offline/\n/out/\n/.out*\n", "utf-8")
    issue = root / "newsletters/1/issue.yml"
    issue.write_text(issue.read_text("utf-8") + "  - kind: jointly\n    items: [events/open-day]\n", "utf-8")
    shutil.copy(root / STORY / "garden.png", root / EVENT)
    data, text = root / EVENT / "event.yml", root / EVENT / "en.md"
    photo = "photos:\n  - file: garden.png\n    credit: Municipality of Athens\n    people: none\n"
    data.write_text(data.read_text("utf-8") + photo, "utf-8")
    caption = "captions:\n  - file: garden.png\n    alt: A bed of plants\n---\n\nEveryone"
    text.write_text(text.read_text("utf-8").replace("---\n\nEveryone", caption), "utf-8")
    add_document(root)


def bring_in(root: Path) -> None:
    """The person: in each field of a story and an event that is shown anywhere, and in the midst of their texts."""
    photo = f"photos:\n  - file: {FILE}\n    credit: {NAME}\n    people: [c-0001]\n"
    caption = f"  - {{file: {FILE}, alt: A portrait of {NAME}, caption: {NAME} in spring}}\n"
    practice = f"practice:\n  need: {NAME} asked.\n  steps: [{NAME} began.]\n  outcome: {NAME} stayed.\n"
    more = f"{practice}highlights: [What {NAME} began]\nquote: {{text: I am here, by: {NAME}}}\n"
    for folder, name in ((STORY, "story.yml"), (EVENT, "event.yml")):
        face().save(root / folder / FILE)
        data, text = root / folder / name, root / folder / "en.md"
        given = data.read_text("utf-8").replace("photos:\n", photo)
        data.write_text(f"{given}people: [c-0002]\npractice:\n  audiences: [refugees]\n", "utf-8")
        head, body = text.read_text("utf-8").removeprefix("---\n").split("---\n", 1)
        head = head.replace("title: ", f"title: {NAME}, ").replace("summary: ", f"summary: {NAME}. ")
        head += caption + more + (f"place: The house of {NAME}\n" if folder == EVENT else "")
        text.write_text(f"---\n{head}---\n{body}\n{NAME} came.\n\n![]({FILE})\n\nThat was all.\n", "utf-8")


def agree(root: Path, of_face: str, of_name: str = EVERYWHERE, more: str = "") -> None:
    (root / "consent").mkdir(exist_ok=True)
    (root / "consent/c-0001.yml").write_text(RECORD.format(scope=of_face) + more, "utf-8")
    (root / "consent/c-0002.yml").write_text(RECORD.format(scope=of_name) + more, "utf-8")


def choose(root: Path, *, not_the_face: bool = False) -> None:
    """The face stands with both items in the issue, wherever that shows but one photo; or the other photo does."""
    file = "garden.png" if not_the_face else FILE
    wishes = [f"  - {{item: {name}, photo: {file}}}\n" for name in ("stories/garden", "events/open-day")]
    issue = root / "newsletters/1/issue.yml"
    given = issue.read_text("utf-8").partition("shown:\n")[0]
    issue.write_text(f"{given}shown:\n{''.join(wishes)}", "utf-8")


def commit(root: Path) -> None:
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "As it was"]):
        subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")}


def walk(root: Path, *editions: str, offline: bool = True) -> Walk:
    traces = (digest_of_bytes((root / STORY / FILE).read_bytes()),)
    out, preview = root / "out", root / "offline"
    with printed_as(*editions) if editions else nullcontext():
        assert build(root, out, paper=True) == cli.DONE
    if offline:
        done = cli.main(["preview", "--root", str(root), "--as-of", TODAY, "--quiet", "--base", "HEAD"])
        assert done == cli.DONE
    files = [path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()]
    files += [path.relative_to(root).as_posix() for path in preview.rglob("*") if path.is_file()]
    page = (out / "stories/garden/index.html").read_text("utf-8")
    shared = re.search(r'property="og:image" content="([^"]*)"', page)
    told = reached(preview, NAME, traces) if offline else {}
    return Walk(reached(out, NAME, traces), told, files, shared[1] if shared else "")


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Walk]]:
    """The walks, each through the same folder, as a site grows: so that what an earlier build left is found as well."""
    root = tmp_path_factory.mktemp("reach") / "site"
    found: dict[str, Walk] = {}
    lay_out(root)
    assert build(root, root / "out") == cli.DONE
    commit(root)
    before = stamps(root / "out")
    bring_in(root)
    assert build(root, root / "out", paper=True) == cli.PROBLEMS, "without a record"
    assert stamps(root / "out") == before, "the old site, untouched"
    agree(root, "print, email, social", "print, email, social")
    assert build(root, root / "out", paper=True) == cli.PROBLEMS, "not for the web"
    agree(root, EVERYWHERE, "web")
    assert build(root, root / "out", paper=True) == cli.PROBLEMS, "a name that may be neither printed nor mailed"
    assert stamps(root / "out") == before
    choose(root)
    agree(root, "web")
    assert build(root, root / "out", paper=True) == cli.PROBLEMS, "chosen for an issue, but for the web alone"
    assert stamps(root / "out") == before
    choose(root, not_the_face=True)
    found["web"] = walk(root, "screen", offline=False)
    choose(root)
    agree(root, EVERYWHERE)
    assert cli.main(["newsletter", "--root", str(root), "--as-of", TODAY, "--quiet", "1", "--publish"]) == cli.DONE
    found["all"] = walk(root)
    commit(root)
    agree(root, EVERYWHERE, more="withdrawn: 2026-11-20\n")
    found["ended"] = walk(root)
    for name in (".out.next", ".build/pictures"):
        assert reached(root / name, NAME, ()) == {}, "what no reader is shown, but lies beside it"
    yield found


def test_what_ended_is_nowhere(states: dict[str, Walk]) -> None:
    """Pages, lists, pictures, feeds, calendars, mail, PDFs, data, search, the kept issue, the preview: 0 files."""
    assert states["ended"].site == {}
    assert states["ended"].offline == {}
    assert len(states["ended"].files) > 100


def test_with_a_record_each_way_leads_somewhere(states: dict[str, Walk]) -> None:
    """Otherwise the walk would find nothing because it can't see."""
    walk = states["all"]
    for patterns, told in WITH_A_RECORD.items():
        assert walk.told_by(*patterns.split()) == told, patterns
    edition = "newsletters/1/newsletter-1-en{}.pdf"
    for name in ("", "-print", "-grey", "-booklet"):
        assert walk.site[edition.format(name)] == {"face", "name"}, name
    assert {path.split("/", 1)[0] for path in walk.offline} >= {"site", "changes.html"}
    assert "face" in set().union(*walk.offline.values())
    assert any(walk.shared.endswith(path) for path in _of_face(walk))


def test_what_is_for_the_web_alone_is_there_alone(states: dict[str, Walk]) -> None:
    walk = states["web"]
    assert {"name", "trace"} <= walk.told_by("stories/garden/index.html")
    assert walk.told_by("stories/garden/*.avif", "stories/garden/*.webp", "stories/garden/*.png") == {"face"}
    assert walk.told_by(PAPER) == {"name"}, "the text may be printed, the photo in it may not"
    assert walk.told_by(*MAIL) == {"name"}
    assert walk.shared
    assert not any(walk.shared.endswith(path) for path in _of_face(walk))


def _of_face(walk: Walk) -> set[str]:
    return {path for path, told in walk.site.items() if "face" in told}


def table() -> Iterator[tuple[str, list[str], bool]]:
    """Way, patterns of its files, and whether the walk goes it, for each line of the table."""
    for line in TABLE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        patterns = re.findall(r"`([^`]+)`", cells[1]) if line.startswith("| ") and len(cells) == 4 else []
        if patterns:
            yield cells[0], patterns, "not walked" not in cells[1]


def test_every_kind_of_file_stands_in_the_table(states: dict[str, Walk]) -> None:
    files = states["all"].files
    known = [pattern for _, patterns, _ in table() for pattern in patterns]
    assert len(known) > 30
    assert [path for path in files if not any(fnmatch(path, pattern) for pattern in known)] == []
    walked = [pattern for _, patterns, is_walked in table() for pattern in patterns if is_walked]
    assert [pattern for pattern in walked if not any(fnmatch(path, pattern) for path in files)] == []


def test_each_line_of_the_table_names_what_is_there() -> None:
    """`Lookup.photos`, `published_pictures` …: whatever stands in the last column as code is in the code."""
    code = "".join(path.read_text("utf-8") for path in (PROJECT / "gazette").rglob("*.py"))
    for line in TABLE.read_text("utf-8").splitlines():
        cells = line.strip("|").split("|")
        for name in re.findall(r"`([^`]+)`", cells[3]) if line.startswith("| ") and len(cells) == 4 else []:
            assert re.search(rf"\b(?:def|class) {re.escape(name.rpartition('.')[2])}\b", code), name
