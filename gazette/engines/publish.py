"""Publishes a folder of files in one move: readers see the whole old site, then the whole new one, never a mixture.

Two trees are kept. `<out>` is live; `.<out>.next` beside it is the spare: folders of its own, the same files
by hard link. A build writes its new files into `.<out>.new`; `commit` then makes the spare tree equal to what is
wanted, touching only what differs, exchanges the two, and makes the tree that was live equal as well, so that no build
has to make up for the one before. Each tree has a manifest in the work folder.
"""

import errno
import fcntl
import os
import shlex
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from ..files import exchange as _exchange
from ..files import is_full
from .manifests import MANIFEST, NOTHING, Stamp, Tree, forget, is_whole, load, manifest, save, stamp_of

OUR_FAULT = "publish-misused"


class PublishError(Exception):
    """Why nothing was published: the rule whose sentence is told, its facts and, where there is one, the command that
    mends it.

    What only a programmer can cause has one rule, OUR_FAULT, and its reason in English.
    """

    def __init__(self, rule: str, *, command: str = "", **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.command, self.facts = rule, command, facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.rule}: {told}" if told else self.rule


@dataclass(frozen=True)
class PublishResult:
    """How many files were written and kept, and how many of the old site are gone."""

    written: int
    kept: int
    removed: int


@contextmanager
def stage(
    out: Path, work: Path, *, marker: str = "build.json", sign: bytes = b"", by_hand: str = ""
) -> Iterator["Stage"]:
    """Open the next version of the site `out`. Readers see none of it before `commit`; without one, never.

    `by_hand` is the folder in which files belong that someone put into the site; where it is named, they are refused
    and not swept away.
    """
    opener = os.getpid()
    with _in_words(str(out)):
        places = _places(out, work)
    with _locked(places):
        with _in_words(places.live):
            _recover(places)
            _refuse_foreign(places.live, marker, sign)
            _empty(places.fresh, 0o700)
            opened = Stage(places, marker, by_hand)
        try:
            yield opened
        finally:
            if os.getpid() == opener:  # a forked worker that unwinds through here leaves the folder to its parent
                shutil.rmtree(places.fresh, ignore_errors=True)


