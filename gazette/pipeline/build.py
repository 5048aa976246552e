"""From what was read to the published site: walks the outputs in order, makes what changed, publishes in one move."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property, partial
from importlib import import_module
from operator import attrgetter, methodcaller
from pathlib import Path
from typing import Final, NamedTuple

from .. import rereading
from ..content.library import Library
from ..content.model import Kind
from ..content.problems import Problem
from ..engines import publish
from ..engines.publish import Stage
from ..files import code_version, generated
from ..outputs.base import LICENCES, MARK, Context, Output, PageFile, PlannedFile
from ..outputs.faults import Fault, FileFault, as_misuse, as_problem, together
from ..outputs.sharing import ICONS
from ..outputs.site import LOGO
from ..parallel import fork_map
from ..render import mosaic
from ..render.site import NOT_FOUND
from ..render.site.html import Site
from ..render.worklist import outside_of
from ..settings import CONFIG_FILE, PACKAGE, THEME
from ..theme import ROOT, published, read_theme
from .read import Progress, Reading
from .record import write_record
from .waiting import waiting_proposals


class Row(NamedTuple):
    """An output: its module, and what a library must hold for there to be any of it.

    A module is imported where it has something to make: what only an issue needs is a fifth of the start.
    """

    name: str
    needs: Callable[[Library], object] | None = None


_ISSUES: Final = attrgetter("issues")
OUTPUTS: Final = (
    Row("images"),
    Row("documents", methodcaller("items", Kind.DOCUMENT)),
    Row("pdf", _ISSUES),
    Row("epub", _ISSUES),
    Row("guide", attrgetter("practices")),
    Row("email", _ISSUES),
    Row("feeds"),
    Row("calendars"),
    Row("data"),
    Row("search"),
    Row("sharing"),
    Row("licences"),
    Row("site"),
)
"""Every output, in the order in which they are planned. It has two reasons, both in `site`, which closes the list:
the page of an issue, and of a practice, states how large its downloads are and how many pages they have, so these are
made before it; and
the sitemap, the redirects and the files of theme/root/ must know every file that there is."""

PAPER: Final = ("pdf", "epub", "guide")
"""Outputs that take seconds for each file."""
TILES: Final = "tiles.svg"
SIGN: Final = b'"generator": "gazette"'
"""Stands in build.json of every site of ours, so that no other folder is published into."""
WORTH_FORKING: Final = 60
"""Files like a page from which on processes are worth their start."""
WORTH_A_PROCESS: Final = 300
"""Items of a library from which on each output may have a process of its own: its data files take long."""


class SiteUse(Enum):
    """Where the pages of a site are read."""

    PUBLISHED = ""
    PREVIEWED = "preview"
    """From a server, below an address that is not the site's own."""
    ON_DISK = "on disk"
    """Without a server."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build: the number of pages, of those rendered, and of files of the old site that are gone.

    The page for addresses that do not exist is not counted, as in build.json.
    """

    pages: int
    rendered: int
    removed: int
    remarks: Sequence[Problem] = ()
    """Problems that showed only while files were made, and that stopped nothing."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What of a site is made."""

    without: Collection[str] = ()
    """Names of outputs that are left out."""
    kept: Collection[str] = ()
    """Names of outputs whose files stay as they were published: none of them is made, not even one that is missing.
    The next build that keeps none makes them."""
    whatever_can: bool = False
    """Whether files of an issue that cannot be made are left out; remarks then name them."""
    use: SiteUse = SiteUse.PUBLISHED


