"""What is known of each language in which texts can be measured: levels, abbreviations, how clauses join."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ReadingScale:
    """A language. The levels were set over the site's own texts: see docs/decisions/0045-worklist.md."""

    easy: float
    """The last score of a text that is easy."""
    hard: float
    """The first score of one that is hard, where its sentences are `tiring` too."""
    tiring: int
    """Words that sentences have on average in a text that tires. A short one full of the field's own words does not."""
    longest: int
    """Words that a sentence may have before it is long."""
    hard_word: int
    """Syllables from which on a word is a hard one."""
    stops: str
    """Signs with which a sentence ends."""
    joints: re.Pattern[str]
    """Words by which one clause is hung on another."""
    abbreviations: frozenset[str]
    """What has a full stop behind it and goes on, in small letters, without that stop."""
    numbered: frozenset[str]
    """What has a full stop behind it and goes on where a number follows, in small letters, without that stop."""


ENGLISH: Final = ReadingScale(
    easy=60.0,
    hard=35.0,
    tiring=22,
    longest=30,
    hard_word=5,
    stops=".!?…",
    joints=re.compile(
        r"\b(?:that|which|who|what|whom|whose|when|where|while|because|although|though|since|unless|until|after|before|if"
        r"|whether)\b",
        re.IGNORECASE,
    ),
    abbreviations=frozenset(
        "mr mrs ms dr prof st messrs rev hon gen gov cf e.g i.e vs approx ca jan feb apr aug sept nov dec dept est incl"
        .split()
    ),
    numbered=frozenset("no nos art fig p pp vol ch sec para ed tel ext mar jun jul sep oct".split()),
)  # fmt: skip
GREEK: Final = ReadingScale(
    easy=50.0,
    hard=60.0,
    tiring=22,
    longest=30,
    hard_word=7,
    stops=".!?;…",
    joints=re.compile(
        r"\b(?:που|πως|ότι|όταν|όπου|όπως|ώστε|ενώ|επειδή|γιατί|καθώς|αφού|αν|εάν|μόλις|μολονότι|παρόλο|προτού|πριν"
        r"|εφόσον|όσο|οποί(?:ος|α|ο|ου|ας|ον|οι|ες|ων|ους)|όσ(?:ος|η|οι|ες|α|ων|ους)|όποι(?:ος|α|ο|οι|ες|ους|ων))\b",
        re.IGNORECASE,
    ),
    abbreviations=frozenset(
        "δρ κ κα κος κυρ καθ βλ πρβλ δηλ λ.χ π.χ κκ τ.μ τ.χλμ χλμ χλγ εκ εκατ χιλ δισ αγ λεωφ ό.π υπ μτφ επιμ εκδ"
        " ιαν φεβ φεβρ μάρτ απρ μαΐ ιουν ιουλ αυγ σεπ σεπτ οκτ νοε νοεμ δεκ".split()
    ),
    numbered=frozenset(
        "αρ αριθ σ σελ σσ τηλ ν ν.δ π.δ υ.α κ.υ.α φ.ε.κ φεκ οδ παρ άρθ τ τόμ τεύχ εικ πιν κεφ μαρ".split()
    ),
)  # fmt: skip
SCALES: Final[Mapping[str, ReadingScale]] = {"en": ENGLISH, "el": GREEK}
