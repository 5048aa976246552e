"""One way of writing what people own, and no other; what happens where it cannot be written."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from gazette import cli, files
from gazette.files import NotWritten
from tests.support.sites import GREEK_GARDEN, PROJECT, TODAY

CODE = [PROJECT / "build.py", *sorted((PROJECT / "gazette").rglob("*.py"))]
STORY = Path("content/stories/garden")

MAY_WRITE = {
    "build.py": "where what is printed to a closed stream goes: nowhere",
    "gazette/cli/__init__.py": "a line to the terminal, at Ctrl-C",
    "gazette/files/writing.py": "the one way",
    "gazette/engines/publish.py": "the site: two trees, exchanged; tests/engines/test_publish.py kills it",
    "gazette/files/tree.py": "what is remembered between runs, in .build/: whatever is damaged there counts as nothing",
    "gazette/engines/local_server.py": "the key of the form's server, which is no one's text",
    "gazette/engines/search.py": "the search's own records, in .build/, the same",
    "gazette/engines/pictures/fitting.py": "Pillow's `save`, into memory",
    "gazette/engines/pictures/inks.py": "the same",
    "gazette/engines/pictures/drawing.py": "the same",
    "gazette/engines/word/document.py": "a document put together anew, in memory",
    "gazette/engines/booklet.py": "pikepdf's `save`, into memory",
    "gazette/engines/pdf_files.py": "the same",
    "gazette/render/epub.py": "an archive, in memory",
    "gazette/parallel.py": "two numbers, into a pipe between processes",
}
"""Where else something is written, and why that may be."""
CALLS = {
    *("write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "save"),
    *("os.rename", "os.replace", "os.renames", "os.link", "os.symlink", "os.truncate", "os.ftruncate", "os.mkfifo"),
    *("os.write", "os.pwrite", "os.sendfile", "os.copy_file_range", "os.mknod", "os.fdopen", "os.posix_spawn"),
    *("shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copyfileobj", "shutil.copytree", "shutil.move"),
    *("shutil.copymode", "shutil.copystat", "shutil.make_archive", "shutil.unpack_archive"),
    *("tempfile.mkstemp", "tempfile.NamedTemporaryFile", "NamedTemporaryFile", "mkstemp", "mmap.mmap"),
    *("tarfile.open", "gzip.open", "io.FileIO", "FileIO", "sqlite3.connect", "shelve.open"),
}
METHODS = {"rename": "target", "replace": "target", "truncate": "size", "extractall": "path"}
"""Of paths and files, and how their one value is named. `replace` of a text takes two; that of a moment has names."""
READERS = ("Image.open", "pikepdf.open", "image.open")
OPENING = {"open": 1, "io.open": 1, "codecs.open": 1, "ZipFile": 1, "zipfile.ZipFile": 1}
"""Where the mode stands; for `path.open` it comes first."""


def _name(node: ast.expr) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id] if isinstance(node, ast.Name) else parts))


def _mode(call: ast.Call, place: int) -> str:
    given = [word.value for word in call.keywords if word.arg == "mode"] or call.args[place : place + 1]
    return str(given[0].value) if given and isinstance(given[0], ast.Constant) else "r" if not given else "?"


def writes(code: str) -> Iterator[str]:
    """The calls in some code by which a file may be written, and the imports that would hide them."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            yield from (f"from {node.module}" for name in node.names if f"{node.module}.{name.name}" in CALLS)
        if isinstance(node, ast.Call) and _is_writing(node):
            yield _name(node.func)


def _is_writing(call: ast.Call) -> bool:
    name = _name(call.func)
    last = name.rpartition(".")[2]
    if name in CALLS or last in CALLS:
        return True
    if name == "os.open":
        return ast.unparse(call.args[1]) != "os.O_RDONLY"
    if last in ("open", "ZipFile"):
        return name not in READERS and not set(_mode(call, OPENING.get(name, 0))).isdisjoint("wax+?")
    named = [word.arg for word in call.keywords]
    alone = (len(call.args), named) in ((1, []), (0, [METHODS.get(last)]))
    return isinstance(call.func, ast.Attribute) and last in METHODS and (alone or last == "extractall")


def test_whatever_people_own_is_written_by_one_function() -> None:
    found = {path.relative_to(PROJECT).as_posix(): sorted(set(writes(path.read_text("utf-8")))) for path in CODE}
    assert {path: how for path, how in found.items() if how and path not in MAY_WRITE} == {}