def build_site(
    reading: Reading, out: Path, progress: Progress, options: BuildOptions = BuildOptions(), sources: bytes = b""
) -> BuildResult:
    """Makes what changed and publishes the whole in one move.

    `sources` is a digest of everything that it is made of, where that is known. Raises PublishError, HostError,
    SearchError, EngineMissing, ThemeError, or Misuse for files of an issue that cannot be made and must; the old site
    is then untouched.
    """
    with stage_of(reading.settings.root, out) as stage:
        context = context_of(reading, options.use, lambda file: stage.read(file.path, file.key))
        outputs = list(_wanted(reading.library, options.without))
        context, made = _walk(outputs, context, stage, progress, options.kept)
        if context.faults and not options.whatever_can:
            raise as_misuse(context.faults)
        remarks = [*_left_out(context), *_remarks(outputs, context)]
        is_published = options.use is SiteUse.PUBLISHED and not options.kept
        keys = write_record(context, stage, _keys(context), made, out if is_published else None)
        done = stage.commit(keys, sources)
    pages = [file.path for file in context.of_kind(PageFile) if file.address != NOT_FOUND]
    return BuildResult(len(pages), len(made.keys() & set(pages)), done.removed, remarks)


def stage_of(root: Path, out: Path) -> AbstractContextManager[Stage]:
    """The next version of the site of `root` at `out`. Raises PublishError where nothing may be published."""
    return publish.stage(out, root / generated.WORK, sign=SIGN, by_hand=str(root / ROOT))


def _left_out(context: Context) -> Iterator[Problem]:
    """That files of issues are missing, at the issue's own file; those of the guide at the first item to blame."""
    files = {item.address: item.data_path for item in context.library.everything()}
    for fault in together(context.faults):
        first = next((address for address in (fault.issue, *fault.items) if address in files), "")
        yield as_problem(fault, files.get(first, CONFIG_FILE))


def _remarks(outputs: Sequence[Output], context: Context) -> Iterator[Problem]:
    return (problem for output in outputs for problem in output.remarks(context))


def _wanted(library: Library, without: Collection[str]) -> Iterator[Output]:
    """The outputs that have something to make, in order."""
    for row in OUTPUTS:
        if row.name not in without and (row.needs is None or row.needs(library)):
            output: Output = import_module(f"...outputs.{row.name}", __name__).OUTPUT
            yield output


def _walk(
    outputs: Sequence[Output], context: Context, stage: Stage, progress: Progress, kept: Collection[str]
) -> tuple[Context, Mapping[str, bytes]]:
    """Plans every output and makes what is not published yet. Gives the last context, and what was made: path →
    SHA-256."""
    waiting: list[Batches] = []
    made = Made([], {})
    for output in outputs:
        files = list(output.files(context))
        if output.name in kept:
            files = list(_as_published(files, stage))
        unmade = [file for file in files if not stage.has(file.path, file.key)]
        context = context.after(output.name, files)
        if output.is_read_later:
            now = _make([_batches(unmade, output.batch)], stage, is_worth_it=len(unmade) > 1, progress=progress)
            context, made = context.without(now.faults), made.and_also(now)
        else:
            waiting.append(_batches(unmade, output.batch))
    is_large = len(context.library) > WORTH_A_PROCESS and sum(map(bool, waiting)) > 1
    count = sum(len(batch) for batches in waiting for batch in batches)
    last = _make(waiting, stage, is_large or count >= WORTH_FORKING, progress)
    return context.without(last.faults), made.and_also(last).digests


def _as_published(files: Sequence[PlannedFile], stage: Stage) -> Iterator[PlannedFile]:
    """Those files that are published, each with the key from which it was made."""
    return (replace(file, key=key) for file in files if (key := stage.key_of(file.path)))


Batches = list[list[PlannedFile]]


def _batches(files: Sequence[PlannedFile], size: int) -> Batches:
    return [list(files[start : start + size]) for start in range(0, len(files), size)]


class Made(NamedTuple):
    """What became of files that were to be made."""

    faults: list[Fault]
    digests: dict[str, bytes]
    """Path → SHA-256, of those that were written."""

    def and_also(self, other: Made) -> Made:
        """Both in one."""
        return Made(self.faults + other.faults, self.digests | other.digests)


