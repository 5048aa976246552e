"""The preview: what it watches is what a build reads."""

from collections.abc import Callable
from pathlib import Path

from gazette import settings
from gazette.cli import serving
from gazette.cli.serving import watched
from gazette.content.model import CONSENTS, CONTENT_TYPES
from gazette.engines import watching


def test_whatever_a_build_reads_is_watched(tmp_path: Path) -> None:
    seen = watched(tmp_path)
    read = [tmp_path / content.folder.split("*")[0] for content in CONTENT_TYPES]
    read += [tmp_path / CONSENTS / "c-0001.yml", tmp_path / "redirects.yml", tmp_path / "addresses.txt"]
    read += [tmp_path / "mkdocs.yml", tmp_path / "theme/strings/ar.yml", tmp_path / "theme/root/CNAME", settings.THEME]
    assert [path for path in read if not any(path == there or there in path.parents for there in seen)] == []


def test_what_is_saved_while_the_first_build_runs_is_built_as_well(tmp_path: Path) -> None:
    """In a file, a new one, one that goes, one that is named otherwise: else nothing would be told of it."""
    (tmp_path / "en.md").write_text("One", "utf-8")
    changes: list[Callable[[], object]] = [
        lambda: (tmp_path / "en.md").write_text("Two", "utf-8"),
        (tmp_path / "new").mkdir,
        lambda: (tmp_path / "new" / "el.md").write_text("Ένα", "utf-8"),
        lambda: (tmp_path / "en.md").rename(tmp_path / "fr.md"),
        (tmp_path / "fr.md").unlink,
    ]
    builds = 0

    def build() -> int:
        nonlocal builds
        builds += 1
        if changes:
            changes.pop(0)()
        return builds

    assert serving._built_whole(build, [tmp_path, tmp_path / "not-there"]) == 6


def test_a_look_at_what_is_watched_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "up").symlink_to(tmp_path)
    assert {path for path, *_ in watching.state_of([tmp_path / "seen"])} == {
        str(tmp_path / "seen"), str(tmp_path / "seen/up"),
    }  # fmt: skip
