"""What a single value may be: the types of fields that hold one word, line, address or number, or a list of them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from ...languages import LANGUAGE_PATTERN
from .choices import Kind
from .metadata import RefersTo

SLUG_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST_SLUG: Final = 80
"""Letters of the name of an item's folder, which is the last part of its address."""
DEFAULT_TIME_ZONE: Final = "Europe/Athens"
COLLECTIONS: Final = {"stories": Kind.STORY, "events": Kind.EVENT, "statements": Kind.STATEMENT}
"""What an issue may hold, by the first part of its address."""
PARTIES: Final = (Kind.MEMBER, Kind.PARTNER, Kind.PROGRAMME)
"""Who can be named as an organiser, so that a name must not stand for two of them."""
NETWORK: Final = "network"
"""Stands for the network itself where organisers are named."""


def is_slug(text: str) -> bool:
    """Whether an item's folder can be called so, as far as its letters go."""
    return len(text) <= LONGEST_SLUG and bool(re.fullmatch(SLUG_PATTERN, text))


def _yes_or_no(value: Any) -> Any:
    """Only `true` and `false`: `yes`, `on` and `NO` mean different things to different readers of YAML."""
    if value in (True, False):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("bool_word", "neither true nor false")


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=LONGEST_SLUG)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\n]*$"), Field(min_length=1)
]
LanguageCode = Annotated[str, StringConstraints(pattern=rf"^{LANGUAGE_PATTERN}$")]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s<>\x22\x27\\]+\.[^\s<>\x22\x27\\]+$", max_length=500)
]
_NOT_IN_MAIL: Final = r"@\s<>()\[\]{}|\\,;:?&#%/\x22\x60"
"""Signs behind which an address for mail would go on with a second one, or with headers (RFC 6068)."""
EmailAddress = Annotated[
    str,
    StringConstraints(pattern=rf"^[^{_NOT_IN_MAIL}]+@[^{_NOT_IN_MAIL}!*=']+\.[^{_NOT_IN_MAIL}!*=']+$", max_length=200),
]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9(][0-9 ()/.-]{1,24}[0-9]$", max_length=30)]
PICTURE_PATTERN: Final = r"^[a-z0-9][a-z0-9_-]*\.(jpg|jpeg|png|webp)$"
FileName = Annotated[str, StringConstraints(pattern=PICTURE_PATTERN, max_length=100)]
PDF_PATTERN: Final = r"^[a-z0-9][a-z0-9_-]*\.pdf$"
DocumentName = Annotated[str, StringConstraints(pattern=PDF_PATTERN, max_length=100)]
PageRange = Annotated[str, StringConstraints(pattern=r"^\d{1,3}([-–]\d{1,3})?$")]
Reference = Annotated[
    str,
    StringConstraints(pattern=rf"^({'|'.join(COLLECTIONS)})/{SLUG_PATTERN.removeprefix('^')}"),
    RefersTo(*COLLECTIONS.values(), by_address=True),
]
CONSENT_PATTERN: Final = r"^c-[0-9]{4,8}$"
ConsentReference = Annotated[str, StringConstraints(pattern=CONSENT_PATTERN)]
NO_ONE: Final = "none"
_PLAIN_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


def _no_one(value: Any) -> Any:
    """`none` is a list of no one, said on purpose; an empty list may be a thing forgotten."""
    if value == NO_ONE:
        return ()
    if value in ("", []):
        raise PydanticCustomError("people_unsaid", "neither references nor none")
    return value


_SCHEMA_OF_PEOPLE: Final = {
    "anyOf": [
        {"const": NO_ONE},
        {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": CONSENT_PATTERN}},
    ]
}
People = Annotated[
    tuple[ConsentReference, ...],
    BeforeValidator(_no_one),
    WithJsonSchema(_SCHEMA_OF_PEOPLE),
    Field(max_length=30, examples=["c-0042"]),
]
Handle = Annotated[str, StringConstraints(pattern=r"^@[A-Za-z0-9]+(-[A-Za-z0-9]+)*(/[A-Za-z0-9_-]+)?$", max_length=100)]
Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
SITE_ADDRESS: Final = r"^/([a-z0-9]+(-[a-z0-9]+)*/)*$"
SiteAddress = Annotated[str, StringConstraints(pattern=SITE_ADDRESS, max_length=300)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def _plain_number(value: Any) -> Any:
    """Figures, and a point before at most two more: `12.500` is twelve and a half to some readers and not to others."""
    if isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value.strip()):
        raise PydanticCustomError("plain_number", "not a plain number")
    return value


Figure = Annotated[float, BeforeValidator(_plain_number), Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Year = Annotated[int, Field(ge=1990, le=2100)]
