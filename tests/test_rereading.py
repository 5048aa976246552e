"""What is published is what was judged: files that someone changes while a command runs."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from gazette import cli, rereading
from gazette.content.digests import digest_of_bytes
from gazette.content.listing import entries_in, entries_of, list_files
from gazette.content.problems import Changed
from gazette.editorial import photos
from gazette.engines import pictures
from gazette.outputs import images
from gazette.pipeline import build as build_pipeline
from gazette.pipeline import cache, unchanged
from gazette.pipeline import read as read_pipeline
from gazette.pipeline.build import context_of
from tests.support.sites import GREEK_GARDEN, PROJECT, TODAY, build

STORY = Path("content/stories/garden")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def owned(root: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in tree(root).items() if not path.startswith(".build/")}


def between(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Someone changes something after the reading; texts that did not change before are not in memory any more."""
    read = read_pipeline.read_listed

    def reads(*arguments: object) -> read_pipeline.Reading:
        reading = read(*arguments)  # type: ignore[arg-type]
        change()
        return replace(reading, fragments={})

    monkeypatch.setattr(read_pipeline, "read_listed", reads)


def _text(root: Path, path: Path) -> None:
    text = (root / path).read_text("utf-8")
    (root / path).write_text(f"{text.rstrip()}\n\nSomething that no one judged.\n", "utf-8")


def _picture(root: Path, path: Path) -> None:
    Image.new("RGB", (1200, 800), "darkred").save(root / path)


CHANGES = {
    "text": (STORY / "en.md", _text),
    "picture": (STORY / "garden.png", _picture),
    "text gone": (STORY / "en.md", lambda root, path: (root / path).unlink()),
    "picture gone": (STORY / "garden.png", lambda root, path: (root / path).unlink()),
    "page": (Path("content/pages/about/en.md"), _text),
    "text of an issue": (Path("newsletters/1/en.md"), _text),
}