def test_who_may_write_does() -> None:
    assert [path for path in MAY_WRITE if not list(writes((PROJECT / path).read_text("utf-8")))] == []


OTHER_WAYS = """
path.write_text('x')
path.write_bytes(b'')
open(p, 'w')
open(p, mode='a')
path.open('x')
open(p, 'r+b')
open(p, how)
io.open(p, 'w')
os.open(p, os.O_WRONLY | os.O_TRUNC)
os.replace(a, b)
os.rename(a, b)
path.rename(b)
path.replace(b)
path.replace(target=b)
shutil.copyfile(a, b)
shutil.move(a, b)
from shutil import copy
from os import rename as put
file.truncate(0)
os.truncate(p, 0)
path.symlink_to(a)
os.link(a, b)
picture.save(path)
zipfile.ZipFile(p, 'w')
path.touch()
archive.extractall(p)
"""
HARMLESS = """
open(p, 'rb')
path.open('rb')
text.replace('a', 'b')
os.open(p, os.O_RDONLY)
replace(item, x=1)
day.replace(day=1)
ZipFile(p)
"""


def test_each_other_way_is_found_and_what_only_reads_is_not() -> None:
    assert [line for line in OTHER_WAYS.split("\n") if line and not list(writes(line))] == []
    assert [line for line in HARMLESS.split("\n") if list(writes(line))] == []


# ---- what stands in the way


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("leads_to", ["victim", "nowhere"])
def test_a_link_is_neither_written_through_nor_replaced(tmp_path: Path, leads_to: str) -> None:
    (tmp_path / "victim").write_bytes(b"theirs")
    place = tmp_path / "story.yml"
    place.symlink_to(leads_to)
    for write in (files.replace_whole, files.write_new):
        with pytest.raises(NotWritten) as error:
            write(place, b"ours")
        assert error.value.fault == files.LINK
    assert place.is_symlink() and (tmp_path / "victim").read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["story.yml", "victim"]


def test_a_folder_on_the_way_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root = tmp_path / "site"
    root.mkdir()
    (root / ".github").symlink_to(tmp_path / "elsewhere")
    for write in (partial(files.replace_whole, instead_of=None), files.write_new):
        with pytest.raises(NotWritten) as error:
            write(root / ".github/workflows/a.yml", b"x", below=root)
        assert error.value.fault == files.LINK and error.value.path == root / ".github"
    with pytest.raises(NotWritten):
        files.new_folder(root / ".github/a", {"el.md": b"x"}, root)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_an_unfinished_publishing_is_not_finished_through_a_link(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/record.yml").write_bytes(b"theirs")
    (root / "newsletters/1/kept").symlink_to(tmp_path / "victim")
    assert cli.main(["newsletter", "1", "--publish", "--root", str(root), "--as-of", TODAY]) != cli.DONE
    assert "newsletters/1/kept is a link" in capsys.readouterr().err
    assert (tmp_path / "victim/record.yml").read_bytes() == b"theirs"


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.md", "folder.md"):
        with pytest.raises(NotWritten) as error:
            files.replace_whole(tmp_path / name, b"x")
        assert error.value.fault == files.KIND
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.md", "pipe.md"]


def test_a_further_name_of_a_file_keeps_what_it_had(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"theirs")
    os.link(tmp_path / "victim", tmp_path / "el.md")
    files.replace_whole(tmp_path / "el.md", b"ours")
    assert _content(tmp_path) == {"victim": b"theirs", "el.md": b"ours"}


def test_no_one_can_read_in_between_what_is_not_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, seen = tmp_path / "c-0042.yml", []
    place.write_bytes(b"old")
    place.chmod(0o600)
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda opened: (seen.append(os.fstat(opened).st_mode & 0o777), sync(opened)))
    files.replace_whole(place, b"new")
    assert seen[0] == 0o600 == place.stat().st_mode & 0o777


def test_a_change_by_someone_else_is_not_overwritten(tmp_path: Path) -> None:
    place = tmp_path / "el.md"
    place.write_bytes(b"by someone else")
    for instead_of in (b"as it was read", b""):
        with pytest.raises(NotWritten) as error:
            files.replace_whole(place, b"ours", instead_of)
        assert error.value.fault == files.CHANGED
    place.unlink()
    with pytest.raises(NotWritten):
        files.replace_whole(place, b"ours", b"as it was read")
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_made_anew(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"theirs")
    (tmp_path / "story").mkdir()
    (tmp_path / "story/el.md").write_bytes(b"theirs")
    with pytest.raises(NotWritten) as error:
        files.write_new(tmp_path / "a.yml", b"ours")
    assert error.value.fault == files.THERE
    with pytest.raises(NotWritten) as error:
        files.new_folder(tmp_path / "story", {"el.md": b"ours"})
    assert error.value.fault == files.THERE
    assert (tmp_path / "a.yml").read_bytes() == (tmp_path / "story/el.md").read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "story"]


