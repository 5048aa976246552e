"""Where readers subscribe: which fields the form of a sending service needs, told by the form's address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

EMAIL_PATTERN: Final = r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+"
_ADDRESS: Final = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?/[\w./~%+-]*(\?[\w.~%+&=-]*)?")
"""Of a form: no sign that ends a rule of a content policy (CSP 3, 2.2.1), and none that ends an attribute."""
_LIST: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FormError(ValueError):
    """The setting names no form that is known; the text says what it must be."""


@dataclass(frozen=True, slots=True)
class SubscribeForm:
    """How one language's readers subscribe: by a form of a service, or by a message to `mail`."""

    service: str = ""
    """Nothing where it is a message."""
    mail: str = ""
    action: str = ""
    """Where the form is sent, by POST."""
    field: str = ""
    """What the service calls the field for the reader's address."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Name and value of what is sent along."""
    trap: str = ""
    """A field that people don't see, so that whoever fills it in is a program."""

    @property
    def host(self) -> str:
        """Who receives what the reader enters."""
        return urlsplit(self.action).hostname or ""

    def message(self, subject: str) -> str:
        """A link that opens a message to `mail`, with a subject (RFC 6068); nothing where it is a form."""
        return f"mailto:{self.mail}?subject={quote(subject)}" if self.mail else ""

    @property
    def target(self) -> str:
        """The form's address as a content policy names it: without what follows a question mark (CSP 3, 2.3.1)."""
        return self.action.partition("?")[0]


def subscribe_form(given: Any) -> SubscribeForm:
    """The form that a value of `subscribe:` names: a mail address, a form's address, or that with its lists.

    Raises FormError.
    """
    lists: Any = []
    if isinstance(given, dict):
        if set(given) - {"form", "lists"}:
            raise FormError("below it there can only be `form:` and `lists:`")
        given, lists = given.get("form"), given.get("lists") or []
    given = unescape(given) if isinstance(given, str) else ""  # `&amp;`, where it was copied out of a page's source
    if re.fullmatch(EMAIL_PATTERN, given) and not lists:
        return SubscribeForm(mail=given)
    if not _ADDRESS.fullmatch(given):
        raise FormError("it must be a mail address, or the address of a service's form, which starts with https://")
    for known in (_listmonk, _mailchimp, _buttondown):
        form = known(given, lists)
        if form:
            return form
    raise FormError(
        "it is the address of no form that is known: listmonk's ends in /subscription/form, Mailchimp's is "
        "https://….list-manage.com/subscribe/post?u=…&id=…, "
        "Buttondown's is https://buttondown.com/api/emails/embed-subscribe/…"
    )


def _listmonk(address: str, lists: Any) -> SubscribeForm | None:
    """listmonk's own page *Forms* gives these fields; `nonce` is its trap (cmd/public.go, SubscriptionForm)."""
    parts = urlsplit(address)
    if not parts.path.endswith("/subscription/form") or parts.query:
        return None
    named = isinstance(lists, list) and all(isinstance(one, str) and _LIST.fullmatch(one) for one in lists)
    if not lists or not named:
        raise FormError("listmonk needs `lists:`, the UUIDs of lists, as its page Forms shows them")
    return SubscribeForm("listmonk", "", address, "email", tuple(("l", one) for one in lists), "nonce")


def _mailchimp(address: str, lists: Any) -> SubscribeForm | None:
    """Mailchimp's embedded form: `u` and `id` stand in its address, and the trap is called after them."""
    parts = urlsplit(address)
    if not parts.netloc.endswith(".list-manage.com") or parts.path != "/subscribe/post":
        return None
    asked = parse_qs(parts.query)
    if lists or not {"u", "id"} <= asked.keys():
        raise FormError("Mailchimp's address holds u=… and id=…, as its embedded form has them, and needs no lists")
    return SubscribeForm(
        "mailchimp", "", address, "EMAIL", (("subscribe", "1"),), f"b_{asked['u'][0]}_{asked['id'][0]}"
    )


def _buttondown(address: str, lists: Any) -> SubscribeForm | None:
    """Buttondown's embedded form: it has one field, and `embed` beside it."""
    parts = urlsplit(address)
    if parts.netloc != "buttondown.com" or not re.fullmatch(r"/api/emails/embed-subscribe/[\w-]+", parts.path):
        return None
    if lists or parts.query:
        raise FormError("Buttondown's address ends in the newsletter's name, and needs no lists")
    return SubscribeForm("buttondown", "", address, "email", (("embed", "1"),))
