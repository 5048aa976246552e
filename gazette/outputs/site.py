"""The site itself: every page in every language, the theme's files, and what tells about the pages."""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Final

from ..content.change_record import KINDS
from ..content.digests import digest_of, digest_of_bytes
from ..content.worklist import Task, worklists
from ..engines import pictures
from ..engines.pages import HostedSite, HostError, TemplateHost, host_for
from ..render.language_marks import script_of
from ..render.lookup import Values
from ..render.mosaic import LIMESTONE, colours_of_mark
from ..render.site import (
    MARKER,
    Offered,
    PageRenderer,
    PlannedPage,
    Standing,
    extra_files,
    marked_words,
    moved_files,
    pages_at,
    site_pages,
)
from ..render.site.assemble import menu
from ..render.words import Words
from ..settings import CONFIG_FILE
from ..theme import ROOT, ThemeError
from .base import MARK, Context, DownloadFile, Output, PageFile, PlannedFile

LOGO: Final = {"logo.svg": "assets/logo.svg", "logo.png": "assets/logo.png"}
"""The mark as others may take it, by its name in the theme; under addresses that stay the same when it changes."""
LOGO_SIDE: Final = 1000
"""Pixels of the PNG: what a newspaper's page needs at five centimetres."""


class Pages:
    """Makes pages. What all of them share is made with the first, which is best made before processes fork."""

    def __init__(self, context: Context, words: Mapping[str, Words], standing: Standing) -> None:
        self.context, self.words, self.standing = context, words, standing
        self.renderer = cache(self._renderer)
        self.hosts = cache(self._hosts)

    def over(self, context: Context) -> Pages:
        """The pages of another library with the same theme and settings: what these share is not made again."""
        pages = copy.copy(self)
        pages.context, pages.renderer = context, cache(lambda: self.renderer().over(context.body))
        return pages

    def make(self, page: PlannedPage) -> bytes:
        """The bytes of a page. Raises HostError."""
        renderer = self.renderer()
        html = self.hosts()[page.language].wrap(renderer.values(page.make()))
        return renderer.settled(html, page.language).encode()

    def _renderer(self) -> PageRenderer:
        context = self.context
        templates = context.environment(context.theme.templates, "pages")
        return PageRenderer(templates, self.words, context.site, context.body, self.standing)

    def _hosts(self) -> Mapping[str, TemplateHost]:
        """A host for each language."""
        return {language: self._host(language, root) for language, root in self.context.site.roots.items()}

    def _host(self, language: str, root: str) -> TemplateHost:
        context, settings = self.context, self.context.settings
        try:
            titles = menu(self.words[language], settings.menu)
        except KeyError as error:
            words = f"theme/strings/{language}.yml has no word {error} for an entry of `nav:` in {CONFIG_FILE}."
            raise HostError(words) from None
        site = HostedSite(
            settings.root / CONFIG_FILE, settings.config, settings.site_url + root, language,
            tuple(zip(settings.menu, titles, strict=True)), context.theme.shell,
            context.compiled(f"shell-{settings.host}"),
        )  # fmt: skip
        return host_for(settings.host, site)


class SiteOutput(Output):
    """Pages first, then the files that tell about them: the sitemap names every page."""

    name = "site"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        """Raises ThemeError where two files would stand in one place."""
        pages = list(_pages(context))
        yield from pages
        others = [
            *_theme_files(context),
            *map(context.planned, extra_files(pages, context.site, _changed(context))),
        ]
        yield from others
        taken = {MARKER, *(file.path for file in (*pages, *others, *context.of_kind(PlannedFile)))}
        yield from _redirects(context, taken)
        yield from _own_files(context, taken)


