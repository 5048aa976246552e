"""What a command says of an error that a person can mend, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..content.problems import Misuse
from ..content.wording import misuse
from ..files import CHANGED, FULL, KIND, LINK, REFUSED, THERE, NotWritten, is_full
from ..files.generated import WORK
from ..settings import SettingsError

_UNWRITTEN: Final = {
    LINK: "unwritten-link", KIND: "unwritten-kind", CHANGED: "unwritten-changed", FULL: "unwritten-full",
    THERE: "unwritten-there", REFUSED: "unwritten-refused",
}  # fmt: skip
"""Fault → the rule that says it."""


def said(error: Exception, language: str) -> str | None:
    """One line for what a person can mend, and below it a command that does, where there is one; None for a fault of
    ours.
    """
    if isinstance(error, SettingsError):
        return error.said(language)
    meant = _meant(error, language)
    if meant is None:
        return str(error) if isinstance(error, _mendable()) else None
    return misuse(meant, language)


def _meant(error: Exception, language: str) -> Misuse | None:
    """The rule that tells the error, where there is one."""
    from ..engines.publish import PublishError  # here, so that engines are imported by those who run them

    if isinstance(error, Misuse):
        return error
    if isinstance(error, PublishError):
        if _is_of_another_shape(error.__cause__, error.facts.get("path", "")):
            return Misuse("system-remembered", **error.facts)
        return Misuse(error.rule, mended_by=error.command, **error.facts)
    if isinstance(error, NotWritten):
        return _unwritten(error, language)
    if isinstance(error, RecursionError):
        return Misuse("too-nested")
    return _of_system(error) if isinstance(error, OSError) and not isinstance(error, _mendable()) else None


def _of_system(error: OSError) -> Misuse:
    """What the system refused, of a file that can be made again."""
    path = str(error.filename or "")
    if path and is_full(error):
        return Misuse("system-full", path=path)
    if path and isinstance(error, PermissionError):
        return Misuse("system-denied", path=path)
    reason = str(error.strerror or error)
    if _is_of_another_shape(error, path):
        return Misuse("system-remembered", path=path, reason=reason)
    return Misuse("system", where=f"{path}: " if path else "", reason=reason)


def _is_of_another_shape(error: BaseException | None, path: str) -> bool:
    """Whether a file stands where builds keep a folder, or a folder where they keep a file, for the next one."""
    return isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError) and WORK in Path(path).parts


def _unwritten(error: NotWritten, language: str) -> Misuse:
    """Which file was not written and why, and what became of the others."""
    done = ", ".join(map(str, error.done))
    rest = misuse(Misuse("rest-done", done=done) if done else Misuse("rest-untouched"), language)
    facts = {"path": str(error.path), "reason": error.reason, "rest": rest}
    return Misuse(_UNWRITTEN[error.fault], **facts)


def _mendable() -> tuple[type[Exception], ...]:
    from ..engines.form_page import FormPageError  # here too
    from ..engines.mail import MailError
    from ..engines.pages import HostError
    from ..engines.pdf import PdfError
    from ..engines.search import SearchError
    from ..parallel import WorkerDied
    from ..theme import ThemeError

    return ThemeError, HostError, SearchError, PdfError, MailError, FormPageError, WorkerDied
