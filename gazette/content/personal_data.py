"""Personal data in plain text: numbers of telephones, cards, accounts, persons and papers, and mail addresses.

Numbers that carry a check digit are told by it, so that dates, sums and book numbers are none; those without one only
beside the word for what they are. What is found is never shown whole: reports are read by more people than texts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import unquote

from .private_urls import urls
from .readable import ReadableText, as_read

PHONE: Final = "personal-phone"
MAIL: Final = "personal-mail"
CARD: Final = "personal-card"
AMKA: Final = "personal-amka"
AFM: Final = "personal-afm"
IBAN: Final = "personal-iban"
PAPERS: Final = "personal-papers"


class PersonalDetail(NamedTuple):
    """Something that must not stand in a text: `offset` in what was written, the rule, and what of it may be shown."""

    offset: int
    rule: str
    shown: str


_GAP: Final = r"[ \t./()_·,-]{0,3}"
"""Separators that people put between the digits of one number; never the end of a line or of a table cell."""
_GROUPINGS: Final = frozenset(
    {(10,), (3, 3, 4), (3, 4, 3), (4, 3, 3), (4, 6), (3, 7), (5, 5), (2, 8), (2, 4, 4), (4, 2, 2, 2), (3, 3, 2, 2)}
    | {(5, 2, 3), (5, 3, 2), (3, 2, 2, 3), (1,) * 10}
)
"""How many digits of a Greek number people write together."""
_MOBILES_TOO: Final = frozenset(
    {(2, 2, 2, 2, 2), (1, 3, 3, 3), (6, 4), (4, 4, 2), (4, 2, 4), (5, 1, 4), (4, 1, 5), (4, 5, 1)}
)
"""How else people part the digits of a mobile number, whose first two digits alone leave little doubt."""
_NO_PHONE: Final = re.compile(
    r"(?<!\w)(?:πρωτ\w*|αρ\w*\.? ?πρωτ\w*|α\.?π\.?|φεκ|αδα|mis|οπσ|ο\.π\.σ|κωδ\w*|code|id|ref\w*"
    r"|protocol\w*|αποφασ\w*|decision"
    r"|doi|grant|project|εργο|εσπα)(?:[ .:#/]{1,3}(?:no|number|αρ|αριθμ\w*|νο|υπ|εργου|πραξησ|mis"
    r"|οπσ))?[ .:#/]{0,4}$"
)
"""Words before a number that is an office's own: of a file, a decision, a law."""
_RUN: Final = re.compile(rf"\d(?:{_GAP}\d){{6,}}")
_GROUP: Final = re.compile(r"\d+")
_DATE: Final = re.compile(
    r"(?<![\d./-])(?:(?:0?[1-9]|[12]\d|3[01])(?P<a>[./-])(?:0?[1-9]|1[0-2])(?P=a)(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?P<b>[./-])(?:0[1-9]|1[0-2])(?P=b)(?:0[1-9]|[12]\d|3[01]))(?![./-]?\d)"
)
_BOOK: Final = re.compile(r"is[bs]n(?:-1[03])?:?\s*[\dx][\dx -]{6,20}")
_MONEY: Final = re.compile(r"[€$£]|ευρω|euro?\b|usd|gbp|δρχ")
_WORD_BEFORE: Final = 24
"""How many signs may stand between a number and the word for what it is."""
_PHONE_WORD: Final = re.compile(
    r"(?<!\w)(?:τηλ(?:\.|εφων[^\W\d]*)?|κιν(?:\.|ητο[^\W\d]*)?|mob\.?|σταθερο\w*|φαξ|fax|tel(?:\."
    r"|ephone)?|phone|mobile|cell|call|ring"
    r"|whatsapp|viber|signal|telegram|τ\.|t\.|هاتف|telefon\w*)[^\w+]{0,6}(?:(?:us|me|αριθμοσ|number|no|νο|at"
    r"|στο)[^\w+]{1,4})?\+?\(?$"
)
_AMKA_WORD: Final = re.compile(r"(?<!\w)(?:α\.?μ\.?κ\.?α|amka|π\.?α\.?α\.?υ\.?π\.?α|paaypa)\b[^\d\n]{0,20}$")
_AFM_WORD: Final = re.compile(
    r"(?<!\w)(?:α\.?φ\.?μ|afm|tin|vat|φορολογικ\w+ μητρωου|tax (?:number|id|registration))\b[^\d\n]{0,20}$"
    r"|(?<!\w)el[ -]?$"
)
_PAPERS: Final = re.compile(
    r"(?<!\w)(?:α\.?δ\.?τ\b\.?|ταυτοτητα\w*|διαβατηρι\w*|passports?|identity (?:card|document)"
    r"|id (?:card|number|no)"
    r"|αδεια\w* διαμονησ|residence permit|δελτι\w+ αιτουντ\w*|asylum (?:card|case|seeker'?s? card)"
    r"|αριθμ\w+ υποθεσησ"
    r"|case (?:number|no))"
    r"[ .:#]{0,3}(?:(?:με|υπ|αρ|αριθμ\w*|νο|no|number|nr|is|ειναι)[ .:'’#]{1,3}){0,3}"
    r"(?P<number>[a-zα-ω]{0,3}[ -]?\d(?:[ -]?\d){4,9}(?![\w]))"
)
_IBAN_START: Final = re.compile(r"(?<![a-z0-9])[a-z]{2}[ .-]?\d{2}(?=[ .\n-]{0,2}[a-z0-9])")
_IBAN_PART: Final = re.compile(r"[ .\n-]{0,2}([a-z0-9]+)")
_IBAN: Final = re.compile(r"[a-z]{2}\d\d(?=(?:[a-z]*\d){6})[a-z0-9]+", re.ASCII)
_IBAN_WORD: Final = re.compile(r"(?<![a-z])iban[^\w]{0,4}(?:(?:no|is|ειναι|number|αριθμοσ)[^\w]{1,3})?$")
_IBAN_SIGNS: Final = 60
_IBAN_LENGTHS: Final = range(15, 35)
_MAIL: Final = re.compile(
    r"(?<![\w@/.+%-])[\w.+%-]{1,64}\s?(?:@|[(\[{]\s?(?:at|παπακι)\s?[)\]}])\s?[\w-]{1,63}"
    r"(?:(?:\.|\s?[(\[{]\s?(?:dot|τελεια)\s?[)\]}]\s?)[\w-]{2,63}){1,4}"
)
_SPOKEN_MAIL: Final = re.compile(
    r"(?<![\w.])[\w.+-]{2,64} (?:at|παπακι) (?:[\w-]{2,40})(?: dot |\.)(?:com|gr|net|org|eu|me)\b"
)
PRIVATE_HOSTS: Final = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|me|mac|aol"
    r"|gmx|web|mail|proton"
    r"|protonmail|pm|tutanota|tuta|yandex|zoho|fastmail|hey|otenet|forthnet|hol|in|windowslive)"
    r"\.(?:com|gr|net|org|eu|me|de|at|ch|fr|it|ru|co\.uk|com\.gr|ie|es)$"
)
"""Where people have mailboxes of their own, in Greece and elsewhere."""
_OTHER_FIGURES: Final = r"[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
"""Raised, lowered and circled."""
_FIGURES: Final = (
    re.compile(r"\d\D{0,6}\d\D{0,6}\d\D{0,6}\d\D{0,6}\d"),
    re.compile(rf"{_OTHER_FIGURES}\D{{0,6}}{_OTHER_FIGURES}\D{{0,6}}{_OTHER_FIGURES}"),
)
_WORTH: Final = ("@", "＠", ":/", "&", "127.", "192.")
_SPOKEN: Final = re.compile(r"[(\[{ ](?:at|παπάκι)[)\]} ]\s?[\w-]+(?: dot |\.|\s?[(\[{])")
_PATH: Final = re.compile(r"[\w:\\]\\\w")


