"""Commands that are killed, or find the disk full, at one system call after the other, on a copy of the real content.

`strace` counts the calls by which a command writes, renames or takes away anything below the site's folder, and then
kills it at the first, the second, … Whatever happens, each file that a person owns is as it was before or as it is to
be, the site is the whole old one or the whole new one, and the same command, given again, ends where one ends that
nobody disturbed.

    make torture                              all calls of all commands: hours, or minutes with ARGS="--most 20"
    make torture ARGS="translated ledger"     those of some commands
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pillow_heif
from PIL import Image

from gazette import cli
from gazette.content.model import CONTENT_ROOTS
from tests.outputs.test_images import phone_photo
from tests.support import docx
from tests.support.begun import begun
from tests.support.sites import PROJECT, TODAY

CALLS = (
    *("write", "pwrite64", "writev", "sendfile", "copy_file_range", "ftruncate", "fallocate", "fsync", "fchmod"),
    *(
        "rename",
        "renameat",
        "renameat2",
        "link",
        "linkat",
        "symlink",
        "unlink",
        "unlinkat",
        "mkdir",
        "mkdirat",
        "rmdir",
    ),
)
"""Those after which something on the disk is another. Files are opened for writing by names of their own, and so an
opening that empties a file shows itself at the first writing."""
CAN_BE_FULL = frozenset({"write", "fsync", "rename", "link", "mkdir"})
OUTPUTS = ("site", "offline", ".preview", ".build", ".git")
STORY = "content/stories/karditsa-drawing-and-flood"
NOT_REACHED = "not reached"
STRACE = ("strace", "-f")
LEFT = re.compile(r"\.[\w.-]+\.\d+\.new")


class Call(NamedTuple):
    """The `number`-th call of its name by the command's own process."""

    name: str
    number: int


@dataclass(frozen=True)
class Command:
    """A command, and what makes a site in which it has something to do. `output` is the folder that it publishes."""

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda root: None
    output: str = ""
    wide: bool = False
    """Whether what lies in .build/ counts too."""
    refuses_twice: bool = False
    """Whether it says no where all is done already."""
    names_by_chance: str = ""
    """A pattern of names that are others at each run."""


# ---- the commands, each with something to do


def _rewrite(root: Path, path: str, change: Callable[[str], str]) -> None:
    place = root / path
    place.write_text(change(place.read_text("utf-8")), "utf-8")


def _moved_on(root: Path) -> None:
    for path in (f"{STORY}/el.md", "content/stories/athens-city-together/el.md"):
        _rewrite(root, path, lambda text: f"{text.rstrip()} Και μια ακόμη φράση.\n")


def _lost_addresses(root: Path) -> None:
    _rewrite(root, "addresses.txt", lambda text: "".join(text.splitlines(keepends=True)[:-20]))


def _new_story(root: Path) -> None:
    folder = root / "content/stories/library-hours"
    folder.mkdir()
    (folder / "story.yml").write_text("date: 2026-05\nmembers: [karditsa]\nthemes: [city-life]\n", "utf-8")
    for language, title in (("el", "Ώρες της βιβλιοθήκης"), ("en", "Hours of the library")):
        (folder / f"{language}.md").write_text(f"---\ntitle: {title}\nsummary: {title}.\n---\n\n{title}.\n", "utf-8")


def _next_issue(root: Path) -> None:
    _new_story(root)
    folder = root / "newsletters/3"
    folder.mkdir()
    query = "sections:\n  - kind: cities\n    query:\n      gather: stories\n"
    (folder / "issue.yml").write_text(f"number: 3\ndate: 2026-06\nmembers: 18\n{query}", "utf-8")
    for language, title in (("el", "Τρίτο τεύχος"), ("en", "Third issue")):
        (folder / f"{language}.md").write_text(f"---\ntitle: {title}\nsummary: {title}.\n---\n\n{title}.\n", "utf-8")


def _document(root: Path) -> None:
    text = docx.p(docx.t("Ώρες της βιβλιοθήκης"), style="Title") + docx.p(docx.t("Ανοιχτά κάθε μέρα ως τις οχτώ."))
    (root / "story.docx").write_bytes(docx.docx(text))


def _photos(root: Path) -> None:
    (root / STORY / "street.jpg").write_bytes(phone_photo((1200, 900)))
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), "teal")).save(root / STORY / "IMG_1.HEIC")


