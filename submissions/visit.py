"""A request as the pages see it: who asks, in which language, what a form of ours sent; and how it is answered."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlsplit

from anyio import CapacityLimiter, to_thread
from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from .people import LANGUAGES, Account, readable
from .proposals import Proposal, ProposalRefusal, State, may_see
from .services import Services
from .sign_in import IDLE_SECONDS, LONGEST_SECONDS, Session, TooOften, digest_of_secret
from .words import Words

PAGES: Final = Path(__file__).with_name("pages")
MOST_FIELDS: Final = 50
WRITTEN: Final = ("comment", "name")
"""Fields with what someone made up: it is shown again where it was not taken."""
ELSEWHERE: Final = ("cross-site", "same-site")
"""How a browser says that a page of others leads here (Fetch Metadata, "Sec-Fetch-Site")."""
SAID, NEXT = "said", "next"
"""Cookies: which sentence tells what was done, on one page only; which page someone wanted who was led elsewhere."""
SAID_SECONDS, NEXT_SECONDS = 60, 60 * 60
_OWN: Final = re.compile(r"/(?:[\w.-]+/)*[\w.-]*", re.ASCII)
"""Addresses that may be led to: of this server, without anything to reckon out."""
NAMELESS: Final = ("/account", "/account/delete", "/sign-out")
"""What whoever has no name yet may ask for: it is wanted first, since commits carry it."""
_ACTIONS: Final = re.compile(r"(/(?:proposals|review)/[^/]+/)[^/]+|(/account|/people)/[^/]+|/sign-out")


@dataclass(slots=True)
class Visit:
    """One request. `browser` is the secret by which a browser is known that is not signed in, or nothing."""

    services: Services
    request: Request
    session: Session | None
    browser: str
    sent: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """That of the account; else what the browser chose or prefers."""
        if self.session:
            return self.session.account.language
        chosen = self.request.cookies.get("language", "")
        if chosen in LANGUAGES:
            return chosen
        wanted = self.request.headers.get("accept-language", "")[:200].lower()
        found = sorted((wanted.find(one), one) for one in LANGUAGES if one in wanted)
        return found[0][1] if found else LANGUAGES[0]

    @property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def account(self) -> Account:
        """Whoever is signed in. Raises HTTPException where nobody is."""
        if self.session is None:
            raise HTTPException(401)
        return self.session.account

    @property
    def network_host(self) -> str:
        """The address that the request comes from."""
        return self.request.client.host if self.request.client else ""

    @property
    def limiter(self) -> CapacityLimiter:
        """What the requests of one person wait for."""
        return self.services.limiters[self.account.address]

    @property
    def comes_from_elsewhere(self) -> bool:
        """Whether a page of others led here, such as mail in a browser: our cookies, which are strict, stay behind."""
        headers = self.request.headers
        is_page = self.request.method == "GET" and headers.get("sec-fetch-dest", "") == "document"
        return is_page and headers.get("sec-fetch-site", "") in ELSEWHERE and not self.session

    @property
    def own_page(self) -> str:
        """The address of the page that a request belongs to: an action has none of its own."""
        return page_of(self.request.url.path)

    @property
    def next_page(self) -> str:
        """The page that was wanted before someone was led elsewhere, or nothing."""
        wanted = self.request.cookies.get(self.services.cookie(NEXT), "")
        return wanted if is_own(wanted) else ""

    def parameter(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def proposal(self) -> Proposal:
        """The proposal that the path names. Raises HTTPException, for one of others as for none at all."""
        try:
            found = self.services.proposals.get(self.parameter("key"))
        except KeyError:
            raise HTTPException(404) from None
        if not may_see(self.account, found):
            raise HTTPException(404)
        return found

    # ---- the mark that a form of ours is ours

    def _marked(self) -> str:
        return self.session.digest if self.session else digest_of_secret(self.browser)

    def token(self) -> str:
        """What each form of ours sends along."""
        return str(URLSafeSerializer(self.services.secret, salt="form").dumps(self._marked()))

    def require_token(self) -> None:
        """Raises HTTPException where a form was not made for this session, or this browser."""
        try:
            said = URLSafeSerializer(self.services.secret, salt="form").loads(self.sent.get("token", ""))
        except BadSignature:
            raise HTTPException(403) from None
        if not isinstance(said, str) or not hmac.compare_digest(said, self._marked()):
            raise HTTPException(403)

    # ---- answers

    def page(self, name: str, status: int = 200, **facts: Any) -> Response:
        """A page of ours."""
        said = self.request.cookies.get(self.services.cookie(SAID), "") if self.request.method == "GET" else ""
        known = {
            "say": self.words.say, "moment": self.words.moment, "language": self.language, "token": self.token(),
            "account": self.session.account if self.session else None, "State": State, "wrong": "", "facts": {},
            "here": self.own_page, "back": "", "readable": readable,
            "said": self.words.say(f"said-{said}") if self.words.has(f"said-{said}") else "",
        }  # fmt: skip
        text = _environment().get_template(f"{name}.html").render({**known, **facts})
        response = HTMLResponse(text, status)
        if not self.session and not self.request.cookies.get(self.services.cookie("browser")):
            self.set_cookie(response, "browser", self.browser, LONGEST_SECONDS)
        if said:
            self.drop_cookie(response, SAID)
        return response

    def refused(self, status: int, reason: str, **facts: Any) -> Response:
        """A page that tells why something was not done."""
        written = next((said for name in WRITTEN if (said := self.sent.get(name, "").strip())), "")
        is_page = status in (401, 403, 409) and self.own_page != "/"
        return self.page(
            "refused", status, reason=reason, facts=facts, written=written, back=self.own_page if is_page else ""
        )  # fmt: skip

    def onward(self) -> Response:
        """A page that leads to this same address by itself: it is ours, so that the browser sends our cookies along."""
        parts = urlsplit(str(self.request.url))
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return HTMLResponse(_environment().get_template("onward.html").render(
            say=self.words.say, language=self.language, address=address
        ))  # fmt: skip

    def to(self, path: str, said: str = "") -> Response:
        """Leads on to a page of ours, which tells what was done, once."""
        response = RedirectResponse(f"/{path}", 303)
        if said:
            self.set_cookie(response, SAID, said, SAID_SECONDS)
        return response

    def first_to(self, path: str) -> Response:
        """Leads to a page that has to come first; the one that was wanted follows it."""
        response = self.to(path)
        wanted, kind = self.own_page, self.request.headers.get("sec-fetch-dest", "document")
        if is_own(wanted) and kind == "document" and "." not in wanted:
            self.set_cookie(response, NEXT, wanted, NEXT_SECONDS)
        return response

    def to_wanted(self, otherwise: str, said: str = "") -> Response:
        """Leads to the page that someone wanted first of all."""
        response = self.to(self.next_page.removeprefix("/") or otherwise, said)
        self.drop_cookie(response, NEXT)
        return response

    def set_cookie(self, response: Response, name: str, value: str, seconds: int = IDLE_SECONDS) -> None:
        """A cookie that no script reads and that no other site's request carries."""
        response.set_cookie(
            self.services.cookie(name), value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict"
        )  # fmt: skip

    def drop_cookie(self, response: Response, name: str) -> None:
        """Takes a cookie back."""
        response.delete_cookie(self.services.cookie(name), path="/", secure=True, httponly=True, samesite="strict")


