"""The hall: where the stages are wired. load → check → library → render → engines → publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2

from .. import files as files_gazette
from .. import rereading
from ..content.digests import digest_of_bytes
from ..content.model import Kind
from ..content.problems import Problem
from ..engines import pictures, publish, search
from ..engines.pages import Host, HostError
from ..engines.publish import Stage
from ..outputs.faults import Fault, as_misuse, as_problem, together
from ..outputs.template_cache import TemplateCache
from ..parallel import beside, fork_map
from ..render import mosaic
from ..render.calendars import calendar_files
from ..render.data import data_files
from ..render.feeds import feed_files
from ..render.lookup import Values, file_address, keyed
from ..render.search import VOCABULARY, record_html, record_json, records, table
from ..render.search_keys import SearchKeys
from ..render.site import (
    BuiltPage,
    PageRenderer,
    PageView,
    PlannedPage,
    extra_files,
    moved_files,
    site_pages,
)
from ..render.site.assemble import menu
from ..render.site.changes import Change, changes_page, changes_text
from ..render.site.html import Site
from ..render.social_card import card
from ..render.templates import environment
from ..settings import CONFIG_FILE, PACKAGE, THEME
from ..theme import ROOT, ThemeError, published, read_theme

if TYPE_CHECKING:  # what only an issue needs is imported where there is one: it takes a fifth of the start
    from ..outputs.pdf import PlannedPdf
    from ..render.email import EmailRenderer
    from ..render.paper import PaperRenderer
from .read import Progress, Reading

WORTH_FORKING: Final = 60
WORTH_A_PROCESS: Final = 300
"""Items from which on the open data are written in a process of their own."""
SEARCH_FOLDER: Final = "search/"
TILES: Final = "tiles.svg"
MARK: Final = "icon.svg"
CARD: Final = "card.png"
Files = dict[str, tuple[str, Callable[[], bytes]]]
"""Path of a file that is no page → its key, and what gives its bytes."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did."""

    pages: int
    rendered: int
    removed: int
    remarks: Sequence[Problem] = ()
    """What only the making shows, and does not stop it."""


def build_site(
    reading: Reading, out: Path, progress: Progress, searchable: bool = True, on_paper: bool = True,
    on_disk: bool = False, whatever_can: bool = False,
) -> BuildResult:  # fmt: skip
    """Renders what changed and publishes the whole in one move; `on_disk`, to be read without a server.

    With `whatever_can`, an issue's PDFs and letters that cannot be made are left out, and remarks name them.
    Raises PublishError, HostError, SearchError, PdfError, ThemeError, or Misuse for such an issue, where that cannot
    be; the old site is then untouched.
    """
    press = SiteBuild(reading, on_disk)
    with publish.stage(out, reading.work, sign=b'"generator": "gazette"', by_hand=press.by_hand) as stage:
        planned_pdfs = press.make_pdfs(stage) if on_paper and reading.library.issues else []
        email_files = press.write_letters(stage)
        if press.faults and not whatever_can:
            raise as_misuse(press.faults)
        data = press.data_files() | press.feed_files()
        data_written = _aside(len(reading.library), lambda: _write(stage, data))
        made = _make_pages(press, stage, progress)
        files = press.files(made, [*data, *email_files]) | (press.search_files() if searchable else {})
        _write(stage, files)
        data_written()
        files |= data | email_files
        published = stage.commit(
            {page.path: page.key for page in made}
            | {path: key for path, (key, _) in files.items()}
            | {paper.path: paper.key for paper in planned_pdfs}
        )
    return BuildResult(len(made), sum(page.rendered for page in made), published.removed, press.remarks)


def _write(stage: Stage, files: Files) -> None:
    for path, (key, read) in files.items():
        if not stage.has(path, key):
            stage.write(path, read(), key)


def _aside(amount: int, work: Callable[[], None]) -> Callable[[], None]:
    """Begins what can be done beside the pages, where they are so many that a process of its own pays."""
    return beside(work) if amount > WORTH_A_PROCESS else work


def _make_pages(press: SiteBuild, stage: Stage, progress: Progress) -> list[BuiltPage]:
    """Every page: its key, and its bytes where they are not published already; these over all cores."""

    made, unmade = _known_and_unmade(press, stage)

    def make(part: Sequence[tuple[BuiltPage, PlannedPage]]) -> None:
        for page, sheet in part:
            stage.write(page.path, press.page(sheet.make()), page.key)

    if len(unmade) < WORTH_FORKING:
        make(unmade)
        return made
    press.warm_up()  # better now than in each process
    parts = [unmade[start : start + 50] for start in range(0, len(unmade), 50)]
    fork_map(make, parts, lambda share: progress(f"{share} of {len(unmade)} pages"))
    return made