def _consent(root: Path) -> None:
    (root / "consent").mkdir()
    text = "given: 2026-01-10\nscope: [web, print, email]\nshows: [name]\nminor: false\nreviewer: Integration office\n"
    (root / "consent/c-0042.yml").write_text(text, "utf-8")
    _rewrite(root, f"{STORY}/story.yml", lambda text: f"{text.rstrip()}\npeople: [c-0042]\n")


def _old_exports(root: Path) -> None:
    assert cli.main(["export", "--root", str(root)]) == 0
    for path in ("docs/fields.md", ".github/pull_request_template.md", "schema/story.schema.json"):
        if (root / path).is_file():
            _rewrite(root, path, lambda text: f"{text}\nold\n")


def _versions(root: Path) -> None:
    own = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    (root / ".gitignore").write_text("/.build/\n/offline/\n", "utf-8")
    for step in (["init", "--quiet"], ["add", "."], [*own, "commit", "--quiet", "--message", "All"]):
        subprocess.run(["git", "-C", str(root), *step], check=True, capture_output=True)
    _moved_on(root)


COMMANDS = {
    "translated": Command(("translated", STORY, "content/stories/athens-city-together"), _moved_on),
    "ledger": Command(("ledger",), _lost_addresses),
    "new": Command(("new", "story", "karditsa-choir", "--set", "members=karditsa"), refuses_twice=True),
    "new-newsletter": Command(("new", "newsletter", "3"), _new_story, refuses_twice=True),
    "new-consent": Command(("new", "consent"), names_by_chance=r"c-\d+"),
    "import": Command(("import", "{root}/story.docx", "library"), _document, refuses_twice=True),
    "photos": Command(("photos", "--shrink", STORY), _photos),
    "withdraw": Command(("withdraw", "stories/karditsa-drawing-and-flood")),
    "withdraw-consent": Command(("withdraw", "c-0042"), _consent),
    "freeze": Command(("newsletter", "3", "--freeze"), _next_issue),
    "publish": Command(("newsletter", "3", "--publish"), _next_issue, refuses_twice=True),
    "export": Command(("export",), _old_exports),
    "check": Command(("check",), _moved_on, wide=True),
    "build": Command(("build", "--no-paper", "--quiet"), _moved_on, "site", wide=True),
    "serve": Command(("build", "--no-paper", "--quiet", "--out", "{root}/.preview"), _moved_on, ".preview", wide=True),
    "preview": Command(("preview", "--base", "HEAD"), _versions, "offline/site"),
}
"""`serve` builds in a process of its own: this is the one. `edit` writes what its page asks for."""
UNDATED = frozenset({"export", "photos"})


def possible() -> str:
    """Why none of this can be done here; nothing where it can."""
    if not shutil.which("strace"):
        return "no strace: run scripts/setup browser"
    wanted = [*STRACE, "-o", os.devnull, "-e", "inject=write:signal=KILL:when=1", "echo"]
    done = subprocess.run(wanted, capture_output=True, check=False)
    return "" if done.returncode in (-9, 137) else "this machine lets no one watch another's system calls"


# ---- one command, disturbed


