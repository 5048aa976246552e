"""The pages of what waits: an overview, one for each municipality, one for the coordinators.

They are there for whoever looks after the texts. Search engines are asked to leave them out, and so does our search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ...content.dates import PartialDate
from ...content.library import COORDINATORS, WORKLIST
from ...content.model import Kind
from ...content.worklist import Task
from ..lookup import Values
from ..words import Words
from ..worklist import KindOfTasks, TaskWords, in_words, spoken_in, worklist_addresses
from .view import PageLookup, PageView

__all__ = ["MOST", "worklist_addresses", "worklist_views"]
TEMPLATE: Final = "worklist.html"
MOST: Final = 50
"""Tasks of a kind that a page names; `build.py worklist` names them all."""


def worklist_views(lookup: PageLookup, words: Mapping[str, Words]) -> Iterator[PageView]:
    """The overview and each list; none where the site's `words` are in no language in which tasks are told."""
    lists, said = lookup.offered.lists, spoken_in(words, lookup.language)
    if said is None or not lists:
        return
    yield _overview(lookup, lists)
    for name, tasks in lists.items():
        shown = in_words(lookup.library, tasks, said, lookup.offered.editor)
        kinds = [_kind(lookup, kind) for kind in shown]
        member = lookup.library.get(Kind.MEMBER, name)
        entry = _named(lookup, name)
        data: Values = {
            "kinds": kinds,
            "member": lookup.link(member) if member else None,
            "said_in": lookup.foreign(said.language),
            "checked": _checked(lookup),
            "total": len(tasks),
        }
        title = lookup.words.say("worklist.of", name=entry["label"])
        yield _view(lookup, str(entry["address"]), title, data)


def _view(lookup: PageLookup, address: str, title: str, data: Values) -> PageView:
    """Such a page is written in no language of its own, so it is in no sitemap, as one that was taken back."""
    about = lookup.words.say("worklist.description")
    return PageView(address, lookup.language, TEMPLATE, title, about, "about/", (), data)


def _overview(lookup: PageLookup, lists: Mapping[str, Sequence[Task]]) -> PageView:
    named = lookup.library.named(lookup.library.members_today, lookup.language)
    rows = [_row(lookup, item.slug, lists) for item in named]
    data: Values = {
        "members": rows, "coordinators": _row(lookup, COORDINATORS, lists), "kinds": [], "checked": _checked(lookup),
    }  # fmt: skip
    return _view(lookup, WORKLIST, lookup.words.say("worklist.title"), data)


def _row(lookup: PageLookup, name: str, lists: Mapping[str, Sequence[Task]]) -> Values:
    return {**_named(lookup, name), "count": len(lists[name])}


def _named(lookup: PageLookup, name: str) -> Values:
    """What a list is called, and its address."""
    member = lookup.library.get(Kind.MEMBER, name)
    entry = lookup.link(member) if member else {"label": lookup.words.say("worklist.coordinators"), "lang": ""}
    return {**entry, "address": f"{WORKLIST}{name}/"}


def _checked(lookup: PageLookup) -> str:
    """When the links to other sites were last asked, as far as that is on record."""
    day = lookup.offered.links_checked
    return lookup.words.dated("on", PartialDate(day.year, day.month, day.day)) if day else ""


def _kind(lookup: PageLookup, kind: KindOfTasks) -> Values:
    shown = [_entry(lookup, task) for task in kind.tasks[:MOST]]
    return {
        "title": kind.title, "how": kind.how, "count": len(kind.tasks), "entries": shown,
        "more": len(kind.tasks) - len(shown), "opens": kind.opens,
    }  # fmt: skip


def _entry(lookup: PageLookup, words: TaskWords) -> Values:
    item = words.task.item
    link = lookup.link(item) if item else {"address": "", "label": "", "lang": ""}
    return {**link, "file": "" if item else words.task.path, "sentence": words.sentence, "edit": words.edit}
