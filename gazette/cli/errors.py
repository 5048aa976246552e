"""What a command says of an error that a person can mend, in one line."""

from __future__ import annotations

from typing import Final

from ..content.problems import Misuse
from ..content.wording import misuse
from ..files import CHANGED, FULL, KIND, LINK, REFUSED, THERE, NotWritten, is_full
from ..settings import SettingsError

_UNWRITTEN: Final = {
    LINK: "unwritten-link", KIND: "unwritten-kind", CHANGED: "unwritten-changed", FULL: "unwritten-full",
    THERE: "unwritten-there", REFUSED: "unwritten-refused",
}  # fmt: skip
"""Fault → the rule that says it."""


def said(error: Exception, language: str) -> str | None:
    """One line for what a person can mend; None for a fault of ours."""
    if isinstance(error, Misuse | SettingsError):
        return misuse(error, language) if isinstance(error, Misuse) else error.said(language)
    if isinstance(error, NotWritten):
        return misuse(_unwritten(error, language), language)
    if isinstance(error, _mendable()):
        return str(error)
    if isinstance(error, RecursionError):
        return misuse(Misuse("too-nested"), language)
    if isinstance(error, OSError):
        return misuse(_of_system(error), language)
    return None


def _of_system(error: OSError) -> Misuse:
    """What the system refused, of a file that can be made again."""
    if is_full(error) and error.filename:
        return Misuse("system-full", path=str(error.filename))
    where = f"{error.filename}: " if error.filename else ""
    return Misuse("system", where=where, reason=str(error.strerror or error))


def _unwritten(error: NotWritten, language: str) -> Misuse:
    """Which file was not written and why, and what became of the others."""
    done = ", ".join(map(str, error.done))
    rest = misuse(Misuse("rest-done", done=done) if done else Misuse("rest-untouched"), language)
    facts = {"path": str(error.path), "reason": error.reason, "rest": rest}
    return Misuse(_UNWRITTEN[error.fault], **facts)


def _mendable() -> tuple[type[Exception], ...]:
    from ..engines.form_page import FormPageError  # here, so that engines are imported by those who run them
    from ..engines.mail import MailError
    from ..engines.pages import HostError
    from ..engines.pdf import PdfError
    from ..engines.publish import PublishError
    from ..engines.search import SearchError
    from ..parallel import WorkerDied
    from ..theme import ThemeError

    return (
        ThemeError, HostError, PublishError, SearchError, PdfError, MailError, FormPageError, WorkerDied,
    )  # fmt: skip
