"""Greek in Latin letters, after ELOT 743 (ISO 843:1997 type 2), for addresses and anchors."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ..files.portable_names import DEVICE_NAME, made_portable

_GREEK: Final = "αβγδεζηθικλμνξοπρσςτυφχψω"
_LATIN: Final = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
_LETTERS: Final = dict(zip(_GREEK, _LATIN.split(), strict=True))
_VOICED: Final = "αάβγδεέζηήιίλμνοόρωώ"
_PAIRS: Final = (("γγ", "ng"), ("γξ", "nx"), ("γχ", "nch"), ("ου", "ou"), ("ού", "ou"))


def _pair_before(match: re.Match[str]) -> str:
    """αυ, ευ, ηυ sound as af/av: v before a voiced letter, f elsewhere."""
    first, following = match.group(1), match.group(2)
    return f"{first}{'v' if following and following in _VOICED else 'f'}"


def to_latin(text: str) -> str:
    """Lower-case Latin letters for Greek ones; all else unchanged but for lost accents.

    >>> to_latin("Ένταξη στην Αθήνα"), to_latin("Εύβοια"), to_latin("Μπαλάφας")
    ('entaxi stin athina', 'evvoia', 'balafas')
    """
    lowered = unicodedata.normalize("NFC", text.lower())
    lowered = re.sub(r"\bμπ", "b", lowered).replace("μπ", "mp")
    for greek, latin in _PAIRS:
        lowered = lowered.replace(greek, latin)
    lowered = re.sub(r"([αεη])[υύ](?=(.)?)", _pair_before, lowered)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(letter))
    return "".join(_LETTERS.get(letter, letter) for letter in bare)


def latin_slug(text: str) -> str:
    """An address part: `a-z`, `0-9` and single hyphens.

    >>> latin_slug("Η «γειτονιά» μας, 2021!")
    'i-geitonia-mas-2021'
    """
    return re.sub(r"[^a-z0-9]+", "-", to_latin(text)).strip("-")


def latin_name(text: str) -> str:
    """A name for a folder, or for a file without its ending: a slug, and none that Windows keeps for itself.

    >>> latin_name("Λόφος Α"), latin_name("Con")
    ('lofos-a', 'con-1')
    """
    return made_portable(latin_slug(text))


def tables() -> dict[str, object]:
    """The tables of `latin_name` for the browser form (theme/editor/latin.js), ready for JSON."""
    return {"letters": _LETTERS, "voiced": _VOICED, "pairs": _PAIRS, "device": DEVICE_NAME}
