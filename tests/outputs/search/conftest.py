"""The search page of the real site, as readers have it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.browser import Sites


class Browsing:
    """A page of the browser, on a server for one site."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url

    def goto(self, address: str) -> None:
        self.page.goto(self.url + address)

    def evaluate(self, script: str, given: Any = None) -> Any:
        return self.page.evaluate(script, given)


@pytest.fixture
def searching(tab: Callable[..., Any], sites: Sites) -> Iterator[Browsing]:
    page = tab()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Browsing(page, f"{sites.real.url}/")
    assert faults == []
