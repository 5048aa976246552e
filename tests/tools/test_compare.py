"""The comparison of two sites tells what differs, and nothing else."""

import zipfile
from pathlib import Path

from tools.compare import differences, report


def site(folder: Path, files: dict[str, bytes]) -> Path:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    return folder


def test_two_sites_alike(tmp_path: Path) -> None:
    one, other = (site(tmp_path / name, {"a/index.html": b"<p>A</p>"}) for name in ("one", "other"))
    assert list(report(list(differences(one, other)))) == ["The two sites are the same."]


def test_each_difference_is_told_with_its_lines(tmp_path: Path) -> None:
    one = site(tmp_path / "one", {"index.html": b"<ul><li>A</li><li>B</li></ul>", "gone.css": b"", "same.txt": b"1"})
    other = site(
        tmp_path / "other", {"index.html": b"<ul><li>A</li><li>C</li></ul>", "data/new.csv": b"", "same.txt": b"1"}
    )
    said = "\n".join(report(list(differences(one, other))))
    assert said.splitlines() == [
        "data (1)", "  new: data/new.csv", "other files (1)", "  gone: gone.css", "pages (1)", "  changed: index.html",
        "      -<li>B</li>", "      +<li>C</li>",
    ]  # fmt: skip


def test_a_book_is_compared_by_its_parts(tmp_path: Path) -> None:
    for name, level in (("one", 1), ("other", 9)):
        (tmp_path / name).mkdir()
        with zipfile.ZipFile(tmp_path / name / "a.epub", "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
            book.writestr("nav.xhtml", "<p>The same</p>" * 200)
    assert list(differences(tmp_path / "one", tmp_path / "other")) == []
