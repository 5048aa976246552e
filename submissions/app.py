"""The application: which address leads to what, and who may ask for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from gazette.editorial.form import POLICY
from gazette.editorial.form_orders import MOST_ASKED
from gazette.engines.local_server import KINDS, OF_PREVIEWS
from gazette.settings import THEME

from . import coordinating, views
from .coordinating import coordinators
from .guard import ALWAYS, Guard
from .people import LANGUAGES, Account
from .services import Services
from .views import everyone
from .visit import PAGES, Handler, Visit, answered, apart, visited
from .words import Words

ORDERS: Final = "form/api/v1"
"""Where the form's page sends its orders, below the address of a proposal."""
STYLES: Final = {
    "fonts.css": THEME / "fonts.css", "tokens.css": THEME / "tokens.css", "base.css": THEME / "editor" / "base.css",
    "style.css": PAGES / "style.css",
}  # fmt: skip
FONTS: Final = THEME / "static" / "fonts"
SHOWN: Final = {**OF_PREVIEWS, "Referrer-Policy": "no-referrer"}
"""On pages of proposals, whose addresses are secret."""
MOST_SAID: Final = 1024 * 1024
"""Bytes of a coordinator's comment: one that is too long comes whole, so that it can be shown again."""
SIZES: Final = {ORDERS: MOST_ASKED, "/accept": MOST_SAID, "/return": MOST_SAID}
"""End of a path → most bytes of what is sent there."""
Endpoint = Callable[[Request], Awaitable[Response]]
_PAGES: Final[tuple[tuple[str, str, Handler, Callable[[Account], bool] | None], ...]] = (
    ("GET", "/", views.home, None),
    ("GET", "/sign-in", views.sign_in_page, None),
    ("POST", "/sign-in", views.ask_for_link, None),
    ("GET", "/link/{secret}", views.link_page, None),
    ("POST", "/link/{secret}", views.open_link, None),
    ("GET", "/language/{language}", views.choose_language, None),
    ("POST", "/sign-out", views.sign_out, everyone),
    ("GET", "/account", views.account_page, everyone),
    ("POST", "/account", views.describe_account, everyone),
    ("POST", "/account/delete", views.delete_account, everyone),
    ("GET", "/proposals", views.proposals_page, everyone),
    ("POST", "/proposals", views.begin_proposal, everyone),
    ("GET", "/proposals/{key}/", views.proposal_page, everyone),
    ("POST", "/proposals/{key}/name", views.name_proposal, everyone),
    ("POST", "/proposals/{key}/check", views.check_proposal, everyone),
    ("POST", "/proposals/{key}/send", views.send_proposal, everyone),
    ("POST", "/proposals/{key}/take-back", views.take_proposal_back, everyone),
    ("POST", "/proposals/{key}/withdraw", views.withdraw_proposal, everyone),
    ("GET", "/review", coordinating.review_page, coordinators),
    ("GET", "/review/{key}/", coordinating.examine_page, coordinators),
    ("GET", "/review/{key}/photo/{path:path}", coordinating.photo, coordinators),
    ("POST", "/review/{key}/accept", coordinating.accept_proposal, coordinators),
    ("POST", "/review/{key}/return", coordinating.return_proposal, coordinators),
    ("GET", "/people", coordinating.people_page, coordinators),
    ("POST", "/people", coordinating.invite, coordinators),
    ("POST", "/people/remove", coordinating.remove_person, coordinators),
    ("GET", "/log", coordinating.log_page, coordinators),
    ("GET", "/log.csv", coordinating.log_file, coordinators),
)
"""Method, path, what answers, and who may ask; None for anyone."""


def application(services: Services) -> ASGIApp:
    """The whole, behind its guard."""
    routes = [Route(path, _page(services, handler, needs), methods=[method]) for method, path, handler, needs in _PAGES]
    pages = {path for method, path, _, _ in _PAGES if method == "GET"}
    routes += [
        Route(path, _page(services, views.back_to_page, needs), methods=["GET"])
        for method, path, _, needs in _PAGES
        if method == "POST" and path not in pages
    ]
    routes += [
        Route("/static/{name:path}", _static, methods=["GET"]),
        Route("/health", _health(services), methods=["GET"]),
        Route(f"/proposals/{{key}}/{ORDERS}", _order(services), methods=["POST"]),
        Route("/proposals/{key}/form/{name:path}", _form_file(services), methods=["GET"]),
        Route("/preview/{secret}/{path:path}", _preview(services), methods=["GET"]),
    ]
    settings = services.settings
    app = Starlette(routes=routes, exception_handlers={404: _lost(services), 405: _lost(services), 500: _failed})
    return Guard(app, settings.host, settings.origin, SIZES)


def _page(services: Services, handler: Handler, needs: Callable[[Account], bool] | None) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await answered(services, request, handler, needs)

    return endpoint


