"""The index is made where something changed and only there; the same records give the same bytes."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gazette.engines import search


def html(words: str) -> str:
    return f"<html><body><main data-pagefind-body><h1>{words}</h1></main></body></html>"


def records(**texts: str) -> dict[str, tuple[str, Callable[[], str]]]:
    return {f"{name}/index.html": (text, lambda text=text: html(text)) for name, text in texts.items()}


def contents(bundle: search.Bundle) -> dict[str, bytes]:
    return {path: file.read_bytes() for path, (_, file) in bundle.files.items()}


MEMORY = Path("/dev/shm")
"""A file system that lists files by when they were made."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder there, where there is such a file system."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def test_the_same_records_give_the_same_bytes_on_any_file_system(tmp_path: Path, place: Path) -> None:
    texts = {f"page-{number}": f"words of page {number} κείμενο" for number in range(40)}
    one = search.index(tmp_path, records(**texts))
    other = search.index(place / "other", records(**texts))
    assert contents(one) == contents(other)
    assert one.identities == other.identities
    assert set(one.identities) == {f"{name}/" for name in texts}


def test_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = search.index(tmp_path, records(a="one", b="two"))
    monkeypatch.setattr(search, "_run", lambda *_: pytest.fail("the index was made again"))
    assert search.index(tmp_path, records(a="one", b="two")) == first


def test_a_change_an_addition_and_a_loss_are_seen(tmp_path: Path) -> None:
    search.index(tmp_path / "grown", records(a="one", b="two", c="three"))
    grown = search.index(tmp_path / "grown", records(a="one", b="changed", d="four"))
    clean = search.index(tmp_path / "clean", records(a="one", b="changed", d="four"))
    assert contents(grown) == contents(clean)


def test_a_bundle_that_was_touched_is_made_again(tmp_path: Path) -> None:
    first = contents(search.index(tmp_path, records(a="one")))
    (tmp_path / "bundle" / "pagefind-entry.json").unlink()
    assert contents(search.index(tmp_path, records(a="one"))) == first


def test_another_order_is_another_index(tmp_path: Path) -> None:
    """What ranks alike comes in the order of the records."""
    texts = {f"page-{number}": f"the same words {'abcdefgh'[number]}" for number in range(8)}
    search.index(tmp_path / "again", records(**texts))
    turned = contents(search.index(tmp_path / "again", records(**dict(reversed(texts.items())))))
    assert turned == contents(search.index(tmp_path / "one", records(**dict(reversed(texts.items())))))
    assert turned != contents(search.index(tmp_path / "other", records(**texts)))


@pytest.mark.parametrize("damaged", [b"", b"\x8e", html("other words").encode()])
def test_a_record_that_was_damaged_is_written_again(tmp_path: Path, damaged: bytes) -> None:
    """It was taken as it lay there; where it was no text any more, with a traceback."""
    first = contents(search.index(tmp_path, records(a="one", b="two")))
    (tmp_path / "records/a/index.html").write_bytes(damaged)
    (tmp_path / search.NOTES).unlink()
    assert contents(search.index(tmp_path, records(a="one", b="two"))) == first


@pytest.mark.parametrize("field", ["files", "identities", "words", None])
@pytest.mark.parametrize("other", [7, None, ["x"], {"pagefind.js": "x"}, {"../x": ["y", 1, 2]}, "[" * 5000])
def test_notes_of_another_shape_are_none(tmp_path: Path, field: str | None, other: object) -> None:
    """As a version to come may leave them, or whoever else writes there."""
    first = contents(search.index(tmp_path, records(a="one")))
    notes = tmp_path / search.NOTES
    text = other if isinstance(other, str) else json.dumps(other)
    notes.write_text(json.dumps({**json.loads(notes.read_text()), field: other}) if field else text)
    (tmp_path / "bundle/pagefind.js").write_text("alert(1)")
    assert contents(search.index(tmp_path, records(a="one"))) == first


def test_no_records_make_no_index(tmp_path: Path) -> None:
    assert search.index(tmp_path, {}).files == {}


