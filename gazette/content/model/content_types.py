"""Where items of each kind live, and which records their files hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .choices import Kind
from .consent import CONSENTS
from .documents import Document, DocumentText
from .issue import Issue, IssueText, Section
from .members import Member, MemberText, Statement, StatementText
from .pages import Page, PageText
from .partners import Partner, PartnerText, Programme, ProgrammeText
from .record import Record
from .stories import Event, EventText, Story, StoryText


@dataclass(frozen=True, slots=True)
class ContentType:
    """Where items of a kind live, and what their two kinds of file hold."""

    kind: Kind
    folder: str
    """Pattern of the item's folder, from the site's root; the last part is its slug."""
    data_file: str
    data: type[Record]
    text: type[Record]
    address: str
    """Address of its page below the root of a language; `{slug}` stands for the item's slug."""
    body_required: bool = True

    @property
    def collection(self) -> str:
        """The folder that holds the items of this kind, as far as it is one."""
        return self.folder.split("/*")[0]

    @property
    def offer(self) -> str:
        """By which name a partial language offers the pages of this kind (`languages.KINDS`)."""
        return self.folder.split("/")[-2]

    def packed(self) -> str:
        """Its name where an item is remembered: no two types have one folder."""
        return self.folder

    @staticmethod
    def unpacked(folder: str) -> ContentType:
        """The type of that name; raises KeyError where there is none."""
        return _BY_FOLDER[folder]


CONTENT_TYPES: Final[tuple[ContentType, ...]] = (
    ContentType(Kind.MEMBER, "members/*", "profile.yml", Member, MemberText, "members/{slug}/"),
    ContentType(
        Kind.STATEMENT, "members/*/statements/*", "statement.yml", Statement, StatementText, "statements/{slug}/"
    ),
    ContentType(
        Kind.STATEMENT,
        "content/partners/*/statements/*",
        "statement.yml",
        Statement,
        StatementText,
        "statements/{slug}/",
    ),
    ContentType(Kind.STORY, "content/stories/*", "story.yml", Story, StoryText, "stories/{slug}/"),
    ContentType(Kind.EVENT, "content/events/*", "event.yml", Event, EventText, "events/{slug}/"),
    ContentType(
        Kind.PARTNER, "content/partners/*", "partner.yml", Partner, PartnerText, "partners/{slug}/", body_required=False
    ),
    ContentType(
        Kind.PROGRAMME,
        "content/programmes/*",
        "programme.yml",
        Programme,
        ProgrammeText,
        "stories/programme/{slug}/",
        body_required=False,
    ),
    ContentType(
        Kind.DOCUMENT,
        "content/documents/*",
        "document.yml",
        Document,
        DocumentText,
        "documents/{slug}/",
        body_required=False,
    ),
    ContentType(Kind.PAGE, "content/pages/*", "page.yml", Page, PageText, "about/{slug}/"),
    ContentType(Kind.ISSUE, "newsletters/*", "issue.yml", Issue, IssueText, "newsletters/{slug}/"),
)

_BY_FOLDER: Final = {content.folder: content for content in CONTENT_TYPES}


AnyData = Member | Statement | Story | Event | Partner | Programme | Document | Page | Issue
AnyText = (
    MemberText
    | StatementText
    | StoryText
    | EventText
    | PartnerText
    | ProgrammeText
    | DocumentText
    | PageText
    | IssueText
)

EDITED_FOLDERS: Final = tuple(dict.fromkeys(content.folder.split("/")[0] for content in CONTENT_TYPES))
"""The folders at the top of a site in which people write items."""
CONTENT_ROOTS: Final = (*EDITED_FOLDERS, CONSENTS)
"""Every folder at the top of a site whose files are read as content."""


def usual(model: type[Record]) -> tuple[str, ...]:
    """The fields that an example of a record shows: those it needs, and what a section is as good as never without."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if info.is_required() or (model is Section and name == "items")
    )
