"""What someone else put into the place of what is remembered: it counts as nothing, whatever it is."""

from __future__ import annotations

import io
import json
import marshal
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.bccache import bc_magic

from gazette import cli
from gazette.content.items import Checked, check_folder, content_type_of
from gazette.content.listing import entries_of, list_files
from gazette.content.model import Kind
from gazette.engines import search
from gazette.files import serialization, tree
from gazette.rereading import LOOKS
from tests.support.sites import BASE, PROJECT, TODAY, build

pytestmark = pytest.mark.whole_build


class Payload:
    """Unpickled, it leaves a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return open, (str(self.marker), "w")


def code(marker: Path) -> bytes:
    return marshal.dumps(compile(f"open({str(marker)!r}, 'w')", "template", "exec"))


def jinja(marker: Path, was: bytes) -> bytes:
    """As Jinja's own cache writes it: its sign, a pickled checksum, code."""
    out = io.BytesIO(bc_magic)
    out.seek(0, 2)
    pickle.dump("0", out)
    return out.getvalue() + code(marker)


KINDS: dict[str, Callable[[Path, bytes], bytes]] = {
    "pickle": lambda marker, was: pickle.dumps(Payload(marker)),
    "pickle behind the first line": lambda marker, was: was.partition(b"\n")[0] + b"\n" + pickle.dumps(Payload(marker)),
    "pickle behind half": lambda marker, was: was[: len(was) // 2] + pickle.dumps(Payload(marker)),
    "code": lambda marker, was: code(marker),
    "code behind the first line": lambda marker, was: was.partition(b"\n")[0] + b"\n" + code(marker),
    "jinja": jinja,
    "nothing": lambda marker, was: b"",
    "cut": lambda marker, was: was[:-1],
    "one bit": lambda marker, was: was[:-1] + bytes([was[-1] ^ 1]) if was else b"x",
    "long": lambda marker, was: was + b"\0" * 100_000,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    assert build(root, root / "site", "--no-search") == 0
    return root


def spoil(root: Path, kind: str, marker: Path) -> int:
    files = [path for path in (root / ".build").rglob("*") if path.is_file() and path.name not in ("lock", "clock")]
    for path in files:
        path.write_bytes(KINDS[kind](marker, path.read_bytes()))
    return len(files)


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_runs_nothing_that_was_remembered(built: Path, kind: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    assert spoil(built, kind, marker) > 10
    assert cli.main(["check", "--root", str(built), "--as-of", TODAY, "--quiet"]) == 0
    assert not marker.exists()
    memory = (built / ".build/memory/sound").read_bytes()
    assert b"builtins" not in memory, "what was spoilt is written anew"


@pytest.mark.parametrize("kind", ["jinja", "code behind the first line"])
def test_a_build_runs_nothing_that_was_remembered(built: Path, kind: str, tmp_path: Path) -> None:
    """Every page is made anew, with every template, since what is known of the site is spoilt as well."""
    marker, before = tmp_path / "marker", contents(built / "site")
    spoil(built, kind, marker)
    assert build(built, built / "site", "--no-search") == 0
    assert not marker.exists()
    assert contents(built / "site") == before


def test_a_list_of_records_that_names_other_files(tmp_path: Path) -> None:
    """What the search index was made of is noted, and what is not wanted any more is deleted."""
    work, victim = tmp_path / "work", tmp_path / "victim.txt"
    (work / "records").mkdir(parents=True)
    victim.write_text("x")
    names = {"../../victim.txt": "", str(victim): "", "a/../../../victim.txt": "", "./../../victim.txt": ""}
    for name in names:
        (work / "records.json").write_text(json.dumps({name: ""}))
        search._write_records(work, {}, {})
        assert victim.exists(), name
    (work / "records").mkdir(exist_ok=True)
    (work / "records/linked").symlink_to(tmp_path)
    (tmp_path / "index.html").write_text("x")
    key = {"a/index.html": "key"}
    (work / "records.json").write_text(json.dumps({"a/index.html": "key 0", "linked/index.html": ""}))
    with pytest.raises(tree.Irregular):
        search._write_records(work, {"a/index.html": ("key", str)}, key)
    assert (tmp_path / "index.html").exists()


def test_records_that_were_not_written_here_are_not_searched(tmp_path: Path) -> None:
    (tmp_path / "records/own").mkdir(parents=True)
    (tmp_path / "records/own/index.html").write_text("x")
    (tmp_path / "records.json").write_text(json.dumps({"a/index.html": "guessed"}))
    search._write_records(tmp_path, {"a/index.html": ("key", lambda: "text")}, {"a/index.html": "key"})
    assert [path.name for path in (tmp_path / "records").iterdir()] == ["a"]


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=200), start=st.integers(0, 60))
def test_bytes_that_were_not_written_here_are_not_read(raw: bytes, start: int) -> None:
    good = serialization.sealed(b"header\n", {"a": (1, "b")})
    assert serialization.opened(b"header\n", good) == {"a": (1, "b")}
    spoilt = good[:start] + raw
    if spoilt != good:
        with pytest.raises(serialization.DamagedData):
            serialization.opened(b"header\n", spoilt)


@pytest.mark.parametrize("plain", [None, (), (1,) * 4, {"a": 1}, "text", ((),) * 4, (None, (None,), {}, {"c-1": 3})])
def test_plain_data_of_another_shape_make_an_error_and_nothing_else(plain: object) -> None:
    with pytest.raises(Exception):  # noqa: B017 - whatever it is, the memory does without
        serialization.unpacker(Checked)(plain)


def test_what_is_remembered_comes_back_as_it_was() -> None:
    """Of every kind of item, with all that is in it; and as the same classes, whose members are told apart."""
    listing = list_files(PROJECT, ("content", "members", "newsletters"))
    kinds = {content.kind: folder for folder in listing.folders if (content := content_type_of(folder))}
    assert kinds.keys() == set(Kind)
    checked = {
        folder: check_folder(PROJECT, folder, entries_of(listing.folders[folder]), ("el", "en"), LOOKS)
        for folder in kinds.values()
    }
    plain = {folder: serialization.packer(Checked)(one) for folder, one in checked.items()}
    read = serialization.opened(b"header", serialization.sealed(b"header", plain))
    back = {folder: serialization.unpacker(Checked)(one) for folder, one in read.items()}
    assert back == checked and repr(back) == repr(checked)