def _is_worth_it(text: str) -> bool:
    """Whether there may be something to be found: told much faster than the text itself is read."""
    if any(sign in text for sign in _WORTH) or any(figures.search(text) for figures in _FIGURES):
        return True
    if ("at" in text or "παπάκι" in text) and _SPOKEN.search(text):
        return True
    if "\\" in text and _PATH.search(text):
        return True
    small = text.casefold()
    return "file:" in small or "localhost" in small


def found(written: str, official: AbstractSet[str] = frozenset(), markdown: bool = True) -> list[PersonalDetail]:
    """All that must not stand in a text. `official`: what fields declare to be an office's, as `plainly` has it."""
    if not _is_worth_it(written):
        return []
    hits, start = list[PersonalDetail](), 0
    for block in written.split(_APART):  # nothing that is looked for goes on behind an empty line
        if _is_worth_it(block):
            hits += (hit._replace(offset=start + hit.offset) for hit in _in_block(block, official, markdown))
        start += len(block) + len(_APART)
    return hits


_APART: Final = "\n\n"


def _in_block(written: str, official: AbstractSet[str], markdown: bool) -> list[PersonalDetail]:
    text = as_read(written, markdown)
    spent = bytearray(len(text.text))
    hits = [*_of_urls(text, spent), *_mails(text, spent, official)]
    if sum(map(str.isdigit, text.text)) >= _LEAST_DIGITS:
        hits += [*_accounts(text, spent), *_papers(text, spent), *_numbers(text, spent, official)]
    return sorted(PersonalDetail(text.offsets[at], rule, shown) for at, rule, shown in hits)


