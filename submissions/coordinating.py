"""The pages of coordinators: what waits, one proposal beside what is published, who may come in, what was done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from gazette.engines.git import Conflict
from gazette.engines.local_server import KINDS

from .content_store import CommitContent, content_paths
from .differences import is_photo
from .github import ForgeRefusal
from .log_table import MOST_ENTRIES, log_table
from .people import (
    LANGUAGES,
    LONGEST_NAME,
    Account,
    LastCoordinator,
    Role,
    excess,
    is_name,
    is_reachable,
    normal,
    plain,
    readable,
)
from .proposals import Decision, Proposal, ProposalRefusal, State
from .proposed import proposed_items
from .views import author_name, listed, listed_pages, member_name, with_link
from .visit import Visit


def coordinators(account: Account) -> bool:
    """Whether someone is one."""
    return account.is_coordinator


def review_page(visit: Visit) -> Response:
    """The proposals that wait, and those that are being written."""
    services = visit.services
    waiting = listed(visit, services.proposals.waiting(), with_kinds=True)
    others = [one for one in services.proposals.of(visit.account) if one.state is not State.SENT]
    return visit.page("review", waiting=waiting, others=listed(visit, others[:50]), forge=services.forge)


def examine_page(visit: Visit) -> Response:
    """One proposal: what the checker says, its pages before and after, its words that differ."""
    return _examined(visit, visit.proposal())


def _examined(visit: Visit, proposal: Proposal, status: int = 200, wrong: str = "", **facts: object) -> Response:
    if proposal.state is State.SENT:
        visit.services.follow()
    secret, examined = visit.services.review.publish_preview(proposal, visit.language)
    problems = [with_link(dict(problem), proposal) for problem in examined.problems]
    items = proposed_items(visit.services.proposals, proposal, visit.language)
    titles = {one.path: item.title for one in examined.words for item in items if item.has_file(one.path)}
    return visit.page(
        "examine", status, proposal=proposal, examined=examined, problems=problems, preview=f"/preview/{secret}/",
        member=member_name(visit, proposal.member), wrong=wrong, facts=facts, forge=visit.services.forge,
        author=author_name(visit, proposal), told=_told(visit, proposal), items=items, titles=titles,
        written=visit.sent.get("comment", "").strip(), since=visit.services.review.since_returned(proposal),
        pages=listed_pages(examined.pages, items),
    )  # fmt: skip


def _told(visit: Visit, proposal: Proposal) -> str:
    """Who is written to: `author`, the `others` of the municipality, or `nobody`."""
    readers = [one.address for one in visit.services.readers(proposal)]
    return "author" if proposal.author in readers else "others" if readers else "nobody"


def accept_proposal(visit: Visit) -> Response:
    """Merges a proposal into what is published, and tells whoever sent it."""
    services, proposal = visit.services, visit.proposal()
    services.follow()
    with services.proposals.publishing(proposal.key):
        problems, _ = services.review.problems(proposal, visit.language)
        if any(not problem["warning"] for problem in problems):
            return _examined(visit, proposal, 409, "has-problems")
        try:
            _accept(visit, proposal)
        except Conflict as conflict:
            return _examined(visit, proposal, 409, "conflict", paths=", ".join(conflict.paths))
        except ProposalRefusal as refusal:
            return _examined(visit, services.proposals.get(proposal.key), 409, refusal.word, **refusal.facts)
        except ForgeRefusal as refusal:
            return _examined(visit, services.proposals.get(proposal.key), 409, refusal.word, said=refusal.said)
    services.forget(proposal)
    comment = _comment(visit)
    told = services.tell_author(proposal, "accepted-comment" if comment else "accepted", comment=comment)
    return visit.to("review", "accepted" if told else "accepted-untold")


def _accept(visit: Visit, proposal: Proposal) -> None:
    """By the forge, where there is one: what is published follows it. Raises what either refuses with."""
    services, decision = visit.services, _decision(visit)
    if services.forge:
        services.forge.accept(proposal, decision)
    else:
        services.proposals.accept(proposal, decision, services.review.with_ledger)


def _decision(visit: Visit) -> Decision:
    """What a coordinator saw, and says."""
    return Decision(visit.account, visit.sent.get("sent", ""), _comment(visit))


def _comment(visit: Visit) -> str:
    """What a coordinator wrote, with the line ends of ours."""
    return visit.sent.get("comment", "").replace("\r\n", "\n").strip()


def return_proposal(visit: Visit) -> Response:
    """Gives a proposal back, with a comment that its author gets by mail."""
    proposal, decision = visit.proposal(), _decision(visit)
    try:
        visit.services.proposals.give_back(proposal, decision)
    except ProposalRefusal as refusal:
        status = 422 if refusal.word.startswith("comment-") else 409
        return _examined(visit, visit.proposal(), status, refusal.word, **refusal.facts)
    visit.services.wake_forge()
    told = visit.services.tell_author(proposal, "returned", comment=decision.comment)
    return visit.to("review", "returned" if told else "returned-untold")


def photo(visit: Visit) -> Response:
    """A photo of a proposal as it is stored; of one that it deletes, as it is published."""
    proposals, proposal, path = visit.services.proposals, visit.proposal(), visit.parameter("path")
    kind = KINDS.get(PurePosixPath(path).suffix, "") if is_photo(path) and path in content_paths([path]) else ""
    for commit in (proposals.tip(proposal), proposals.fork(proposal)) if kind else ():
        if found := CommitContent(proposals.repository, commit, commit).read([path]):
            return Response(found[path], media_type=kind)
    raise HTTPException(404)


# ---- people


def people_page(visit: Visit) -> Response:
    """Everyone who may come in."""
    return _people(visit)


def _people(visit: Visit, status: int = 200, **facts: object) -> Response:
    members = visit.services.forms.members(visit.language)
    sent = {**dict.fromkeys(("address", "name", "role", "member", "language"), ""), **visit.sent}
    people = visit.services.people.everyone()
    shown = {
        "undelivered": visit.services.letters.undelivered(),
        "people": people,
        "members": members,
        "sent": sent,
        "known": None,
        "wished": None,
    }
    return visit.page("people", status, **{**shown, **facts})


def invite(visit: Visit) -> Response:
    """Lets someone in, for a municipality or as a coordinator, and writes to them."""
    wrong, account = _invited(visit)
    if wrong:
        return _people(visit, 422, wrong=wrong, facts=excess(account.name, LONGEST_NAME))
    people, known = visit.services.people, visit.services.people.find(account.address)
    if known:
        account = replace(account, language=known.language)  # which is theirs to choose
    changes = known is not None and (known.role, known.member) != (account.role, account.member)
    if known and changes and known.address == visit.account.address:
        return _people(visit, 422, wrong="own-role")
    if known and changes and "sure" not in visit.sent:
        return _people(visit, 422, wrong="known", known=known, wished=account)
    if changes or not known:
        try:
            people.invite(account, visit.account.address)
        except LastCoordinator:
            return _people(visit, 422, wrong="last-coordinator")
    _write_invitation(visit, account)
    return visit.to("people", "changed" if changes else "invited-again" if known else "invited")


def _invited(visit: Visit) -> tuple[str, Account]:
    """Whom a form invites, with what is wrong with it, or nothing."""
    sent = visit.sent
    address, name, member = normal(sent.get("address", "")), plain(sent.get("name", "")), sent.get("member", "")
    role = Role.COORDINATOR if sent.get("role", "") == Role.COORDINATOR.value else Role.EDITOR
    language = sent.get("language", "") if sent.get("language", "") in LANGUAGES else LANGUAGES[0]
    wrong = ""
    if not is_reachable(address):
        wrong = "address-wrong"
    elif excess(name, LONGEST_NAME):
        wrong = "name-long"
    elif name and not is_name(name):
        wrong = "name-wrong"
    elif role is Role.EDITOR and member not in visit.services.forms.members(visit.language):
        wrong = "member-missing"
    return wrong, Account(address, name, role, "" if role is Role.COORDINATOR else member, language)


def _write_invitation(visit: Visit, account: Account) -> None:
    link = f"{visit.services.settings.url}sign-in?{urlencode({'address': account.address})}"
    message = "invitation-coordinator" if account.is_coordinator else "invitation"
    address = readable(visit.account.address)
    by = f"{visit.account.name} ({address})" if visit.account.name else address
    visit.services.post(account, message, member=member_name(visit, account.member, account.language), by=by, link=link)


def remove_person(visit: Visit) -> Response:
    """Takes an account away. No one takes away their own here: a coordinator would be left outside."""
    address = normal(visit.sent.get("address", ""))
    if address == visit.account.address:
        return _people(visit, 422, wrong="yourself")
    if "sure" not in visit.sent:
        return _people(visit, 422, wrong="not-sure")
    try:
        visit.services.people.remove(address, visit.account.address)
    except LastCoordinator:
        return _people(visit, 422, wrong="last-coordinator")
    visit.services.letters.forget(address)
    return visit.to("people", "removed")


# ---- the log


def log_page(visit: Visit) -> Response:
    """What was done."""
    names = {one.key: one.name for one in visit.services.proposals.of(visit.account)}
    return visit.page("log", entries=visit.services.people.entries(200), names=names)


def log_file(visit: Visit) -> Response:
    """What was done, as a table."""
    text = log_table(visit.services.people.entries(MOST_ENTRIES))
    headers = {"Content-Disposition": 'attachment; filename="log.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
