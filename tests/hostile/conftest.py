"""The proposals of strangers, judged and built once for all tests that look at what became of them."""

from __future__ import annotations

import fcntl
import pickle
from pathlib import Path

import pytest

from tests.support.hostile import HostileSite, made_in
from tests.support.made_once import over_all_cores
from tests.support.sites import shared_folder


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> HostileSite:
    """Not to be changed. The process that comes first makes it."""
    folder: Path = shared_folder(tmp_path_factory) / "strangers"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock, over_all_cores():
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / "made"
        if (folder / "root").exists() and not kept.exists():
            pytest.fail("the site could not be made: see the first test that needs it", pytrace=False)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(made_in(folder)))
        made: HostileSite = pickle.loads(kept.read_bytes())
    return made