_LEAST_DIGITS: Final = 5
Hits = Iterator[tuple[int, str, str]]


def plainly(value: str) -> str:
    """A telephone number or an address as it is compared: digits without the country's, or small letters."""
    return value.strip().lower() if "@" in value else _national(re.sub(r"\D", "", value))


def is_private(address: str) -> bool:
    """Whether a mail address is one of a person, at a provider for everyone, and no office's own."""
    return PRIVATE_HOSTS.search(address.lower().rpartition("@")[2].strip()) is not None


def _national(digits: str) -> str:
    for start in ("0030", "30"):
        if digits.startswith(start) and len(digits) == len(start) + _GREEK_LENGTH:
            return digits[len(start) :]
    return digits


_GREEK_LENGTH: Final = 10


def _spend(spent: bytearray, start: int, end: int) -> None:
    spent[start:end] = b"\1" * (end - start)


def _shortened(digits: str) -> str:
    return f"{digits[:3]}…{digits[-2:]}"


def _of_urls(text: ReadableText, spent: bytearray) -> Hits:
    """Addresses are judged as such; the digits in them are mostly names of articles, but for a telephone's."""
    for url in urls(text.text):
        if any(spent[url.start : url.end]):
            continue
        whole = unquote(text.text[url.start : url.end])
        if url.rule:
            yield url.start, url.rule, url.shown
        number = re.search(
            r"(?<!\d)(?:00)?3069\d{8}(?!\d)|(?<![\w-])69\d{8}(?![\w-])|(?:wa\.me/|phone="
            r"|viber\S*number=)\D{0,3}\d{8,15}",
            whole,
        )
        if number:
            yield url.start, PHONE, _shortened(re.sub(r"\D", "", number.group()))
        mail = re.search(
            r"(?<![/@\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", whole.partition("://")[2].partition("/")[2]
        )
        if mail:
            yield url.start, MAIL, _mail_shown(mail.group())
        _spend(spent, url.start, url.end)


def _mails(text: ReadableText, spent: bytearray, official: AbstractSet[str]) -> Hits:
    for pattern in (_MAIL, _SPOKEN_MAIL):
        for match in pattern.finditer(text.folded):
            address = _as_mail(match.group())
            hidden = "@" not in match.group() or " " in match.group() or "\n" in match.group()
            if any(spent[match.start() : match.end()]) or (hidden and not _looks_sent_to(match.group(), address)):
                continue
            _spend(spent, match.start(), match.end())
            if address not in official:
                yield match.start(), MAIL, _mail_shown(address)


def _looks_sent_to(words: str, address: str) -> bool:
    """Whether words around an `at` are an address, and not a sentence such as "look at example.com"."""
    return is_private(address) or bool(re.search(r"[(\[{]|\S@|@\S", words))


def _as_mail(words: str) -> str:
    plain = re.sub(r"\s?(?:@|[(\[{]\s?(?:at|παπακι)\s?[)\]}]| (?:at|παπακι) )\s?", "@", words)
    return re.sub(r"\s?[(\[{]\s?(?:dot|τελεια)\s?[)\]}]\s?| dot ", ".", plain).strip(".")


