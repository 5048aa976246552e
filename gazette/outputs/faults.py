"""Files of an issue that could not be made, and the items to blame: to fix them, or to publish the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from ..content.problems import Misuse, Place, Problem
from ..render.lookup import Values

if TYPE_CHECKING:  # only an issue needs them: importing them takes a fifth of the start
    from ..render.email import EmailView
    from ..render.issue import IssueView


V = TypeVar("V", "IssueView", "EmailView")
MOST: Final = 3
"""Items that are named: more have one cause."""
WITHOUT: Final = "make site ARGS=--without-paper"
"""The command that publishes the rest."""


class Fault(NamedTuple):
    """Files that could not be made. `issue` is the address of theirs, `items` what they cannot be made with."""

    files: tuple[str, ...]
    issue: str
    language: str
    items: tuple[str, ...]
    reason: str


def told(error: Exception) -> str:
    """Why, in one line; of a fault of ours what a programmer needs to find it."""
    ours = type(error).__module__.startswith("gazette.")
    words = str(error) if ours else f"{type(error).__name__}: {error}"
    return " ".join(words.split())


class FileFault(Exception):
    """That a file of an issue could not be made; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def guarded(
    path: str, view: V, make: Callable[[V], object], file: Callable[[], bytes],
    besides: type[Exception] | tuple[()] = (),
) -> bytes:  # fmt: skip
    """The result of `file`. Raises FileFault for whatever it raises: that concerns one issue, not the others.

    `make` makes of a view what the file is made of, so that the item can be found with which it cannot be. What is
    raised of the kind `besides` is no fault of the issue's, and goes on as it is.
    """
    try:
        return file()
    except besides:
        raise
    except Exception as error:
        fault = Fault((path,), view.address, view.language, culprits(view, make), told(error))
        raise FileFault(fault) from error


def culprits(view: V, make: Callable[[V], object]) -> tuple[str, ...]:
    """Addresses of the items that cannot be shown, each tried alone; of the issue where it fails without any.

    None where each can be made alone: then only together they can't.
    """
    sections: list[Values] = view.data["sections"]
    if _fails(make, _with(view, [])):
        return (view.address,)
    found: list[str] = []
    for section in sections:
        for item in section["items"]:
            if len(found) < MOST and _fails(make, _with(view, [{**section, "items": [item]}])):
                found.append(item["address"])
    return tuple(found)


def _with(view: V, sections: Sequence[Values]) -> V:
    return replace(view, data={**view.data, "sections": list(sections)})


def _fails(make: Callable[[V], object], view: V) -> bool:
    try:
        make(view)
    except Exception:  # whatever it is: the question is only whether
        return True
    return False


def together(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of one issue in one language that have one reason as one, with all their files."""
    found: dict[Fault, tuple[str, ...]] = {}
    for fault in faults:
        cause = fault._replace(files=())
        found[cause] = (*found.get(cause, ()), *fault.files)
    return [cause._replace(files=files) for cause, files in found.items()]


def as_misuse(faults: Sequence[Fault]) -> Misuse:
    """Why nothing is published, and how all but these files can be."""
    first = faults[0]
    return Misuse(
        "edition-failed", command=WITHOUT, **_facts(first, [file for fault in faults for file in fault.files])
    )


def as_problem(fault: Fault, path: str) -> Problem:
    """That the files are left out. `path` is the issue's own file."""
    return Problem(path, "edition-left-out", Place(1, 1), facts=_facts(fault, fault.files))


def _facts(fault: Fault, files: Sequence[str]) -> dict[str, str]:
    items = ", ".join(f"/{address}" for address in fault.items) or f"/{fault.issue}"
    return {"files": ", ".join(file.rpartition("/")[2] for file in files), "items": items, "reason": fault.reason}
