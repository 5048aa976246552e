"""Files that a person owns are replaced whole, or not at all."""

import errno
import os
from pathlib import Path

import pytest

from gazette.files import replace_whole


def test_a_file_is_made_and_replaced_with_its_permissions(tmp_path: Path) -> None:
    place = tmp_path / "story.yml"
    replace_whole(place, b"first")
    place.chmod(0o640)
    replace_whole(place, b"second")
    assert place.read_bytes() == b"second" and place.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["story.yml"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    place = tmp_path / "story.yml"
    place.write_bytes(b"old")
    monkeypatch.setattr(os, call, fails)
    with pytest.raises(OSError, match="No space"):
        replace_whole(place, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"story.yml": b"old"}
