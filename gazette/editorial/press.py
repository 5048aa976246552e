"""The press check: what a print shop would send back of an issue's editions for paper, found before it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ..content.check.editions import LEAST_DPI
from ..engines.booklet import FOLD

if TYPE_CHECKING:
    from ..content.library import Item, Library
    from ..engines.pdf import PdfSource
    from ..engines.press_check import PictureOnPage, PressFile, PressPage
    from ..outputs.base import Context
    from ..pipeline.read import Reading
    from ..render.paper import Edition

ON_PAPER: Final = ("print", "grey", "booklet")
"""Editions that are made for paper alone."""
STANDARD: Final = "PDF/X-4"
MOST_INK: Final = 300.0
"""Percent of all inks together that dries on coated paper."""
MOST_OF_TEXT: Final = 100.0
BLEED: Final = 3.0
TOLERANCE: Final = 0.5
"""Percent of ink, millimetres and dots by which a number may miss its mark when it was rounded."""
OF_PRESS: Final = frozenset(("DeviceCMYK", "DeviceGray"))
OF_GREY: Final = frozenset(("DeviceGray",))


Edited = tuple[str, "Edition"]
MapAll = Callable[[Callable[[Edited], "PressReport"], Sequence[Edited]], list["PressReport"]]


class PressFinding(NamedTuple):
    """Something to look at: `name` is that of its sentence, and `pages` where it is (none: everywhere)."""

    name: str
    refused: bool
    """Whether a print shop would refuse the file for it."""
    pages: tuple[int, ...] = ()
    value: str | float = ""
    on_sides: bool = False
    """Whether `pages` counts sides of paper, each with two pages of a booklet on it."""


@dataclass(frozen=True, slots=True)
class PressReport:
    """An edition in a language. `measured`: ink of each page by Ghostscript; empty without it.

    `is_folded`: the pages of the file are sides of paper, each with two pages of a booklet on it.
    """

    file: str
    found: PressFile
    measured: tuple[float, ...]
    findings: tuple[PressFinding, ...]
    is_folded: bool = False

    @property
    def is_refused(self) -> bool:
        return any(finding.refused for finding in self.findings)


def check(reading: Reading, issue: Item, map_all: MapAll) -> list[PressReport]:
    """Makes each edition for paper anew and looks through it: a few seconds each. Raises PdfError, ThemeError.

    `map_all` is `map`, as a list, or one that works over all cores.
    """
    from ..outputs.pdf import EDITIONS
    from ..pipeline.build import context_of

    context = context_of(reading)
    editions = [edition for edition in EDITIONS if edition.name in ON_PAPER]
    offered = context.library.offered
    wanted = [(language, edition) for edition in editions for language in offered.making(edition.name)]
    return map_all(lambda one: _checked(context, issue, *one), wanted)


def _checked(context: Context, issue: Item, language: str, edition: Edition) -> PressReport:
    from ..engines import press_check
    from ..engines.pdf import ended_early
    from ..outputs.pdf import as_published, paper_renderer, printed
    from ..render.issue import whole_issue
    from ..render.lookup import Lookup

    view = whole_issue(Lookup(context.library, context.words[language]), issue)
    made, source = printed(paper_renderer(context), view, edition)
    title = context.words[language].say("paper.booklet") if edition.booklet else ""
    raw = as_published(made, edition)
    found = press_check.examined(raw)
    measured = tuple(press_check.ink_of_pages(raw)) if edition.press and press_check.can_measure() else ()
    named = judged(found, measured, edition, title, names_of(source, context.library))
    findings = [finding._replace(on_sides=edition.booklet) for finding in named]
    early = ended_early(source)
    if early:
        numbers = tuple(dict.fromkeys(page for page, _ in early))
        findings.append(PressFinding("early", False, numbers, str(len(early))))
    name = context.issue_path(view, f"-{edition.name}.pdf").rpartition("/")[2]
    return PressReport(name, found, measured, tuple(findings), edition.booklet)


def names_of(source: PdfSource, library: Library) -> Callable[[tuple[int, int]], str]:
    """Size of a picture in pixels → the files that have it, as editors know them."""
    from ..engines.pictures import size_of_bytes
    from ..render.lookup import file_address

    known = {
        f"photos/{file_address(item, name)}": f"{item.folder}/{name}"
        for item in (*library.everything(), *library.all_kept())
        for name in item.files
    }
    sizes = {known[name]: size_of_bytes(raw) for name, raw in source.files.items() if name in known}
    return lambda size: ", ".join(name for name, its in sizes.items() if its == size)


def judged(
    found: PressFile, measured: Sequence[float], edition: Edition, title: str, names: Callable[[tuple[int, int]], str]
) -> Iterator[PressFinding]:
    """What is wrong with a file, or worth a look. `title` is what a booklet's must say."""
    pages = found.pages
    if edition.press:
        yield from _of_press(found, measured)
    allowed = OF_PRESS if edition.press else OF_GREY
    if edition.press or edition.grey:
        if len(pages) % FOLD:
            yield PressFinding("sheets", True, value=str(len(pages)))
        yield from _on(pages, "colours", lambda page: not page.spaces <= allowed)
    yield from _of_pictures(pages, names)
    if loose := [name for name, is_whole in found.fonts.items() if not is_whole]:
        yield PressFinding("fonts", True, value=", ".join(loose))
    if not found.title or not found.language or title not in found.title:
        yield PressFinding("untitled", True)
    yield from _on(pages, "blank", lambda page: not page.has_text and not page.has_art, refused=False)
    yield from _on(pages, "art-only", lambda page: not page.has_text and page.has_art, refused=False)


