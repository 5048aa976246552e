"""Web addresses as people paste them: mistyped, led round by a mail program, marked for counting, behind a sign-in.

Each comes with the address that was meant, where that is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

MISTYPED: Final = "address-mistyped"
REDIRECTED: Final = "address-redirected"
TRACKED: Final = "address-tracked"
ACCOUNT: Final = "address-account"
SHARED: Final = "address-shared"
_WHOLE: Final = re.compile(r"https?://[^\s/?#:@]{1,200}(?:[:/?#]\S*)?\Z", re.IGNORECASE)
_BEGINNING: Final = re.compile(
    r"(?:(?P<twice>https?:/{1,2}(?=https?[:;]?/))|"
    r"(?P<wrong>h{0,2}t{0,3}ps?(?:[:;.]?/{1,3}|[:;]\\{1,2}|[:;](?=www\.)|:/{0,2}[ \xa0]+(?=www\.))))",
    re.IGNORECASE,
)  # fmt: skip
_RIGHT: Final = re.compile(r"https?://(?![/\s])", re.IGNORECASE)
_HOST: Final = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\Z")
_IN_WORDS: Final = re.compile(
    r"[hHtT](?<![\w/:.;=&?%<\"-].)(?<!\]\(.)[hHtT]{0,4}[pP][sS]?"
    r"(?:[:;.]?/{1,3}|[:;]\\{1,2}|[:;](?=www\.)|://[ \xa0](?=www\.))[^\s<>()\[\]\"»,]{3,300}"
)
_COUNTING: Final = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|mc_cid|mc_eid|igshid|igsh|yclid|twclid|ttclid|li_fat_id"
    r"|_hsenc|_hsmi|mkt_tok|vero_id|__cft__(?:\[\d\])?|__tn__|ref_src|ref_url|oly_enc_id|oly_anon_id|s_cid)\Z"
)
_LED_ROUND: Final = (
    (re.compile(r"[\w.-]*\.safelinks\.protection\.outlook\.(?:com|us)\Z"), ("url",)),
    (re.compile(r"translate\.google\.[a-z.]{2,6}\Z"), ("u",)),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}\Z"), ("q", "url")),
    (re.compile(r"(?:lm?|m|www)\.facebook\.com\Z|l\.(?:instagram|messenger|threads)\.com\Z"), ("u",)),
    (re.compile(r"(?:www\.)?(?:youtube|youtu)\.(?:com|be)\Z"), ("q",)),
    (re.compile(r"(?:www\.)?(?:linkedin|slack-redir|skype|vk|steamcommunity|deviantart)\.(?:com|net)\Z"), ("url",)),
    (
        re.compile(
            r"urldefense\.(?:proofpoint\.)?com\Z|(?:www\.)?bing\.com\Z|href\.li\Z|out\.reddit\.com\Z|exit\.sc\Z"
        ),
        ("url", "u"),
    ),
)
"""Hosts that lead on to another address, and what holds it."""
_LEADS_ON: Final = re.compile(
    r"/(?:url|l\.php|flx/warn\.php|redirect|redir/redirect|link|ck/a|v\d/url|out|away\.php|translate|website|)\Z|/ap/",
    re.IGNORECASE,
)
_DEFENDED: Final = re.compile(r"https?://urldefense\.(?:com|us)/v3/__(https?:/{1,2}[^\s]{1,500}?)__;", re.IGNORECASE)
_ACCOUNTS: Final = re.compile(
    r"(?:mail\.google\.com|inbox\.google\.com|outlook\.(?:office|live|office365)\.com|outlook\.office\.com|mail\.yahoo\.com"
    r"|(?:web)?mail\d*\.[\w.-]+|owa\.[\w.-]+|calendar\.google\.com|myaccount\.google\.com|roundcube\.[\w.-]+|cpanel\.[\w.-]+)\Z"
)
_OF_ACCOUNTS: Final = re.compile(
    r"/(?:wp-admin|wp-login\.php|administrator|user/login|owa|webmail|roundcube|node/\d+/edit)(?:/|\Z)|/mail/(?:u/\d|inbox|id|d)(?:/|\Z)",
    re.IGNORECASE,
)
_OPEN_CALENDAR: Final = re.compile(r"/calendar/(?:embed|event|render|ical|u/0/r/eventedit)")
_SHARES: Final = re.compile(
    r"(?:[\w-]+\.sharepoint\.com|[\w.-]*onedrive\.live\.com|1drv\.ms|(?:www\.)?dropbox\.com|we\.tl|(?:[\w-]+\.)?wetransfer\.com"
    r"|drive\.google\.com|docs\.google\.com|[\w.-]*icloud\.com|teams\.microsoft\.com|(?:www\.)?canva\.com|app\.box\.com)\Z"
)
_PUBLIC: Final = re.compile(
    r"/forms/d/e/|/viewform|/pub(?:html)?\b|/(?:embed|export)\b|/l/meetup-join/|/meet/|/uc\Z|/presentation/d/e/|/spreadsheets/d/e/"
    r"|/document/d/e/|/view\Z.*canva"
)


class Pasted(NamedTuple):
    """What is wrong with an address, and the one that was meant; empty where that is not known."""

    rule: str
    meant: str = ""


def judged(address: str) -> Pasted | None:
    """What is wrong with an address as it was pasted; None where nothing is."""
    said = address.strip()
    mistyped = _mistyped(said)
    if mistyped is not None:
        return Pasted(MISTYPED, mistyped)
    if not _RIGHT.match(said):
        return None
    try:
        parts = urlsplit(said)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    return _of_whole(said, parts, host)


def _of_whole(said: str, parts: SplitResult, host: str) -> Pasted | None:
    within = _within(said, parts, host)
    if within:
        return Pasted(REDIRECTED, within)
    if _is_of_account(parts, host):
        return Pasted(ACCOUNT)
    if _SHARES.match(host) and parts.path.strip("/") and not _PUBLIC.search(parts.path):
        return Pasted(SHARED)
    bare = uncounted(said)
    return Pasted(TRACKED, bare) if bare != said else None


def whole(address: str) -> str:
    """The address in full that a mistyped one was meant to be, or nothing."""
    found = judged(address)
    return found.meant if found and found.rule == MISTYPED else ""


def mistyped_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Offset, address and what was meant, for each mistyped address in running words: none of them becomes a link."""
    if not any(sign in text for sign in (":/", "s/", "p/", ";/", ":\\", ":www.", "s:", ".//")):
        return
    for match in _IN_WORDS.finditer(text):
        said = match.group().rstrip(".,;:!?·")
        meant = _mistyped(said) if not _RIGHT.match(said) else ""  # which becomes a link, and is told of as one
        if meant:
            yield match.start(), said, meant


