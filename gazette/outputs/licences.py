"""On what terms readers get what is no content: fonts, search program, map, colour profiles, as one plain file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from ..content import wording
from ..content.digests import digest_of_bytes
from .base import LICENCES, Context, Output, PlannedFile

WORKS: Final = Path(__file__).with_name("licences.yml")
_RULE: Final = 80 * "-"


@dataclass(frozen=True, slots=True)
class Work:
    """Something that readers get under a licence."""

    name: str
    use: Mapping[str, str]
    """Language → what it is for."""
    text: str
    """The file of the theme with the licence, or with what the work says of itself."""
    licence: str = ""
    """Its identifier (SPDX); empty where the text is all that is known."""
    files: Sequence[str] = ()
    """Patterns of the theme's files that are the work, or were made of it."""
    published: str = ""
    """Folder of the site in which the work is published as it came."""
    package: str = ""
    """Where it came from: a lock (`fonts`, `map`, `pypi`), and the package's name in it."""


@dataclass(slots=True)
class _Text:
    """A licence: its words without the first paragraph, if that is whose rights they are, and the works under it."""

    words: str
    names: list[str] = field(default_factory=list)


class Licences(Output):
    """One file, in both languages of the messages: the texts themselves are in English, as their authors wrote them."""

    name = "licences"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        raw = notice(works(), context.theme.folder, context.site.url).encode()
        yield PlannedFile(context.site.assets[LICENCES], digest_of_bytes(raw), partial(bytes, raw))


def works() -> list[Work]:
    """All that readers get under a licence, as licences.yml lists it."""
    return [Work(**entry) for entry in wording.read_words(WORKS)["works"]]


def notice(listed: Sequence[Work], theme: Path, site_url: str) -> str:
    """The file's text: the works with whose they are, then each licence once. `theme` is the folder with the texts."""
    words, languages = wording.read_words(WORKS), tuple(reversed(wording.MESSAGE_LANGUAGES))
    head = [" · ".join(words["heading"][language] for language in languages)]
    head += [words["about"][language].format(terms=f"{site_url}about/press/") for language in languages]
    entries: list[str] = []
    texts: dict[str, _Text] = {}
    for work in listed:
        whose, licence = _divided((theme / work.text).read_text("utf-8"))
        key = " ".join(licence.split())
        texts.setdefault(key, _Text(licence)).names.append(work.name)
        number = list(texts).index(key) + 1
        label = " · ".join(words["text"][language] for language in languages)
        use = " · ".join(work.use[language] for language in languages)
        entries.append("\n".join(filter(None, [work.name, use, whose, f"{work.licence} ({label} {number})".strip()])))
    parts = [
        f"{_RULE}\n{number}. {', '.join(text.names)}\n\n{text.words}" for number, text in enumerate(texts.values(), 1)
    ]
    return "\n\n".join([*head, *entries, *parts]) + "\n"


def _divided(text: str) -> tuple[str, str]:
    """Whose it is, and the licence: many works are under one text that differs in its first line."""
    first, _, rest = text.strip().partition("\n\n")
    return (first, rest.strip()) if first.startswith("Copyright") else ("", text.strip())


OUTPUT: Final[Output] = Licences()
