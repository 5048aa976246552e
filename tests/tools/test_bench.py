"""The benchmark works from end to end. How fast anything is depends on the machine and is not judged here."""

import subprocess
import sys
from pathlib import Path

from tools.bench.for_hugo import write_hugo
from tools.bench.for_mkdocs import write_mkdocs
from tools.bench.for_ours import write_ours
from tools.bench.invent import invent

PROJECT = Path(__file__).resolve().parents[2]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_quick_run_prints_every_row(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PROJECT / "tools" / "bench" / "run.py"), "--quick"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("    100  ")]
    names = {"ours, cold", "ours, first edit", "ours, next edit", "ours, no change", "Hugo, full", "MkDocs, stock"}
    assert {row[9:26].strip() for row in rows} == names
    assert done.stdout.count("not measured") == 3
    pages = {row[9:13]: int(row.split()[-2]) for row in rows}
    assert pages["ours"] == pages["Hugo"], "the tools no longer make the same pages"


def test_the_invented_site_passes_the_checker(tmp_path: Path) -> None:
    write_ours(invent(30), tmp_path)
    command = [sys.executable, str(PROJECT / "build.py"), "check", "--root", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_one_number_gives_one_site(tmp_path: Path) -> None:
    for name in ("one", "two"):
        site = invent(20)
        write_ours(site, tmp_path / name / "ours")
        write_hugo(site, tmp_path / name / "hugo")
        write_mkdocs(site, tmp_path / name / "mkdocs")
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert invent(20) != invent(20, seed=1)
