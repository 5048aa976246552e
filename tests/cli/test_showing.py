"""The preview: what it watches is what a build reads."""

from pathlib import Path

from gazette import settings
from gazette.cli.showing import watched
from gazette.content.model import CONSENTS, CONTENT_TYPES


def test_whatever_a_build_reads_is_watched(tmp_path: Path) -> None:
    seen = watched(tmp_path)
    read = [tmp_path / content.folder.split("*")[0] for content in CONTENT_TYPES]
    read += [tmp_path / CONSENTS / "c-0001.yml", tmp_path / "redirects.yml", tmp_path / "addresses.txt"]
    read += [tmp_path / "mkdocs.yml", tmp_path / "theme/strings/ar.yml", tmp_path / "theme/root/CNAME", settings.THEME]
    assert [path for path in read if not any(path == there or there in path.parents for there in seen)] == []