def _lost(services: Services) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def lost(request: Request, _: Exception) -> Response:
        visit = await visited(services, request)
        return await run_in_threadpool(visit.refused, 404, "refused-404")

    return lost


async def _failed(_: Request, error: Exception) -> Response:
    """The answer where something went wrong here; what it was is in the server's own output, and in no answer."""
    del error
    words = [Words(language).say("refused-500") for language in LANGUAGES]
    return PlainTextResponse("\n\n".join(words) + "\n", 500, headers=ALWAYS)


def _health(services: Services) -> Endpoint:
    async def health(_: Request) -> Response:
        tip = await run_in_threadpool(services.proposals.repository.tip, services.settings.branch)
        return PlainTextResponse("ok\n" if tip else "no branch\n", 200 if tip else 503)

    return health


@cache
def _fonts() -> dict[str, Path]:
    return {path.name: path for path in FONTS.glob("*.woff2")}


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    place = STYLES.get(name) or _fonts().get(name.removeprefix("fonts/"))
    if place is None:
        raise HTTPException(404)
    return Response(place.read_bytes(), media_type=_kind(name), headers={"Cache-Control": "max-age=3600"})


def _kind(path: str) -> str:
    return KINDS.get(PurePosixPath(path).suffix, "application/octet-stream")


def _form_file(services: Services) -> Endpoint:
    """The page of the form, for whoever may see the proposal."""

    async def endpoint(request: Request) -> Response:
        def handler(visit: Visit) -> Response:
            proposal, name = visit.proposal(), visit.parameter("name") or "index.html"
            if proposal.state.is_ended and name == "index.html":
                return visit.to(f"proposals/{proposal.key}/")
            files = services.forms.page(visit.language)
            if name not in files:
                raise HTTPException(404)
            found = files[name]
            data = found.read_bytes() if isinstance(found, Path) else found
            return Response(
                data, media_type=_kind(name), headers={"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}
            )

        return await answered(services, request, handler, everyone)

    return endpoint


def _order(services: Services) -> Endpoint:
    """What the form's page asks for. Who may not is told before the order is read."""

    async def endpoint(request: Request) -> Response:
        visit = await visited(services, request)
        if not visit.session:
            return _json({"error": "signed-out", "message": visit.words.say("form-signed-out")}, 401)
        if not visit.account.name:
            return _json({"error": "nameless", "message": visit.words.say("form-nameless")}, 403)
        async with visit.limiter:
            try:
                proposal = await apart(visit.proposal)
                asked = await _asked(request)
            except HTTPException as error:
                return _json({"error": "not-understood"}, error.status_code)
            server = await apart(services.forms.server, proposal, visit.account, visit.language)
            return _told(await apart(server.answer, asked), visit)

    return endpoint


async def _asked(request: Request) -> Any:
    """What an order holds. Raises HTTPException."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415)
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):
        raise HTTPException(400) from None
    except TimeoutError:
        raise HTTPException(408) from None


def _told(answer: tuple[int, Any], visit: Visit) -> Response:
    """An answer, with a sentence where the form's page has none of its own."""
    status, said = answer
    if status >= 500:  # what it was is for whoever looks after the server: it may name paths of this machine
        print(f"submissions: an order failed: {said.get('error')}", file=sys.stderr, flush=True)
        return _json({"error": "failed", "message": visit.words.say("refused-500")}, status)
    if status == 200 or not isinstance(said, dict):
        return _json(said, status)
    key = f"form-{said.get('error')}"
    if visit.account.is_coordinator and visit.words.has(f"{key}-coordinator"):
        key = f"{key}-coordinator"
    if key == "form-not-yours" and said["field"]:
        key = "form-lacks-yours"
    if visit.words.has(key):
        said = {**said, "message": visit.words.say(key, **{**{"name": "", "member": ""}, **said})}
    return _json(said, status)


def _json(said: Any, status: int) -> Response:
    """JSON in ASCII: what was asked for may hold halves of signs, which no other encoding knows."""
    return Response(json.dumps(said), status, media_type="application/json")


def _preview(services: Services) -> Endpoint:
    """Pages of proposals, for whoever has the link."""

    async def endpoint(request: Request) -> Response:
        secret, path = request.path_params["secret"], request.path_params["path"]
        path = f"{path}index.html" if path.endswith("/") or not path else path
        found = await run_in_threadpool(services.forms.shown, secret, path)
        if found is None:
            found = await run_in_threadpool(services.review.preview_file, secret, path)
        if found is None:
            visit = await visited(services, request)
            answer = await run_in_threadpool(visit.refused, 404, "refused-preview")
            answer.headers["Referrer-Policy"] = SHOWN["Referrer-Policy"]
            return answer
        return Response(found, media_type=_kind(path), headers=SHOWN)

    return endpoint
