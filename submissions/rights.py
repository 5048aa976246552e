"""What someone may write, as the content model tells it. Whatever a browser says, all else is refused.

An editor writes what belongs to their municipality: its folder, and items that name it. They may add partners,
programmes and records of consent that their items need, and change none that is published. A coordinator writes every
item, redirects, and what commands list. Code, theme, workflows and settings are no one's here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gazette.content import load
from gazette.content.items import content_type_of
from gazette.content.model import CONSENTS, ContentType, Kind, RefersTo, fields_with
from gazette.editorial.form_orders import EditablePaths
from gazette.editorial.form_plan import label
from gazette.editorial.form_site import item_folders
from gazette.editorial.form_storage import Files, FormRefusal

from .content_store import LISTS, title_of
from .people import LANGUAGES, Account

_ADDED: Final = (Kind.PARTNER, Kind.PROGRAMME)
"""Kinds that belong to no municipality, of which an editor may add some."""
Read = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Paths → content of those files that there are."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What one account may write."""

    account: Account
    places: EditablePaths

    def refuse(self, files: Files, published: Read, written: Read) -> None:
        """Raises FormRefusal where one of the files is not theirs.

        `published` reads what is out, `written` what the proposal holds before `files` are written into it.
        """
        for path in files:
            if not self.places.holds(path) and not (self.account.is_coordinator and path in LISTS):
                raise FormRefusal(403, "not-ours", name=path)
        if not self.account.is_coordinator:
            for folder in item_folders(files):
                if not self._is_theirs(folder, files, published, written):
                    raise self._refusal(folder, files, published, written)

    def foreign(self, folders: Iterable[str], published: Read, written: Read) -> Iterator[str]:
        """Those of a proposal's items that its municipality has no part in, as it is to be sent.

        What is published counts as well: someone else's item may have come there since the proposal was written.
        """
        for folder in folders:
            content = content_type_of(folder)
            if content and _fields(content) and not folder.startswith(f"members/{self.account.member}/"):
                known = [data for read in (published, written) if (data := _data(content, folder, read)) is not None]
                if any(self.account.member not in _named(content, data) for data in known):
                    yield folder

    def _refusal(self, folder: str, files: Files, published: Read, written: Read) -> FormRefusal:
        """Tells the item's title, and the `field` where their municipality is missing, if it is theirs to add there."""
        content = content_type_of(folder)
        before = _data(content, folder, published) if content else None
        is_open = content is not None and (before is None or self.account.member in _named(content, before))
        fields = _fields(content) if content and is_open else []
        name = "members" if "members" in fields else next(iter(fields), "")  # an event's organisers would do as well
        field = label(content.data, name, self.account.language) if content and name else ""

        def read(paths: Sequence[str]) -> Mapping[str, bytes]:
            return {**_known(files, paths), **written(paths), **published(paths)}

        title = title_of(folder, read, (self.account.language, *LANGUAGES))
        return FormRefusal(403, "not-yours", name=title, member=self.account.member, field=field)

    def _is_theirs(self, folder: str, files: Files, published: Read, written: Read) -> bool:
        member = f"members/{self.account.member}"
        if folder == member or folder.startswith(f"{member}/"):
            return True
        content = content_type_of(folder)
        if content is None:
            return folder.startswith(f"{CONSENTS}/") and not published([f"{folder}.yml"])
        before = _data(content, folder, published)
        if not _fields(content):
            return content.kind in _ADDED and before is None and not folder.startswith("members/")
        after = _data(content, folder, lambda paths: {**written(paths), **_known(files, paths)})
        if before is not None and self.account.member not in _named(content, before):
            return False
        return after is None or _is_open_to(self.account.member, _named(content, after), before is None)


def _is_open_to(member: str, named: frozenset[str], is_new: bool) -> bool:
    """Whether an item may be written: it names the municipality, or is begun and names none yet."""
    return member in named or (is_new and not named)


def _known(files: Files, paths: Sequence[str]) -> dict[str, bytes]:
    return {path: data for path in paths if (data := files.get(path)) is not None}


def _data(content: ContentType, folder: str, read: Read) -> Mapping[str, Any] | None:
    """The fields of an item's data file; None where there is no such file."""
    path = f"{folder}/{content.data_file}"
    found = read([path])
    return load.parse(path, found[path]).data if path in found else None


def _fields(content: ContentType) -> list[str]:
    """The fields that name municipalities."""
    return [name for name, mark in fields_with(content.data, RefersTo) if Kind.MEMBER in mark.kinds]


def _named(content: ContentType, data: Mapping[str, Any]) -> frozenset[str]:
    """The items that those fields name, municipalities and others."""
    found: set[str] = set()
    for name in _fields(content):
        value = data.get(name)
        found |= set(map(str, value)) if isinstance(value, list | dict) else {str(value)} if value else set()
    return frozenset(found)
