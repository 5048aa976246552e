"""build.json: one digest of the site, as anyone computes it, after whatever builds."""

import json
import re
import subprocess
from pathlib import Path

from gazette import cli
from tests.support.sites import PROJECT, TODAY, build

HOSTING = (PROJECT / "docs/hosting.md").read_text("utf-8")


def recorded(site: Path) -> str:
    return str(json.loads((site / "build.json").read_bytes()).get("sha256", ""))


def computed(site: Path) -> str:
    """By the command of docs/hosting.md."""
    found = re.search(r"^find \. .*sha256sum$", HOSTING, re.MULTILINE)
    assert found
    done = subprocess.run(["bash", "-c", found.group()], cwd=site, capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


def test_the_digest_is_what_coreutils_compute(real_site: Path) -> None:
    assert re.fullmatch("[0-9a-f]{64}", recorded(real_site))
    assert recorded(real_site) == computed(real_site)


def test_the_digest_follows_the_files(root: Path, tmp_path: Path) -> None:
    """Whatever is kept of earlier builds: all of it, nothing, or what was damaged."""
    out = tmp_path / "out"
    seen = set()
    story = root / "content/stories/garden/en.md"
    assert build(root, out) == 0
    [kept] = (root / ".build/digests").iterdir()
    for number in range(3):
        seen.add(recorded(out))
        assert recorded(out) == computed(out)
        story.write_text(f"{story.read_text('utf-8')}\nMore, {number}.\n", "utf-8")
        if number:
            kept.write_bytes(b"damaged") if number == 1 else kept.unlink()
        assert build(root, out) == 0
    assert len(seen) == 3
    before = (out / "build.json").stat()
    kept.unlink()
    assert build(root, out) == 0
    assert (out / "build.json").stat().st_mtime_ns == before.st_mtime_ns, "where nothing changed nothing is read"
    assert not kept.exists()


def test_a_preview_names_no_digest(root: Path) -> None:
    assert cli.main(["preview", "--root", str(root), "--as-of", TODAY, "--quiet"]) == cli.DONE
    assert json.loads((root / "offline/site/build.json").read_bytes())["as_of"] == TODAY
    assert recorded(root / "offline/site") == ""