def uncounted(address: str) -> str:
    """The address without what counts where readers come from."""
    before, sign, behind = address.partition("#")
    page, question, given = before.partition("?")
    if not question:
        return address
    kept = [one for one in given.split("&") if not _COUNTING.match(unquote(one.partition("=")[0]))]
    if len(kept) == len(given.split("&")):
        return address
    return page + (question + "&".join(kept) if kept else "") + sign + behind


def _mistyped(said: str) -> str | None:
    """What a mistyped address was meant to be, empty where that is not certain; None for one that is not mistyped."""
    rest = said
    wrong = False
    for _ in range(3):
        found = _BEGINNING.match(rest)
        if found is None or (found["wrong"] and _RIGHT.match(rest)):
            break
        rest, wrong = rest[found.end() :].lstrip(" \xa0"), True
        if found["wrong"]:
            break
    begun = _RIGHT.match(rest)
    bare = rest[begun.end() :] if begun else rest
    host = re.split(r"[/?#:\\]", bare, maxsplit=1)[0]
    if begun and re.fullmatch(r"[\w-]+(?:[.,][\w-]+)*,[a-z]{2,}", host):
        mended = host.replace(",", ".")
        return f"{begun.group()}{mended}{bare[len(host) :]}"
    if begun and re.search(r"[,;]\Z", bare):
        return rest.rstrip(",;")
    if not wrong:
        return None
    if not _HOST.match(host):
        return None if begun is None else ""
    scheme = begun.group() if begun else ("https://" if "s" in said[:6].lower().partition("w")[0] else "http://")
    return f"{scheme}{bare}"


def _within(said: str, parts: SplitResult, host: str) -> str:
    """The address to which one at a mail program or a search engine leads."""
    defended = _DEFENDED.match(said)
    if defended:
        return re.sub(r"^(https?:)/(?!/)", r"\1//", defended.group(1))
    for hosts, names in _LED_ROUND:
        if hosts.match(host) and _LEADS_ON.search(parts.path):
            given = dict(parse_qsl(parts.query, max_num_fields=None))
            for name in names:
                if _WHOLE.match(given.get(name, "")):
                    return uncounted(given[name])
    return ""


def _is_of_account(parts: SplitResult, host: str) -> bool:
    if host == "calendar.google.com":
        return not _OPEN_CALENDAR.search(parts.path)
    if _ACCOUNTS.match(host):
        return (
            not host.startswith("mail.") or host in ("mail.google.com", "mail.yahoo.com") or bool(parts.path.strip("/"))
        )
    given = dict(parse_qsl(parts.query)) if "preview" in parts.query else {}
    return bool(_OF_ACCOUNTS.search(parts.path)) or given.get("preview") == "true"