def _make(groups: Sequence[Batches], stage: Stage, is_worth_it: bool, progress: Progress) -> Made:
    """Makes files, over all cores where `is_worth_it`, and tells of those that could not be made.

    A group is what one output has to make, in batches.
    """
    make = partial(_make_batch, stage)
    if is_worth_it:
        first, rest = _parted(groups)
        count = sum(map(len, rest))
        found = [make(first), *fork_map(make, rest, lambda share: progress(f"{share} of {count} files"))]
    else:
        found = [make(batch) for batches in groups for batch in batches]
    digests = {path: digest for some in found for path, digest in some.digests.items()}
    return Made([fault for some in found for fault in some.faults], digests)


def _parted(groups: Sequence[Batches]) -> tuple[list[PlannedFile], Batches]:
    """A file of each output that has many, and all the others.

    What the files of an output share is made with the first of them: better once than in each process.
    """
    first: list[PlannedFile] = []
    rest: Batches = []
    for batches in groups:
        several = len(batches) > 1 and len(batches[0]) > 1
        first += batches[0][:1] if several else []
        rest += [batches[0][1:], *batches[1:]] if several else batches
    return first, rest


def _make_batch(stage: Stage, batch: Sequence[PlannedFile]) -> Made:
    made = Made([], {})
    for file in batch:
        try:
            data = file.make()
            stage.write(file.path, data, file.key)
            made.digests[file.path] = hashlib.sha256(data).digest()
        except FileFault as error:
            made.faults.append(error.fault)
    return made


def _keys(context: Context) -> dict[str, str]:
    """Path → key of every file of the site."""
    files = list(context.of_kind(PlannedFile))
    keys = {file.path: file.key for file in files}
    assert len(keys) == len(files), "two files have one path"
    return keys


def context_of(
    reading: Reading, use: SiteUse = SiteUse.PUBLISHED, read: Callable[[PlannedFile], bytes] = lambda file: file.make()
) -> Context:
    """The context for the outputs of a site. `read` gives the bytes of a file that was made. Raises ThemeError."""
    settings = reading.settings
    theme = read_theme(THEME, settings.root, settings.languages, settings.offered.partial)
    members = sorted(item.slug for item in reading.library.items(Kind.MEMBER))
    tiles = mosaic.sprite(members, theme.static[MARK].decode()).encode()
    static = {**theme.static, TILES: tiles}
    named = {name: published(name, b"") for name in (*ICONS, LICENCES)}
    assets = {**theme.assets, TILES: published(TILES, tiles), **named, **LOGO}
    roots = {language: settings.language_root(language) for language in settings.languages}
    forms = {language: form.target for language, form in settings.subscribe.items()}
    site = Site(settings.site_url, roots, assets, use is not SiteUse.PUBLISHED, use is not SiteUse.ON_DISK, forms)
    code, waiting = code_version(PACKAGE, reading.by_content).encode(), waiting_proposals(settings.root)
    made_with = _digest(
        theme.digest.encode(), assets[TILES].encode(), use.value.encode(),
        settings.config, settings.site_url.encode(), code,
    )  # fmt: skip
    return Context(
        reading.library, settings, theme, site, static, reading.listed, made_with, code, Bodies(reading), read,
        reading.work, outside_of(reading.listed, reading.problems, waiting, settings.submissions_url),
        by_content=reading.by_content,
    )  # fmt: skip


def _digest(*parts: bytes) -> bytes:
    seen = hashlib.blake2b(digest_size=32)
    for part in parts:
        seen.update(part)
    return seen.digest()


class Bodies:
    """Gives converted texts by their digests."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __call__(self, digest: str) -> str:
        """From this run's reading, else converted again from its file. Raises Changed where that is another by now."""
        known = self._reading.fragments.get(digest)
        if known is not None:
            return known
        return rereading.body_of(self._reading.settings.root, self._paths[digest], digest)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        library = self._reading.library
        items = (*library.all_kept(), *library.everything())
        return {text.digest: text.path for item in items for text in item.texts.values()}