def _mail_shown(address: str) -> str:
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


def _accounts(text: ReadableText, spent: bytearray) -> Hits:
    folded = re.sub(r"\bγρ(?=[ .-]?\d\d)", "gr", text.folded)  # the same letters on another keyboard
    for match in _IBAN_START.finditer(folded):
        if any(spent[match.start() : match.end()]):
            continue
        signs, end = re.sub(r"[ .-]", "", match.group()), match.end()
        is_worded = _IBAN_WORD.search(folded, max(0, match.start() - _WORD_BEFORE), match.start()) is not None
        while (
            len(signs) < _IBAN_LENGTHS.stop
            and end - match.start() < _IBAN_SIGNS
            and (part := _IBAN_PART.match(folded, end))
        ):
            signs, end = signs + part.group(1), part.end()
            if len(signs) in _IBAN_LENGTHS and _IBAN.fullmatch(signs) and (is_worded or _mod_97(signs) == 1):
                _spend(spent, match.start(), end)
                yield match.start(), IBAN, f"{signs[:4].upper()}…{signs[-2:]}"
                break


def _mod_97(signs: str) -> int:
    """The check of ISO 13616: the first four signs last, letters as numbers from 10."""
    return int((signs[4:] + signs[:4]).translate(_AS_NUMBERS)) % 97


_AS_NUMBERS: Final = {ord(sign): str(number) for number, sign in enumerate("abcdefghijklmnopqrstuvwxyz", 10)}


def _papers(text: ReadableText, spent: bytearray) -> Hits:
    for match in _PAPERS.finditer(text.folded):
        if not any(spent[match.start("number") : match.end("number")]):
            _spend(spent, *match.span("number"))
            yield match.start("number"), PAPERS, _shortened(text.text[slice(*match.span("number"))].strip())


def _numbers(text: ReadableText, spent: bytearray, official: AbstractSet[str]) -> Hits:
    for pattern in (_DATE, _BOOK):
        for match in pattern.finditer(text.folded):
            _spend(spent, *match.span())
    read = "".join("¦" if used else sign for sign, used in zip(text.folded, spent, strict=True))
    read = _LETTER_O.sub(lambda match: "0" * len(match.group()), read)
    for match in _RUN.finditer(read):
        run = _DigitRun(read, match)
        first = 0
        while first < len(run.groups):
            hit = run.number_at(first)
            if hit and plainly(hit.digits) not in official:
                yield run.groups[first][0], hit.rule, _shortened(hit.digits)
            first += hit.groups if hit else 1


_LETTER_O: Final = re.compile(r"(?<=\d\d)[oο]+(?=[\d .-]*\d|\b)")
"""The letter in the place of the figure."""


class _Hit(NamedTuple):
    rule: str
    digits: str
    groups: int


