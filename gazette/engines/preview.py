"""MkDocs' live-reload server: shows a folder and builds again when a watched file changes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

BETWEEN_LOOKS: Final = 0.5
"""Seconds between looks at what is watched."""
MOST_FOLDERS: Final = 100
"""One inside the other, from the disk's own on: what is deeper is not watched."""


class PreviewError(Exception):
    """The preview cannot start: its port cannot be used; the text is the system's reason."""


def serve(folder: Path, watched: Iterable[Path], build: Callable[[], object], host: str, port: int) -> None:
    """Serves `folder` until Ctrl-C; calls `build` after each change below `watched`. Raises PreviewError."""
    from mkdocs.livereload import LiveReloadServer

    def rebuild() -> None:
        build()

    from watchdog.observers.polling import PollingObserverVFS

    server = LiveReloadServer(builder=rebuild, host=host, port=port, root=str(folder))
    server.observer = PollingObserverVFS(os.lstat, _listed, polling_interval=BETWEEN_LOOKS)
    server.error_handler = lambda code: _error_page(folder, code)
    for path in watched:
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()
    except OSError as error:
        raise PreviewError(str(error.strerror)) from None
    except KeyboardInterrupt:
        server.shutdown()
    finally:
        server.server_close()


def state_of(watched: Iterable[Path]) -> frozenset[tuple[str, int, int, int]]:
    """Path, inode, size and time of change of all that is watched: another value once anything is another."""
    found = set()
    waiting = [str(path) for path in watched]
    while waiting:
        path = waiting.pop()
        with suppress(OSError):  # what is gone is no longer in it
            told = os.lstat(path)
            found.add((path, told.st_ino, told.st_size, told.st_mtime_ns))
            if stat.S_ISDIR(told.st_mode):
                waiting += [entry.path for entry in _listed(path)]
    return frozenset(found)


def _listed(folder: str | None) -> Iterator[os.DirEntry[str]]:
    """What is watched in a folder: MkDocs' own observer goes through links, without end where one leads up."""
    if folder is None or os.path.islink(folder) or folder.count(os.sep) > MOST_FOLDERS:
        return iter(())
    return os.scandir(folder)


def _error_page(folder: Path, code: int) -> bytes | None:
    page = folder / f"{code}.html"
    return page.read_bytes() if page.is_file() else None
