"""Reading, writing and deleting below a root: no link on the way is followed, at whatever depth, by any of them."""

from __future__ import annotations

import ast
import errno
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.editorial.form_storage import stamps_of
from gazette.editorial.mailing import ACCESS_FILE
from gazette.files import generated, tree
from tests.support.sites import PROJECT

MOST = 1000
CALLS: dict[str, Callable[[Path, str], object]] = {
    "read": lambda root, path: tree.read(root, path, MOST),
    "write": lambda root, path: tree.write(root, path, b"new"),
    "remove": tree.remove,
    "refuse_irregular": tree.refuse_irregular,
    "make_folder": lambda root, path: tree.make_folder(root, f"{path}/inner"),
}


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A root that lies behind a link, as it may, with links in it that lead to a neighbour."""
    victim = tmp_path / "victim"
    (victim / "b/c").mkdir(parents=True)
    (victim / "b/c/file").write_bytes(b"old")
    (tmp_path / "real/a").mkdir(parents=True)
    (tmp_path / "real/one").symlink_to(victim)
    (tmp_path / "real/a/two").symlink_to("../../victim/b")
    (tmp_path / "real/a/loop").symlink_to("loop")
    (tmp_path / "root").symlink_to("real")
    return tmp_path / "root"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("path", ["one/b/c/file", "a/two/c/file", "a/loop/file"])
def test_nothing_is_reached_through_a_link(trap: Path, call: str, path: str) -> None:
    with pytest.raises(tree.Irregular) as error:
        CALLS[call](trap, path)
    assert error.value.rule == tree.LINK
    assert error.value.path in ("one", "a/two", "a/loop")
    assert (trap.parent / "victim/b/c/file").read_bytes() == b"old"
    assert [found.name for found in (trap.parent / "victim/b/c").iterdir()] == ["file"]


@pytest.mark.parametrize("path", ["../victim/b/c/file", "a/../../victim/b/c/file", "a//file", "./a/file"])
@pytest.mark.parametrize("call", ["read", "write", "remove", "make_folder"])
def test_nothing_is_reached_by_going_up(trap: Path, call: str, path: str) -> None:
    with pytest.raises(tree.Irregular):
        CALLS[call](trap, path)
    assert (trap.parent / "victim/b/c/file").read_bytes() == b"old"


LONG = "n" * 300
"""A name that no system takes: it refuses it to the administrator too."""


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("path", [f"a/{LONG}", f"a/{LONG}/file"])
def test_what_the_system_refuses_is_named_by_its_whole_path(trap: Path, call: str, path: str) -> None:
    with pytest.raises(OSError, match="too long") as error:
        CALLS[call](trap, path)
    assert error.value.filename == f"{trap}/a/{LONG}"


def test_a_file_that_is_full_or_may_not_be_deleted_is_named_by_its_whole_path(trap: Path) -> None:
    """As whoever is not the administrator, in a process of its own with files of no size."""
    (trap / "a/kept/inner").mkdir(parents=True)
    (trap / "a/kept/inner").chmod(0o700)
    code = """
        import os, resource, sys
        from pathlib import Path
        from gazette.files import tree
        root = Path()
        os.chdir(sys.argv[1])  # what lies above is not open to everyone
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        def told(call, *arguments):
            try:
                call(root, *arguments)
            except OSError as error:
                print(error.filename, os.strerror(error.errno))
        told(tree.write, "a/new", b"x")
        if os.getuid() == 0:
            os.setuid(65534)
        else:
            (root / "a").chmod(0o500)
        told(tree.remove, "a/kept")
        told(tree.make_folder, "a/none")
    """
    trap.resolve().chmod(0o755)
    command = [sys.executable, "-c", textwrap.dedent(code), str(trap)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    (trap / "a").chmod(0o755)
    denied = os.strerror(errno.EACCES)
    expected = ["a/new File too large", f"a/kept {denied}", f"a/none {denied}"]
    assert (done.stdout.splitlines(), done.stderr) == (expected, "")


def test_a_link_itself_is_replaced_and_deleted(trap: Path) -> None:
    """What it leads to stays."""
    (trap / "last").symlink_to(trap.parent / "victim/b/c/file")
    with pytest.raises(tree.Irregular):
        tree.read(trap, "last", MOST)
    tree.write(trap, "last", b"new")
    assert not (trap / "last").is_symlink() and (trap / "last").read_bytes() == b"new"
    tree.remove(trap, "one")
    tree.remove(trap, "a")
    tree.remove(trap, "nothing/at/all")
    assert sorted(path.name for path in trap.iterdir()) == ["last"]
    assert (trap.parent / "victim/b/c/file").read_bytes() == b"old"


def test_what_goes_while_a_folder_is_listed_is_no_fault(tmp_path: Path) -> None:
    """Someone deletes or saves while another checks: a whole folder, and a file that has no name of its own yet."""
    story = tmp_path / "content/stories/garden"
    for folder in (story, tmp_path / "content/stories/zoo"):
        folder.mkdir(parents=True)
        (folder / "el.md").write_text("x")
    (story / ".el.md.7.new").write_text("x")
    listed = []
    for path, _ in tree.below(tmp_path, "content"):
        listed.append(path)
        if path == "content/stories/garden":
            shutil.rmtree(tmp_path / "content/stories/zoo")
    assert "content/stories/garden/el.md" in listed and "content/stories/zoo/el.md" not in listed
    stamps = stamps_of(tmp_path)
    (story / "en.md").write_text("x")
    assert next(stamps)[0].endswith(".new")
    (story / "en.md").unlink()
    assert [path for path, _ in stamps] == ["content/stories/garden/el.md"]


def test_only_ordinary_files_of_some_size_are_read(trap: Path) -> None:
    os.mkfifo(trap / "pipe")
    (trap / "large").write_bytes(b"x" * (MOST + 1))
    (trap / "fits").write_bytes(b"x" * MOST)
    for path, rule in {"pipe": tree.NO_FILE, "a": tree.FOLDER_FOR_FILE, "large": tree.TOO_LARGE}.items():
        with pytest.raises(tree.Irregular) as error:
            tree.read(trap, path, MOST)
        assert error.value.rule == rule
    with pytest.raises(tree.Irregular) as error:
        tree.read(trap, "large/inner", MOST)
    assert error.value.rule == tree.FILE_FOR_FOLDER
    assert len(tree.read(trap, "fits", MOST)) == MOST
    with pytest.raises(FileNotFoundError):
        tree.read(trap, "a/nothing", MOST)


@pytest.mark.parametrize(
    "path",
    [".build/x", ".BUILD/x", ".bu\u200bild/x", ".build./x", "site/index.html", "ＳＩＴＥ/x", ".site.next/x",
     ".old-site.old/x", "node_modules/x", "requirements/npm/node_modules/x", "gazette/__pycache__/x.pyc", ".venv",
     "content/.el.md.12.new",
     "offline/x", ".preview/x"],
)  # fmt: skip
def test_places_of_commands(path: str) -> None:
    assert generated.is_made(path)


@pytest.mark.parametrize(
    "path", ["content/site/el.md", "theme/site/main.html", "members/admin/el.md", ".github/x", "a.new"]
)
def test_places_of_people(path: str) -> None:
    assert not generated.is_made(path)


def test_what_git_ignores_are_places_of_commands() -> None:
    lines = (PROJECT / ".gitignore").read_text("utf-8").splitlines()
    patterns = [line.strip("/").replace("[0-9]*", "7") for line in lines if not line.startswith(("/tests/", "#"))]
    own = [pattern.replace("*", "next") for pattern in patterns]
    assert [path for path in own if not generated.is_made(path)] == [ACCESS_FILE], (
        "which holds what only its owner knows"
    )


DELETING = {"shutil.rmtree", "os.remove", "os.removedirs"}
MAY_DELETE = {
    "files/tree.py": "no link is followed",
    "files/writing.py": "its own file on its way",
    "engines/publish.py": "beside the site, by its own names; manifests by theirs",
    "engines/manifests.py": "a manifest, by its name",
    "cli/writing.py": "its own folder on its way",
    "editorial/issues.py": "kept/ of an issue that is not out",
    "editorial/photos.py": "its own file on its way; a photo whose successor is written",
    "editorial/withdrawal.py": "empty folders",
    "editorial/form_storage.py": "empty folders",
}


def _called(path: Path) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {
        f"{getattr(call.value, 'id', '')}.{call.attr}" for call in calls if isinstance(call, ast.Attribute)
    }  # fmt: skip


def test_what_deletes_and_what_unpacks_is_known() -> None:
    code = {path.relative_to(PROJECT / "gazette").as_posix(): path for path in (PROJECT / "gazette").rglob("*.py")}
    deleting = {
        name for name, path in code.items()
        if any(call in DELETING or call.split(".")[1] in ("unlink", "rmdir") for call in _called(path))
    }  # fmt: skip
    assert deleting <= MAY_DELETE.keys()
    loading = {name for name, path in code.items() if "marshal.loads" in _called(path)}
    assert loading == {
        "files/serialization.py", "outputs/template_cache.py", "engines/manifests.py", "content/listing.py",
        "pipeline/restored.py",
    }  # fmt: skip
    unpacking = re.compile(r"^\s*(import|from) (pickle|shelve|dill)|FileSystemBytecodeCache", re.MULTILINE)
    assert [name for name, path in code.items() if unpacking.search(path.read_text("utf-8"))] == []