class _DigitRun:
    """Digits with no more between them than people put into one number: which of them, from where on, are one?"""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        self.text = text
        self.groups = [(part.start(), part.end()) for part in _GROUP.finditer(text, match.start(), match.end())]
        self.digits = re.sub(r"\D", "", match.group())
        self.before = text[max(0, match.start() - _WORD_BEFORE) : match.start()]
        self.starts = [0]
        for start, end in self.groups:
            self.starts.append(self.starts[-1] + end - start)

    def number_at(self, first: int) -> _Hit | None:
        """The longest number that begins with a group, as far as groups make it up."""
        found, begin = None, self.starts[first]
        lengths = self._lengths(first)
        for last in range(first, min(first + _MOST_DIGITS, len(self.groups))):
            length = self.starts[last + 1] - begin
            if length > _MOST_DIGITS:
                break
            if length in lengths:
                digits = self.digits[begin : begin + length]
                rule = self._rule(first, last, digits)
                found = _Hit(rule, digits, last - first + 1) if rule else found
        return found

    def _lengths(self, first: int) -> Container[int]:
        """How many digits a number may have that begins like this one: few begin like any."""
        head = self.digits[self.starts[first] : self.starts[first] + 2]
        if (
            first == 0
            or head[:1] == "0"
            or self.text[self.groups[first][0] - 2 : self.groups[first][0]].endswith(("+", "+("))
        ):
            return range(_LEAST_LENGTH, _MOST_DIGITS + 1)
        phones = _PHONE_LENGTHS if head[0] in "236" else ()
        cards = _CARD_LENGTHS if head[0] in "23456" and self._size(first) > 1 else ()
        return {*phones, *cards, *((_AMKA_LENGTH,) if head <= "31" else ())}

    def _rule(self, first: int, last: int, digits: str) -> str:
        is_worded = first == 0 and _PHONE_WORD.search(self.before) is not None
        if not is_worded and self._is_glued(first, last) and not self._worded(first, _AFM_WORD):
            return PHONE if first == last and _MOBILE.fullmatch(digits) and self._is_glued_to_words(first) else ""
        if "," in self._written(first, last) and not is_worded:
            return PHONE if self._is_mobile_in(first, last, digits) else ""
        if (
            len(digits) in _CARD_LENGTHS
            and _CARD_STARTS.match(digits)
            and self._is_grouped(first, last)
            and _luhn(digits)
        ):
            return CARD
        if len(digits) == _AMKA_LENGTH and (
            self._worded(first, _AMKA_WORD) or (_begins_with_date(digits) and _luhn(digits))
        ):
            return AMKA
        if len(digits) == _AFM_LENGTH and (self._worded(first, _AFM_WORD) or self._is_lone_afm(digits)):
            return AFM
        written = self._written(first, last)
        is_phone = is_worded and len(digits) in _WITH_WORD
        is_phone = is_phone or self._is_abroad(first, digits) or self._is_greek(first, last, digits)
        return PHONE if is_phone and not self._is_money(first, last, written) else ""

    def _is_greek(self, first: int, last: int, digits: str) -> bool:
        """A Greek number by its digits, as long as they stand together as people write one."""
        if not _is_greek_phone(digits) or self._worded(first, _NO_PHONE):
            return False
        sizes, national = self._sizes(first, last), len(digits) - _GREEK_LENGTH
        while sizes and national >= sizes[0]:
            national -= sizes[0]
            sizes = sizes[1:]
        sizes = (sizes[0] - national, *sizes[1:])
        is_mobile = digits[-_GREEK_LENGTH:].startswith("69")
        return (sizes in _GROUPINGS or (is_mobile and sizes in _MOBILES_TOO)) and self._is_alone(first, last, sizes)

    def _is_mobile_in(self, first: int, last: int, digits: str) -> bool:
        """A mobile's number with commas in it."""
        sizes = self._sizes(first, last)
        is_one = len(sizes) > 1 and sizes in _GROUPINGS and self._is_alone(first, last, sizes)
        return is_one and _MOBILE.fullmatch(digits) is not None

    def _sizes(self, first: int, last: int) -> tuple[int, ...]:
        return tuple(self._size(number) for number in range(first, last + 1))

    def _is_alone(self, first: int, last: int, sizes: tuple[int, ...]) -> bool:
        """Whether one kind of sign parts the groups, but for what is behind the area's, and no more follow in a row."""
        if len(sizes) == 1:
            return True
        parts = [self._between(number) for number in range(last - len(sizes) + 1, last)]
        around = [self._between(number) for number in (first - 1, last) if 0 <= number < len(self.groups) - 1]
        return len(set(parts[1:])) <= 1 and not (len(sizes) > _FEW and parts[-1] in around)

    def _between(self, number: int) -> str:
        """The characters between a group of digits and the next one."""
        return self.text[self.groups[number][1] : self.groups[number + 1][0]].strip(" \t") or " "

    def _is_glued_to_words(self, first: int) -> bool:
        """Whether the letters that touch a number are a word or two, and not a hash that has digits itself."""
        start, end = self.groups[first]
        before = re.search(r"\w*\Z", self.text[max(0, start - _WORD_BEFORE) : start])
        behind = re.match(r"\w*", self.text[end : end + _WORD_BEFORE])
        return not any(sign.isdigit() for part in (before, behind) if part for sign in part.group())

    def _size(self, number: int) -> int:
        start, end = self.groups[number]
        return end - start

    def _written(self, first: int, last: int) -> str:
        return self.text[self.groups[first][0] : self.groups[last][1]]

    def _worded(self, first: int, word: re.Pattern[str]) -> bool:
        return first == 0 and word.search(self.before) is not None

    def _is_glued(self, first: int, last: int) -> bool:
        """Whether a letter touches the digits, as in the name of a file or a law's number."""
        before, after = self.groups[first][0] - 1, self.groups[last][1]
        return self.text[before : before + 1].isalpha() or self.text[after : after + 1].isalpha()

    def _is_grouped(self, first: int, last: int) -> bool:
        """A card's digits stand together, by fours, or each alone; years and sums in a row do not look so."""
        sizes = [self._size(number) for number in range(first, last + 1)]
        return len(sizes) == 1 or max(sizes) == 1 or set(sizes[:-1]) == {4} or sizes[:-1] == [4, 6]

    def _is_lone_afm(self, digits: str) -> bool:
        """By its check digit; one number of nine figures in nine has it, so such must stand quite alone."""
        end = self.groups[0][1]
        apart = not re.search(r"[\d.,/-] ?\Z", self.before) and not re.match(
            r"\s?[\d%]|[.,/-]\d", self.text[end : end + 4]
        )
        return len(self.groups) == 1 and apart and _is_afm(digits) and not self._is_money(0, 0, digits)

    def _is_abroad(self, first: int, digits: str) -> bool:
        """Behind a + or 00 the number of any country."""
        start = self.groups[first][0]
        before = self.text[max(0, start - 2) : start]
        if not before.endswith(("+", "+(")) and (not re.match("00[1-9]", digits) or re.search(r"[\d.,]$", before)):
            return False
        return len(digits.removeprefix("00")) in _INTERNATIONAL

    def _is_money(self, first: int, last: int, written: str) -> bool:
        """A sum, by its thousands and the money's sign beside it."""
        start, end = self.groups[first][0], self.groups[last][1]
        around = f"{self.text[max(0, start - 6) : start]} {self.text[end : end + 8]}"
        return re.fullmatch(r"\d+|\d{1,3}(?:[. ]\d{3})+", written) is not None and bool(_MONEY.search(around))