@dataclass
class Site:
    """A copy of the real site, what a command makes of it, and all that can be asked of the two."""

    root: Path
    command: Command
    first: dict[str, bytes] = field(default_factory=dict)
    """What was published before, where the command publishes."""
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    output_before: dict[str, bytes] = field(default_factory=dict)
    output_after: dict[str, bytes] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str]:
        given = [part.format(root=self.root) for part in self.command.arguments]
        dated = [] if given[0] in UNDATED else ["--as-of", TODAY]
        return [*given, "--root", str(self.root), *dated]

    def watched(self, *options: str) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, below strace."""
        return begun().watched(self.arguments, (*STRACE, *options))

    def run(self) -> tuple[int, str]:
        """The command in this process, which has all in memory: its exit code, and what it said."""
        return said(self.arguments)

    def owned(self) -> dict[str, bytes]:
        """Whatever a person owns."""
        found = {}
        for folder, names, files in os.walk(self.root):
            inside = Path(folder).relative_to(self.root).as_posix()
            names[:] = [name for name in names if not _is_made(inside, name)]
            found |= {
                f"{inside}/{name}": (Path(folder) / name).read_bytes() for name in files if not LEFT.fullmatch(name)
            }
        return found

    def left(self) -> list[str]:
        """What a command that was killed has left."""
        return [
            path.name for path in self.root.rglob(".*.new") if ".build" not in path.parts and LEFT.fullmatch(path.name)
        ]

    def output(self) -> dict[str, bytes]:
        """What readers see; `build.json` tells the day, and nothing else that differs."""
        folder = self.root / self.command.output
        return tree(folder) if self.command.output else {}

    def put_back(self) -> None:
        """All as it was before the command, and what commands remember of it too: each run makes the same calls."""
        if self.first:
            self._bring(self.first)
            code, words = said(self.arguments)
            assert code == 0, words
        self._bring(self.before)
        seen = None
        while seen != (seen := self._remembered()):  # until all that is read is old enough to be remembered
            said(["check", "--root", str(self.root), "--as-of", TODAY])

    def _remembered(self) -> dict[str, int]:
        files = (self.root / ".build" / "memory").glob("*")
        return {path.name: path.stat().st_mtime_ns for path in files}

    def _bring(self, wanted: dict[str, bytes]) -> None:
        now = self.owned()
        for path in now.keys() - wanted.keys():
            (self.root / path).unlink()
        for path, raw in wanted.items():
            if now.get(path) != raw:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(raw)
        for top in (*CONTENT_ROOTS, ".github"):
            for folder in sorted((path for path in (self.root / top).rglob("*") if path.is_dir()), reverse=True):
                with suppress(OSError):  # only those without a file
                    folder.rmdir()


def _is_made(folder: str, name: str) -> bool:
    return (folder == "." and (name in OUTPUTS or name.startswith(".site"))) or bool(
        re.fullmatch(r"\..*\.(new|next|old)", name)
    )


def said(arguments: Sequence[str]) -> tuple[int, str]:
    """What a command gives and says."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = cli.main(arguments)
    return code, out.getvalue()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def laid_out(root: Path, name: str) -> Site:
    """A copy of the real content, prepared for a command; the command was run, and its traces are put back."""
    parts = ("content", "members", "newsletters", ".github", "docs", "schema")
    for part in (*parts, "addresses.txt", "redirects.yml", "mkdocs.yml"):
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("pictures"))
        else:
            shutil.copy(source, root / part)
    site = Site(root, COMMANDS[name])
    if site.command.output in ("site", ".preview"):
        assert site.run()[0] == 0
        site.output_before, site.first = site.output(), site.owned()
    site.command.prepare(root)
    site.before = site.owned()
    code, words = site.run()
    assert code == 0, words
    site.after, site.output_after = site.owned(), site.output()
    if not site.output_before:  # these are made anew each time, and the same
        site.output_before = site.output_after
    site.put_back()
    return site


def calls(site: Site) -> list[Call]:
    """Every call of the undisturbed command that changes something below the site's folder, in order."""
    log = site.root.parent / "calls.log"
    done = site.watched("-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}")
    assert done.returncode == 0, done.stderr
    counts: Counter[str] = Counter()
    found = []
    lines = log.read_text("utf-8", "replace").splitlines()
    own = lines[-1].split()[0]  # the command outlives git and whatever else it asks
    for line in lines:
        process, _, rest = line.partition(" ")
        match = re.match(r"\s*(\w+)\(", rest)
        if process != own or not match:
            continue
        counts[match[1]] += 1
        is_inside = str(site.root) in rest or (match[1].startswith(("unlinkat", "rmdir")) and site.root.name in rest)
        if is_inside and " = -1 E" not in rest and (site.command.wide or "/.build/" not in rest):
            found.append(Call(match[1], counts[match[1]]))
    site.put_back()
    return found


def sampled(found: Sequence[Call], most: int) -> list[Call]:
    """So many of them, evenly; the first and the last among them."""
    if len(found) <= most:
        return list(found)
    return [found[round(place * (len(found) - 1) / (most - 1))] for place in range(most)]


def killed(site: Site, call: Call) -> str:
    """Kills the command at a call, looks, runs it again, looks again. Gives in which state the kill left it.

    A build shares its work among processes, so its calls are not numbered alike each time: where it ended before it
    came to this one, that is what is given.
    """
    inject = f"inject={call.name}:signal=KILL:when={call.number}"
    done = site.watched("-o", os.devnull, "-e", f"trace={call.name}", "-e", inject)
    assert done.returncode != 0 or site.command.output, f"{call}: it lived on"
    state = each_is_whole(site, f"{call}") if done.returncode != 0 else NOT_REACHED
    code, words = site.run()
    done_already = site.command.refuses_twice and state == "after"
    assert code == 0 or done_already, f"{call}: {words}"
    ended_as_usual(site, f"{call}")
    site.put_back()
    return state


