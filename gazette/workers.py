"""Work over all cores by forking: what a process needs it inherits, so only results travel."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")


class WorkerDied(RuntimeError):
    """A process ended without an answer: out of memory, or killed."""


def cores() -> int:
    """How many processes are worth having; one where the system cannot fork."""
    if "fork" not in get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fork_map(work: Callable[[P], R], parts: Sequence[P]) -> list[R]:
    """`work` of each part, in order. An exception in a process is raised here, and the others are stopped."""
    count = min(cores(), len(parts))
    if count <= 1:
        return [work(part) for part in parts]
    gc.freeze()  # keeps the collector from touching, and so copying, what the processes share
    context = get_context("fork")
    running: list[tuple[Any, Connection]] = []
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until each process has said that it ignores it
    try:
        for number in range(count):
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_run, args=(work, parts[number::count], there), daemon=True)
            process.start()
            there.close()
            running.append((process, here))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return _in_order([_answer(answers) for _, answers in running], len(parts))
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for process, answers in running:
            answers.close()
            process.terminate()
            process.join()
        gc.unfreeze()


def _run(work: Callable[[P], R], parts: Sequence[P], answers: Connection) -> None:
    """In the process. Ctrl-C is the parent's to answer: it stops us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    try:
        answers.send((True, [work(part) for part in parts]))
    except BaseException as error:
        answers.send((False, error))
    finally:
        answers.close()


def _answer(answers: Connection) -> list[Any]:
    try:
        fine, value = answers.recv()
    except EOFError:
        raise WorkerDied("a process of this command ended early: the machine may be short of memory") from None
    if not fine:
        raise value
    found: list[Any] = value
    return found


def _in_order(answers: Sequence[list[Any]], total: int) -> list[Any]:
    return [answers[place % len(answers)][place // len(answers)] for place in range(total)]
