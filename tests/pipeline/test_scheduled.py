"""What is dated ahead is in no output before its day, and in all of them from that day on."""

from pathlib import Path

import pytest

from gazette import cli

STORY = "content/stories/later"
FACTS = "members: [athens]\nthemes: [city-life]\n"
TEXT = "---\ntitle: Neighbours light a tree\nsummary: A tree is lit in the square.\n---\n\nThe tree is lit at dusk.\n"


def add(root: Path, folder: str, data: str, text: str) -> None:
    (root / folder).mkdir(parents=True)
    kind = folder.split("/")[-2].replace("stories", "story").removesuffix("s")
    (root / folder / f"{kind}.yml").write_text(data, "utf-8")
    (root / folder / "en.md").write_text(text, "utf-8")


def built(root: Path, out: Path, day: str) -> dict[str, bytes]:
    options = ["--root", str(root), "--out", str(out), "--as-of", day, "--quiet", "--no-paper", "--no-search"]
    assert cli.main(["build", *options]) == 0
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_an_item_dated_ahead_appears_on_its_day_and_nowhere_before(root: Path, tmp_path: Path) -> None:
    """A story, a statement and a document: in pages, lists, feeds, open data, the sitemap."""
    add(root, STORY, f"date: 2026-12-24\n{FACTS}", TEXT)
    statement = TEXT.replace("title:", "person: A mayor\noffices: [Mayor]\ntitle:").replace("tree", "lamp")
    add(root, "members/athens/statements/ahead", "date: 2026-12-25\n", statement)
    document = TEXT.replace("tree", "plan").replace("\nThe plan is lit at dusk.\n", "")
    add(root, "content/documents/plan", "date: 2027-01\nkind: report\npublishers: [network]\nnewsletter: 1\n", document)
    event = root / "content/events/open-day/event.yml"
    event.write_text(event.read_text("utf-8").replace("2026-05-08 18:00", "2027-05-08 18:00"), "utf-8")
    before = built(root, tmp_path / "out", "2026-12-23")
    assert any("events/open-day/" in path for path in before), "an event is shown before its day"
    for word in (b"light a tree", b"stories/later", b"light a lamp", b"statements/ahead", b"light a plan"):
        assert [path for path, raw in before.items() if word in raw] == []
    then = built(root, tmp_path / "out", "2026-12-24")
    assert {"en/stories/later/index.html", "stories/later/index.html"} & then.keys()
    told = {path.rpartition(".")[2] for path, raw in then.items() if b"stories/later" in raw}
    assert {"html", "xml", "json"} <= told
    assert not any(b"statements/ahead" in raw for raw in then.values())
    later = built(root, tmp_path / "out", "2027-01-01")
    assert any("statements/ahead" in path for path in later) and any("documents/plan" in path for path in later)


@pytest.mark.parametrize(("day", "told"), [("2026-12-23", True), ("2026-12-24", False), ("2026-12-25", False)])
def test_the_checker_tells_the_day(root: Path, day: str, told: bool, capsys: pytest.CaptureFixture[str]) -> None:
    add(root, STORY, f"date: 2026-12-24\n{FACTS}", TEXT)
    assert cli.main(["check", "--root", str(root), "--as-of", day, "--lang", "en"]) == 0
    assert ("published on 2026-12-24" in capsys.readouterr().out) is told
