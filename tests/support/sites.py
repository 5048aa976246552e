"""Sites to test on: the real one, built once, and a reader for its pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from gazette import cli
from gazette.outputs import pdf

PROJECT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-22"


def build(root: Path, out: Path, *more: str, paper: bool = False) -> int:
    """Without the newsletters' PDFs, which take seconds, unless they are wanted."""
    without = () if paper else ("--no-paper",)
    return cli.main(["build", "--root", str(root), "--out", str(out), "--as-of", TODAY, "--quiet", *without, *more])


BASE = PROJECT / "tests/sites/base"


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of all processes that test at the same time."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@contextmanager
def printed_as(*names: str) -> Iterator[None]:
    """Of each issue only these editions are made, by their names: the others are the same text in another form.

    A small issue in all five of them takes seconds, and a real one a minute.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "EDITIONS", tuple(edition for edition in pdf.EDITIONS if edition.name in names))
        yield


def give_sender(root: Path) -> None:
    """Lets a site's newsletter be sent by mail: a site without a sender has no letters."""
    config = root / "mkdocs.yml"
    sender = "extra:\n  newsletter:\n    sender: news@www.example.org\n"
    config.write_text(config.read_text("utf-8").replace("extra:\n", sender), "utf-8")


def has_moved(path: Path) -> bool:
    """Whether a page only leads on to another address."""
    return b'http-equiv="refresh"' in path.read_bytes()


def is_email(path: Path) -> bool:
    """Whether an HTML file is an email, which is not a page of the site: tests/outputs tests those."""
    return path.name.startswith("newsletter-")


GREEK_GARDEN: Final = """---
title: Οι γείτονες φυτεύουν έναν κήπο
summary: Παλιοί και νέοι κάτοικοι φύτεψαν μαζί έναν κήπο.
captions:
  - file: garden.png
    alt: Τέσσερις άνθρωποι γονατίζουν δίπλα σε ένα παρτέρι
---

Κάτοικοι της [Αθήνας](/members/athens/) φύτεψαν μαζί έναν κήπο.
"""
"""The story of `base` in Greek, which is not there: as its `el.md`."""
