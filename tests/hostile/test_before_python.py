"""Programs that came with a tree where only commands write: they are told of before the first of them could run."""

from __future__ import annotations

import importlib.util
import json
import marshal
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gazette import cli
from gazette.editorial.form_storage import Folder
from gazette.engines import form_page, watching
from tests.support.form_server import server_on
from tests.support.sites import BASE, PROJECT, TODAY


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize(
    "path",
    [".venv/lib/x.py", "gazette/__pycache__/x.pyc", "tools/viewing/__PYCACHE__/x", ".build/x", "gazette/cli.so",
     "x.pyc", "requirements/npm/edit/node_modules/x/index.js"],
)  # fmt: skip
def test_what_is_in_git_and_would_run_is_told_first(path: str, tmp_path: Path) -> None:
    root, marker = tmp_path / "site", tmp_path / "marker"
    (root / "scripts").mkdir(parents=True)
    shutil.copy(PROJECT / "scripts/setup", root / "scripts/setup")
    shutil.copytree(PROJECT / "requirements", root / "requirements", ignore=shutil.ignore_patterns("npm"))
    for name in (path, ".venv/bin/python"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"#!/bin/sh\ntouch {marker}\nexit 1\n")
        (root / name).chmod(0o755)
    git(root, "init", "--quiet")
    git(root, "config", "core.fsmonitor", f"touch {marker}")
    git(root, "-c", "core.fsmonitor=false", "add", "--force", path)
    python = {"PYTHON": str(root / ".venv/bin/python")}
    done = subprocess.run(
        [root / "scripts/setup", "site"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **python},
    )
    assert (done.returncode, marker.exists()) == (1, False), done.stderr
    assert f"  {path}" in done.stderr and "these are in git" in done.stderr and "βρίσκονται στο git" in done.stderr


def test_compiled_code_of_the_tree_is_not_run(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    shutil.copy(PROJECT / "build.py", tmp_path / "build.py")
    (tmp_path / "gazette").mkdir()
    source = tmp_path / "gazette/__init__.py"
    source.write_text("raise ModuleNotFoundError(name='of the source')\n")
    compiled = Path(importlib.util.cache_from_source(str(source))) if sys.pycache_prefix is None else None
    compiled = compiled or source.parent / "__pycache__" / f"__init__.{sys.implementation.cache_tag}.pyc"
    compiled.parent.mkdir()
    unchecked = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
    compiled.write_bytes(unchecked + marshal.dumps(compile(f"open({str(marker)!r}, 'w')", "x", "exec")))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
    done = subprocess.run(
        [sys.executable, "build.py", "check"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert not marker.exists() and "of the source" in done.stderr


def test_what_is_more_than_content_is_said_first_of_a_tree_that_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build")))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "Before")
    git(root, "checkout", "--quiet", "-b", "proposal")
    (root / "gazette.py").write_text("x")
    (root / "site").symlink_to(tmp_path)
    git(root, "add", "--force", "-A")
    git(root, "commit", "--quiet", "-m", "After")
    asked = ["--root", str(root), "--as-of", TODAY, "--base", "main"]
    assert cli.main(["check", *asked, "--format", "json"]) == 1
    said = capsys.readouterr()
    found = [(one["path"], one["rule"]) for one in json.loads(said.out)]
    assert found[:2] == [("gazette.py", "beyond-content"), ("site", "beyond-content")]
    assert ("site", "symlink") in found[2:] and said.err.startswith("This proposal changes more than content (2)")
    assert cli.main(["preview", *asked]) == 1
    assert capsys.readouterr().out.startswith("**This proposal changes more than content (2)")
    (root / "site").unlink()
    (root / "mkdocs.yml").write_text("site_name: [")
    assert cli.main(["check", *asked]) == 1
    assert capsys.readouterr().out.startswith("gazette.py: ")


def test_what_is_watched_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "content/stories/garden"
    folder.mkdir(parents=True)
    (folder / "el.md").write_text("x")
    for name, target in {"a": ".", "b": ".", "up": "../../.."}.items():
        (tmp_path / "content/stories" / name).symlink_to(target)
    (tmp_path / "linked").symlink_to("content")
    seen = [path for path, *_ in watching.state_of([tmp_path / "content", tmp_path / "linked"])]
    assert str(folder / "el.md") in seen
    assert len(seen) == 8, seen


def test_a_file_where_an_items_folder_belongs_is_told_by_the_form(tmp_path: Path) -> None:
    (tmp_path / "content/stories").mkdir(parents=True)
    (tmp_path / "content/stories/plain").write_text("x")
    (tmp_path / "mkdocs.yml").write_bytes((BASE / "mkdocs.yml").read_bytes())
    said = server_on(Folder(tmp_path), tmp_path).answer(
        {"action": "open", "params": {"folder": "content/stories/plain"}}
    )
    assert said == (409, {"error": "file-for-folder", "name": "content/stories/plain"})


@pytest.mark.parametrize("language", ["el", "en"])
def test_a_port_that_is_taken_is_told_in_the_forms_language(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(form_page, "parts", lambda *_: {})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["edit", "--root", str(BASE), "--port", str(port), "--lang", language]) == 2
    said = capsys.readouterr().err
    assert ("Η θύρα" if language == "el" else "Port ") in said and 'make edit ARGS="--port 8020"' in said
