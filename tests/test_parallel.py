"""Work over all cores: nothing is lost, and processes at work at the same time do not disturb each other."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from gazette import parallel
from tests.support.sites import PROJECT

pytestmark = pytest.mark.whole_build

needs_two_cores = pytest.mark.skipif(parallel.cores() < 2, reason="nothing runs beside anything on one core")


def test_answers_come_in_order() -> None:
    assert parallel.fork_map(lambda part: part * part, range(200)) == [number * number for number in range(200)]


def test_an_error_in_a_process_is_raised_here() -> None:
    def fail(part: int) -> int:
        if part == 7:
            raise ValueError("seven")
        return part

    with pytest.raises(ValueError, match="seven"):
        parallel.fork_map(fail, range(20))


@needs_two_cores
def test_processes_need_no_room_on_a_disk() -> None:
    """Where not one byte of a file may be written, as on a full disk; the answers come all the same, and once each."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); from gazette import parallel; "
        "print(parallel.fork_map(abs, range(100)) == list(range(100)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")


@needs_two_cores
def test_nothing_is_left_open() -> None:
    before = os.listdir("/proc/self/fd")
    parallel.fork_map(abs, range(20))
    assert os.listdir("/proc/self/fd") == before


@needs_two_cores
def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(parallel.WorkerDied, match="memory"):
        parallel.fork_map(lambda part: os._exit(1), range(8))


@needs_two_cores
def test_a_process_gives_back_the_memory_that_it_needs_no_more() -> None:
    """A command collects nothing, being short. Its processes make thousands of pages: one of them took 1.3 GB."""

    class Ring:
        """One that only the collector can take away."""

        def __init__(self) -> None:
            self.itself = self

    def is_dropped(part: int) -> bool:
        first = weakref.ref(Ring())
        for _ in range(50_000):
            Ring()
        return first() is None

    gc.disable()
    try:
        assert all(parallel.fork_map(is_dropped, range(8)))
    finally:
        gc.enable()


def test_a_thread_of_a_server_never_forks() -> None:
    """A lock that another thread held at that moment would never open again in the new process."""
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(parallel.fork_map, lambda part: os.getpid(), range(20)).result()
    assert {*found} == {os.getpid()}
