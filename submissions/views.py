"""The pages of people who write: signing in, their proposals, their account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from gazette.content.items import content_type_of
from gazette.editorial.form_site import item_folders
from gazette.render.site.changes import Change
from gazette.render.worklist import form_address

from .people import (
    LANGUAGES,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    Account,
    LastCoordinator,
    excess,
    is_name,
    normal,
    plain,
    readable,
)
from .proposals import Proposal, ProposalRefusal, State
from .proposed import ProposedItem, proposed_items
from .sign_in import LINK_SECONDS, LONGEST_SECONDS, TooOften, network_of
from .visit import NEXT, Visit, is_own
from .words import Words, language_of


def home(visit: Visit) -> Response:
    """Where everyone begins: a coordinator with what waits, an editor with their proposals, anyone else outside.

    Whoever has no name yet is asked for it first: commits carry it.
    """
    if not visit.session:
        return visit.to("sign-in")
    if not visit.account.name:
        return visit.to("account")
    return visit.to("review" if visit.account.is_coordinator else "proposals")


# ---- signing in


def back_to_page(visit: Visit) -> Response:
    """Leads from the address of an action to the page where it is asked for, as when a phone loads a tab again."""
    return visit.to(visit.own_page.removeprefix("/"))


def sign_in_page(visit: Visit) -> Response:
    """Asks for an address; leads on whoever is signed in."""
    if visit.session:
        return visit.to("")
    return visit.page(
        "sign-in", wanted=visit.next_page, address=visit.request.query_params.get("address", "")[:LONGEST_ADDRESS]
    )


def ask_for_link(visit: Visit) -> Response:
    """Sends a link, where the address is known; says the same where it is not."""
    address = normal(visit.sent.get("address", ""))
    if not address or len(address) > LONGEST_ADDRESS:
        wrong = "address-wrong" if address else "address-missing"
        return visit.page("sign-in", 422, wanted="", address=visit.sent["address"] if address else "", wrong=wrong)
    try:
        found = visit.services.sign_in.asked(address, network_of(visit.network_host), visit.browser)
    except TooOften:
        return visit.refused(429, "refused-429-link")
    if found:
        account, secret = found
        link = f"{visit.services.settings.url}link/{secret}"
        visit.services.post(account, "link", link=link, minutes=LINK_SECONDS // 60)
    response = visit.page("asked", address=address)
    visit.set_cookie(response, "browser", visit.browser, LONGEST_SECONDS)
    return response


def link_page(visit: Visit) -> Response:
    """Asks whether to sign in: programs that look at links in mail only read this page, and use nothing up.

    Whoever is signed in needs no link any more.
    """
    if visit.session:
        return visit.to("")
    return visit.page("link", secret=visit.parameter("secret"))


def open_link(visit: Visit) -> Response:
    """Signs in whoever holds a link, in the browser that asked for it."""
    network = network_of(visit.network_host)
    secret = visit.services.sign_in.opened(visit.parameter("secret"), network, visit.browser)
    if secret is None:
        return visit.page("link-over", 403)
    response = visit.to_wanted("")
    visit.set_cookie(response, "session", secret, LONGEST_SECONDS)
    visit.drop_cookie(response, "browser")
    return response


def sign_out(visit: Visit) -> Response:
    """Ends the session, or all of that person."""
    if visit.session:
        visit.services.sign_in.end(visit.session, everywhere="everywhere" in visit.sent)
    response = visit.to("sign-in", "signed-out")
    visit.drop_cookie(response, "session")
    visit.drop_cookie(response, NEXT)
    return response


def choose_language(visit: Visit) -> Response:
    """Speaks another language to whoever is not signed in."""
    chosen = visit.parameter("language")
    if chosen not in LANGUAGES:
        raise HTTPException(404)
    wanted = visit.request.query_params.get("page", "")
    response = RedirectResponse(wanted if is_own(wanted) else "/sign-in", 303)
    response.set_cookie("language", chosen, max_age=LONGEST_SECONDS, path="/", httponly=True, samesite="strict")
    return response


# ---- the account


def account_page(visit: Visit) -> Response:
    """Name, language, sessions; what is kept of someone, and how it is deleted."""
    return _account_page(visit)


def _account_page(visit: Visit, status: int = 200, wrong: str = "", **facts: object) -> Response:
    return visit.page(
        "account",
        status,
        wrong=wrong,
        facts=facts,
        typed={"name": visit.account.name, "language": visit.language, **visit.sent},
        member=member_name(visit, visit.account.member),
        drafts=_own_drafts(visit),
        coordinators=[one for one in visit.services.people.everyone() if one.is_coordinator and one != visit.account],
    )


def _own_drafts(visit: Visit) -> list[Proposal]:
    """What someone began and nobody has seen but their municipality: it was never sent."""
    found = visit.services.proposals.of(visit.account)
    return [one for one in found if one.author == visit.account.address and one.state is State.DRAFT and not one.sent]


def describe_account(visit: Visit) -> Response:
    """Changes name and language."""
    name, language = plain(visit.sent.get("name", "")), visit.sent.get("language", "")
    if over := excess(name, LONGEST_NAME):
        return _account_page(visit, 422, "name-long", **over)
    if not is_name(name) or language not in LANGUAGES:
        return _account_page(visit, 422, "name-wrong")
    is_first = not visit.account.name
    visit.services.people.describe(visit.account.address, name, language)
    if is_first:
        return visit.to_wanted("review" if visit.account.is_coordinator else "proposals", "named-yourself")
    return visit.to("account", "described")


def delete_account(visit: Visit) -> Response:
    """Deletes all that is kept of someone besides what git says of accepted work."""
    if "sure" not in visit.sent:
        return _account_page(visit, 422, "not-sure")
    drafts = _own_drafts(visit) if "drafts" in visit.sent else []
    try:
        visit.services.people.remove(visit.account.address, visit.account.address)
    except LastCoordinator:
        return _account_page(visit, 422, "last-coordinator")
    visit.services.letters.forget(visit.account.address)
    for proposal in drafts:
        with suppress(ProposalRefusal):  # such as: someone sent or withdrew it at this moment
            visit.services.proposals.withdraw(proposal, "")
            visit.services.forget(proposal)
    response = visit.to("sign-in", "deleted")
    visit.drop_cookie(response, NEXT)
    visit.drop_cookie(response, "session")
    return response


# ---- proposals


def proposals_page(visit: Visit) -> Response:
    """The proposals of someone's municipality."""
    found = listed(visit, visit.services.proposals.of(visit.account))
    return visit.page(
        "proposals", member=member_name(visit, visit.account.member),
        open=sorted((one for one in found if one.proposal.state.is_open), key=lambda one: not one.is_returned),
        sent=[one for one in found if one.proposal.state is State.SENT],
        ended=[one for one in found if one.proposal.state.is_ended],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal in a list: the names of its municipality and author, and the kinds of its items where they matter."""

    proposal: Proposal
    member: str
    author: str
    kinds: str = ""

    @property
    def is_returned(self) -> bool:
        """Whether a comment waits for an answer."""
        return self.proposal.state is State.RETURNED


def listed(visit: Visit, proposals: Iterable[Proposal], with_kinds: bool = False) -> list[ListedProposal]:
    """Proposals as a list shows them. To look up what each holds takes git a moment."""
    members = {"": visit.words.say("network"), **visit.services.forms.members(visit.language)}
    names = {one.address: one.name or readable(one.address) for one in visit.services.people.everyone()}
    return [
        ListedProposal(
            one, members.get(one.member, one.member), names.get(one.author, ""),
            _kinds(visit, one) if with_kinds else "",
        )
        for one in proposals
    ]  # fmt: skip


def _kinds(visit: Visit, proposal: Proposal) -> str:
    """What a proposal holds, such as `story, partner (2)`."""
    counted = Counter(item.kind for item in proposed_items(visit.services.proposals, proposal, visit.language))
    return ", ".join(kind if count == 1 else f"{kind} ({count})" for kind, count in counted.items())


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page that changes. `language` is its title's, which is another than the page's where it is not translated."""

    kind: str
    path: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class ListedPages:
    """The pages of a proposal's items, and all that change besides."""

    own: Sequence[ListedPage] = ()
    others: Sequence[ListedPage] = ()


def listed_pages(pages: Iterable[Change], items: Sequence[ProposedItem]) -> ListedPages:
    """Pages that change, as a list shows them."""
    own: list[ListedPage] = []
    others: list[ListedPage] = []
    for page in pages:
        first = page.path.partition("/")[0]
        language = language_of(page.title, first if len(first) == 2 else LANGUAGES[0])
        found = own if any(item.has_page(page.path) for item in items) else others
        found.append(ListedPage(page.kind, page.path, page.title, language))
    return ListedPages(own, others)


def author_name(visit: Visit, proposal: Proposal) -> str:
    """What the author of a proposal is called; nothing where their account is gone."""
    author = visit.services.people.find(proposal.author)
    return author.name or readable(author.address) if author else ""


def begin_proposal(visit: Visit) -> Response:
    """Begins a proposal, and leads to its page."""
    visit.services.follow()
    made = visit.services.proposals.begin(visit.sent.get("name", ""), visit.account)
    return visit.to(f"proposals/{made.key}/", "began")


def proposal_page(visit: Visit) -> Response:
    """One proposal: its state, its items, what can be done."""
    return _proposal_page(visit, visit.proposal())


def _proposal_page(visit: Visit, proposal: Proposal, status: int = 200, **facts: Any) -> Response:
    known = {"problems": None, "conflicts": [], "preview": "", "foreign": [], "changes": (), **facts}
    items = proposed_items(visit.services.proposals, proposal, visit.language)
    return visit.page(
        "proposal", status, proposal=proposal, items=items, pages=listed_pages(known["changes"], items),
        forge=visit.services.forge,
        member=member_name(visit, proposal.member), author=author_name(visit, proposal), **known,
    )  # fmt: skip


def name_proposal(visit: Visit) -> Response:
    """Gives a proposal another name."""
    proposal = visit.proposal()
    visit.services.proposals.rename(proposal, visit.sent.get("name", ""), visit.account.address)
    return visit.to(f"proposals/{proposal.key}/", "named")


def check_proposal(visit: Visit) -> Response:
    """Shows what the checker says, with a link to each field, and a link to the pages."""
    proposal = visit.proposal()
    if proposal.state is State.WITHDRAWN:
        raise ProposalRefusal("state-other")
    visit.services.follow()
    secret, examined = visit.services.review.publish_preview(proposal, visit.language)
    preview = f"{visit.services.settings.url}preview/{secret}/after/"
    told = _told(proposal, examined.problems, examined.conflicts)
    return _proposal_page(visit, proposal, **told, preview=preview, changes=examined.pages)


def send_proposal(visit: Visit) -> Response:
    """Hands a proposal in, if the checker finds nothing that stops a publication; tells the coordinators."""
    services, proposal = visit.services, visit.proposal()
    services.follow()
    with services.proposals.held(proposal.key):
        problems, conflicts = services.review.problems(proposal, visit.language)
        if any(not problem["warning"] for problem in problems):
            return _proposal_page(visit, proposal, 422, **_told(proposal, problems, conflicts), wrong="has-problems")
        if conflicts:
            return _proposal_page(visit, proposal, 422, conflicts=conflicts, wrong="not-sent")
        if foreign := _foreign(visit, proposal):
            return _proposal_page(visit, proposal, 422, wrong="foreign", foreign=foreign)
        services.proposals.send(proposal, visit.account.address)
    services.wake_forge()
    link = f"{services.settings.url}review/{proposal.key}/"
    for coordinator in (one for one in services.people.everyone() if one.is_coordinator):
        name = member_name(visit, proposal.member, coordinator.language)
        services.post(
            coordinator, "sent-again" if proposal.sent else "sent", name=proposal.name, member=name, link=link
        )
    return visit.to(f"proposals/{proposal.key}/", "sent")


def _told(proposal: Proposal, problems: Any, conflicts: Any) -> dict[str, Any]:
    return {"problems": [with_link(problem, proposal) for problem in problems], "conflicts": list(conflicts)}


def with_link(problem: Mapping[str, Any], proposal: Proposal) -> dict[str, Any]:
    """A problem with the address of its field in the form."""
    path, route = problem["path"], problem["route"]
    folder = path if content_type_of(path) else next(iter(item_folders([path])))
    language = [path.rpartition("/")[2].removesuffix(".md")] if path.endswith(".md") else []
    form = f"/proposals/{proposal.key}/form/"
    return {**problem, "address": form_address(form, folder, (*language, *route) if route else ())}


def _foreign(visit: Visit, proposal: Proposal) -> list[str]:
    """Items of an editor's proposal that do not name their municipality."""
    if visit.account.is_coordinator:
        return []
    return visit.services.forms.content(proposal, visit.account).foreign()


def take_proposal_back(visit: Visit) -> Response:
    """Makes what was sent a draft again."""
    proposal = visit.proposal()
    visit.services.proposals.take_back(proposal, visit.account.address)
    visit.services.wake_forge()
    return visit.to(f"proposals/{proposal.key}/", "took-back")


def withdraw_proposal(visit: Visit) -> Response:
    """Ends a proposal."""
    proposal = visit.proposal()
    if "sure" not in visit.sent:
        return _proposal_page(visit, proposal, 422, wrong="not-sure")
    visit.services.proposals.withdraw(proposal, visit.account.address)
    visit.services.forget(proposal)
    visit.services.wake_forge()
    return visit.to("proposals", "withdrew")


def member_name(visit: Visit, member: str, language: str = "") -> str:
    """What a municipality is called; the network, where none is meant."""
    if not member:
        return Words(language or visit.language).say("network")
    return visit.services.forms.members(language or visit.language).get(member, member)


def everyone(account: Account) -> bool:
    """Whoever is signed in."""
    del account
    return True
