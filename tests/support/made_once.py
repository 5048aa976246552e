"""What each build of a test would make anew, and just the same, is made once for all tests.

A test looks at what a build makes: for that, no build has to compile the theme's templates again, or to make the forms
of a photo that another test has just made, and on a machine whose cores are all busy with tests more processes only
cost. Modules that are about just that carry `pytestmark = pytest.mark.whole_build`, and single tests the same mark:
there all is as an editor has it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from gazette import parallel
from gazette.engines import pictures
from gazette.outputs import base
from gazette.outputs.template_cache import TemplateCache
from tests.support.sites import shared_folder

MARK = "whole_build: each build of this module or test makes all of it anew, over all cores, as on an editor's machine"
CORES = parallel.cores
AS_THEY_ARE = ((base, "TemplateCache", base.TemplateCache), (pictures, "rendition", pictures.rendition))
GARBAGE = (200_000, 20, 20)
"""Objects made until Python looks for those that no one needs: a command never does, and a layout is a large tree."""


@contextmanager
def over_all_cores() -> Iterator[None]:
    """A build takes as many processes as for an editor: others that test may be waiting for what it makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "cores", CORES)
        yield


@pytest.fixture(autouse=True, scope="module")
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled templates lie in one folder, forms of photos in memory; a build is one process."""
    if request.node.get_closest_marker("whole_build"):
        yield
        return
    folder = shared_folder(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)

    def kept(_: Path, name: str, seal: bytes) -> TemplateCache:
        return TemplateCache(folder, name, seal)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "TemplateCache", kept)
        patch.setattr(pictures, "rendition", _rendition())
        patch.setattr(parallel, "cores", lambda: 1)
        yield


@pytest.fixture(autouse=True)
def made_whole(request: pytest.FixtureRequest, made_once: None) -> Iterator[None]:
    """Where a single test is marked: what was patched for its module is as it was, for as long as it runs."""
    if not request.node.get_closest_marker("whole_build"):
        yield
        return
    with over_all_cores(), pytest.MonkeyPatch.context() as patch:
        for module, name, original in AS_THEY_ARE:
            patch.setattr(module, name, original)
        yield


@cache
def _rendition() -> object:
    return cache(pictures.rendition)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARK)
    gc.freeze()  # what was imported stays
    gc.set_threshold(*GARBAGE)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """For `-n auto`: one more than there are cores, since tests of pages wait a third of their time."""
    return None if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") else parallel.cores() + 1
