"""The site itself: every page in every language, the theme's files, and what tells about the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from ..content.digests import digest_of_bytes
from ..content.model import Kind
from ..engines import pictures
from ..engines.pages import Host, HostError
from ..render.lookup import Values
from ..render.site import Offered, PageRenderer, PlannedPage, extra_files, moved_files, site_pages
from ..render.site.assemble import menu
from ..render.social_card import card
from ..settings import CONFIG_FILE
from ..theme import ROOT, ThemeError
from .base import Context, DownloadFile, Output, PageFile, PlannedFile

CARD: Final = "card.png"
ADDRESS_OF_CARD: Final = f"assets/{CARD}"
MARK: Final = "icon.svg"
LOGO: Final = {"logo.svg": "assets/logo.svg", "logo.png": "assets/logo.png"}
"""The mark as others may take it, by its name in the theme; under addresses that stay the same when it changes."""
LOGO_SIDE: Final = 1000
"""Pixels of the PNG: what a newspaper's page needs at five centimetres."""


class Pages:
    """Makes pages. What all of them share is made with the first, which is best made before processes fork."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.renderer = cache(self._renderer)
        self.hosts = cache(self._hosts)

    def make(self, page: PlannedPage) -> bytes:
        """The bytes of a page. Raises HostError."""
        return self.hosts()[page.language].wrap(self.renderer().values(page.make())).encode()

    def _renderer(self) -> PageRenderer:
        context = self.context
        templates = context.environment(context.theme.templates, "pages")
        return PageRenderer(templates, context.words, context.site, context.body)

    def _hosts(self) -> Mapping[str, Host]:
        """A host for each language."""
        context = self.context
        hosts = {
            language: Host(
                (context.settings.root / CONFIG_FILE, context.settings.config), context.theme.shell, language,
                context.settings.site_url + root, context.compiled("shell"),
            )
            for language, root in context.site.roots.items()
        }  # fmt: skip
        for language, host in hosts.items():
            try:
                host.name_menu(menu(context.words[language], host.menu))
            except KeyError as error:
                words = f"theme/strings/{language}.yml has no word {error} for an entry of `nav:` in {CONFIG_FILE}."
                raise HostError(words) from None
        return hosts


class SiteOutput(Output):
    """Pages first, then the files that tell about them: the sitemap names every page."""

    name = "site"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        """Raises ThemeError where two files would stand in one place."""
        pages = list(_pages(context))
        yield from pages
        others = [
            *_theme_files(context),
            *map(context.planned, extra_files(pages, context.site, context.library.today)),
        ]
        yield from others
        taken = {file.path for file in (*pages, *others, *context.of_kind(PlannedFile))}
        yield from _redirects(context, taken)
        yield from _own_files(context, taken)


def _pages(context: Context) -> Iterator[PageFile]:
    """Every page. Planning one makes neither its view nor its cards."""
    library, make = context.library, Pages(context).make
    downloads = _downloads(context.of_kind(DownloadFile), context.read)
    settings = context.settings
    offered = Offered(
        settings.data_licence, downloads, settings.imprint.licence, LOGO_SIDE, _forms(context), context.site.address,
        settings.language_root,
    )  # fmt: skip
    planned = site_pages(library, context.words, context.theme.map, offered)
    for page in planned:
        path, key = context.site.path(page.language, page.address), page.key(context.made_with)
        yield PageFile(path, key, partial(make, page), page.address, page.language, page.written_in)


def _forms(context: Context) -> dict[str, Values]:
    """Language → the form for subscribing, as a page shows it."""
    found: dict[str, Values] = {}
    for language, form in context.settings.subscribe.items():
        subject = context.words[language].say("subscribe.title")
        found[language] = {
            "mail": form.mail, "message": form.message(subject), "action": form.action, "field": form.field,
            "host": form.host, "hidden": form.hidden, "trap": form.trap,
        }  # fmt: skip
    return found


def _downloads(
    files: Iterable[DownloadFile], read: Callable[[PlannedFile], bytes]
) -> dict[tuple[str, str], list[Values]]:
    """Language and address of a page → the files that it offers, with their sizes as they are."""
    found: dict[tuple[str, str], list[Values]] = {}
    for file in files:
        raw = read(file)
        entry: Values = {"edition": file.edition, "file": file.path, "bytes": len(raw), **file.facts(raw)}
        found.setdefault((file.language, file.address), []).append(entry)
    return found


def _theme_files(context: Context) -> Iterator[PlannedFile]:
    """The theme's static files, the mark for others to take, and the picture for shared links to the site."""
    for name, raw in context.static.items():
        yield _as_it_is(context.site.assets[name], raw)
    members = sorted(item.slug for item in context.library.items(Kind.MEMBER))
    yield PlannedFile(ADDRESS_OF_CARD, context.made_with.hex(), lambda: card(members))
    mark = context.static[MARK]
    yield _as_it_is(LOGO["logo.svg"], mark)
    yield PlannedFile(
        LOGO["logo.png"], context.made_with.hex(), lambda: pictures.png_of_squares(mark.decode(), LOGO_SIDE)
    )


def _redirects(context: Context, taken: set[str]) -> Iterator[PlannedFile]:
    """The pages at addresses that were given up. Raises ThemeError where one would take another's place."""
    moved, emptied = context.listed.moved, context.listed.emptied
    if not moved and not emptied:  # as nearly always: the templates need not be made ready
        return
    templates = context.environment(context.theme.templates, "pages")
    for view in moved_files(moved, emptied, context.site, context.words, templates):
        if view.path in taken:
            page = view.path.removesuffix("index.html")
            raise ThemeError(f"redirects.yml: there is a page at /{page}: take it out.")
        taken.add(view.path)
        yield context.planned(view)


def _own_files(context: Context, taken: set[str]) -> Iterator[PlannedFile]:
    """The files of theme/root/. Raises ThemeError where one would take the place of something else."""
    for path, raw in context.theme.root.items():
        if path in taken:
            raise ThemeError(f"{ROOT}/{path} would take the place of a file of the site itself: take it out.")
        yield _as_it_is(path, raw)


def _as_it_is(path: str, raw: bytes) -> PlannedFile:
    return PlannedFile(path, digest_of_bytes(raw), partial(bytes, raw))


OUTPUT: Final[Output] = SiteOutput()
