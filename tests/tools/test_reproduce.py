"""A site is built again elsewhere to the same bytes, and where it is not, the file and the byte are told."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.sites import PROJECT, TODAY
from tools import reproduce
from tools.reproduce import Published, compare, differences, first_difference, main, published

GOOD = PROJECT / "tests/sites/good"


def test_a_site_built_again_elsewhere_has_the_same_bytes(
    good_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a byte that was changed by hand is found, by its file and by the digest of all."""
    again = reproduce.built_again(GOOD, TODAY, tmp_path, "--no-paper")
    assert reproduce.report(published(good_site, "", ""), again, tmp_path / "kept") == 0
    assert "0 bytes differ" in capsys.readouterr().out
    spoilt = Path(shutil.copytree(good_site, tmp_path / "spoilt"))
    raw = (spoilt / "en/index.html").read_bytes()
    (spoilt / "en/index.html").write_bytes(raw[:99] + bytes([raw[99] ^ 1]) + raw[100:])
    told = compare(published(spoilt, "", ""), again)
    assert told[0] == f"en/index.html: differs from byte 100 on (sizes: {len(raw)}, {len(raw)})"
    assert ["they were changed since" in line for line in told] == [False, True]
    record = spoilt / reproduce.RECORD
    right = published(record, "", "").digest
    assert compare(published(record, "", ""), again) == [], "the digest alone, as that of a site elsewhere"
    record.write_text(record.read_text().replace(right, "0" * 64))
    assert compare(published(record, "", ""), again) == [
        f"the digest of the new build is {right}, published was {'0' * 64}"
    ]


def test_each_difference_is_told(tmp_path: Path) -> None:
    files = {"one": {"a/x.html": b"same", "gone.css": b"", "cut.txt": b"ab"}, "other": {"a/x.html": b"same"}}
    files["other"] |= {"cut.txt": b"abc", "new.css": b""}
    for name, made in files.items():
        for path, raw in made.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(raw)
    assert list(differences(tmp_path / "one", tmp_path / "other")) == [
        "cut.txt: differs from byte 3 on (sizes: 2, 3)",
        "gone.css: is only published",
        "new.css: is only in the new build",
    ]
    assert first_difference(b"abc", b"abd") == 3
    assert first_difference(b"", b"") is None


def test_where_there_is_nothing_to_compare_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "run `make site` first" in capsys.readouterr().err
    (tmp_path / "build.json").write_text(json.dumps({"as_of": TODAY}))
    assert main([str(tmp_path)]) == 2, "a preview's has no digest"
    assert main(["--digest", "00"]) == 2
    assert "--digest needs --as-of too" in capsys.readouterr().err
    assert published(tmp_path, "00", TODAY) == Published(TODAY, "00")


def test_sources_are_told_without_git_too(tmp_path: Path) -> None:
    for path in ("content/a.md", "site/index.html", ".build/x", "theme/node_modules/y.js"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert reproduce.sources(tmp_path) == ["content/a.md"]