def test_a_new_file_comes_where_links_between_names_are_not_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "link", refuses)
    files.write_new(tmp_path / "a.yml", b"ours")
    with pytest.raises(NotWritten):
        files.write_new(tmp_path / "a.yml", b"again")
    assert _content(tmp_path) == {"a.yml": b"ours"}


def test_of_several_files_none_is_changed_where_one_finds_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_bytes(b"old")
    sync, count = os.fsync, []

    def full(opened: int) -> None:
        count.append(opened)
        if len(count) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(opened)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten) as error:
        files.replace_all({tmp_path / f"{name}.md": b"new" for name in "abc"})
    assert (error.value.fault, error.value.done) == (files.FULL, ())
    assert _content(tmp_path) == dict.fromkeys(("a.md", "b.md", "c.md"), b"old")


def test_where_it_stops_on_the_way_what_is_done_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    """Two texts of `translated`: the second cannot take its place."""
    for name in ("one", "two"):
        folder = shutil.copytree(root / STORY, root / f"content/stories/{name}")
        (folder / "el.md").write_text(GREEK_GARDEN, "utf-8")
        for language in ("el", "en"):
            text = (folder / f"{language}.md").read_text("utf-8")
            (folder / f"{language}.md").write_text(text.replace("title: ", f"title: {name} ", 1), "utf-8")
    replace = os.replace

    def fails(source: Path, target: Path) -> None:
        if "two" in str(target):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    command = ["translated", "content/stories/one", "content/stories/two", "--root", str(root), "--as-of", TODAY]
    before = (root / "content/stories/two/en.md").read_bytes()
    assert cli.main(command) == cli.MISUSED
    said = capsys.readouterr().err
    assert f"Changed before that: {root}/content/stories/one/en.md. The rest is as it was." in said
    assert b"translates:" in (root / "content/stories/one/en.md").read_bytes()
    assert (root / "content/stories/two/en.md").read_bytes() == before
    monkeypatch.setattr(os, "replace", replace)
    assert cli.main(command) == cli.DONE


# ---- what a killed process left


@pytest.fixture
def dead() -> int:
    """The number of a process that is no more."""
    return int(subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout)


def _left(root: Path, dead: int) -> list[Path]:
    places = [root / STORY / f".el.md.{dead}.new", root / f".addresses.txt.{dead}.new"]
    places += [root / STORY / f".photo.jpg.{dead}.new", root / f"content/stories/.draft.{dead}.new/el.md"]
    places += [root / f"newsletters/1/.kept.{dead}.new/content/stories/garden/story.yml"]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"half")
    return places


@pytest.mark.parametrize(
    "command", [["check"], ["new", "story", "choir"], ["photos", "--shrink"], ["build", "--no-paper"]]
)
def test_the_next_command_takes_away_what_was_left(
    root: Path, dead: int, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    left = _left(root, dead)
    assert cli.main([*command, "--root", str(root)]) == cli.DONE
    assert [path for path in left if path.exists()] == []
    assert not list(root.rglob(f".*.{dead}.new"))
    if command == ["check"]:
        assert f".el.md.{dead}.new" in capsys.readouterr().err, "it is told"


def test_what_someone_may_own_stays(root: Path, dead: int, tmp_path: Path) -> None:
    kept = [
        root / STORY / f".notes.{dead}.new", root / STORY / ".el.md.new", root / STORY / f"el.md.{dead}.bak",
        root / STORY / ".draft.md", root / f"content/stories/.old.{dead}.new/Σημειώσεις.docx",
        root / STORY / f".el.md.{os.getppid()}.new", root / f"content/stories/.diary.{dead}.new/.git/config",
    ]  # fmt: skip
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"mine")
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "el.md").write_bytes(b"theirs")
    (root / STORY / f".en.md.{dead}.new").symlink_to(victim / "el.md")
    (root / f"content/stories/.linked.{dead}.new").symlink_to(victim)
    (root / f"content/stories/.holding.{dead}.new").mkdir()
    (root / f"content/stories/.holding.{dead}.new/el.md").symlink_to(victim / "el.md")
    os.mkfifo(root / STORY / f".pipe.md.{dead}.new")
    cli.main(["check", "--root", str(root), "--quiet"])
    assert all(path.read_bytes() == b"mine" for path in kept)
    assert (victim / "el.md").read_bytes() == b"theirs"
    assert (root / STORY / f".en.md.{dead}.new").is_symlink() and (root / STORY / f".pipe.md.{dead}.new").exists()


