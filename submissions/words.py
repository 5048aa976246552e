"""The server's sentences, in Greek and English, from words.yml."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from babel.dates import format_datetime

from gazette.content.model import DEFAULT_TIME_ZONE

FILE: Final = Path(__file__).with_name("words.yml")
_SCRIPTS: Final = {"GREEK": "el", "ARABIC": "ar"}
"""Letters that tell the language: how Unicode calls them."""
ZONE: Final = ZoneInfo(DEFAULT_TIME_ZONE)


@cache
def _all() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences in one language."""

    language: str

    def say(self, key: str, **facts: object) -> str:
        """A sentence with its facts. Raises KeyError where there is none of that key."""
        return str(_all()[key][self.language]).format_map(facts).strip()

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return key in _all()

    def moment(self, at: float) -> str:
        """A day with its time of day, as it is in Greece."""
        when = datetime.fromtimestamp(at, ZONE)
        return str(format_datetime(when, "d MMMM y, HH:mm", locale=self.language))


def language_of(title: str, otherwise: str) -> str:
    """The language that the letters of a title tell; else another, or nothing where the letters are not that one's.

    >>> [language_of(*one) for one in (("Ο κήπος", "en"), ("The garden", "en"), ("UNHCR", "el"), ("7", "el"))]
    ['el', 'en', '', 'el']
    """
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in title if sign.isalpha()}
    found = next((language for script, language in _SCRIPTS.items() if script in scripts), "")
    return found or (otherwise if not scripts or otherwise not in _SCRIPTS.values() else "")
