"""The benchmark works from end to end, and says what was measured. How fast anything is depends on the machine."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tools.bench import phases
from tools.bench import results as rows
from tools.bench.for_eleventy import write_eleventy
from tools.bench.for_hugo import write_hugo
from tools.bench.for_mkdocs import write_mkdocs
from tools.bench.for_ours import TEXT, write_ours
from tools.bench.invent import invent
from tools.bench.machine import Circumstances
from tools.bench.measure import CommandFailed, Cost, Output
from tools.bench.peers import ELEVENTY
from tools.bench.report import page
from tools.bench.results import Results, Row
from tools.bench.saving import measure_saving
from tools.bench.tools import EDITED

PROJECT = Path(__file__).resolve().parents[2]
WHERE = Circumstances(date(2026, 1, 2), "A processor", 2, 25.2, "Linux 6", {"Hugo": "0.1"})


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _rows(text: str) -> list[list[str]]:
    lines = (line for line in text.splitlines() if line.startswith("| ") and "---" not in line)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_quick_run_prints_every_row(tmp_path: Path) -> None:
    if not ELEVENTY.is_dir():
        words = "no Eleventy here: run scripts/setup bench"
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    told = PROJECT / "docs/performance.md"
    before = told.read_bytes() if told.exists() else None
    done = subprocess.run(
        [sys.executable, str(PROJECT / "tools" / "bench" / "run.py"), "--quick"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert before == (told.read_bytes() if told.exists() else None)
    measured = [(cells[0], cells[1]) for cells in _rows(done.stdout) if len(cells) == 9 and cells[0] != "work"]
    every = [row for row in vars(rows).values() if isinstance(row, Row)]
    assert sorted(measured) == sorted((row.work, row.tool) for row in every)
    assert done.stdout.count("not measured |") == 11
    assert {cells[0] for cells in _rows(done.stdout) if len(cells) == 3} >= {*phases.PARTS.values(), phases.STARTING}


def _measured() -> Results:
    """Two rounds over 10,000 stories, the second on a machine of half the speed."""
    results = Results()
    walls = {
        rows.OURS_COLD: 30.0,
        rows.OURS_EDIT: 0.4,
        rows.OURS_SAME: 0.6,
        rows.HUGO_COLD: 20.0,
        rows.HUGO_EDIT: 16.0,
        rows.ELEVENTY_COLD: 25.0,
        rows.MKDOCS_EDIT: 0.1,
        rows.OURS_INDEX: 50.0,
        rows.HUGO_INDEX: 60.0,
    }
    for row, wall in walls.items():
        peak = 300 if row.ours else 900
        results.costs[row, 10_000] = [Cost(wall, 2 * wall, peak), Cost(2 * wall, 4 * wall, peak)]
    results.costs[rows.OURS_COLD, 1_000] = [Cost(2.0, 3.0, 90), Cost(4.0, 6.0, 90)]
    results.outputs[rows.OURS_COLD, 10_000] = Output(11_234, 170.25)
    return results


def test_the_page_says_which_targets_were_met_and_which_missed() -> None:
    said = {cells[0]: cells[1:] for cells in _rows(page(_measured(), WHERE)) if len(cells) == 5}
    missed, met = "**missed**", "met"
    assert said["10,000 stories from nothing, beside the fastest peer"] == ["1 ×", "1.5 ×", missed, "1.5 ×"]
    assert said["10,000 stories from nothing, beside 1,000"] == ["10.5 ×", "15 ×", missed, "20 ×"]
    edited = ["0.5 s, or 0.5 × the fastest peer's", "0.60 s, 0.025 ×", met, "0.025 ×"]
    assert said["one of 10,000 stories edited"] == edited, "half of what the fastest peer takes is enough"
    assert said["nothing changed in 10,000 stories, beside its own build from nothing"] == [
        "0.03 ×",
        "0.02 ×",
        met,
        "0.02 ×",
    ]
    assert said["peak memory with 10,000 stories, beside Hugo's"] == ["0.5 ×", "0.333 ×", met, ""]
    with_index = "10,000 stories from nothing with the index, beside Hugo and then Pagefind"
    assert said[with_index] == ["1 ×", "0.833 ×", met, "0.833 ×"]
    saved = said["from saving one of 10,000 stories to the page in the preview"]
    assert saved == ["0.5 s", "", "not measured", ""]


def test_a_preview_that_is_slow_to_show_what_was_saved_is_said() -> None:
    results = _measured()
    results.saved = {1_000: [0.1, 0.2, 0.3], 10_000: [0.6, 0.7]}
    text = page(results, WHERE)
    said = {cells[0]: cells[1:] for cells in _rows(text) if len(cells) == 5}
    assert "preview, this project: 0.65 s, the median of 2 saves." in text
    assert said["from saving one of 1,000 stories to the page in the preview"] == ["0.2 s", "0.20 s", "met", ""]
    assert said["from saving one of 10,000 stories to the page in the preview"] == ["0.5 s", "0.65 s", "**missed**", ""]


def test_a_preview_that_does_not_start_fails_with_what_it_said(tmp_path: Path) -> None:
    story = tmp_path / "content" / "stories" / EDITED / TEXT
    story.parent.mkdir(parents=True)
    story.write_text("---\ntitle: Κήπος\n---\n\nΈνας κήπος.\n", "utf-8")
    with pytest.raises(CommandFailed, match=r"mkdocs\.yml"):
        measure_saving(tmp_path, 1)


def test_ratios_are_those_within_each_round() -> None:
    results = _measured()
    results.costs[rows.HUGO_COLD, 10_000] = [Cost(30.0, 60.0, 900), Cost(12.0, 24.0, 900)]
    text = page(results, WHERE)
    without_index = text.partition("## 10,000 stories\n")[2].partition("### With the index")[0]
    told = {(cells[0], cells[1]): cells[2:] for cells in _rows(without_index) if len(cells) == 9}
    # Round one: 30 to Eleventy's 25; round two: 60 to Hugo's 12.
    assert told[rows.COLD, "This project"] == ["45.00", "90.00", "300", "11,234", "170.2", "3.10 ×", ""]
    assert told[rows.EDIT, "This project"][-1] == "0.01 ×"
    assert told[rows.EDIT, "MkDocs --dirty"][-2:] == ["", ""], "it leaves a site that is not whole"
    assert "A processor, 2 cores, 25.2 GB" in text
    assert "- Hugo: 0.1\n" in text
    assert "Medians of 2 rounds" in text


@pytest.mark.parametrize(("wall", "busy"), [(10.0, False), (14.0, True)])
def test_a_busy_machine_is_told(wall: float, busy: bool) -> None:
    results = _measured()
    results.costs[rows.MKDOCS_COLD, 10_000] = [Cost(wall, 10.0, 90)] * 2
    assert ("the machine was busy, so measure again" in page(results, WHERE)) is busy


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
        write_eleventy(site, tmp_path / name / "eleventy")
        write_mkdocs(site, tmp_path / name / "mkdocs")
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert invent(20) != invent(20, seed=1)
