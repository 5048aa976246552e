"""What a consent covers, and what is left of an item without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, cast

from ..digests import digest_of
from ..model import AnyText, Caption, Consent, Event, Story, StoryText
from .item import Item


class Lapse(NamedTuple):
    """A consent that does not hold, or will not for long, and what it was for: a photo of an item, or its text."""

    item: Item
    """As it was written, before anything was left out."""
    consent: str
    file: str
    """The photo; nothing where the text itself is about the person."""
    takes_all: bool
    """Whether the whole page goes: the text is about the person, or shows the photo."""

    @property
    def route(self) -> tuple[str | int, ...]:
        """Where the item's data name the consent."""
        data = self.item.data
        assert isinstance(data, Story | Event)
        if not self.file:
            return ("people", data.people.index(self.consent))
        number = next(number for number, photo in enumerate(data.photos) if photo.file == self.file)
        return ("photos", number, "people", data.photos[number].people.index(self.consent))


def lapses(item: Item, ended: AbstractSet[str]) -> list[Lapse]:
    """What is left out of an item without these consents."""
    data = item.data
    if not isinstance(data, Story | Event) or data.withdrawn:
        return []
    in_texts = {found.value for text in item.texts.values() for found in text.findings}
    gone = [Lapse(item, name, "", True) for name in data.people if name in ended]
    for photo in data.photos:
        gone += [Lapse(item, name, photo.file, photo.file in in_texts) for name in photo.people if name in ended]
    return gone


def as_consented(item: Item, consents: Mapping[str, Consent], void: AbstractSet[str]) -> tuple[Item, list[Lapse]]:
    """An item without the photos of those whose consents are `void`, and what was left out.

    Where a consent takes the whole page, the item is one that was taken back, with nothing in it.
    """
    gone = lapses(item, void)
    whole = [lapse.consent for lapse in gone if lapse.takes_all]
    if whole:
        record = consents[whole[-1]]
        day = record.withdrawn or record.expires or record.given
        return replace(item, data=item.data.model_copy(update={"withdrawn": day}), texts={}, files={}), gone
    return (_without_photos(item, {lapse.file for lapse in gone}) if gone else item), gone


def ending(items: Iterable[Item], consents: Mapping[str, Consent], today: date, within: timedelta) -> list[Lapse]:
    """What of the items will be left out within that time, since a consent that holds `today` runs out."""
    last = today + within
    soon = {name for name, record in consents.items() if record.expires and record.expires.last_day <= last}
    soon = {name for name in soon if consents[name].holds(today)}
    return [lapse for item in items for lapse in lapses(item, soon)] if soon else []


def _without_photos(item: Item, names: AbstractSet[str]) -> Item:
    data = item.data
    assert isinstance(data, Story | Event)
    digests = (item.summary_digest, item.digest, sorted(names))
    texts = {
        language: replace(text, front=text.front.model_copy(update={"captions": _of_others(text.front, names)}))
        for language, text in item.texts.items()
    }
    return replace(
        item,
        data=data.model_copy(update={"photos": tuple(photo for photo in data.photos if photo.file not in names)}),
        texts=texts,
        files={name: digest for name, digest in item.files.items() if name not in names},
        summary_digest=digest_of(digests[::2]),
        digest=digest_of(digests[1:]),
    )


def _of_others(front: AnyText, names: AbstractSet[str]) -> tuple[Caption, ...]:
    return tuple(caption for caption in cast(StoryText, front).captions if caption.file not in names)
