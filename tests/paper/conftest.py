"""What all tests of the printed editions share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def without_collector() -> Iterator[None]:
    """As a build runs: a layout is a large tree, and to look through it again and again takes time."""
    gc.disable()
    yield
    gc.enable()
