"""The parts of the server, put together from its settings."""

from __future__ import annotations

import fcntl
import shlex
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from anyio import CapacityLimiter

from gazette.content.model import CONTENT_TYPES, Kind
from gazette.engines.git import Person, Repository, RepositoryError, run
from gazette.settings import PROJECT

from .database import Database
from .forge import Forge
from .forms import ProposalForms
from .letters import Letters, Undelivered
from .people import Account, Clock, People
from .proposals import DRAFTS, WAITING, Proposal, Proposals, may_see
from .review import Review
from .settings import NotConfigured, ServerSettings
from .sign_in import SignIn

AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages ask. `secret` signs what leaves the server and comes back."""

    settings: ServerSettings
    secret: str
    people: People
    sign_in: SignIn
    proposals: Proposals
    review: Review
    forms: ProposalForms
    letters: Letters
    limiters: Mapping[str, CapacityLimiter]
    """Address → what lets only so many requests of one person be worked on at once: others find room."""
    forge: Forge | None = None

    def post(self, account: Account, message_key: str, **facts: object) -> None:
        """Writes to someone: the message of that key in words.yml."""
        self.letters.write(account, message_key, **facts)

    def readers(self, proposal: Proposal) -> list[Account]:
        """Who hears what becomes of a proposal: its author.

        Where that account is gone, or writes for others now and could not open it: the others of the municipality.
        """
        author = self.people.find(proposal.author)
        return [author] if author and may_see(author, proposal) else self.people.reached(proposal.member)

    def tell_author(self, proposal: Proposal, message_key: str, **facts: object) -> bool:
        """Writes to a proposal's readers; tells whether there is anyone."""
        link = f"{self.settings.url}proposals/{proposal.key}/"
        readers = self.readers(proposal)
        for account in readers:
            self.post(account, message_key, name=proposal.name, link=link, **facts)
        return bool(readers)

    def follow(self) -> None:
        """Brings what is published up to the forge's, where there is one."""
        if self.forge:
            self.forge.follow()

    def forget(self, proposal: Proposal) -> None:
        """Takes away what is kept while a proposal is not ended: its previews, its copies of the site."""
        self.review.forget_previews(proposal)
        self.forms.close(proposal)

    def wake_forge(self) -> None:
        """Has the forge hear at once of what was sent, or waits no more."""
        if self.forge:
            self.forge.wake()

    def cookie(self, name: str) -> str:
        """The name of a cookie. With this prefix no other host of the domain can set it (RFC 6265bis, "__Host-")."""
        return f"__Host-{name}"


@contextmanager
def services_for(settings: ServerSettings, now: Clock, today: Callable[[], date]) -> Iterator[Services]:
    """The parts, until the end of the context; repository and database are made where they are not there.

    Raises NotConfigured, DatabaseError.
    """
    _make_folder(settings.data)
    with _held(settings.data):
        repository = _repository(settings)
        database = database_of(settings)
        proposals = Proposals(database, repository, settings.branch, Person("Submissions", settings.sender), now)
        proposals.mend()
        shutil.rmtree(settings.work / "open", ignore_errors=True)
        people = People(database, now)
        letters = Letters(settings, now, lambda letter: note_undelivered(people, letters, letter))
        services = Services(
            settings, database.secret(), people, SignIn(database, now), proposals,
            Review(proposals, database, settings.work, today, now),
            ProposalForms(proposals, settings.work, today), letters, defaultdict(lambda: CapacityLimiter(AT_ONCE)),
        )  # fmt: skip
        ends = [letters.start()]
        if settings.forge:

            def accepted(proposal: Proposal) -> None:
                services.forget(proposal)
                services.tell_author(proposal, "accepted")

            forge = Forge(proposals, people, settings.forge, settings.url, accepted)
            services = replace(services, forge=forge)
            ends.append(forge.start())
        yield services
        for end in ends:
            end()


