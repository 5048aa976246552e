"""Work over all cores by forking: what a process needs it inherits, so only results travel.

`multiprocessing` is imported where a process is started: an edit of one text starts none.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Sequence
from struct import Struct
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

P = TypeVar("P")
R = TypeVar("R")

COLLECTED_AFTER: Final = (20_000, 20, 50)
"""Objects made in a process until it looks for those that no one needs, and after how many such looks it looks at
older ones."""


_NUMBERS: Final = Struct("qq")
"""So few bytes go into a pipe, and come out of it, whole."""


class WorkerDied(RuntimeError):
    """A process ended without an answer: out of memory, or killed."""


def cores() -> int:
    """How many processes are worth having; one where the system cannot fork.

    Nor does a thread of a server: what another one holds locked at that moment would stay so in the new process.
    """
    if not hasattr(os, "fork") or current_thread() is not main_thread():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fork_map(work: Callable[[P], R], parts: Sequence[P], tell: Callable[[str], None] = lambda _: None) -> list[R]:
    """`work` of each part, in order. An exception in a process is raised here, and the others are stopped.

    `tell` hears now and then what share of the parts is done, as `40 %`.
    """
    count = min(cores(), len(parts))
    if count <= 1:
        return [work(part) for part in parts]
    gc.freeze()  # keeps the collector from touching, and so copying, what the processes share
    running: list[tuple[Any, Connection]] = []
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until each process ends by it, silently
    left = _Remaining(len(parts))
    try:
        running += [_start(work, parts, left, from_the_end=number % 2 == 1) for number in range(count)]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return _gather([answers for _, answers in running], len(parts), tell)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for process, answers in running:
            answers.close()
            process.terminate()
            process.join()
        left.close()
        gc.unfreeze()


class _Remaining:
    """Which parts no process has taken yet: those from one number to before another.

    The two numbers wait in a pipe. Whoever takes a part reads them, so that all others wait, and writes back what is
    left. The shared values and the locks of `multiprocessing` are files without a name: on a full disk they fail, and
    nobody could be told which file it was.
    """

    def __init__(self, total: int) -> None:
        self._out, self._into = os.pipe()
        os.write(self._into, _NUMBERS.pack(0, total))

    def take(self, from_the_end: bool) -> int | None:
        """The next part's number. Neighbours have much in common, so each process eats its way in from one end."""
        first, last = _NUMBERS.unpack(os.read(self._out, _NUMBERS.size))
        if first < last and from_the_end:
            taken, left = last - 1, (first, last - 1)
        else:
            taken, left = first, (first + (first < last), last)
        os.write(self._into, _NUMBERS.pack(*left))
        return taken if first < last else None

    def close(self) -> None:
        """Gives the pipe back, when no process is at work any more."""
        os.close(self._out)
        os.close(self._into)


def _start(work: Callable[[P], R], parts: Sequence[P], left: _Remaining, from_the_end: bool) -> tuple[Any, Connection]:
    from multiprocessing import get_context

    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, parts, left, from_the_end, there), daemon=True)
    process.start()
    there.close()
    return process, here


def _run(work: Callable[[P], R], parts: Sequence[P], left: _Remaining, from_the_end: bool, answers: Connection) -> None:
    """In the process. At Ctrl-C the parent says what is to be said; this one just ends."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.enable()  # or a process that makes thousands of pages takes a gigabyte; what it inherits is not looked through
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        while (number := left.take(from_the_end)) is not None:
            answers.send((number, work(parts[number])))
    except BrokenPipeError:
        pass  # the parent has given up
    except BaseException as error:
        answers.send((None, error))
    finally:
        answers.close()


def _gather(connections: Sequence[Connection], total: int, tell: Callable[[str], None]) -> list[Any]:
    from multiprocessing.connection import Connection, wait

    found: dict[int, Any] = {}
    open_ends = list(connections)
    told = 0
    while len(found) < total:
        for answers in wait(open_ends):
            assert isinstance(answers, Connection)
            number, value = _answer(answers, open_ends)
            if number is not None:
                found[number] = value
        if len(found) * 5 // total > told and len(found) < total:
            told = len(found) * 5 // total
            tell(f"{told * 20} %")
    return [found[number] for number in range(total)]


def _answer(answers: Connection, open_ends: list[Connection]) -> tuple[int | None, Any]:
    """One answer; an end of file counts as one where others are still to come from elsewhere."""
    try:
        number, value = answers.recv()
    except EOFError:
        open_ends.remove(answers)
        if not open_ends:
            raise WorkerDied("a process of this command ended early: the machine may be short of memory") from None
        return None, None
    if number is None:
        raise value
    return number, value
