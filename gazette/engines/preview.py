"""MkDocs' live-reload server: shows a folder and builds again when a watched file changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path


class PreviewError(Exception):
    """The preview cannot start: its port cannot be used; the text is the system's reason."""


def serve(folder: Path, watched: Iterable[Path], build: Callable[[], object], host: str, port: int) -> None:
    """Serves `folder` until Ctrl-C; calls `build` after each change below `watched`. Raises PreviewError."""
    from mkdocs.livereload import LiveReloadServer

    def rebuild() -> None:
        build()

    server = LiveReloadServer(builder=rebuild, host=host, port=port, root=str(folder))
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


def _error_page(folder: Path, code: int) -> bytes | None:
    page = folder / f"{code}.html"
    return page.read_bytes() if page.is_file() else None
