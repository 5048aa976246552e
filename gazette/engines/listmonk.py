"""listmonk: a letter as the template that its engine runs, and campaigns by its API (listmonk.app/docs/apis).

It runs what it is given through Go's html/template, which takes every comment away, also those that only Outlook reads;
its function `Safe` gives a string back as it is (internal/manager/manager.go, makeGnericFuncMap).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import httpx

UNSUBSCRIBE: Final = "{{ UnsubscribeURL }}"
"""In its place each reader's own address stands."""
TEMPLATE: Final = '{{ template "content" . }}'
"""A template that adds nothing around a letter."""
TEMPLATE_NAME: Final = "As it is"
TIMEOUT_SECONDS: Final = 20
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TRACKED: Final = "@TrackLink"
"""Behind an address it is a sign of listmonk's (models/common.go, regTplFuncs)."""


class ListmonkError(Exception):
    """The service did not do it. `rule` says why, `facts` with whom."""

    def __init__(self, rule: str, **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


def html_template(html: str, unsubscribe: str) -> str:
    """A template that listmonk makes this HTML of, with each reader's own link in the place of `unsubscribe`."""
    parts, end = [], 0
    for comment in _COMMENT.finditer(html):
        parts += [_markup(html[end : comment.start()]), _safe(comment.group())]
        end = comment.end()
    return "".join([*parts, _markup(html[end:])]).replace(unsubscribe, UNSUBSCRIBE)


def _markup(html: str) -> str:
    """HTML in which no sign of the template's is left: what looked like one reads the same."""
    return html.replace("{{", "{&#123;").replace(_TRACKED, "&#64;TrackLink")


def text_template(text: str, unsubscribe: str) -> str:
    """A template that listmonk makes this plain text of; it takes text, too, for HTML (models/campaigns.go)."""
    signs = re.compile(rf"\{{\{{|<|{_TRACKED}")
    return signs.sub(lambda sign: _safe(sign.group()), text).replace(unsubscribe, UNSUBSCRIBE)


def subject_template(subject: str) -> str:
    """A template of a subject, which is plain text and no HTML."""
    return subject.replace("{{", '{{ "{{" }}').replace(_TRACKED, '{{ "@TrackLink" }}')


def _safe(words: str) -> str:
    """An expression that gives the words as they are. What JSON escapes Go does too, but for letters beyond ASCII."""
    quoted = json.dumps(words, ensure_ascii=False).replace(_TRACKED, "\\x40TrackLink")
    return f"{{{{ Safe {quoted} }}}}"


class Campaign(NamedTuple):
    """A letter for the subscribers of a list. `name` is what it is known by: another push finds it again."""

    name: str
    subject: str
    sender: str
    html: str
    text: str
    mailing_list: str
    """The list: its number, its UUID or its name."""
    tags: tuple[str, ...] = ()


class Pushed(NamedTuple):
    """What became of a campaign: it was made, or a draft of that name was renewed."""

    name: str
    address: str
    """Where a person looks at it and sends it."""
    mailing_list: str
    is_new: bool
    is_confirmed: bool
    """Whether the list asks each new reader to confirm (double opt-in)."""


@dataclass(frozen=True, slots=True)
class Access:
    """The address of a listmonk, and the API user who may write campaigns there."""

    url: str
    user: str
    token: str


class Listmonk:
    """Makes drafts. Nothing here starts, schedules or deletes a campaign."""

    def __init__(self, access: Access) -> None:
        """A connection to the service, for `with`. Raises ListmonkError where its address or its token can't be one."""
        import httpx

        self.url = access.url.rstrip("/")
        if not f"{access.user}{access.token}".isascii():
            raise ListmonkError("listmonk-letters")
        headers = {"Authorization": f"token {access.user}:{access.token}"}
        try:
            self._client = httpx.Client(base_url=self.url, headers=headers, timeout=TIMEOUT_SECONDS)
        except httpx.InvalidURL:
            raise ListmonkError("listmonk-address", url=self.url) from None

    def __enter__(self) -> Listmonk:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def push(self, campaigns: Iterable[Campaign]) -> list[Pushed]:
        """Makes a draft of each, or renews the draft of its name.

        Raises ListmonkError: before anything is written where a list is unknown, or where a campaign of that name is
        no draft any more.
        """
        try:
            lists = self._rows("/api/lists", minimal="true")
            known = self._rows("/api/campaigns", no_body="true")
            ready = [(one, _list_of(one, lists), _draft_of(one, known)) for one in campaigns]
            template = self._template()
            return [self._put(one, found, draft, template) for one, found, draft in ready]
        except (KeyError, TypeError, ValueError):  # an answer of another shape
            raise ListmonkError("listmonk-other", url=self.url) from None

    def _put(self, campaign: Campaign, found: Mapping[str, Any], draft: int | None, template: int) -> Pushed:
        body = {
            "name": campaign.name, "subject": campaign.subject, "lists": [found["id"]], "from_email": campaign.sender,
            "type": "regular", "content_type": "html", "body": campaign.html, "altbody": campaign.text,
            "messenger": "email", "template_id": template, "tags": list(campaign.tags),
        }  # fmt: skip
        if draft is None:
            number = self._asked("POST", "/api/campaigns", json=body)["id"]
        else:
            number = self._asked("PUT", f"/api/campaigns/{draft}", json=body)["id"]
        confirmed = found.get("optin") == "double"
        return Pushed(campaign.name, f"{self.url}/admin/campaigns/{number}", found["name"], draft is None, confirmed)

    def _template(self) -> int:
        """The number of a template that adds nothing; made where there is none."""
        for one in self._asked("GET", "/api/templates"):
            if one["type"] == "campaign" and "".join(one["body"].split()) == "".join(TEMPLATE.split()):
                return int(one["id"])
        made = {"name": TEMPLATE_NAME, "type": "campaign", "body": TEMPLATE}
        return int(self._asked("POST", "/api/templates", json=made)["id"])

    def _rows(self, path: str, **asked: str) -> list[Mapping[str, Any]]:
        return list(self._asked("GET", path, params={"per_page": "all", **asked})["results"])

    def _asked(self, method: str, path: str, **given: Any) -> Any:
        """The data of an answer. Raises ListmonkError."""
        import httpx

        try:
            answer = self._client.request(method, path, **given)
            data = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else None
        except httpx.TimeoutException:
            raise ListmonkError("listmonk-slow", url=self.url, seconds=str(TIMEOUT_SECONDS)) from None
        except httpx.HTTPError as error:
            raise _unreached(error, self.url) from None
        except ValueError:
            data = None
        if answer.status_code in (401, 403):
            raise ListmonkError("listmonk-refused", url=self.url, reason=_said(data))
        if answer.is_error:
            raise ListmonkError("listmonk-error", url=self.url, status=str(answer.status_code), reason=_said(data))
        if not isinstance(data, dict) or "data" not in data:
            raise ListmonkError("listmonk-other", url=self.url)
        return data["data"]


def _unreached(error: httpx.HTTPError, url: str) -> ListmonkError:
    """A certificate that is not trusted has another remedy than a service that is not there."""
    import httpx

    if isinstance(error, httpx.UnsupportedProtocol):
        return ListmonkError("listmonk-address", url=url)
    rule = "listmonk-certificate" if "CERTIFICATE" in str(error).upper() else "listmonk-unreached"
    return ListmonkError(rule, url=url, reason=str(error) or type(error).__name__)


def _said(data: Any) -> str:
    """What the service itself says of an error, in one line."""
    said = data.get("message") if isinstance(data, dict) else None
    return " ".join(str(said).split())[:300] if said else "–"


def _list_of(campaign: Campaign, lists: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Raises ListmonkError where no list, or more than one, is called so."""
    known = list(lists)
    wanted = campaign.mailing_list
    found = [one for one in known if wanted in (str(one["id"]), one["uuid"])]
    found = found or [one for one in known if one["name"] == wanted]
    if len(found) != 1:
        choices = ", ".join(f"{one['name']} ({one['id']})" for one in known) or "–"
        raise ListmonkError("listmonk-list", value=wanted, choices=choices)
    return found[0]


def _draft_of(campaign: Campaign, known: Iterable[Mapping[str, Any]]) -> int | None:
    """The number of the draft of that name. Raises ListmonkError where it is no draft any more."""
    alike = [one for one in known if one["name"] == campaign.name]
    drafts = [int(one["id"]) for one in alike if one["status"] == "draft"]
    if alike and not drafts:
        raise ListmonkError("listmonk-started", name=campaign.name, status=str(alike[0]["status"]))
    return max(drafts, default=None)
