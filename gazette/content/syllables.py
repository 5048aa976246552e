"""The syllables of a word, Greek or English, counted by rules: no dictionary has every name of a town."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_GREEK: Final = re.compile("α[ιίυύ]|ε[ιίυύ]|ο[ιίυύ]|η[υύ]|υ[ιί]|[αάεέηήιίϊΐοόυύϋΰωώ]")
"""A vowel, or two that are one sound; a stress or dots on the wrong one part them, as in «τσάι» and «λαϊκός»."""
_VOWELS: Final = re.compile("[aeiouy]+")
_FEWER: Final = re.compile(
    "^y(?=[aeiou])|(?<=[^aeiouyl])(?<![tbc]r)e$|(?<=[aeiouyl]l)e$|(?<=[aeiouy][aeiouy])e$"  # make, rule
    "|(?<=[^aeiouytdl])(?<!dr)ed$|(?<=[aeiouyl]l)ed$"  # worked, called, but not: settled, ended
    "|(?<=[^aeiouysxzcghl])(?<![tbc]r)es$|(?<=th)es$|(?<=[aeiouy]l)es$"  # makes, but not: houses, tables
    "|(?<=[^aeiouyl])e(?=(?:ly|ments?|ness|less|fully?|works?|where|times?|lines?|ty)$)|(?<=[aeiouy]l)e(?=ly$)"
    "|(?<=ev)e(?=ry|nings?$)|(?<=[ctsg])i(?=[ou]|a(?!t))|(?<=x)i(?=ous)|(?<=[ln])i(?=ons?$)"  # every, nation, social
    "|(?<=[qg])u(?=[aeioy])|(?<=s)u(?=[ai][dst])|(?<=b)u(?=il)|(?<=g)e(?=o)|(?<=p)e(?=ople)"  # language, people
    "|(?<=bus)i(?=n)|(?<=^som)e|(?<=^her)e(?=[abtw])|(?<=^ther)e(?=[abfow])"
)
"""A vowel that is written and not heard."""
_MORE: Final = re.compile(
    "i(?=[aou])|(?<=r)i(?=et)|i(?=en[ct])|(?<=[lrnt])i(?=er)|(?<=c)i(?=et)|u(?=(?:[aeou]|i(?!ng))[^aeiou]*[lrnty])"
    "|(?<=[aeiouy])(?=ing)|(?<=[aeiou])(?=sms?$)|(?<=yt)(?=hms?$)|y(?=[aeo])|eo(?!u)|a(?=ic)|e(?=um)"
    "|(?<=cr)e(?=at)|e(?=at(?:re|ri)|al[ai])|(?<=[a-z]{3})e(?=ans?$)|(?<=^re)(?=[iu]|act|ass|app|e[lnsv])"
    "|(?<=^co)(?=ex|op|or|al|in|ed)|(?<=^pre)(?=[aeio])"
)
"""A place where two vowels that stand together are two syllables, or where one is heard that is not written."""


_SHORTENED: Final = re.compile(r"['’](?:s|t|d|m|re|ve|ll)$", re.IGNORECASE)
"""Ends of words that are no syllable: people's, don't."""
_SPELT: Final = re.compile("^[^aeiouy]+$|[^aeiouy]{3}")
"""Capitals that no one can say as a word: UNHCR."""


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """How many syllables a word has; at least one. Letters that stand for words, as in UNHCR, have one each."""
    if language == "el":
        return max(1, len(_GREEK.findall(word.lower())))
    return sum(
        _english(part) for part in _SHORTENED.sub("", word).replace("’", "'").replace("'", "-").split("-") if part
    )


def _english(word: str) -> int:
    low = word.lower()
    if word.isupper() and _SPELT.search(low):
        return len(word)
    heard = _FEWER.sub("", low)
    return max(1, len(_VOWELS.findall(heard)) + len(_MORE.findall(heard)))