def test_what_was_left_under_our_own_number_stands_in_no_ones_way(tmp_path: Path) -> None:
    """As in a container, where each command may be the seventh process."""
    (tmp_path / f".el.md.{os.getpid()}.new").write_bytes(b"half")
    (tmp_path / f".story.{os.getpid()}.new").mkdir()
    files.replace_whole(tmp_path / "el.md", b"whole")
    files.new_folder(tmp_path / "story", {"el.md": b"whole"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["el.md", "story"]


def test_git_ignores_what_was_left(tmp_path: Path) -> None:
    names = [".addresses.txt.1.new", "content/stories/a/.el.md.123.new", "newsletters/3/.kept.77.new/x/story.yml"]
    names += ["content/stories/.a.9.new/el.md", "newsletters/3/.kept.new/x.yml", ".admin.5.new/index.html"]
    command = ["git", "-C", str(PROJECT), "check-ignore", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == names


# ---- a full disk


LIMITED = (
    "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); "
    "sys.dont_write_bytecode = True; sys.argv = "  # or compiled code, cut short, would be kept
)
"""Begins a program whose files may have so many bytes, as on a disk that is full."""


def test_a_full_disk_cuts_no_text_and_is_told(root: Path, tmp_path: Path) -> None:
    """The system's own limit for a file's size; 8 kB of a text, as a buffer would have written them, are too much."""
    place = root / STORY / "en.md"
    text = place.read_text("utf-8")
    place.write_text(f"{text.rstrip()}\n\n{'A sentence that goes on. ' * 800}\n", "utf-8")
    (root / STORY / "el.md").write_text(GREEK_GARDEN, "utf-8")
    before = place.read_bytes()
    assert cli.main(["check", "--root", str(root), "--as-of", TODAY, "--quiet"]) == cli.DONE, "what is remembered is"
    command = ["build.py", "translated", str(STORY), "--root", str(root), "--as-of", TODAY]
    code = f"{LIMITED.format(9000)}{command!r}; runpy.run_path('build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == cli.MISUSED, done.stderr
    assert f"The disk is full: there is no room for {place}." in done.stderr
    assert "It and everything else are as they were." in done.stderr
    assert place.read_bytes() == before
    assert not list(root.rglob(".*.new"))


def test_a_build_that_can_write_nothing_names_the_first_file(root: Path, tmp_path: Path) -> None:
    """Nothing is made before it that has no name, such as what processes share."""
    command = ["build.py", "build", "--no-paper", "--root", str(root), "--out", str(tmp_path / "out"), "--lang", "en"]
    code = f"{LIMITED.format(0)}{command!r}; runpy.run_path('build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == cli.MISUSED
    assert f"build.py: The disk is full: there is no room for {root}/" in done.stderr


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The disk is full: there is no room"), ("el", "Ο δίσκος γέμισε")]
)
def test_a_disk_that_is_full_during_search_is_told_with_its_file(
    root: Path, tmp_path: Path, language: str, said: str
) -> None:
    """The index is the first whose files are larger than the limit of this process: pages and pictures are not."""
    out = tmp_path / "out"
    assert cli.main(["build", "--root", str(root), "--out", str(out), "--no-paper", "--quiet"]) == cli.DONE
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    shutil.rmtree(root / ".build/search")
    story = root / "content/stories/garden/en.md"
    story.write_text(f"{story.read_text('utf-8')}\nMore.\n", "utf-8")  # or there might be nothing to do
    command = ["build.py", "build", "--no-paper", "--root", str(root), "--out", str(out), "--lang", language]
    code = f"{LIMITED.format(50_000)}{command!r}; runpy.run_path('build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == cli.MISUSED
    last = done.stderr.splitlines()[-1]
    assert said in last
    assert f"{root}/.build/search/bundle.new/" in last
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert not list((root / ".build").rglob("*.new/*.new"))