def note_undelivered(people: People, letters: Letters, letter: Undelivered) -> None:
    """Writes into the log what did not get through; of someone who is gone meanwhile, no address is kept."""
    is_known = people.find(letter.address) is not None
    if not is_known:
        letters.forget(letter.address)
    what = "mail-refused" if letter.is_final else "mail-failed"
    people.note("", what, str(letter) if is_known else letter.reason)


def database_of(settings: ServerSettings) -> Database:
    """The database, made where there is none. Raises NotConfigured, DatabaseError.

    A new one beside proposals would know none of them, and their branches would be taken away as nobody's.
    """
    _make_folder(settings.data)
    if settings.repository.exists() and not settings.database.exists():
        branches = ("for-each-ref", "--count=1", f"refs/heads/{DRAFTS}", f"refs/heads/{WAITING}")
        if run(settings.data, "--git-dir", str(settings.repository), *branches).stdout:
            raise NotConfigured(
                f"{settings.repository} holds proposals, but {settings.database} is missing: restore it"
            )
    return Database(settings.database)


def member_folders(settings: ServerSettings) -> list[str]:
    """The folders of the municipalities, from what is published; from the project, as long as no server has run.

    Raises NotConfigured.
    """
    pattern = next(f"{one.folder}/{one.data_file}" for one in CONTENT_TYPES if one.kind is Kind.MEMBER)
    if not settings.repository.exists():
        return sorted(path.parent.name for path in PROJECT.glob(pattern))
    try:
        files = Repository(settings.repository, bare=True).files(settings.branch)
    except RepositoryError as error:
        raise NotConfigured(f"{settings.repository} cannot be used: {error}") from None
    paths = (path for path in map(PurePosixPath, files) if len(path.parts) == pattern.count("/") + 1)
    return sorted(path.parent.name for path in paths if path.match(pattern))


def _make_folder(place: Path) -> None:
    """Makes the folder of the data, which is for nobody else. Raises NotConfigured."""
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.chmod(0o700)
    except OSError as error:
        raise NotConfigured(f"SUBMISSIONS_DATA is {place}, which cannot be used: {error.strerror}") from None


@contextmanager
def _held(data: Path) -> Iterator[None]:
    """Sees to it that one server alone works on the data. Raises NotConfigured."""
    with (data / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotConfigured(f"Another server works on {data}: stop it first") from None
        yield


def _repository(settings: ServerSettings) -> Repository:
    place = settings.repository
    if not place.exists():
        _clone(PROJECT, place, settings.branch)
    for lock in (*(place / "refs").rglob("*.lock"), *place.glob("*.lock"), *place.glob("packed-refs.new")):
        lock.unlink()  # of a git that was killed; nobody else works here
    try:
        repository = Repository(place, bare=True, durable=True)
        if not repository.tip(settings.branch):
            raise NotConfigured(f"{place} has no branch {settings.branch}: set SUBMISSIONS_BRANCH")
    except RepositoryError as error:
        raise NotConfigured(f"{place} cannot be used: {error}") from None
    return repository


def _clone(project: Path, place: Path, branch: str) -> None:
    """A bare repository with one branch: what is checked out in the project. Raises NotConfigured."""
    made = place.with_name(f".{place.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    # The project is root's where the server may not change its own code: git wants to be told that this is right.
    reader = shlex.join(
        ["git", "-c", f"safe.directory={project}", "-c", f"safe.directory={project / '.git'}", "upload-pack"]
    )
    fetch = ("fetch", "--quiet", "--no-tags", f"--upload-pack={reader}", str(project), f"HEAD:refs/heads/{branch}")
    steps = [
        ("init", "--quiet", "--bare", f"--initial-branch={branch}", str(made)),
        ("--git-dir", str(made), *fetch),
    ]
    for arguments in steps:
        done = run(project, *arguments)
        if done.returncode:
            raise NotConfigured(f"No repository could be made of {project}: {done.stderr.strip()}")
    made.replace(place)
