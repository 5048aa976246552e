"""The list of changed pages between two built sites, with links to both versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jinja2 import Environment

from ..words import Words
from .policy import as_attribute, content_policy

NEW, CHANGED, GONE = "new", "changed", "gone"


class Change(NamedTuple):
    """A page that is new, changed or gone; `path` is its file in the site, `title` what its browser tab says."""

    kind: str
    path: str
    title: str


def changes_page(
    changes: Sequence[Change], folder: str, sheets: Sequence[str], words: Mapping[str, Words], templates: Environment
) -> bytes:
    """A page beside `folder`, which holds the site; in every language of the site, since no one knows who reads it."""
    parts = [
        {
            "language": language,
            "direction": said.direction,
            "title": said.say("changes.title", n=len(changes)) if changes else said.say("changes.none"),
            "home": said.say("changes.home"),
            "kinds": [
                {"label": label, "changes": [change for change in changes if change.kind == kind]}
                for kind, label in _labels(said)
            ],
        }
        for language, said in words.items()
    ]
    given = {
        "parts": parts,
        "folder": folder,
        "sheets": sheets,
        "gone": GONE,
        "policy": as_attribute(content_policy("changes")),
    }
    return templates.get_template("changes.html").render(given).encode()


def _labels(words: Words) -> list[tuple[str, str]]:
    return [(NEW, words.say("changes.new")), (CHANGED, words.say("changes.changed")), (GONE, words.say("changes.gone"))]


def changes_text(changes: Iterable[Change], words: Words) -> str:
    """The list of changes in Markdown, for the summary of a CI run. Titles are escaped, so none acts as Markdown."""
    lines = [f"- {label}: {_plain(change.title)} (`{change.path}`)\n" for kind, label in _labels(words)
             for change in changes if change.kind == kind]  # fmt: skip
    return "".join(lines) or f"{words.say('changes.none')}\n"


def _plain(title: str) -> str:
    """A title that cannot become a link, a mention or a tag where Markdown is read."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#@&!|" else sign for sign in title)