def on_a_full_disk(site: Site, call: Call) -> str:
    """A command whose system call finds the disk full. What it says about its files must be true."""
    inject = f"inject={call.name}:error=ENOSPC:when={call.number}"
    done = site.watched("-o", os.devnull, "-e", f"trace={call.name}", "-e", inject)
    state = each_is_whole(site, f"full at {call}")
    assert "Traceback" not in done.stderr, done.stderr
    assert not site.left(), call
    now = site.owned()
    if "as they were" in done.stderr:
        assert now == site.before, f"{call}: {done.stderr}"
    elif "Changed before that" in done.stderr:
        named = {path.split(str(site.root) + "/")[-1] for path in re.findall(r"/[^\s,]+", done.stderr)}
        changed = {path.removeprefix("./") for path in {*now, *site.before} if now.get(path) != site.before.get(path)}
        told = tuple(path.rstrip(".") for path in named)
        assert changed and all(path.startswith(told) for path in changed), f"{call}: {done.stderr}"
    quiet = site.command.wide or site.command.output  # what is remembered may be lost, and a folder be there already
    assert done.returncode != 0 or state == "after" or quiet, f"{call}: {done.stdout}{done.stderr}"
    code, words = site.run()
    assert code == 0 or (site.command.refuses_twice and state == "after"), f"{call}: {words}"
    ended_as_usual(site, f"full at {call}")
    site.put_back()
    return state


def each_is_whole(site: Site, what: str) -> str:
    """Each file that a person owns is as it was or as it is to be; and so is the site, as a whole."""
    now = _plain(site, site.owned())
    before, after = _plain(site, site.before), _plain(site, site.after)
    allowed = {path: {before.get(path), after.get(path)} for path in {*now, *before, *after}}
    torn = [
        path for path, choices in allowed.items() if now.get(path) not in choices and not _in_between(path, now, after)
    ]
    assert not torn, f"{what}: {torn}"
    if site.command.output:
        shown = site.output()
        assert shown in (site.output_before, site.output_after), f"{what}: the output is neither the old nor the new"
        if site.output_before != site.output_after:
            return "before" if shown == site.output_before else "after"
    return "before" if now == before else "after" if now == after else "between"


def _in_between(path: str, now: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """The record of an issue, on its way from the copies to its place: known as such, and told by the checker."""
    there = path.replace("/kept/record.yml", "/record.yml")
    return there != path and there not in now and now.get(path) == after.get(there)


def _plain(site: Site, files: dict[str, bytes]) -> dict[str, bytes]:
    chance = site.command.names_by_chance
    return {re.sub(chance, "N", path): raw for path, raw in files.items()} if chance else files


def ended_as_usual(site: Site, what: str) -> None:
    """All is as after an undisturbed run, and nothing unfinished is left."""
    now, after = _plain(site, site.owned()), _plain(site, site.after)
    differing = [path for path in {*now, *after} if now.get(path) != after.get(path)]
    assert not differing, f"{what}: not as after an undisturbed run: {differing}"
    assert site.output() == site.output_after, what
    assert not site.left(), f"{what}: left {site.left()}"


def sweep(name: str, folder: Path, most: int, full: bool = True) -> Iterator[tuple[str, int, Counter[str]]]:
    """All of it for one command: the disturbance, how many calls there are, and how often which state was left."""
    root = folder / name / "copy"
    root.mkdir(parents=True)
    site = laid_out(root, name)
    found = calls(site)
    yield "killed", len(found), Counter(killed(site, call) for call in sampled(found, most))
    if full:
        writing = [call for call in found if call.name in CAN_BE_FULL]
        yield "full", len(writing), Counter(on_a_full_disk(site, call) for call in sampled(writing, most))


def main(arguments: Iterable[str]) -> int:
    """Tortures the commands that were named, or all, and prints what came of it."""
    parser = argparse.ArgumentParser(description="Kills commands at each system call that writes.")
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("--most", type=int, default=10**6, help="so many calls of each command, evenly")
    options = parser.parse_args(list(arguments))
    if why := possible():
        print(why, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for name in options.commands or COMMANDS:
            for kind, count, states in sweep(name, Path(folder), options.most):
                told = ", ".join(f"{state} {number}" for state, number in sorted(states.items()))
                print(f"{name}: {kind} at {states.total()} of {count} calls: {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