def _pages(context: Context) -> Iterator[PageFile]:
    """Every page. Planning one makes neither its view nor its cards.

    A page of a partial language is made again when another of them comes or goes, as it may link to it.
    """
    words, languages = _marking_words(context), context.settings.offered
    offered = _offered(context, worklists(context.library, context.outside))
    planned = list(site_pages(context.library, words, context.theme.map, offered))
    standing = Standing(languages, planned)
    make = Pages(context, words, standing).make
    seen = {code: digest_of((context.made_with, sorted(there))) for code, there in standing.there.items()}
    for page in planned:
        made_with = seen.get(page.language, context.made_with)
        path, key = context.site.path(page.language, page.address), page.key(made_with)
        yield PageFile(path, key, partial(make, page), page.address, page.language, page.written_in)


class EditedPages:
    """Makes the pages of single items again and again, as they stand in the whole site.

    What pages share is made with the first of them. Items may change, but no item may come or go, nor a language of one
    where the site has a partial language: links into that were decided by what `context` holds.
    """

    def __init__(self, context: Context) -> None:
        words, planned = _marking_words(context), list[PlannedPage]()
        if context.settings.offered.partial:
            offered = _offered(context, worklists(context.library, context.outside))
            planned += site_pages(context.library, words, context.theme.map, offered)
        self._pages = Pages(context, words, Standing(context.settings.offered, planned))

    def at(self, addresses: Container[str], context: Context) -> dict[str, bytes]:
        """Path → bytes of every page of the items at these addresses, in a context like the first. Raises HostError."""
        pages, site = self._pages.over(context), context.site
        planned = pages_at(context.library, pages.words, context.theme.map, _offered(context), addresses)
        return {site.path(page.language, page.address): pages.make(page) for page in planned}


def _marking_words(context: Context) -> dict[str, Words]:
    return {code: said.marking(marked_words) for code, said in context.words.items()}


def _offered(context: Context, lists: Mapping[str, Sequence[Task]] = {}) -> Offered:
    """What the configuration and other outputs have to say on pages; `lists` are said on those of worklists alone."""
    settings, downloads = context.settings, _downloads(context.of_kind(DownloadFile), context.read)
    return Offered(
        settings.data_licence, downloads, settings.imprint.licence, LOGO_SIDE, _forms(context), context.site.address,
        settings.language_root, lists, context.listed.links.checked, settings.editor_url, _elsewhere(context),
    )  # fmt: skip


def _elsewhere(context: Context) -> list[Values]:
    """What search says where nothing is found, in each language with a file of words that says it."""
    found = {**context.words, **context.theme.elsewhere}
    return [
        {"language": code, "direction": said.direction, "script": script_of(code), "text": said.say("search.none")}
        for code, said in found.items()
        if "search.none" in said.strings
    ]


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


def _changed(context: Context) -> dict[str, date]:
    """Address of a page → when it last changed, by changes.txt: of items, and of the lists that begin with them."""
    found: dict[str, date] = {}
    for item in (item for kind in KINDS for item in context.library.items(kind)):
        entry = context.listed.changes.entry(item.address)
        day = entry.changed or entry.since
        if day is None:  # older than the record: its own date would be no change of the page
            continue
        found[item.address] = day
        for above in ("", f"{item.address.partition('/')[0]}/"):
            found[above] = max(day, found.get(above, day))
    return found


def _theme_files(context: Context) -> Iterator[PlannedFile]:
    """The theme's static files, and the mark for others to take."""
    for name, raw in context.static.items():
        yield _as_it_is(context.site.assets[name], raw)
    mark = context.static[MARK]
    yield _as_it_is(LOGO["logo.svg"], mark)
    made = partial(pictures.logo, colours_of_mark(mark.decode()), LOGO_SIDE, LIMESTONE)
    yield PlannedFile(LOGO["logo.png"], context.made_with.hex(), made)


def _redirects(context: Context, taken: set[str]) -> Iterator[PlannedFile]:
    """The pages at addresses that were given up. Raises ThemeError where one would take another's place."""
    moved, emptied = context.listed.moved, context.listed.emptied
    if not moved and not emptied:  # as nearly always: the templates need not be made ready
        return
    templates = context.environment(context.theme.templates, "pages")
    words = {code: context.words[code] for code in context.settings.offered.whole}
    for view in moved_files(moved, emptied, context.site, words, templates):
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
