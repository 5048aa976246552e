"""What changes is told: by the kernel, and where that does not tell, by looking."""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gazette.engines import watching


def _as_told(_: pytest.MonkeyPatch) -> None:
    pass


def _as_looked(patched: pytest.MonkeyPatch) -> None:
    """As on a system without inotify."""
    patched.setattr(ctypes, "CDLL", lambda *_, **__: object())
    patched.setattr(watching, "BETWEEN_LOOKS", 0.01)
    patched.setattr(watching, "SETTLED", 0.01)


@pytest.fixture(params=[_as_told, _as_looked])
def seen(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], set[str]]]:
    request.param(monkeypatch)
    (tmp_path / "content" / "one").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "content" / "one" / "en.md").write_text("One", "utf-8")
    watch = watching.watch(tmp_path / name for name in ("content", "config.yml", "later"))
    changes = watch.changes()
    yield lambda: {Path(path).relative_to(tmp_path).as_posix() for path in next(changes)}
    watch.close()
    assert list(changes) == []
    assert not watch.is_limited


def test_a_text_that_is_saved_is_told(seen: Callable[[], set[str]], tmp_path: Path) -> None:
    text = tmp_path / "content/one/en.md"
    text.write_text("Two", "utf-8")
    assert "content/one/en.md" in seen()
    other = text.with_name(".en.md.new")
    other.write_text("Three", "utf-8")
    other.replace(text)
    assert "content/one/en.md" in seen()
    with text.open("a", encoding="utf-8") as stays_open:
        stays_open.write("Four")
        stays_open.flush()
        assert "content/one/en.md" in seen()
    text.unlink()
    assert "content/one/en.md" in seen()


def test_what_is_not_watched_is_not_told(seen: Callable[[], set[str]], tmp_path: Path) -> None:
    (tmp_path / "elsewhere/en.md").write_text("One", "utf-8")
    (tmp_path / "other.yml").write_text("One", "utf-8")
    (tmp_path / "config.yml").write_text("One", "utf-8")
    assert seen() == {"config.yml"}


def test_folders_that_come_later_are_watched(seen: Callable[[], set[str]], tmp_path: Path) -> None:
    (tmp_path / "later/of/many").mkdir(parents=True)
    assert "later" in seen()
    (tmp_path / "later/of/many/en.md").write_text("One", "utf-8")
    assert "later/of/many/en.md" in seen()
    (tmp_path / "later/of").rename(tmp_path / "later/called")
    assert {"later/of", "later/called"} <= seen()
    (tmp_path / "later/called/many/en.md").write_text("Two", "utf-8")
    assert "later/called/many/en.md" in (found := seen()) and "later/of/many/en.md" not in found
    (tmp_path / "elsewhere/outside").mkdir()
    (tmp_path / "content/link").symlink_to(tmp_path / "elsewhere")
    assert "content/link" in seen()
    (tmp_path / "later/called").rename(tmp_path / "elsewhere/called")
    assert "later/called" in seen()
    (tmp_path / "elsewhere/called/many/en.md").write_text("Three", "utf-8")
    (tmp_path / "elsewhere/outside/en.md").write_text("One", "utf-8")
    (tmp_path / "config.yml").write_text("One", "utf-8")
    assert seen() == {"config.yml"}


def test_where_the_kernel_watches_no_more_it_is_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and when a folder comes that is one too many. It is not told twice."""
    monkeypatch.setattr(watching, "BETWEEN_LOOKS", 0.05)
    (tmp_path / "content").mkdir()
    real = ctypes.CDLL(None, use_errno=True)

    class Full:
        left = 0
        inotify_init1 = real.inotify_init1

        def inotify_add_watch(self, *given: Any) -> int:
            Full.left -= 1
            if Full.left >= 0:
                return int(real.inotify_add_watch(*given))
            ctypes.set_errno(errno.ENOSPC)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Full())
    assert watching.watch([tmp_path / "content"]).is_limited
    Full.left = 2
    watch = watching.watch([tmp_path / "content"])
    assert not watch.is_limited
    changes = watch.changes()
    (tmp_path / "content/new").mkdir()
    assert str(tmp_path / "content") in next(changes)
    assert watch.is_limited
    (tmp_path / "content/new/en.md").write_text("One", "utf-8")
    assert os.fspath(tmp_path / "content/new/en.md") in next(changes)
    watch.close()
    assert list(changes) == []