def page_of(path: str) -> str:
    """The address of the page to which that of an action belongs.

    >>> page_of("/proposals/1/send"), page_of("/account/delete"), page_of("/sign-out"), page_of("/sign-in")
    ('/proposals/1/', '/account', '/', '/sign-in')
    """
    found = _ACTIONS.fullmatch(path)
    return (found[1] or found[2] or "/") if found else path


def is_own(path: str) -> bool:
    """Whether someone may be led to an address: to a page of this server and nowhere else."""
    return bool(_OWN.fullmatch(path))


Handler = Callable[[Visit], Response]
Result = TypeVar("Result")


async def visited(services: Services, request: Request) -> Visit:
    """The request with its session and what its form sent. Raises HTTPException."""
    secret = request.cookies.get(services.cookie("session"), "")
    session = await run_in_threadpool(services.sign_in.session, secret) if secret else None
    browser = request.cookies.get(services.cookie("browser"), "") or secrets.token_urlsafe(24)
    return Visit(services, request, session, browser)


async def answered(
    services: Services, request: Request, handler: Handler, needs: Callable[[Account], bool] | None
) -> Response:
    """What a handler answers; `needs` tells who may ask, None that anyone may. Errors become pages, in words."""
    visit = await visited(services, request)
    try:
        if request.method == "POST":
            visit.sent = await _form(request)
        if elsewhere := _led_elsewhere(visit, needs):
            return elsewhere
        if request.method == "POST":
            visit.require_token()
        if not visit.session:
            return await run_in_threadpool(handler, visit)
        async with visit.limiter:
            return await apart(handler, visit)
    except HTTPException as error:
        return await run_in_threadpool(visit.refused, error.status_code, f"refused-{error.status_code}")
    except TooOften:
        return await run_in_threadpool(visit.refused, 429, "refused-429")
    except ProposalRefusal as refusal:
        return await run_in_threadpool(visit.refused, 409, f"refused-{refusal.word}", **refusal.facts)


def _led_elsewhere(visit: Visit, needs: Callable[[Account], bool] | None) -> Response | None:
    """Where someone is led before a page answers. Raises HTTPException where it is not for them."""
    if visit.comes_from_elsewhere:
        return visit.onward()
    if needs is None:
        return None
    if not visit.session:
        return _signed_out(visit)
    if not needs(visit.account):
        raise HTTPException(404)
    if not visit.account.name and visit.request.url.path not in NAMELESS:
        return visit.first_to("account")
    return None


def _signed_out(visit: Visit) -> Response:
    """Where nobody is signed in, and someone has to be."""
    if visit.request.method == "GET":
        return visit.first_to("sign-in")
    response = visit.refused(401, "refused-401")
    visit.set_cookie(response, NEXT, visit.own_page, NEXT_SECONDS)
    return response


async def apart(function: Callable[..., Result], *arguments: object) -> Result:
    """Runs what may take long in a thread besides those that all requests share. Whoever calls it holds a limiter."""
    return await to_thread.run_sync(function, *arguments, limiter=CapacityLimiter(1))


async def _form(request: Request) -> dict[str, str]:
    """The fields that a form sent. Raises HTTPException where it is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    try:
        body = (await request.body()).decode("ascii")
        return dict(parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body), max_num_fields=MOST_FIELDS))
    except (ValueError, UnicodeDecodeError, ClientDisconnect):
        raise HTTPException(400) from None
    except TimeoutError:
        raise HTTPException(408) from None


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