def _known_and_unmade(press: SiteBuild, stage: Stage) -> tuple[list[BuiltPage], list[tuple[BuiltPage, PlannedPage]]]:
    """All pages, and those among them that are not published already with their sheets."""
    made: list[BuiltPage] = []
    unmade: list[tuple[BuiltPage, PlannedPage]] = []
    for sheet in press.sheets:
        path, key = press.site.path(sheet.language, sheet.address), sheet.key(press.made_with)
        known = stage.has(path, key)
        page = BuiltPage(path, key, not known, sheet.address, sheet.language, sheet.written_in)
        made.append(page)
        if not known:
            unmade.append((page, sheet))
    assert len({page.path for page in made}) == len(made), "two pages have one address"
    return made, unmade


class SiteBuild:
    """A site about to be printed: what each file is made from, and how to make it."""

    def __init__(self, reading: Reading, on_disk: bool = False) -> None:
        settings = reading.settings
        self.reading = reading
        self.theme = read_theme(THEME, settings.root, settings.languages)
        roots = {language: settings.language_root(language) for language in settings.languages}
        self.static = {**self.theme.static, TILES: self._tiles()}
        self.assets = {**self.theme.assets, TILES: published(TILES, self.static[TILES]), CARD: f"assets/{CARD}"}
        self.site = Site(settings.site_url, roots, self.assets, on_disk)
        self.made_with = self._made_with()
        self.remarks: list[Problem] = []
        self.faults: list[Fault] = []
        """What of the issues could not be made."""
        self.downloads: Mapping[tuple[str, str], Sequence[Values]] = {}
        """Language and address of an issue → its files on paper; to be set before the sheets are asked for."""

    @cached_property
    def sheets(self) -> list[PlannedPage]:
        """Every page that is to be."""
        library, licence = self.reading.library, self.reading.settings.data_licence
        return list(site_pages(library, self.theme.words, self.theme.map, licence, self.downloads))

    def _tiles(self) -> bytes:
        """The mosaic of all members, in one file under a name that changes when a member joins."""
        return mosaic.sprite(self._members(), self.theme.static[MARK].decode()).encode()

    def _members(self) -> list[str]:
        return sorted(item.slug for item in self.reading.library.items(Kind.MEMBER))

    def _made_with(self) -> bytes:
        """A digest of what every page depends on: theme, configuration, code."""
        seen = hashlib.blake2b(digest_size=32)
        seen.update(self.theme.digest.encode())
        seen.update(self.assets[TILES].encode())
        seen.update(b"on disk" if self.site.on_disk else b"")
        seen.update(self.reading.settings.config)
        seen.update(self.reading.settings.site_url.encode())
        seen.update(files_gazette.code_version(PACKAGE).encode())
        return seen.digest()

    def files(self, pages: Sequence[BuiltPage], others: Iterable[str] = ()) -> Files:
        """Path → key and reader of each file that is no page: of the theme, of the items, and about the pages.

        `others` are the paths of what is made besides.
        """
        given = {self.assets[name]: raw for name, raw in self.static.items()}
        found: Files = {path: (digest_of_bytes(raw), partial(bytes, raw)) for path, raw in given.items()}
        extra = extra_files(pages, self.site, self.reading.library.today)
        found |= {path: (keyed(file.digest, self.made_with), file.make) for path, file in extra.items()}
        found |= self._leading_on({*found, *(page.path for page in pages)})
        found[self.assets[CARD]] = (self.made_with.hex(), lambda: card(self._members()))
        found |= self._pictures()
        return found | self._own_files({*found, *others, *(page.path for page in pages)})

    def _pictures(self) -> Files:
        """The same for the items' pictures, in each form in which they are published."""
        library, folder = self.reading.library, self.reading.work / "pictures"
        if not folder.exists() and not any(item.files for item in (*library.everything(), *library.all_kept())):
            return {}
        from ..outputs.images import picture_files, published_pictures

        return picture_files(list(published_pictures(library, self.reading.settings.root)), folder)

    def _leading_on(self, taken: set[str]) -> Files:
        """The pages at addresses that were given up. Raises ThemeError where one would take another's place."""
        listed = self.reading.listed
        if not listed.moved and not listed.emptied:  # as nearly always: the templates need not be made ready
            return {}
        templates = environment(self.theme.templates, self._compiled("pages"))
        made = moved_files(listed.moved, listed.emptied, self.site, self.theme.words, templates)
        for path in made.keys() & taken:
            raise ThemeError(f"redirects.yml: there is a page at /{path.removesuffix('index.html')}: take it out.")
        return {path: (keyed(file.digest, self.made_with), file.make) for path, file in made.items()}

    def list_changes(self, changes: Sequence[Change], folder: str) -> tuple[bytes, str]:
        """A page with the changes, to stand beside `folder`, and the same as text in the site's first language."""
        words = {language: self.theme.words[language] for language in self.reading.settings.languages}
        templates = environment(self.theme.templates, self._compiled("pages"))
        page = changes_page(changes, folder, self.assets["site.css"], words, templates)
        return page, changes_text(changes, words[self.reading.settings.languages[0]])

    def _own_files(self, taken: set[str]) -> Files:
        """The files of theme/root/. Raises ThemeError where one would take the place of something else."""
        for path in self.theme.root:
            if path in taken:
                raise ThemeError(f"{ROOT}/{path} would take the place of a file of the site itself: take it out.")
        return {path: (digest_of_bytes(raw), partial(bytes, raw)) for path, raw in self.theme.root.items()}

    def make_pdfs(self, stage: Stage) -> list[PlannedPdf]:
        """Every edition of every issue, printed where it is not known; the pages of issues will lead to them."""
        from ..outputs.pdf import downloads, make_pdfs, remarks

        planned_pdfs = self.planned_pdfs()
        failed = make_pdfs(planned_pdfs, self.paper_renderer, stage)
        self._blame(failed)
        planned_pdfs = [paper for paper in planned_pdfs if not any(paper.path in fault.files for fault in failed)]
        self.downloads = downloads(planned_pdfs, stage)
        self.remarks += remarks(self.reading.library, self.downloads, self.reading.settings.root)
        return planned_pdfs

    def _blame(self, faults: Sequence[Fault]) -> None:
        self.faults += faults
        files = {issue.address: issue.data_path for issue in self.reading.library.issues}
        self.remarks += [as_problem(fault, files[fault.issue]) for fault in faults]

    def write_letters(self, stage: Stage) -> Files:
        """Writes the newsletters as mail where they are not known; those that could be made."""
        files = self.email_files()
        if not files:
            return {}
        from ..outputs.email import LetterFault

        failed: dict[str, Fault] = {}
        for path, (key, make) in files.items():
            try:
                if not stage.has(path, key):
                    stage.write(path, make(), key)
            except LetterFault as error:
                failed[path] = error.fault
        self._blame(together(failed.values()))
        return {path: file for path, file in files.items() if path not in failed}

    def planned_pdfs(self) -> list[PlannedPdf]:
        """Every edition of every issue."""
        from ..outputs.pdf import planned_pdfs

        seen = hashlib.blake2b(self.theme.print_digest.encode(), digest_size=32)
        seen.update(self.reading.settings.site_url.encode())
        seen.update(files_gazette.code_version(PACKAGE).encode())
        root = self.reading.settings.language_root
        return planned_pdfs(self.reading.library, self.theme.words, root, seen.digest())

    def paper_renderer(self) -> PaperRenderer:
        """What makes a document of an issue."""
        from ..outputs.images import for_print
        from ..render.paper import PaperRenderer

        root = self.reading.settings.root
        files = {
            file_address(item, name): (f"{item.folder}/{name}", digest)
            for item in (*self.reading.library.everything(), *self.reading.library.all_kept())
            for name, digest in item.files.items()
        }
        templates = environment(self.theme.print_templates, self._compiled("print"))
        return PaperRenderer(
            templates, self.theme.words, self.theme.tokens, self.theme.fonts, self.site.address,
            self._body, lambda address: for_print(root, *files[address]), pictures.size_of_bytes, pictures.greyscale,
        )  # fmt: skip

    @property
    def by_hand(self) -> str:
        """Where files belong that someone put into the published site."""
        return str(self.reading.settings.root / ROOT)

    def data_files(self) -> Files:
        """The same for the open data."""
        licence = self.reading.settings.data_licence
        made = data_files(self.reading.library, self.theme.words, self.site.address, licence)
        return {file.path: (keyed(file.digest, self.made_with), file.make) for file in made}

    def feed_files(self) -> Files:
        """The same for what one can subscribe to: feeds and calendars."""
        library, words, root = self.reading.library, self.theme.words, self.reading.settings.language_root
        templates = environment(self.theme.feed_templates, self._compiled("feeds"))
        made = [*feed_files(library, words, self.site.address, root, templates)]
        made += calendar_files(library, words, self.site.address, root)
        return {file.path: (keyed(file.digest, self.made_with), file.make) for file in made}

    def email_files(self) -> Files:
        """The same for the newsletters as mail."""
        sender, root = self.reading.settings.sender, self.reading.settings.language_root
        if sender is None or not self.reading.library.issues:
            return {}
        from ..outputs.email import email_files

        made = email_files(self.reading.library, self.theme.words, self.email_renderer, root, sender)
        return {file.path: (keyed(file.digest, self.made_with), file.make) for file in made}

    def email_renderer(self) -> EmailRenderer:
        """What writes an issue as a letter."""
        from ..render.email import EmailRenderer

        return EmailRenderer(
            environment(self.theme.mail_templates, self._compiled("mail")), self.theme.words, self.theme.tokens,
            self.site.address, lambda path: f"{self.site.url}{path}", self._body,
        )  # fmt: skip

    def search_files(self) -> Files:
        """The same for the search index, which is made here where what is searched has changed."""
        made_with = files_gazette.code_version(PACKAGE).encode() + repr(self.theme.key_tables).encode()
        seal = hashlib.blake2b(made_with, digest_size=32).digest()
        found = list(records(self.reading.library, self.theme.words))
        wanted: dict[str, tuple[str, Callable[[], str]]] = {
            f"{record.address}index.html": (record.digest(seal), partial(record_html, record, self.keys, self._body))
            for record in found
        }
        bundle = search.index(self.reading.work / "search", wanted, self.reading.settings.languages[0], VOCABULARY)
        about = table(found, bundle.identities, bundle.words)
        return {
            f"{SEARCH_FOLDER}about.json": (digest_of_bytes(about), partial(bytes, about)),
            **{
                f"{SEARCH_FOLDER}pagefind/{path}": (key, partial(rereading.file_of, file.parent, file.name, key))
                for path, (key, file) in bundle.files.items()
            },
            **{
                f"{SEARCH_FOLDER}texts/{bundle.identities[record.address]}.json": (
                    record.digest(seal),
                    partial(record_json, record, self._body),
                )
                for record in found
            },
        }

    @cached_property
    def keys(self) -> SearchKeys:
        return SearchKeys(self.theme.key_tables)

    def page(self, view: PageView) -> bytes:
        """The bytes of a page."""
        return self.hosts[view.language].wrap(self.renderer.values(view)).encode()

    def warm_up(self) -> None:
        """Makes what all pages share, so that forked processes inherit it."""
        assert self.renderer and self.hosts

    @cached_property
    def renderer(self) -> PageRenderer:
        templates = environment(self.theme.templates, self._compiled("pages"))
        return PageRenderer(templates, self.theme.words, self.site, self._body)

    @cached_property
    def hosts(self) -> Mapping[str, Host]:
        """A host for each language."""
        settings = self.reading.settings
        hosts = {
            language: Host(
                (settings.root / CONFIG_FILE, settings.config), self.theme.shell, language,
                settings.site_url + root, self._compiled("shell"),
            )
            for language, root in self.site.roots.items()
        }  # fmt: skip
        for language, host in hosts.items():
            try:
                host.name_menu(menu(self.theme.words[language], host.menu))
            except KeyError as error:
                words = f"theme/strings/{language}.yml has no word {error} for an entry of `nav:` in {CONFIG_FILE}."
                raise HostError(words) from None
        return hosts

    def _compiled(self, name: str) -> TemplateCache:
        seal = " ".join(files_gazette.code_version(folder) for folder in (PACKAGE, Path(jinja2.__file__).parent))
        return TemplateCache(self.reading.settings.root, name, seal.encode())

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        library = self.reading.library
        items = (*library.all_kept(), *library.everything())
        return {text.digest: text.path for item in items for text in item.texts.values()}

    def _body(self, digest: str) -> str:
        """A converted body: from this run's reading, else converted again from its file."""
        known = self.reading.fragments.get(digest)
        if known is not None:
            return known
        return rereading.body_of(self.reading.settings.root, self._paths[digest], digest)