class Stage:
    """The next version of the site. `has` and `write` work in forked processes too: what they share is on the disk."""

    def __init__(self, places: "Places", marker: str, by_hand: str = "") -> None:
        self._places = places
        self._by_hand = by_hand
        self._marker = marker
        self._prefix = places.live + "/"
        self._live = load(places.notes, places.live)
        self._spare = load(places.notes, places.spare)
        self._seen: dict[str, Stamp] = {}  # live files that `has` found unchanged
        self._committed = False
        if not self._spare.keys:
            _remove(places.spare)  # here, not in commit: on a full disk it is the room that the new files need

    def has(self, path: str, key: str) -> bool:
        """Say whether the live file `path` was made from `key` and is still as it was written."""
        if self._live.keys.get(path) != key or (stamp := stamp_of(self._prefix + path)) != self._live.stamps[path]:
            return False
        self._seen[path] = stamp
        return True

    def is_made_from(self, sources: bytes) -> bool:
        """Say whether the live site was made from sources of this digest, and is still as it was left."""
        live = self._live
        return bool(sources) and live.sources == sources and is_whole(live.stamps, self._places.live, {})

    def key_of(self, path: str) -> str:
        """The key from which the live file `path` was made; empty where there is none as it was written."""
        key = self._live.keys.get(path, "")
        return key if self.has(path, key) else ""

    def write(self, path: str, data: bytes, key: str) -> None:
        """Write the file `path` of the next version, made from `key`."""
        _refuse_path(path)
        self._seen.pop(path, None)
        file = f"{self._places.fresh}/{_name(path, key)}"
        part = f"{file}.{os.getpid()}"
        with _in_words(self._prefix + path):
            with open(part, "wb") as stream:
                os.fchmod(stream.fileno(), 0o644)
                stream.write(data)
            os.rename(part, file)  # a worker that dies while writing leaves a part, which commit does not take

    def read(self, path: str, key: str) -> bytes:
        """The file `path` of the next version: as it was just written, else as `has` found it."""
        for file in (f"{self._places.fresh}/{_name(path, key)}", self._prefix + path):
            if os.path.exists(file):
                with open(file, "rb") as stream:
                    return stream.read()
        raise KeyError(path)

    def commit(self, wanted: Mapping[str, str], sources: bytes = b"") -> PublishResult:
        """Publish exactly the paths of `wanted`, each made from its key: written in this stage or known from before.

        `sources` is a digest of all that the site was made from, for `is_made_from`; without one that is never so.
        """
        if self._committed:
            raise PublishError(OUR_FAULT, reason="this stage is published already; open another one")
        live = self._live  # of a site with the same paths as before they are known to be sound
        folders = set(live.folders()) if wanted.keys() == live.keys.keys() else _folders(wanted)
        if self._marker not in wanted:
            reason = f"the site has no {self._marker}, by which the next build knows the folder as its own"
            raise PublishError(OUR_FAULT, reason=reason)
        with _in_words(self._places.live):
            if self._by_hand:
                _refuse_strays(self._places.live, self._live, wanted, self._by_hand)
            move = self._written(wanted)
            spare = self._spare if is_whole(self._spare.stamps, self._places.spare, self._seen) else NOTHING
            plan = _plan(wanted, folders, spare, move.keys())
            tree = _renew(self._places, Tree(dict(wanted), {}, sources), plan, move, self._live)
            _swap(self._places)
        self._committed = True
        _catch_up(self._places, tree, folders, self._live, move.keys())
        _tidy(self._places)
        removed = self._live.keys.keys() - wanted.keys()
        return PublishResult(len(move), len(wanted) - len(move), len(removed))

    def _written(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Name the fresh file of each path that was written in this stage; refuse a path that is nowhere to be had."""
        fresh = set(os.listdir(self._places.fresh))
        asked = ((path, key) for path, key in wanted.items() if path not in self._seen)
        move = {path: name for path, key in asked if (name := _name(path, key)) in fresh} if fresh else {}
        live = self._live.keys
        lost = min((path for path, key in wanted.items() if live.get(path) != key and path not in move), default="")
        if lost:
            reason = f"{lost} was not written in this build, nor published before from the same sources"
            raise PublishError(OUR_FAULT, reason=reason)
        return move


# What another machine published


def published(out: Path, work: Path) -> Tree:
    """What is published at `out`, as it was left; empty where nothing is known of it."""
    places = _places(out, work)
    return load(places.notes, places.live) if os.path.isdir(places.live) else NOTHING


@contextmanager
def turn(out: Path, work: Path) -> Iterator[None]:
    """Keep others that ask for a turn from working on the site `out`, for longer than a stage is open.

    Raises PublishError where one of them is at work.
    """
    with _locked(_places(out, work), "turn"):
        yield


class Adoption:
    """A site that another machine published, and that was brought here: nothing is known of it but what `adopt` finds.

    Made by `adoption`, which holds the lock of the site meanwhile.
    """

    def __init__(self, places: "Places") -> None:
        self._places = places
        self.was_known = os.path.isdir(places.live) and load(places.notes, places.live) != NOTHING
        """Whether it was published on this machine: then it may hold what someone put into it."""

    def adopt(self, keys: Mapping[str, str], sources: bytes, first_wrong: Callable[[Iterable[str]], str]) -> str:
        """Take the site for one published here.

        `keys` are those of its files, `sources` is what `commit` was told there. `first_wrong` names the first of these
        files that does not hold what it should. Gives its path, or that of a file or folder that is missing, or should
        not be there; then still nothing is known of the site. Gives nothing where all is right.
        """
        live = self._places.live
        with _in_words(live):
            wanted = {".", *keys, *_folders(keys)}
            plain = {path for path in wanted if (stamp := stamp_of(f"{live}/{path}")) and _is_plain(stamp)}
            wrong = min(wanted ^ _below(live) | wanted - plain, default="") or first_wrong(keys)
            if not wrong:
                for path in wanted:
                    _open_to_all(f"{live}/{path}", 0o644 if path in keys else 0o755)
                stamps = {path: stamp for path in wanted if (stamp := stamp_of(f"{live}/{path}"))}
                save(self._places.notes, live, Tree(dict(keys), stamps, sources))
        return wrong

    def discard(self) -> None:
        """Delete the site."""
        with _in_words(self._places.live):
            _remove(self._places.live)


@contextmanager
def adoption(out: Path, work: Path) -> Iterator[Adoption]:
    """Forget what is known of the site `out`, and let it be adopted. Raises PublishError where a build is running."""
    places = _places(out, work)
    with _locked(places):
        with _in_words(places.live):
            found = Adoption(places)
            _forget_all_but(places, frozenset())
        yield found


def _open_to_all(path: str, mode: int) -> None:
    """Give a file or folder this mode: what packed it, or unpacked it, may have kept another."""
    if stat.S_IMODE(os.lstat(path).st_mode) != mode:
        os.chmod(path, mode)


def _is_plain(stamp: Stamp) -> bool:
    return stat.S_IFMT(stamp[-1]) in (stat.S_IFREG, stat.S_IFDIR)


def _below(root: str) -> set[str]:
    """The folder itself, as '.', and every path below it."""
    found = {"."}
    for folder, folders, files in os.walk(root):
        inner = os.path.relpath(folder, root)
        found |= {name if inner == "." else f"{inner}/{name}" for name in (*folders, *files)}
    return found


# Where things are, and what is refused


class Places(NamedTuple):
    """The folders of one site, absolute: the first four are neighbours, hence on one file system."""

    live: str
    spare: str
    fresh: str  # files written in this stage, named by path and key
    aside: str  # the old site, for an instant, where two folders cannot be exchanged in one step
    notes: str  # in the work folder: the lock and the manifests


def _places(out: Path, work: Path) -> Places:
    """Find the folders of the site `out`, refusing one that cannot be replaced as a whole."""
    given = os.path.abspath(out)
    folder, name = os.path.realpath(os.path.dirname(given)), os.path.basename(given)
    live = os.path.join(folder, name)
    _refuse_place(Path(live), Path(os.path.realpath(work)))
    spare, fresh, aside = (f"{folder}/.{name}.{role}" for role in ("next", "new", "old"))
    mark = blake2b(os.fsencode(live), digest_size=8).hexdigest()
    return Places(live, spare, fresh, aside, f"{os.path.realpath(work)}/publish/{mark}")


def _refuse_place(live: Path, work: Path) -> None:
    """Refuse a place for the site that is no plain folder, or that holds or shares more than the site."""
    if live.is_symlink():
        raise PublishError("publish-link", path=str(live), folder=os.path.realpath(live))
    if live.exists() and not live.is_dir():
        raise PublishError("publish-file", path=str(live))
    for kept, rule in ((work, "publish-around-work"), (Path.cwd(), "publish-around-here")):
        if live == kept or live in kept.parents:
            raise PublishError(rule, path=str(live))
    if work in live.parents:
        raise PublishError("publish-in-work", path=str(live), folder=str(work))
    if live.is_mount():
        raise PublishError("publish-disk", path=str(live))


@contextmanager
def _locked(places: Places, name: str = "lock") -> Iterator[None]:
    """Hold the lock of this site, so that one build runs at a time; the kernel frees it when its holders end."""
    opener = os.getpid()
    with _in_words(places.live):
        os.makedirs(places.notes, exist_ok=True)
        if os.path.realpath(places.notes) != places.notes:
            raise PublishError("publish-notes-link", path=places.notes)
        os.makedirs(os.path.dirname(places.live), exist_ok=True)
        lock = os.open(f"{places.notes}/{name}", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        _take(lock, places.live)
        yield
    finally:
        if os.getpid() == opener:  # forked workers share the lock: only the opener may give it up
            fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


def _take(lock: int, live: str) -> None:
    """Take the lock or refuse at once."""
    with _in_words(live):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError("publish-busy", path=live) from None


def _refuse_foreign(live: str, marker: str, sign: bytes) -> None:
    """Refuse a folder with files that no build of ours put there: ours bears the marker, and the marker our sign."""
    if not os.path.isdir(live) or not os.listdir(live):
        return
    if os.path.isfile(f"{live}/{marker}") and sign in Path(live, marker).read_bytes():
        return
    if _is_in_use(Path(live)):
        raise PublishError("publish-in-use", path=live, file=marker, folder=f"{live}/site")
    # Moving away is proposed, never removing: the folder may be somebody's only copy.
    command = f"mv -- {shlex.quote(live)} {shlex.quote(live + '.before')}"
    raise PublishError("publish-foreign", path=live, file=marker, command=command)


def _is_in_use(folder: Path) -> bool:
    """Whether moving the folder would do harm: a home, what holds homes, a project with folders of its tools."""
    home = Path.home()
    return folder == home or folder in home.parents or any(entry.is_dir() for entry in folder.glob(".*"))


SYSTEMS_OWN = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that file managers leave in any folder they open."""


def _refuse_strays(live: str, tree: "Tree", wanted: Mapping[str, str], by_hand: str) -> None:
    """Refuse to sweep away what someone put into the top folder of the site, such as the CNAME of a host.

    Of a tree without a manifest only files are told apart: a folder there may be one of an older version.
    """
    if tree.stamps.get(".") == stamp_of(live) or not os.path.isdir(live):
        return
    known = {path.split("/", 1)[0] for paths in (tree.keys, wanted) for path in paths} | SYSTEMS_OWN
    strays = sorted(
        entry.name for entry in os.scandir(live) if entry.name not in known and (tree.keys or entry.is_file())
    )
    if strays:
        stray = f"{live}/{strays[0]}"
        there = shlex.quote(by_hand)
        command = f"mkdir -p {there} && mv -- {shlex.quote(stray)} {there}/"
        raise PublishError("publish-stray", path=stray, folder=by_hand, command=command)


def _refuse_path(path: str) -> None:
    """Refuse what is not a plain relative path below the site's folder."""
    if not {"", ".", ".."}.isdisjoint(path.split("/")) or "\0" in path or "\\" in path or not _is_utf8(path):
        raise PublishError("publish-path", value=repr(path)[1:-1])  # in a form that can be printed


def _is_utf8(text: str) -> bool:
    """Say whether the text can be written as UTF-8 (half a surrogate pair cannot)."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _folders(paths: Mapping[str, str]) -> set[str]:
    """Name every folder that the paths need, '.' being the site's own; refuse a file where a folder must be."""
    found = {"."}
    for path in paths:
        _refuse_path(path)
        while (path := _parent(path)) not in found:
            found.add(path)
    clash = min((folder for folder in found if folder in paths), default="")
    if clash:
        inside = min(path for path in paths if path.startswith(clash + "/"))
        raise PublishError("publish-clash", file=clash, path=inside)
    return found


def _parent(path: str) -> str:
    """Name the folder of a path within the site."""
    return path.rpartition("/")[0] or "."


def _name(path: str, key: str) -> str:
    """Name the fresh file of a path made from a key: so commit finds what workers wrote without being told."""
    return blake2b(f"{path}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


# Making the spare tree what is wanted


class Plan(NamedTuple):
    """The changes to the spare tree, in an order in which a file can become a folder."""

    drop: set[str]
    close: list[str]  # folders, the inner ones first
    open: list[str]  # folders, the outer ones first
    take: set[str]  # files written in this stage, or else live ones
    touched: set[str]  # all of these, and the folders that hold them
    base: Tree  # the spare tree as it is; an empty one is made anew


def _plan(wanted: Mapping[str, str], folders: set[str], spare: Tree, anew: AbstractSet[str]) -> Plan:
    """Find what differs between the spare tree and what is wanted; the files `anew` differ whatever their keys say."""
    keys = spare.keys
    stay = {path for path, key in wanted.items() if keys.get(path) == key and path not in anew}
    drop, take, had = keys.keys() - stay, wanted.keys() - stay, spare.folders() or {"."}
    close, make = had - folders, folders - had
    changed = drop | take | close | make
    touched = changed | {_parent(path) for path in changed}
    return Plan(drop, sorted(close, reverse=True), sorted(make), take, touched, spare)


def _renew(places: Places, wanted: Tree, plan: Plan, move: Mapping[str, str], live: Tree) -> Tree:
    """Turn the spare tree into what is wanted, whose stamps no one knows yet, and record it."""
    if not plan.touched and plan.base.sources == wanted.sources:
        return plan.base
    forget(places.notes, places.spare)  # from here until `save` the tree is not to be trusted
    if not plan.base.keys:
        _empty(places.spare, 0o755)
    _apply(plan, move, live, places)
    tree = Tree(wanted.keys, _stamps(plan, places.spare), wanted.sources)
    save(places.notes, places.spare, tree)
    return tree


def _apply(plan: Plan, move: Mapping[str, str], live: Tree, places: Places) -> None:
    """Change the files and folders of the spare tree."""
    root = places.spare + "/"
    for path in plan.drop:
        os.unlink(root + path)
    for folder in plan.close:
        os.rmdir(root + folder)
    for folder in plan.open:
        _make(root + folder, 0o755)
    for path in plan.take:
        if path in move:
            os.rename(f"{places.fresh}/{move[path]}", root + path)
        else:
            _bring(f"{places.live}/{path}", root + path, live.stamps[path])


def _bring(source: str, target: str, stamp: Stamp) -> None:
    """Link a live file into the spare tree, or copy it where links are not possible, if it is as it was recorded."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileNotFoundError:
        pass  # told below, as any other change by hand
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        shutil.copyfile(source, target)
        os.chmod(target, 0o644)
    if stamp_of(source) != stamp:  # after the link, not before: there is no moment left for it to change
        raise PublishError("publish-changed", path=source)


def _stamps(plan: Plan, root: str) -> dict[str, Stamp]:
    """Record the files and folders of the spare tree as they are now, looking only at what `_apply` touched."""
    stamps = dict(plan.base.stamps)
    gone = plan.drop.union(plan.close).difference(plan.take, plan.open)
    for path in plan.touched:
        stamp = stamp_of(f"{root}/{path}")
        if stamp is not None:
            stamps[path] = stamp
        elif path in gone:
            del stamps[path]
        else:
            raise PublishError("publish-removed", path=f"{root}/{path}")
    return stamps


# The one move


def _swap(places: Places) -> None:
    """Make the spare tree live and the live tree spare."""
    if not os.path.lexists(places.live):
        os.rename(places.spare, places.live)
    elif not _exchange(places.spare, places.live):
        _swap_in_steps(places)


def _swap_in_steps(places: Places) -> None:
    """Exchange the trees by renaming; between the first two steps there is no site, and `_recover` brings it back."""
    os.rename(places.live, places.aside)
    try:
        os.rename(places.spare, places.live)
    except BaseException:
        if not os.path.lexists(places.live):  # Ctrl-C may come after the step was done
            os.rename(places.aside, places.live)
        raise
    with suppress(OSError):  # the new site is live: what is left is for `_recover`
        os.rename(places.aside, places.spare)


def _recover(places: Places) -> None:
    """Finish, or undo, a swap in steps that was cut off."""
    if not os.path.lexists(places.aside):
        return
    if not os.path.lexists(places.live):
        os.rename(places.aside, places.live)
    elif not os.path.lexists(places.spare):
        os.rename(places.aside, places.spare)
    else:
        _remove(places.aside)


def _catch_up(places: Places, live: Tree, folders: set[str], spare: Tree, anew: AbstractSet[str]) -> None:
    """Bring the tree that was live until now up to the new one, so that the next build changes only its own files.

    The site is out: where this fails, there is no spare tree to trust, and the next build makes one.
    """
    try:
        plan = _plan(live.keys, folders, spare, anew)  # not by keys alone: what was written may mend what was spoilt
        # What is touched is recorded anew, so it must be as recorded before; the next commit looks at all the rest.
        held = {folder: spare.stamps[folder] for folder in plan.touched & spare.folders()}
        if not is_whole(held, places.spare, {}):
            plan = _plan(live.keys, folders, NOTHING, anew)
        _renew(places, live._replace(sources=plan.base.sources), plan, {}, live)  # else its record would be renewed
    except (OSError, PublishError):
        with suppress(OSError):
            _remove(places.spare)  # half a tree is of no use, and on a full disk others need its room


def _tidy(places: Places) -> None:
    """Delete the manifests of trees that are gone; the site is out, so trouble here is no failure."""
    with suppress(OSError):
        roots = (root for root in (places.live, places.spare) if os.path.lexists(root))
        _forget_all_but(places, {os.path.basename(manifest(places.notes, root)) for root in roots})


def _forget_all_but(places: Places, known: AbstractSet[str]) -> None:
    """Delete all manifests but those of these names."""
    for name in set(os.listdir(places.notes)) - known:
        if MANIFEST.fullmatch(name):
            os.unlink(f"{places.notes}/{name}")


# Small things


def _empty(folder: str, mode: int) -> None:
    """Make the folder anew."""
    _remove(folder)
    _make(folder, mode)


def _make(folder: str, mode: int) -> None:
    """Make a folder with this mode, whatever the umask."""
    os.mkdir(folder)
    os.chmod(folder, mode)


def _remove(path: str) -> None:
    """Remove a folder and all in it, or a file or link found in its place."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


@contextmanager
def _in_words(place: str) -> Iterator[None]:
    """Tell what the system refused by a rule; used only before the swap, when the old site is still whole."""
    try:
        yield
    except OSError as error:
        where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else place
        if is_full(error):
            folder = next((str(above) for above in Path(os.path.abspath(where)).parents if above.is_dir()), "/")
            raise PublishError("publish-full", path=where, command=f"df -h {shlex.quote(folder)}") from error
        if isinstance(error, PermissionError):
            raise PublishError("publish-denied", path=where) from error
        raise PublishError("publish-refused", path=where, reason=error.strerror or str(error)) from error
