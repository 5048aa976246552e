"""Every page of the server for everyone: axe-core in both languages and colour schemes, on a phone and enlarged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from submissions.people import LANGUAGES
from tests.support import axe
from tests.support import submissions_server as server
from tests.support.submissions_stage import Shown, Stage
from tests.support.submissions_visitor import prepared
from tests.support.trusted_types import strings_taken

SMALLEST, PHONE, ENLARGED = 320, 390, 640
"""Widths of a window of 1280 pixels at 400 %, of a phone, and of such a window at 200 %."""
TOO_WIDE = "() => document.scrollingElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def faults(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Page and language → what is wrong with it. All are seen on one server, each once in each language."""
    data = tmp_path_factory.mktemp("access") / "data"
    prepared(data)
    found: dict[str, list[str]] = {}
    with server.mail_server() as (inbox, mail_port), server.served(data, mail_port) as running:
        stage = Stage(running, inbox, chromium)
        stage.people_come()
        for language in LANGUAGES:
            found |= judged(stage, language, stage.at_first())
        stage.write()
        for language in LANGUAGES:
            for shown in (stage.outside(), stage.of_editors(), stage.of_coordinators()):
                found |= judged(stage, language, shown)
        assert "Traceback" not in running.errors
        stage.close()
    return found


def judged(stage: Stage, language: str, shown: Iterable[Shown]) -> dict[str, list[str]]:
    """What is wrong with each page, in a language."""
    stage.speak(language)
    return {f"{one.name} ({language})": wrong_with(stage.open(one), language) for one in shown}


def wrong_with(page: Any, language: str) -> list[str]:
    """What axe says on a phone by all rules, and enlarged and dark by those of places and colours. No page is wider
    than its window.

    Another language has other words and the same colours: its pages are looked at on a phone, where words have the
    least room.
    """
    page.emulate_media(color_scheme="light")
    found = [] if page.locator("html").get_attribute("lang") == language else ["another language"]
    found += [f"a string is taken: {way}" for way in strings_taken(page)]
    is_first = language == LANGUAGES[0]
    page.set_viewport_size({"width": SMALLEST, "height": 800})
    found += [f"{SMALLEST}: wider than the window"] if page.evaluate(TOO_WIDE) else []
    found += looked_at(page, PHONE, axe.TAGS if is_first else axe.WORDS)
    if is_first:
        page.emulate_media(color_scheme="dark")
        found += looked_at(page, ENLARGED, axe.LAYOUT)
    return found


def looked_at(page: Any, width: int, rules: list[str]) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    found = [f"{width}: {violation}" for violation in axe.violations(page, rules)]
    return [*found, *([f"{width}: wider than the window"] if page.evaluate(TOO_WIDE) else [])]


def test_nothing_keeps_anyone_out(faults: dict[str, list[str]]) -> None:
    assert len(faults) == 2 * 30
    assert {name: wrong for name, wrong in faults.items() if wrong} == {}
