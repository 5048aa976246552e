"""Invented words, two thirds of them in Greek letters, drawn about as often as words are in real texts (Zipf)."""

from __future__ import annotations

from itertools import accumulate, pairwise
from random import Random
from typing import Final

SIZE: Final = 6000
_GREEK: Final = "κα το νι με ρα σο λι πα δη μο τα νε ρι κο λα φα θε γο βι σε να πο ζω χα τρο στα πλη"
_GREEK_ENDS: Final = ("ς", "ν", "", "", "")
_LATIN: Final = "ba re mi to lan der sta vo ne kel fa ri son tra pel mu sin go wa dre lo cen ty"
_ACCENTED: Final = str.maketrans("αεηιοω", "άέήίόώ")


class Vocabulary:
    """A fixed stock of words and the dice to draw them with. Equal seeds give equal texts."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._greek_parts: Final = _GREEK.split()
        self._latin_parts: Final = _LATIN.split()
        made = (self._greek() if number % 3 else self._latin() for number in range(2 * SIZE))
        self._words: Final = list(dict.fromkeys(made))[:SIZE]
        self._weights: Final = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))

    def _greek(self) -> str:
        """Two to four syllables, one of the last three accented."""
        syllables = self._dice.choices(self._greek_parts, k=self._dice.randint(2, 4))
        place = self._dice.randint(max(0, len(syllables) - 3), len(syllables) - 1)
        syllables[place] = syllables[place].translate(_ACCENTED)
        return "".join(syllables) + self._dice.choice(_GREEK_ENDS)

    def _latin(self) -> str:
        return "".join(self._dice.choices(self._latin_parts, k=self._dice.randint(2, 3)))

    def words(self, count: int) -> list[str]:
        """Words as they come, none twice in a row: the checker would tell that."""
        found: list[str] = []
        while len(found) < count:
            drawn = self._dice.choices(self._words, cum_weights=self._weights, k=count - len(found))
            drawn = [*(found[-1:] or [""]), *drawn]
            found += [word for last, word in pairwise(drawn) if word != last]
        return found

    def phrase(self, least: int, most: int) -> str:
        """Words for a title or a label, one of them in Greek: the checker tells a title in another language."""
        count = self._dice.randint(least, most)
        words = self.words(count)
        while "".join(words).isascii():
            words = self.words(count)
        return " ".join([words[0].capitalize(), *words[1:]])

    def sentence(self, least: int = 8, most: int = 18) -> str:
        """A sentence, now and then with a comma."""
        words = self.words(self._dice.randint(least, most))
        words[0] = words[0].capitalize()
        if len(words) > 10:
            words[len(words) // 2] += ","
        return " ".join(words) + "."

    def paragraph(self, count: int) -> str:
        """Sentences of about `count` words in all."""
        found: list[str] = []
        while sum(sentence.count(" ") + 1 for sentence in found) < count:
            found.append(self.sentence())
        return " ".join(found)
