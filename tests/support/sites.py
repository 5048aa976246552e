"""Sites to test on: the real one, built once, and a reader for its pages."""

from pathlib import Path

from gazette import cli

PROJECT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-22"


def build(root: Path, out: Path, *more: str, paper: bool = False) -> int:
    """Without the newsletters' PDFs, which take seconds, unless they are wanted."""
    without = () if paper else ("--no-paper",)
    return cli.main(["build", "--root", str(root), "--out", str(out), "--as-of", TODAY, "--quiet", *without, *more])


BASE = PROJECT / "tests/sites/base"


def is_email(path: Path) -> bool:
    """Whether an HTML file is an email, which is not a page of the site: tests/outputs tests those."""
    return path.name.startswith("newsletter-")