_PHONE_LENGTHS: Final = (10, 11, 12, 13, 14)
_MOST_DIGITS: Final = 19
_LEAST_LENGTH: Final = 7
_CARD_LENGTHS: Final = range(13, 20)
_CARD_STARTS: Final = re.compile(r"4|5[0-8]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[4-8]|6[0-9]")
"""Visa; Mastercard and Maestro; Mastercard since 2017; American Express, Diners, JCB; Discover, UnionPay, Maestro."""
_AMKA_LENGTH: Final = 11
_AFM_LENGTH: Final = 9
_LANDLINE: Final = re.compile(r"2[1-8]\d{8}")
_MOBILE: Final = re.compile(r"0?69\d{8}")
_WITH_COUNTRY: Final = re.compile(r"\A(?:00)?30")
_INTERNATIONAL: Final = range(8, 16)
_WITH_WORD: Final = range(7, 16)


def _is_greek_phone(digits: str) -> bool:
    """Whether it is a mobile's or a line's number, with a country's or without."""
    if len(digits) < _GREEK_LENGTH:
        return False
    rest = _WITH_COUNTRY.sub("", digits, count=1)
    if _MOBILE.fullmatch(digits) or _MOBILE.fullmatch(rest):
        return True
    return bool(_LANDLINE.fullmatch(digits) or _LANDLINE.fullmatch(rest))


_FEW: Final = 3
"""Groups up to which a row of numbers is hardly taken for one."""


def _luhn(digits: str) -> bool:
    """The check of cards, and of the number of social insurance (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def _begins_with_date(digits: str) -> bool:
    """Day, month and two figures of the year, as a person's number of social insurance does."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    try:
        date(2000 + year, month, day)
    except ValueError:
        return (day, month) == (29, 2)
    return True


def _is_afm(digits: str) -> bool:
    total = sum(int(digit) << (8 - place) for place, digit in enumerate(digits[:8]))
    return digits != "0" * _AFM_LENGTH and total % 11 % 10 == int(digits[8])
