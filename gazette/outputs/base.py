"""The contract of outputs: what each is given (`Context`), what each gives (`PlannedFile`), and what it is (`Output`).

To add an output, write a module with an `OUTPUT` beside this one, and a row for it in `pipeline/build.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import jinja2

from ..content.addresses import AddressList
from ..content.library import Library
from ..content.problems import Problem
from ..content.worklist import Outside
from ..files import code_version
from ..render.lookup import FileView, keyed
from ..render.site.html import Site
from ..render.templates import environment
from ..render.words import Words
from ..settings import Settings
from ..theme import SiteTheme
from .faults import Fault
from .template_cache import TemplateCache

F = TypeVar("F", bound="PlannedFile")
MARK: Final = "icon.svg"
"""The network's own mark, by its name in the theme."""
LICENCES: Final = "licences.txt"
"""The licences of what readers get besides content, by its name among the theme's files."""


@dataclass(frozen=True)
class PlannedFile:
    """A file that is to be published.

    `path` is where it stands below the site's folder. `key` is a digest that changes whenever the bytes would, so that
    a file which is published already is not made. `make` gives the bytes; it may run in a forked process. It raises
    FileFault where all but this file can be published.
    """

    path: str
    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class PageFile(PlannedFile):
    """A page of the site. `address` is the same in every language; `written_in` are those that have a text for it."""

    address: str
    language: str
    written_in: tuple[str, ...]


@dataclass(frozen=True)
class DownloadFile(PlannedFile):
    """A file that the page at `address` offers to its readers, in one language.

    `edition` names its words in theme/strings/ (`edition.…`). `facts` takes the file's bytes and gives what the page
    says of it beside its size, as `{"pages": 12}`.
    """

    address: str
    language: str
    edition: str
    facts: Callable[[bytes], Mapping[str, Any]]


class IssueInLanguage(Protocol):
    """A view of an issue in one language, of whatever sort."""

    @property
    def language(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def address(self) -> str: ...


def issue_file_name(view: IssueInLanguage, ending: str = "") -> str:
    """The file name of something that an issue offers: `newsletter-2-en-print.pdf` for the ending `-print.pdf`."""
    return f"newsletter-{view.number}-{view.language}{ending}"


@dataclass(frozen=True)
class Context:
    """All that an output may know: what was read, how it looks, where it will stand, and what was planned before it."""

    library: Library
    settings: Settings
    theme: SiteTheme
    site: Site
    """The addresses: of pages, of the theme's files, of the whole."""
    static: Mapping[str, bytes]
    """Files of the theme by name, with the mosaic, which is drawn for this library."""
    listed: AddressList
    """The published addresses, from addresses.txt and redirects.yml, and when items changed, from changes.txt."""
    made_with: bytes
    """Changes with theme, configuration or code: whatever every file is made with."""
    code: bytes
    """Changes with the code alone."""
    body: Callable[[str], str]
    """Digest of a text → its body as HTML."""
    read: Callable[[PlannedFile], bytes]
    """The bytes of a file that an earlier output planned, and that `Output.is_read_later` had made."""
    work: Path
    """The folder for what may be kept between builds. Whatever is in it can be deleted."""
    outside: Outside = field(default_factory=Outside)
    """What a worklist must know that the library does not hold."""
    earlier: Mapping[str, tuple[PlannedFile, ...]] = field(default_factory=dict)
    """Name of an output → its files, for the outputs before this one."""
    failed: tuple[tuple[PlannedFile, Fault], ...] = ()
    """Files of issues that earlier outputs could not make, each with the reason; they are not in `earlier`."""
    by_content: bool = False
    """Whether files of the code are known by their bytes (`files.code_version`)."""

    @property
    def words(self) -> Mapping[str, Words]:
        """Language → the words of the interface."""
        return self.theme.words

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Why files could not be made."""
        return tuple(fault for _, fault in self.failed)

    def issue_path(self, view: IssueInLanguage, ending: str) -> str:
        """The path of something that an issue offers in a language, beside the issue's page."""
        return f"{self.settings.language_root(view.language)}{view.address}{issue_file_name(view, ending)}"

    def planned(self, view: FileView) -> PlannedFile:
        """A rendered file as one to be published."""
        return PlannedFile(view.path, keyed(view.digest, self.made_with), view.make)

    def environment(self, templates: Mapping[str, str], name: str) -> jinja2.Environment:
        """A Jinja2 environment over `templates`, which keeps what it compiled under `name` for the next build."""
        return environment(templates, self.compiled(name))

    def compiled(self, name: str) -> TemplateCache:
        """A cache for compiled templates under `name`, valid for this code and this version of Jinja2 alone."""
        seal = b" ".join((self.code, code_version(Path(jinja2.__file__).parent, self.by_content).encode()))
        return TemplateCache(self.settings.root, name, seal)

    def of_kind(self, kind: type[F]) -> Iterator[F]:
        """The files of earlier outputs that are of a kind, in order."""
        for files in self.earlier.values():
            yield from (file for file in files if isinstance(file, kind))

    def after(self, name: str, files: Iterable[PlannedFile]) -> Context:
        """The context of the next output, which knows the files of this one."""
        return replace(self, earlier={**self.earlier, name: tuple(files)})

    def without(self, faults: Iterable[Fault]) -> Context:
        """The context in which files that could not be made are known as such, and are no one's files any more."""
        reasons = {path: fault for fault in faults for path in fault.files}
        failed = [(file, reasons[file.path]) for file in self.of_kind(PlannedFile) if file.path in reasons]
        earlier = {
            name: tuple(file for file in files if file.path not in reasons) for name, files in self.earlier.items()
        }
        return replace(self, earlier=earlier, failed=(*self.failed, *failed))


class Output(Protocol):
    """One kind of thing that a build makes."""

    name: str
    is_read_later: bool = False
    """Whether outputs after this one read its files, so that they must be made before those are planned."""
    batch: int = 50
    """How many files one process makes at a time: few where each takes long."""

    def files(self, context: Context) -> Iterator[PlannedFile]:
        """Every file of this output, made or not. Planning must be cheap: the work belongs in `PlannedFile.make`."""
        ...

    def remarks(self, context: Context) -> Iterable[Problem]:  # noqa: ARG002 - for those that have any
        """Problems that show only once files are made, and that stop no build. `context` knows this output's files."""
        return ()