@pytest.mark.whole_build
def test_a_build_stops_at_what_was_changed_meanwhile(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each page is made anew, since the configuration is another; but from nothing that no one judged."""
    out, clean = tmp_path / "out", tmp_path / "clean"
    assert build(root, out) == cli.DONE
    before = tree(out)
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"{config}\n# another one\n", "utf-8")
    for path, change in CHANGES.values():
        raw = (root / path).read_bytes()
        # A photo that is published is not made again, so what happens to it meanwhile is of no matter to that site.
        wanted = tmp_path / "first" if path.suffix == ".png" else out
        for name in ("memory", "pictures", "search"):
            shutil.rmtree(root / ".build" / name, ignore_errors=True)
        capsys.readouterr()
        with monkeypatch.context() as patched:
            between(patched, partial(change, root, path))
            assert build(root, wanted) == cli.PROBLEMS, path
        assert f"{path} was changed while this command ran" in capsys.readouterr().err
        assert tree(wanted) == (before if wanted == out else {}), path
        (root / path).write_bytes(raw)
    assert build(root, out) == cli.DONE
    assert build(root, clean, "--clean") == cli.DONE
    assert tree(out) == tree(clean), "nothing of it stays once it is put back"


def test_a_published_photo_stays_as_it_was_judged(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its file changes while a build runs: the site keeps the old one, and the next build judges the new."""
    out = tmp_path / "out"
    assert build(root, out) == cli.DONE
    before = tree(out)
    path, change = CHANGES["picture"]
    (root / unchanged.TOLD).unlink()  # else there would be nothing to do, and nothing would be read
    with monkeypatch.context() as patched:
        between(patched, partial(change, root, path))
        assert build(root, out) == cli.DONE
    assert tree(out) == before
    assert build(root, out) == cli.DONE
    assert tree(out) != before


def test_what_was_read_once_is_used_as_it_was_read(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fields, configuration, old addresses: the site is the judged one, and the next build brings the changes."""
    (root / "redirects.yml").write_text("gone:\n  - /stories/old/\n", "utf-8")

    def change() -> None:
        for path, pattern, new in (
            ("mkdocs.yml", "site_url: .*", "site_url: https://other.example.org/"),
            (STORY / "story.yml", "date: .*", "date: 2025-01"),
            ("redirects.yml", "(?s).*", "moved:\n  /stories/old/: /stories/garden/\n"),
        ):
            text = (root / path).read_text("utf-8")
            (root / path).write_text(re.sub(pattern, new, text, count=1), "utf-8")

    assert build(root, tmp_path / "judged", "--no-search") == cli.DONE
    with monkeypatch.context() as patched:
        between(patched, change)
        assert build(root, tmp_path / "out", "--no-search") == cli.DONE
    before = tree(tmp_path / "judged")
    assert tree(tmp_path / "out") == before
    assert build(root, tmp_path / "out", "--no-search") == cli.DONE
    after = tree(tmp_path / "out")
    assert "stories/old/index.html" in after.keys() - before.keys()
    assert b"other.example.org" in after["index.html"] and b"2025" in after["stories/garden/index.html"]


@pytest.mark.whole_build
def test_the_theme_is_read_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of the site's own, and the shell around every page, changed after the theme was read."""
    theme = Path(shutil.copytree(PROJECT / "theme", tmp_path / "theme"))
    shutil.copy(PROJECT / "LICENSE", tmp_path)
    monkeypatch.setattr(build_pipeline, "THEME", theme)
    assert build(root, tmp_path / "judged", "--no-search") == cli.DONE
    read = build_pipeline.read_theme

    def reads(*arguments: object) -> object:
        found = read(*arguments)  # type: ignore[arg-type]
        for path in (theme / "site/main.html", theme / "strings/en.yml", theme / "pages/story.html"):
            if path.exists():
                path.write_text("broken: {{", "utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(build_pipeline, "read_theme", reads)
        assert build(root, tmp_path / "out", "--no-search") == cli.DONE
    assert tree(tmp_path / "out") == tree(tmp_path / "judged")


@pytest.mark.parametrize("name", ["en.md", "el.md", "story.yml", "garden.png"])
def test_an_issue_keeps_what_was_judged(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = root / STORY / name
    if name == "el.md":
        path.write_text(GREEK_GARDEN, "utf-8")
    before = owned(root)

    def change() -> None:
        if name.endswith(".png"):
            _picture(root, STORY / name)
        else:
            path.write_bytes(path.read_bytes().replace(b"title: ", b"title: Un", 1).replace(b"date: 2", b"date: '1' #"))

    command = ["newsletter", "1", "--publish", "--root", str(root), "--as-of", TODAY]
    with monkeypatch.context() as patched:
        between(patched, change)
        assert cli.main(command) == cli.PROBLEMS
    assert f"{STORY / name} was changed while this command ran" in capsys.readouterr().err
    after = owned(root)
    assert {found for found in before | after if before.get(found) != after.get(found)} == {(STORY / name).as_posix()}
    path.write_bytes(before[(STORY / name).as_posix()])
    assert cli.main(command) == cli.DONE


@pytest.mark.parametrize("name", ["issue.yml", "en.md"])
def test_the_issue_itself_is_the_judged_one(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = root / "newsletters/1" / name
    raw = path.read_bytes()
    other = raw.replace(b"title: ", b"title: Un").replace(b"members: ", b"members: 1")
    between(monkeypatch, lambda: path.write_bytes(other))
    before = {found for found in owned(root) if found.startswith("newsletters/")}
    for step in ("--publish", "--freeze"):
        assert cli.main(["newsletter", "1", step, "--root", str(root), "--as-of", TODAY]) == cli.PROBLEMS
        assert {found for found in owned(root) if found.startswith("newsletters/")} == before
        path.write_bytes(raw)


@pytest.mark.parametrize("changed", ["en.md", "el.md"])
def test_no_translation_is_marked_from_an_unjudged_original(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], changed: str
) -> None:
    (root / STORY / "el.md").write_text(GREEK_GARDEN, "utf-8")
    between(monkeypatch, lambda: _text(root, STORY / changed))
    assert cli.main(["translated", str(STORY), "--root", str(root), "--as-of", TODAY]) == cli.PROBLEMS
    assert f"{STORY / changed} was changed" in capsys.readouterr().err
    assert b"translates" not in (root / STORY / "el.md").read_bytes() + (root / STORY / "en.md").read_bytes()


def test_the_list_of_addresses_loses_nothing_that_came_meanwhile(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = root / "addresses.txt"
    command = ["ledger", "--root", str(root), "--as-of", TODAY]
    with monkeypatch.context() as patched:
        between(patched, lambda: place.write_text("/by-someone-else/\n", "utf-8"))
        assert cli.main(command) == cli.MISUSED, "there was none when it was read"
    assert place.read_text("utf-8") == "/by-someone-else/\n"
    place.unlink()
    assert cli.main(command) == cli.DONE
    lines = place.read_text("utf-8")
    with monkeypatch.context() as patched:
        between(patched, lambda: place.write_text(f"{lines}/by-someone-else/\n", "utf-8"))
        assert cli.main(command) == cli.PROBLEMS
    assert place.read_text("utf-8") == f"{lines}/by-someone-else/\n"


def test_a_photo_that_changes_while_it_is_made_fit_stays(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = root / STORY / "large.jpg"
    Image.effect_noise((3200, 2400), 90).convert("RGB").save(place)
    fitted = photos.fitted

    def meanwhile(*arguments: object) -> bytes:
        place.write_bytes(b"another")
        return fitted(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(photos, "fitted", meanwhile)
    assert cli.main(["photos", "--shrink", str(STORY), "--root", str(root)]) == cli.PROBLEMS
    assert "was changed by someone else while this command ran" in capsys.readouterr().err
    assert place.read_bytes() == b"another"


def test_paper_and_mail_take_a_kept_text_only_as_it_was_judged(root: Path) -> None:
    assert cli.main(["newsletter", "1", "--publish", "--root", str(root), "--as-of", TODAY]) == cli.DONE
    _text(root, STORY / "en.md")  # else it and its copy are one text, and one digest
    reading = replace(read_pipeline.read_site(root, date.fromisoformat(TODAY), lambda _: None), fragments={})
    body, kept = context_of(reading).body, Path("newsletters/1/kept") / STORY / "en.md"
    digest = next(
        item.texts["en"].digest for item in reading.library.all_kept() if "kept/content/stories" in item.folder
    )
    assert "<p>" in body(digest)
    _text(root, kept)
    with pytest.raises(Changed, match="changed-meanwhile") as error:
        body(digest)
    assert error.value.facts == {"path": str(kept)}
    assert pickle.loads(pickle.dumps(error.value)).facts == error.value.facts, "it comes from other processes too"


def test_paper_takes_a_picture_only_as_it_was_judged(tmp_path: Path) -> None:
    _picture(tmp_path, Path("a.png"))
    digest = digest_of_bytes((tmp_path / "a.png").read_bytes())
    assert pictures.size_of_bytes(images.for_print(tmp_path, "a.png", digest)) == (1200, 800)
    Image.new("RGB", (1200, 800), "teal").save(tmp_path / "a.png")
    with pytest.raises(Changed):
        images.for_print(tmp_path, "a.png", digest)


def test_every_file_of_content_is_read_late_in_one_module_alone() -> None:
    """Whoever reads bytes of the site below the check does it by `rereading`, or is named here with the reason."""
    may = {
        "files/writing.py": "the file that is about to be replaced", "rereading.py": "here",
        "editorial/issues.py": "what is about to be kept: held to the judged right after",
        "editorial/translations.py": "the same for what is about to be marked",
        "editorial/withdrawal.py": "a withdrawal waits for no judging",
        "editorial/photos.py": "photos to be made fit", "outputs/images.py": "renditions, named by their digests",
        "theme.py": "the theme, once",
        "outputs/licences.py": "texts of the theme: what was read is written", "settings.py": "mkdocs.yml, once",
        "editorial/form.py": "the form's own page", "editorial/review.py": "pages that were built",
        "editorial/github_forms.py": "words of ours",
        "pipeline/cache.py": "what is remembered", "editorial/form_plan.py": "words of ours",
        "pipeline/read.py": "where a field stands", "outputs/site.py": "what this build made",
        "editorial/scaffold.py": "words of ours",
        "editorial/form_storage.py": "what the form shows, to be judged when it is published",
        "editorial/form_shadow.py": "the copy in which changes are tried",
        "editorial/form_preview.py": "pages of that copy",
        "editorial/reading.py": "how hard a text is to read", "editorial/worklist.py": "the line of a task",
        "editorial/form_check.py": "where a field stands", "editorial/form_site.py": "titles for a list",
        "editorial/form_moves.py": "what a move changes: written only over what was read",
        "editorial/form_server.py": "what the form shows, to be judged when it is published",
        "editorial/word_import.py": "words of ours",
        "files/tree.py": "how it is read",
        "files/versions.py": "whether it is the same, by its bytes",
        "editorial/mentions.py": "a withdrawal waits for no judging",
        "outputs/pdf.py": "where a field stands", "editorial/external_links.py": "where a link stands",
    }  # fmt: skip
    reads = ("read_bytes", "read_text", "load.read(", " read(", ".open(")
    code, rooms = PROJECT / "gazette", ("*.py", "files/*.py", "editorial/*.py", "outputs/*.py", "pipeline/*.py")
    modules = [path for room in rooms for path in sorted(code.glob(room))]
    found = {
        path.relative_to(code).as_posix() for path in modules if any(word in path.read_text("utf-8") for word in reads)
    }
    assert found <= may.keys(), found - may.keys()


def test_a_listing_names_a_folder_as_the_whole_does(root: Path) -> None:
    listing = list_files(root, ("content", "members", "newsletters"))
    for folder, seal in listing.folders.items():
        assert entries_in(root, folder) == entries_of(seal)
    assert cache.load is rereading.load