def test_a_failure_is_told_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(search.SearchError, match="--no-search"):
        search.index(tmp_path, {"a/index.html": ("key", lambda: "<p>")})


OLD, NEW = {"older/0/": records(a="one", b="two"), "older/1/": records(c="three")}, {"": records(d="four")}


def test_a_change_makes_one_part_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = search.indexes(tmp_path, NEW | OLD)
    run, again = search._run, list[str]()

    def runs(work: Path, names: Iterable[str], pieces: int | None) -> None:
        again.append(work.relative_to(tmp_path).as_posix())
        run(work, names, pieces)

    monkeypatch.setattr(search, "_run", runs)
    assert search.indexes(tmp_path, NEW | OLD) == first
    assert again == []
    changed = NEW | OLD | {"older/1/": records(c="changed")}
    then = search.indexes(tmp_path, changed)
    assert again == ["older/1"]
    clean = search.indexes(tmp_path / "clean", changed)
    assert {name: contents(bundle) for name, bundle in then.items()} == {
        name: contents(bundle) for name, bundle in clean.items()
    }


def test_parts_that_are_none_any_more_are_removed(tmp_path: Path) -> None:
    search.indexes(tmp_path, NEW | OLD)
    assert (tmp_path / "older/0/bundle").is_dir()
    grown = search.indexes(tmp_path, NEW | {"older/1/": records(a="one", c="three")})
    assert [path.name for path in (tmp_path / "older").iterdir()] == ["1"]
    clean = search.indexes(tmp_path / "clean", NEW | {"older/1/": records(a="one", c="three")})
    assert contents(grown["older/1/"]) == contents(clean["older/1/"])


@pytest.mark.parametrize("place", ["older", "older/0", "older/0/bundle", "older/0/records"])
@pytest.mark.parametrize("is_link", [True, False])
def test_what_stands_where_a_part_should_is_put_away(tmp_path: Path, place: str, is_link: bool) -> None:
    """A file, or a link that leads out of the folder: nothing is written there."""
    work, outside = tmp_path / "work", tmp_path / "outside"
    first = contents(search.indexes(work, NEW | OLD)["older/0/"])
    (work / place).rename(outside)
    (work / place).symlink_to(outside) if is_link else (work / place).write_text("x")
    then = {path: path.stat().st_mtime_ns for path in outside.rglob("*")}
    assert contents(search.indexes(work, NEW | OLD)["older/0/"]) == first
    assert {path: path.stat().st_mtime_ns for path in outside.rglob("*")} == then


def test_words_are_counted_over_all_parts(tmp_path: Path) -> None:
    page = '<html><head><meta name="says" content="{}"></head><body><main data-pagefind-body>_</main></body></html>'
    said = {"": ["one two", "two three"], "older/0/": ["two one", "four"]}
    parts: dict[str, dict[str, tuple[str, Callable[[], str]]]] = {
        name: {f"{place}/index.html": (text, lambda text=text: page.format(text)) for place, text in enumerate(texts)}
        for name, texts in said.items()
    }
    bundles = search.indexes(tmp_path, parts, ["says"])
    assert search.likeliest(bundles.values(), ["says"]) == ["two", "one", "four", "three"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("spoil", [_cut, lambda path: path.write_bytes(b""), lambda path: path.unlink()])
@pytest.mark.parametrize(
    "name",
    [
        "pagefind.js", "pagefind-entry.json", "pagefind.*.pf_meta", "wasm.unknown.pagefind",
        "index/*.pf_index", "fragment/*.pf_fragment",
    ],
)  # fmt: skip
def test_what_pagefind_left_incomplete_is_said(
    tmp_path: Path, name: str, spoil: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk, of which it says nothing."""
    run = search._run

    def runs(work: Path, names: Iterable[str], pieces: int | None) -> None:
        run(work, names, pieces)
        spoil(next((work / "bundle").glob(name)))

    monkeypatch.setattr(search, "_run", runs)
    with pytest.raises(search.SearchError, match="incomplete: make room"):
        search.index(tmp_path, records(a="one", b="two"))
