"""Words of another alphabet, each marked with its language, so that a screen reader says them right (WCAG 2.2, 3.1.2).

Names of programmes and bodies stand in Greek texts in English, and names of people and places in English texts in
Greek. No one can be asked to mark each: letters tell. In Greek text a run of Latin words is taken for the site's first
language that is written in Latin letters. A single Latin word is left alone: acronyms, and names that belong to no
language (REACT, Admin4All), are read well by Greek voices, and WCAG does not ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Final

from babel.core import get_global
from markupsafe import Markup, escape

LETTERS: Final = {
    "Latn": "A-Za-zÀ-ÖØ-öø-ɏ",
    "Grek": "Ͱ-Ͽἀ-῿",
    "Cyrl": "Ѐ-ԯ",
    "Armn": "Ա-֏",
    "Hebr": "א-ת",
    "Arab": "ء-يٮ-ۓ",
    "Geor": "Ⴀ-ჿ",
}
"""Scripts (ISO 15924) and their letters (Unicode). A language of another script is neither marked nor marked in."""
_PASSED_OVER: Final = r"""(?<=<)(?:"[^"]*"|[^>"])*>|(?<=&)#?\w+;"""
"""Behind its first sign: a tag, or a sign written by its name."""
_SPACE: Final = "[ \N{NO-BREAK SPACE}]"


def script_of(language: str) -> str:
    """The script that a language is written in (CLDR, likely subtags), or nothing where it has no entry.

    >>> script_of("el"), script_of("en")
    ('Grek', 'Latn')
    """
    likely = get_global("likely_subtags").get(language, "")
    return next((part for part in likely.split("_") if len(part) == 4), "")


class LanguageMarker:
    """Marks the words that are not of the language of their text; `languages` are the site's, in order."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._by_script: dict[str, str] = {}
        for language in languages:
            self._by_script.setdefault(script_of(language), language)
        self._patterns = cache(self._made)

    def marked(self, text: str, language: str) -> Markup:
        """A text without tags, escaped, its foreign words in elements with their language."""
        escaped, patterns = escape(text), self._patterns(language)
        if patterns is None or not patterns[0].search(text):
            return escaped
        return Markup(self.marked_html(escaped, language))  # noqa: S704 - adds elements only

    def marked_html(self, fragment: str, language: str) -> str:
        """`fragment` with foreign words marked by their language. Only text between tags is changed, never a tag."""
        patterns = self._patterns(language)
        if patterns is None:
            return fragment
        return patterns[1].sub(partial(_marked, patterns[2]), fragment)

    def _made(self, language: str) -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, str]] | None:
        """Any foreign letter; a tag or a run of foreign words, by the name of its script; script → language."""
        own = script_of(language)
        others = {script: code for script, code in self._by_script.items() if script in LETTERS and script != own}
        if not others or own not in LETTERS:
            return None
        runs = "|".join(f"(?P<{script}>{_run(script)})" for script in others)
        letters = "".join(LETTERS[script] for script in others)
        # The sign that begins a match stands before all else: so the engine skips what can begin none.
        return re.compile(f"[{letters}]"), re.compile(f"[<&{letters}](?:{_PASSED_OVER}|{runs})"), others


def _run(script: str) -> str:
    """Words of a script that follow each other, behind the first letter: of Latin ones at least two."""
    letters = LETTERS[script]
    rest = rf"[{letters}\d]*(?:[-'’.][{letters}\d]+)*"
    least = "+" if script == "Latn" else "*"
    return rf"(?<=[{letters}])(?<!\w[{letters}]){rest}(?:(?:,|:|{_SPACE}[–-])?{_SPACE}[{letters}]{rest}){least}(?!\w)"


def _marked(languages: Mapping[str, str], match: re.Match[str]) -> str:
    words, script = match.group(), match.lastgroup
    if script is None or (script == "Latn" and sum(word != word.upper() for word in words.split()) < 2):
        return words
    return f'<bdi lang="{languages[script]}">{words}</bdi>'
