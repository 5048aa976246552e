"""Decap CMS, the browser editor: its page put together in a folder, and its local server beside a git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from .. import git
from ..files import folder_beside, sweep_in, take_place

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

HERE: Final = "127.0.0.1"
PATIENCE: Final = 20.0
"""Seconds for the local server to answer."""
_HOOK: Final = """#!/bin/sh
# Hands each draft on to the repository that this one was made from.
branch=$(git symbolic-ref --quiet --short HEAD) || exit 0
case "$branch" in cms/*) git push --quiet --force origin "HEAD:refs/heads/$branch" ;; esac
"""


class EditorError(Exception):
    """The editor cannot be made or started; the text says why and how to mend it."""


def assemble(npm: Path, page: Path, out: Path, made: Mapping[str, str]) -> int:
    """Writes the editor's folder anew: Decap CMS and YAML from `npm`, the files of `page`, and those in `made`.

    Gives the number of files. Raises EditorError where npm's packages are missing, or `out` holds something else.
    """
    decap, yaml = npm / "decap-cms" / "dist", npm / "yaml" / "browser"
    if not decap.is_dir() or not yaml.is_dir():
        raise EditorError("The editor's packages are not installed: run scripts/setup edit")
    if out.is_dir() and any(out.iterdir()) and not (out / "decap-cms.js").is_file():
        raise EditorError(f"{out} holds something else: name another folder with --out, or an empty one.")
    files = _files(page) | {f"yaml/{name}": raw for name, raw in _files(yaml).items()}
    files |= {file.name: file.read_bytes() for file in (*decap.glob("*decap-cms.js"), *decap.glob("*.wasm"))}
    files |= {name: text.encode() for name, text in made.items()}
    sweep_in(out.parent)
    with folder_beside(out, files) as fresh:
        take_place(fresh, out, over=True)
    return len(files)


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of `folder`'s files, always fresh, that says nothing."""
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer  # every command reads this module's top

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("X-Frame-Options", "DENY")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer((HERE, port), partial(Handler, directory=str(folder)))


@contextmanager
def shown(folder: Path, port: int) -> Iterator[str]:
    """Serves `folder` to this machine alone; gives its address."""
    try:
        server = _server(folder, port)
    except OSError as error:
        raise EditorError(f"Port {port} cannot be used ({error.strerror}): choose another with --port 8020") from None
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HERE}:{port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def writing(npm: Path, root: Path, port: int, origin: str, branches: bool) -> Iterator[str]:
    """Runs Decap's local server on the files of `root`, for pages of `origin` alone; gives its address.

    `branches`: each entry is written to a branch of its own and committed; `root` must be a repository of its own then,
    since the server switches its branches.
    """
    if not shutil.which("node"):
        raise EditorError("The editor needs Node.js: run scripts/setup edit")
    own = {
        "GIT_REPO_DIRECTORY": str(root), "MODE": "git" if branches else "fs", "BIND_HOST": HERE, "PORT": str(port),
        "ORIGIN": origin.rstrip("/"), "LOG_LEVEL": "error",
    }  # fmt: skip
    script = npm / "decap-server" / "dist" / "index.js"
    with subprocess.Popen(["node", str(script)], cwd=root, env={**os.environ, **own}) as server:
        try:
            _wait(server, port)
            yield f"http://{HERE}:{port}/api/v1"
        finally:
            server.terminate()


def free_port() -> int:
    """A port that no one uses, and no page can guess: whoever reaches the local server can write files."""
    import socket

    with socket.socket() as test:
        test.bind((HERE, 0))
        return int(test.getsockname()[1])


def answers(port: int) -> bool:
    """Whether someone listens at a port of this machine."""
    import socket

    with socket.socket() as test:
        test.settimeout(0.5)
        return test.connect_ex((HERE, port)) == 0


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise EditorError("The editor's local server did not start: run scripts/setup edit, then try again.")
        time.sleep(0.05)


def drafts(root: Path, copy: Path) -> str:
    """Makes `copy` a clone of the repository at `root`, to write drafts in; each is handed back as a branch `cms/…`.

    What lies in `root` and is not committed stays out of it, and safe: the editor's server switches branches and
    commits whatever it finds. Gives the name of the branch that drafts start from. Raises EditorError.
    """
    branch = _git(root, "symbolic-ref", "--quiet", "--short", "HEAD", why="no branch is checked out there")
    name, mail = (_git(root, "config", key, why=f"git does not know your {key}") for key in ("user.name", "user.email"))
    shutil.rmtree(copy, ignore_errors=True)
    copy.parent.mkdir(parents=True, exist_ok=True)
    _git(root, "clone", "--quiet", "--local", "--no-tags", "--branch", branch, ".", str(copy), why="it is not clonable")
    # Without this, decap-server answers with an error wherever a file's name is Greek.
    for key, value in (("core.quotepath", "false"), ("user.name", name), ("user.email", mail)):
        _git(copy, "config", key, value)
    for known in _git(copy, "branch", "--remotes", "--format", "%(refname:lstrip=3)").split():
        if known.startswith("cms/"):
            _git(copy, "branch", "--quiet", "--no-track", known, f"origin/{known}")
    hook = copy / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(_HOOK)
    hook.chmod(0o755)
    return branch


def _git(folder: Path, *arguments: str, why: str = "git failed") -> str:
    done = git.run(folder, *arguments)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [why]
        raise EditorError(f"No drafts can be kept in {folder}: {why} ({reason[0]}). Without branches: make edit")
    return done.stdout.strip()