def _of_press(found: PressFile, measured: Sequence[float]) -> Iterator[PressFinding]:
    told = [page.ink for page in found.pages]
    ink = list(map(max, told, measured or told))
    if STANDARD not in found.claims or not found.intent:
        yield PressFinding("no-standard", True)
    if found.links:
        yield PressFinding("links", True, value=str(found.links))
    yield from _on(found.pages, "boxes", lambda page: not _has_bleed(page))
    yield from _on(found.pages, "ink-beyond", lambda page: ink[page.number - 1] > MOST_INK + TOLERANCE, value=max(ink))
    most = max((page.text_ink for page in found.pages), default=0.0)
    yield from _on(found.pages, "text-ink", lambda page: page.text_ink > MOST_OF_TEXT + TOLERANCE, value=most)


def _has_bleed(page: PressPage) -> bool:
    """Whether a page is marked where it is cut, and painted on far enough beyond that."""
    if not {"MediaBox", "BleedBox", "TrimBox"} <= page.boxes.keys():
        return False
    trim, bleed, media = (page.boxes[name] for name in ("TrimBox", "BleedBox", "MediaBox"))
    far = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    within = (bleed[0] - media[0], bleed[1] - media[1], media[2] - bleed[2], media[3] - bleed[3])
    return min(far) >= BLEED - TOLERANCE / 10 and min(within) >= -TOLERANCE / 10


def _of_pictures(pages: Sequence[PressPage], names: Callable[[tuple[int, int]], str]) -> Iterator[PressFinding]:
    coarse: dict[str, list[tuple[int, PictureOnPage]]] = {}
    for page in pages:
        for picture in page.pictures:
            if picture.dpi < LEAST_DPI - TOLERANCE:
                name = names(picture.pixels) or f"{picture.pixels[0]} × {picture.pixels[1]}"
                coarse.setdefault(name, []).append((page.number, picture))
    for name, shown in coarse.items():
        worst = min(picture.dpi for _, picture in shown)
        yield PressFinding("coarse", True, tuple(number for number, _ in shown), f"{name}: {worst:.0f} dpi")


def _on(
    pages: Sequence[PressPage],
    name: str,
    is_so: Callable[[PressPage], bool],
    value: str | float = "",
    refused: bool = True,
) -> Iterator[PressFinding]:
    if numbers := tuple(page.number for page in pages if is_so(page)):
        yield PressFinding(name, refused, numbers, value)
