"""The hall: arguments, the wiring of the stages, and the one place where the clock is read.

Exit codes: 0 done; 1 the content has problems; 2 the command was misused, or the machine lacks something.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from .content import ledger, owners, wording
from .content.library import Item, moved_on
from .content.model import CONSENT_PATTERN, DEFAULT_TIME_ZONE, SLUG_PATTERN, Issue, Kind
from .content.problems import Misuse, Problem, in_order
from .engines import preview
from .engines.editor import EditorError
from .engines.mail import MailError
from .engines.pages import HostError
from .engines.pdf import PdfError
from .engines.publish import PublishError
from .engines.search import SearchError
from .hall import PROJECT, THEME, Press, Reading, build_site, read_site
from .settings import SettingsError, read_settings
from .theme import ThemeError
from .workers import WorkerDied

NEWSLETTER: Final = "newsletter"
"""A kind to `new`: an issue that is drafted and not only begun."""
DONE, PROBLEMS, MISUSED = 0, 1, 2
PATIENCE: Final = 2.0
"""Seconds before a build says how far it is."""


_WORDS: Final = {
    "problems": {
        "en": "{problems} problem(s) in {files} file(s). Nothing was written.",
        "el": "Προβλήματα: {problems}, σε αρχεία: {files}. Δεν γράφτηκε τίποτα.",
    },
    "warnings": {"en": "{warnings} warning(s).", "el": "Προειδοποιήσεις: {warnings}."},
    "clean": {"en": "No problems in {items} items.", "el": "Κανένα πρόβλημα σε {items} φακέλους."},
    "moved-on": {
        "en": "Issue {number} stays as it was published; changed since: {items}.",
        "el": "Το τεύχος {number} μένει όπως δημοσιεύτηκε· άλλαξαν από τότε: {items}.",
    },
    "changed": {"en": "changed since it was published", "el": "άλλαξε από τη δημοσίευση"},
    "withdrawn": {"en": "withdrawn", "el": "αποσύρθηκε"},
    "frozen": {
        "en": "{path} now holds lists in the place of queries.",
        "el": "Το {path} έχει τώρα καταλόγους στη θέση των αναζητήσεων.",
    },
    "nothing-to-freeze": {
        "en": "{path} holds no query: nothing was changed.",
        "el": "Το {path} δεν έχει αναζητήσεις: δεν άλλαξε τίποτα.",
    },
    "published": {
        "en": "{folder} keeps {count} items as they are now. Commit it: from here on, corrections go under `errata`.",
        "el": "Ο φάκελος {folder} φυλάει {count} κείμενα όπως είναι τώρα. Στο εξής, διορθώσεις γράφονται στο `errata`.",
    },
    "shrunk": {
        "en": "{path}: {before} kB → {kept}, {after} kB; upright, in sRGB, without metadata",
        "el": "{path}: {before} kB → {kept}, {after} kB· ίσια, σε sRGB, χωρίς μεταδεδομένα",
    },
    "could-shrink": {
        "en": "{path}: {before} kB, not fit to be published as it is",
        "el": "{path}: {before} kB, δεν μπορεί να δημοσιευτεί όπως είναι",
    },
    "not-shrunk": {"en": "{path}: left as it was, because it {fault}.", "el": "{path}: έμεινε όπως ήταν ({fault})."},
    "all-fit": {
        "en": "{count} photo(s) looked at; {changed} changed. Each new file was written whole before the old one went.",
        "el": "Φωτογραφίες: {count}· άλλαξαν: {changed}. Κάθε νέο αρχείο γράφτηκε ολόκληρο πριν φύγει το παλιό.",
    },
    "some-unfit": {
        "en": "{count} photo(s) looked at; {changed} not fit. To make them fit: make photos ARGS=--shrink",
        "el": "Φωτογραφίες: {count}· ακατάλληλες: {changed}. Για να διορθωθούν: make photos ARGS=--shrink",
    },
    "translated": {
        "en": "Marked as up to date: {count} text(s).",
        "el": "Σημειώθηκαν ως ενημερωμένα: {count} κείμενα.",
    },
    "preview": {"en": "Open {page} in a browser.", "el": "Ανοίξτε το {page} σε ένα πρόγραμμα περιήγησης."},
    "base-broken": {
        "en": "The content of {base} has problems of its own: every page counts as new.",
        "el": "Το περιεχόμενο του {base} έχει δικά του προβλήματα· όλες οι σελίδες μετρούν ως νέες.",
    },
    "links": {
        "en": "Asked {count} addresses of other sites: none leads nowhere.",
        "el": "Ελέγχθηκαν {count} διευθύνσεις άλλων ιστότοπων· καμία δεν έχει χαθεί.",
    },
    "ledger": {
        "en": "{path} holds the addresses of all {count} pages.",
        "el": "Το {path} έχει τις διευθύνσεις όλων των σελίδων ({count}).",
    },
    "next": {
        "en": "Replace whatever stands behind a ✎, then run: {command}",
        "el": "Αντικαταστήστε ό,τι βρίσκεται μετά από ένα ✎ και ύστερα δώστε την εντολή: {command}",
    },
}
"""What is said at the end of the commands that editors use."""

_WITHDRAWN: Final = {
    "done": {
        "en": "{path} is marked as withdrawn. Files taken out: {count}.",
        "el": "Το {path} σημειώθηκε ως αποσυρμένο. Αρχεία που αφαιρέθηκαν: {count}.",
    },
    "lifted": {
        "en": "The consent {reference} is marked as withdrawn. Left out of every output from now on: {count}.",
        "el": "Η συναίνεση {reference} σημειώθηκε ως ανακλημένη. Δεν εμφανίζονται πια πουθενά: {count}.",
    },
    "out": {
        "en": "Issue {number} carried it and is out: build anew, replace the files wherever they were handed on,"
        " destroy printed copies that are left, and write to those who got it by mail.",
        "el": "Το τεύχος {number} το περιείχε και έχει κυκλοφορήσει: χτίστε ξανά τον ιστότοπο, αντικαταστήστε τα αρχεία"
        " όπου δόθηκαν, καταστρέψτε όσα τυπωμένα αντίτυπα έμειναν και ενημερώστε όσους το έλαβαν με email.",
    },
    "draft": {
        "en": "Issue {number} names it and is not out yet: take it out of its sections.",
        "el": "Το τεύχος {number} το αναφέρει και δεν έχει κυκλοφορήσει: αφαιρέστε το από τις ενότητές του.",
    },
    "history": {
        "en": "Git's history holds it in {count} commit(s). Nothing was changed there. A coordinator takes it out, on a"
        " fresh clone, once this withdrawal is merged; everyone then clones anew:",
        "el": "Το ιστορικό του git το κρατά σε {count} καταχωρίσεις. Εκεί δεν άλλαξε τίποτα. Ο συντονιστής το αφαιρεί"
        " από ένα νέο αντίγραφο, αφού συγχωνευτεί η απόσυρση· ύστερα όλοι παίρνουν νέο αντίγραφο:",
    },
    "no-history": {
        "en": "Git was not asked, or has no history here: look there for older versions.",
        "el": "Δεν βρέθηκε ιστορικό git εδώ: αναζητήστε εκεί παλαιότερες μορφές.",
    },
    "next": {
        "en": "Now commit, and run: make site. Links that still lead there are warnings of make check.",
        "el": "Τώρα καταχωρίστε την αλλαγή και δώστε: make site. Οι σύνδεσμοι που έμειναν φαίνονται με make check.",
    },
}
"""What is said at the end of a withdrawal."""

Run = Callable[[argparse.Namespace], int]
if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


MENDABLE: Final = (
    Misuse, SettingsError, ThemeError, HostError, PublishError, SearchError, PdfError, MailError, preview.PreviewError,
    WorkerDied, EditorError,
)  # fmt: skip
"""What a person can mend: said in one line, exit 2."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Greek, wherever the output goes
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
        return result
    except MENDABLE as error:
        print(f"build.py: {error}", file=sys.stderr)
        return MISUSED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"build.py: {where}{error.strerror or error}. What was published before is untouched.", file=sys.stderr)
        return MISUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Checks the content and builds the site of the Cities Network for Integration.",
        epilog="Start with `make check`. Exit codes: 0 done, 1 the content has problems, 2 misuse.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _build_parser(commands)
    _check_parser(commands)
    _serve_parser(commands)
    _preview_parser(commands)
    _new_parser(commands)
    _newsletter_parser(commands)
    _photos_parser(commands)
    _withdraw_parser(commands)
    _translated_parser(commands)
    _ledger_parser(commands)
    _links_parser(commands)
    _export_parser(commands)
    _editor_parsers(commands)
    return parser


def _command(commands: Commands, name: str, run: Run, short: str, long: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=short, description=long, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", type=Path, default=PROJECT, help="the site's folder, if it is not this one")
    parser.set_defaults(run=run)
    return parser


def _build_parser(commands: Commands) -> None:
    parser = _command(
        commands, "build", _build, "check the content and build the site",
        "Checks everything, renders what changed and swaps the new site in.\n"
        "With problems nothing is written, and the old site stays as it is.",
    )  # fmt: skip
    _common(parser)
    parser.add_argument("--out", type=Path, help="the folder to publish into (default: site/ in the site's folder)")
    parser.add_argument("--no-search", action="store_true", help="leave the search index out")
    parser.add_argument("--no-paper", action="store_true", help="leave the newsletters' PDFs out")


def _check_parser(commands: Commands) -> None:
    parser = _command(
        commands, "check", _check, "look for problems and write nothing",
        "Reads every file and reports all problems at once: file, line, column, field,\n"
        "what is wrong, how to mend it.",
    )  # fmt: skip
    _common(parser)
    parser.add_argument("--translations", action="store_true", help="tell too what is not translated, or no longer")


def _serve_parser(commands: Commands) -> None:
    parser = _command(
        commands, "serve", _serve, "preview on this machine; pages reload when you save",
        "Builds into .preview/ and shows it at the address it prints, until Ctrl-C.\n"
        "Problems are printed here; the page then stays as it was.",
    )  # fmt: skip
    _common(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8000, help="the port (default: 8000)")


def _preview_parser(commands: Commands) -> None:
    parser = _command(
        commands, "preview", _preview, "make the site to be read from a disk, and list what changed",
        "Builds into offline/site a site that opens without a server, and beside it a list of the pages that differ\n"
        "from those of another commit. Without search and PDFs. To see pages change as you write, use `serve`.\n"
        "  build.py preview --base main     then open offline/changes.html",
    )  # fmt: skip
    _common(parser)
    parser.add_argument("--base", metavar="COMMIT", help="compare with the content of this commit")
    parser.add_argument("--out", type=Path, help="the folder for both (default: offline/ in the site's folder)")


def _new_parser(commands: Commands) -> None:
    parser = _command(
        commands, "new", _new, "start a new item, with hints in its files",
        "Makes the folder of a new item. Replace whatever stands behind a ✎, then run `make check`.\n"
        "  build.py new story karditsa-library --set members=karditsa --set themes=city-life\n"
        "  build.py new statement karditsa-2026-11 --of members/karditsa\n"
        "  build.py new newsletter     drafts the next issue from what came out since the last one",
    )  # fmt: skip
    kinds = [*(kind.value for kind in Kind), NEWSLETTER]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help="%(choices)s")
    parser.add_argument(
        "slug", nargs="?", default="", help="the folder's name and last part of the address: a-z, 0-9 and hyphens"
    )
    parser.add_argument("--of", default="", metavar="FOLDER", help="for a statement: whose, as members/karditsa")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="fill a field in")
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="the date to write in, in place of today")
    parser.add_argument("--lang", choices=wording.MESSAGE_LANGUAGES, default="en", help="language of the hints")
    parser.set_defaults(format="text", quiet=False)


def _newsletter_parser(commands: Commands) -> None:
    parser = _command(
        commands, "newsletter", _newsletter, "what stands in an issue; fix its lists, publish it for good",
        "Tells what stands in an issue, and what of it has changed since it was published.\n"
        "  build.py newsletter 3 --freeze     writes the lists that its queries find into issue.yml\n"
        "  build.py newsletter 3 --publish    the same, and keeps all it is made from: it stays as it is from then on",
    )  # fmt: skip
    parser.add_argument("number", type=_issue_number, help="the issue's number")
    parser.add_argument("--freeze", action="store_true", help="put lists in the place of queries")
    parser.add_argument("--publish", action="store_true", help="keep the issue as it is now")
    _common(parser)


def _photos_parser(commands: Commands) -> None:
    parser = _command(
        commands, "photos", _photos, "make photos fit: upright, smaller, without the place where they were taken",
        "Tells which photos are not fit to be published; with --shrink makes them fit, in their place.\n"
        "  build.py photos                                     looks at all, changes nothing\n"
        "  build.py photos --shrink content/stories/my-story   those of a folder, HEIC too",
    )  # fmt: skip
    parser.add_argument("path", nargs="*", metavar="PATH", help="a photo or a folder (default: all of the site)")
    parser.add_argument("--shrink", action="store_true", help="make them fit; else they are only looked at")
    parser.add_argument("--lang", choices=wording.MESSAGE_LANGUAGES, default="en", help="language of the messages")


def _withdraw_parser(commands: Commands) -> None:
    parser = _command(
        commands, "withdraw", _withdraw, "take back what someone no longer wants published",
        "Marks an item as taken back and removes its texts and pictures, and the copies that issues kept.\n"
        "The next build shows it nowhere, and a neutral page at its address. Then it tells what is left to do.\n"
        "  build.py withdraw stories/karditsa-library\n"
        "  build.py withdraw c-0042                     a person's consent: all that it covered",
    )  # fmt: skip
    parser.add_argument("reference", metavar="REF", help="the item's address, as stories/karditsa-library")
    _common(parser)


def _translated_parser(commands: Commands) -> None:
    parser = _command(
        commands, "translated", _translated, "mark translations as up to date",
        "Writes into each translation of an item which revision of the original it renders: after translating, and\n"
        "after a correction of the original that does not touch the translations.\n"
        "  build.py translated content/stories/karditsa-drawing\n"
        "  build.py translated content/stories/karditsa-drawing --into en",
    )  # fmt: skip
    parser.add_argument("items", nargs="*", metavar="ITEM", help="an item's folder, or its address")
    parser.add_argument("--into", action="append", default=[], metavar="LANG", help="only the text in this language")
    parser.add_argument("--every", action="store_true", help="all items that record no revision yet")
    _common(parser)


def _ledger_parser(commands: Commands) -> None:
    parser = _command(
        commands, "ledger", _ledger, "renew the list of published addresses",
        "Adds every address that the site has now to addresses.txt, which makes the checker watch over it:\n"
        "whatever is in that list must keep its page, or be named in redirects.yml.",
    )  # fmt: skip
    _common(parser)


def _links_parser(commands: Commands) -> None:
    parser = _command(
        commands, "links", _links, "ask the addresses of other sites whether they still lead somewhere",
        "Asks each once, one at a time for each host. Exit code 1 where one leads nowhere; those that gave no clear\n"
        "answer are warnings. The only command that goes to the web.",
    )  # fmt: skip
    _common(parser)
    parser.add_argument("--pause", type=_seconds, default=1.0, help="seconds between two questions to a host (1)")


def _export_parser(commands: Commands) -> None:
    parser = _command(
        commands, "export", _export, "renew the files that derive from the model",
        "Writes schema/*.json, docs/fields.md, and the forms and CODEOWNERS in .github/.\n"
        "With --check, only says whether they are up to date.",
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is not up to date")


def _editor_parsers(commands: Commands) -> None:
    edit = _command(
        commands, "edit", _edit, "write in a form, in a browser",
        "Shows the browser editor on this machine, without an account or a network, until Ctrl-C. What is saved is\n"
        "written into the files; with --drafts, each text becomes a branch of its own, as on GitHub.",
    )  # fmt: skip
    edit.add_argument("--drafts", action="store_true", help="a branch for each text, in place of writing the files")
    edit.add_argument("--port", type=_port, default=8010, help="the page's port (8010)")
    admin = _command(
        commands, "admin", _admin, "make the editor for a host",
        "Writes admin/: the browser editor for people who sign in with GitHub, each text a pull request.\n"
        "It belongs on an origin of its own, not the site's: see docs/hosting.md.\n"
        "  build.py admin --repo our-network/site --auth https://auth.example.org",
    )  # fmt: skip
    admin.add_argument("--repo", required=True, metavar="OWNER/NAME", help="the repository on GitHub")
    admin.add_argument("--branch", default="main", help="the branch that proposals are made to (main)")
    admin.add_argument("--auth", required=True, metavar="URL", help="the relay that signs people in with GitHub")
    admin.add_argument("--out", type=Path, help="the folder to write (default: admin/ in the site's folder)")
    for parser in (edit, admin):
        parser.add_argument("--lang", choices=wording.MESSAGE_LANGUAGES, default="el", help="the form's language (el)")
        parser.set_defaults(as_of=None)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="the day to build for, in place of today")
    parser.add_argument("--format", choices=wording.FORMATS, default="text", help="how to print problems")
    parser.add_argument("--lang", choices=wording.MESSAGE_LANGUAGES, default="en", help="language of the messages")
    parser.add_argument("--quiet", action="store_true", help="print problems and nothing else")
    parser.add_argument("--clean", action="store_true", help="forget what earlier runs remembered")


def _edit(options: argparse.Namespace) -> int:
    from .newsroom import edit

    return edit(options, _today(options))


def _admin(options: argparse.Namespace) -> int:
    from .newsroom import admin

    return admin(options, _today(options))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date: write it as 2026-11-22") from None


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds: write it as 1 or 0.5")
    return float(text)


def _issue_number(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no number of an issue: write it as in newsletter 3")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: choose a number from 1024 to 65535")
    return int(text)


def _today(options: argparse.Namespace) -> date:
    """`--as-of`, else SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock, in the network's time zone."""
    if options.as_of:
        given: date = options.as_of
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise Misuse(f"SOURCE_DATE_EPOCH is '{epoch}': it must be a number of seconds, or unset.") from None
    return now.astimezone(ZoneInfo(DEFAULT_TIME_ZONE)).date()


def _say(options: argparse.Namespace, words: str) -> None:
    if not options.quiet:
        print(words, file=sys.stderr, flush=True)


def _read(options: argparse.Namespace) -> Reading:
    """Load and check: the first half of every command."""
    return read_site(options.root, _today(options), lambda words: _say(options, words), options.clean)


def _build(options: argparse.Namespace) -> int:
    started = time.monotonic()

    def progress(words: str) -> None:
        if time.monotonic() - started > PATIENCE:
            _say(options, words)

    reading = _read(options)
    if _report(options, reading.problems):
        return PROBLEMS
    out = options.out or reading.settings.root / "site"
    built = build_site(reading, out, progress, not options.no_search, not options.no_paper)
    took = time.monotonic() - started
    _say_moved_on(options, reading)
    _say(options, f"{built.pages} pages in {out} ({built.rendered} new, {built.removed} files gone), {took:.1f} s.")
    return DONE


def _say_moved_on(options: argparse.Namespace, reading: Reading) -> None:
    for issue, items in moved_on(reading.library).items():
        _say(options, _WORDS["moved-on"][options.lang].format(number=issue, items=", ".join(items)))


def _check(options: argparse.Namespace) -> int:
    reading = _read(options)
    members = [item.slug for item in reading.library.items(Kind.MEMBER)]
    found = in_order([*reading.problems, *owners.judge(reading.settings.root, members)])
    if options.translations:
        from . import translating

        found = in_order([*found, *translating.behind(reading.library, reading.settings.root)])
    if _report(options, found):
        return PROBLEMS
    _say_moved_on(options, reading)
    _say(options, _WORDS["clean"][options.lang].format(items=sum(1 for _ in reading.library.everything())))
    if options.format == "json" and not found:
        print("[]")
    return DONE


def _report(options: argparse.Namespace, problems: list[Problem]) -> bool:
    """Prints the problems; True where one of them is more than a warning, so that nothing may be published."""
    if not problems:
        return False
    sys.stdout.write(wording.report(problems, options.format, options.lang))
    grave = [problem for problem in problems if wording.severity(problem) == "error"]
    if len(problems) > len(grave):
        _say(options, _WORDS["warnings"][options.lang].format(warnings=len(problems) - len(grave)))
    if grave:
        files = len({problem.path for problem in grave})
        _say(options, _WORDS["problems"][options.lang].format(problems=len(grave), files=files))
    return bool(grave)


def _serve(options: argparse.Namespace) -> int:
    root = options.root.resolve()
    folder = root / ".preview"
    build = _in_a_process(options, folder)
    result = build()
    if not folder.is_dir():
        return result
    print(f"Preview: http://{options.host}:{options.port}/ (Ctrl-C ends it)", flush=True)
    watched = [root / name for name in ("content", "members", "newsletters", "mkdocs.yml")]
    gc.enable()  # from here on this process lives as long as its editor works
    preview.serve(folder, [*watched, THEME], build, options.host, options.port)
    return DONE


def _in_a_process(options: argparse.Namespace, folder: Path) -> Callable[[], int]:
    """A build in a process of its own: the server has threads, and a build forks."""
    arguments = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(options.root), "--out", str(folder)]
    arguments += ["--lang", options.lang, "--format", options.format]
    arguments += ["--as-of", options.as_of.isoformat()] if options.as_of else []
    environment = {**os.environ, "SITE_URL": f"http://{options.host}:{options.port}/"}

    def build() -> int:
        return subprocess.run(arguments, env=environment, check=False).returncode

    return build


def _preview(options: argparse.Namespace) -> int:
    reading = _read(options)
    if _report(options, reading.problems):
        return PROBLEMS
    folder = options.out or reading.settings.root / "offline"
    site = folder / "site"
    _build_offline(reading, site)
    if options.base:
        _compare(options, reading, folder)
    _say(options, _WORDS["preview"][options.lang].format(page=folder / "changes.html" if options.base else site))
    return DONE


def _build_offline(reading: Reading, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    build_site(reading, out, lambda _: None, searchable=False, on_paper=False, on_disk=True)


def _compare(options: argparse.Namespace, reading: Reading, folder: Path) -> None:
    """Writes and prints what changed. A commit with problems by today's rules is compared as far as it has pages."""
    from . import reviewing

    with reviewing.checked_out(reading.settings.root, options.base) as root, TemporaryDirectory() as before:
        known = read_site(root, reading.library.today, lambda _: None)
        if any(wording.severity(problem) == "error" for problem in known.problems):
            _say(options, _WORDS["base-broken"][options.lang].format(base=options.base))
        else:
            _build_offline(known, Path(before) / "site")
        found = reviewing.changes(Path(before) / "site", folder / "site")
    page, text = Press(reading, on_disk=True).list_changes(found, "site")
    (folder / "changes.html").write_bytes(page)
    print(text, end="")


def _new(options: argparse.Namespace) -> int:
    from . import authoring  # late, as in the next: other commands need not wait for it

    if options.kind == NEWSLETTER:
        return _draft(options)
    settings = read_settings(options.root.resolve())
    if not re.fullmatch(SLUG_PATTERN, options.slug) or len(options.slug) > 80:
        raise Misuse(f"'{options.slug}' cannot be an address: use at most 80 small Latin letters, digits and hyphens.")
    owner = options.of.rstrip("/")
    wish = authoring.Wish(options.kind, options.slug, owner, _pairs(options.set), options.lang)
    files = authoring.scaffold(wish, settings.languages, _today(options))
    if owner and not (settings.root / owner).is_dir():
        raise Misuse(f"There is no folder {owner}: name the member or partner as members/karditsa")
    return _begin(options, settings.root, files)


def _begin(options: argparse.Namespace, root: Path, files: Mapping[str, str]) -> int:
    """Writes the files of a new item into a folder that is not there yet."""
    folder = root / next(iter(files)).rsplit("/", 1)[0]
    if folder.exists():
        raise Misuse(f"{folder.relative_to(root)} is there already: choose another name, or edit it.")
    folder.mkdir(parents=True)
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")
        print(path)
    at = "" if root == PROJECT else f' ARGS="--root {shlex.quote(str(root))}"'
    print(_WORDS["next"][options.lang].format(command=f"make check{at}"))
    return DONE


def _draft(options: argparse.Namespace) -> int:
    from . import composing

    if options.of or options.set:
        raise Misuse("A newsletter is drafted from what came out: leave --of and --set out, and edit its files.")
    reading = read_site(options.root, _today(options), lambda words: _say(options, words))
    if _report(options, reading.problems):
        return PROBLEMS  # an item with a problem would be left out unseen, or drafted as it should not be
    waiting = [issue for issue in reading.library.issues[:1] if not options.slug and issue.publication is None]
    if waiting:
        slug = waiting[0].slug
        mend = f"publish it first (newsletter {slug} --publish), or say which number you mean (new newsletter 7)."
        raise Misuse(f"Issue {slug} is not published yet, and the next one starts where it ends: {mend}")
    number = options.slug or str(composing.next_number(reading.library))
    if not re.fullmatch(r"[1-9]\d{0,2}", number):
        raise Misuse(f"'{number}' is no number of an issue: leave it out, and the next one is taken.")
    return _begin(options, reading.settings.root, composing.draft(reading.library, int(number), options.lang))


def _newsletter(options: argparse.Namespace) -> int:
    reading = _read(options)
    issue = reading.library.get(Kind.ISSUE, str(options.number))
    if issue is None and not reading.problems:
        choices = ", ".join(sorted((item.slug for item in reading.library.issues), key=int)) or "–"
        raise Misuse(f"There is no issue {options.number}: choose one of {choices}, or draft it with: new newsletter")
    if _report(options, reading.problems) or issue is None:
        return PROBLEMS
    if options.freeze or options.publish:
        return _fix(options, reading, issue)
    changed = moved_on(reading.library).get(issue.slug, ())
    for section in issue.record(Issue).sections:
        name = section.name or section.kind.value
        print(f"{name} ({len(section.items)})")
        for reference in section.items:
            state = "withdrawn" if reading.library.withdrawn(reference) else "changed" if reference in changed else ""
            print(f"  {reference}" + (f"  ({_WORDS[state][options.lang]})" if state else ""))
    return DONE


def _fix(options: argparse.Namespace, reading: Reading, issue: Item) -> int:
    """Lists in the place of queries; and, where that is asked for, the issue kept for good."""
    from . import composing

    words = {name: sentence[options.lang] for name, sentence in _WORDS.items()}
    root = reading.settings.root
    if options.publish and issue.publication:
        raise Misuse(f"Issue {options.number} is published already: correct it with an entry under `errata`.")
    changed = composing.write_lists(root / issue.data_path, issue.record(Issue).sections)
    if changed or not options.publish:
        print(words["frozen" if changed else "nothing-to-freeze"].format(path=issue.data_path))
    if options.publish:
        count = composing.keep(root, reading.library, issue, reading.library.today)
        print(words["published"].format(folder=issue.folder, count=count))
    return DONE


def _photos(options: argparse.Namespace) -> int:
    from . import darkroom

    root = read_settings(options.root.resolve()).root
    paths = darkroom.pictures_in(root, options.path)
    words = {name: sentence[options.lang] for name, sentence in _WORDS.items()}
    changed = faults = 0
    for done in darkroom.shrink(paths) if options.shrink else darkroom.unfit(paths):
        faults += bool(done.fault)
        changed += done.is_changed
        name = "not-shrunk" if done.fault else "shrunk" if options.shrink else "could-shrink"
        if done.fault or done.is_changed:
            facts = {"path": done.path.relative_to(root), "kept": done.kept.name, "fault": done.fault}
            print(words[name].format(before=-(-done.before // 1024), after=-(-done.after // 1024), **facts))
    print(words["all-fit" if options.shrink else "some-unfit"].format(count=len(paths), changed=changed))
    return PROBLEMS if faults or (changed and not options.shrink) else DONE


def _withdraw(options: argparse.Namespace) -> int:
    """Problems elsewhere do not stop it: someone waits."""
    from . import withdrawal

    reading = _read(options)
    if re.fullmatch(CONSENT_PATTERN, options.reference):
        return _lift(options, reading)
    item = withdrawal.find(reading.library, options.reference)
    traces = withdrawal.withdraw(reading.settings.root, reading.library, item, reading.library.today)
    words = {name: sentence[options.lang] for name, sentence in _WITHDRAWN.items()}
    print(words["done"].format(path=item.data_path, count=len(traces.removed)))
    for path in traces.removed:
        print(f"  {path}")
    for name, issues in (("out", traces.issues), ("draft", traces.drafts)):
        for number in issues:
            print(words[name].format(number=number))
    _tell_history(words, traces.history, traces.commits)
    print(words["next"])
    return DONE


def _lift(options: argparse.Namespace, reading: Reading) -> int:
    """The withdrawal of a consent: its photos and texts are shown no more; each is a warning until it is taken out."""
    from . import withdrawal

    root, words = reading.settings.root, {name: sentence[options.lang] for name, sentence in _WITHDRAWN.items()}
    uses = withdrawal.lift(root, reading.library, options.reference, reading.library.today)
    print(words["lifted"].format(reference=options.reference, count=len(uses)))
    for use in uses:
        print(f"  {use}")
    kept = sorted({use.split("/")[1] for use in uses if use.startswith("newsletters/")})
    for number in kept:
        print(words["out"].format(number=number))
    _tell_history(words, *withdrawal.history_of(root, uses))
    print(words["next"])
    return DONE


def _tell_history(words: Mapping[str, str], paths: Sequence[str], commits: int) -> None:
    from . import withdrawal

    if commits:
        print(words["history" if commits > 0 else "no-history"].format(count=commits))
    for command in withdrawal.purge_commands(paths) if paths else ():
        print(f"  {command}")


def _translated(options: argparse.Namespace) -> int:
    from . import translating

    reading = _read(options)
    if _report(options, reading.problems):
        return PROBLEMS
    library, root = reading.library, reading.settings.root
    if bool(options.items) == options.every:
        raise Misuse("Name the items that are translated as they stand, or say --every.")
    items = [translating.find(library, name) for name in options.items] or translating.unrecorded(library)
    changed = [path for item in items for path in translating.mark(root, library, item, options.into)]
    print("".join(f"{path}\n" for path in changed), end="")
    _say(options, _WORDS["translated"][options.lang].format(count=len(changed)))
    return DONE


def _ledger(options: argparse.Namespace) -> int:
    """A fault in the list itself is told; a vanished address too, and both keep the list as it is."""
    reading = _read(options)
    if _report(options, [problem for problem in reading.problems if problem.rule != ledger.BEHIND]):
        return PROBLEMS
    path = reading.settings.root / ledger.LEDGER
    text = ledger.renewed(reading.book, reading.addresses)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    _say(options, _WORDS["ledger"][options.lang].format(path=ledger.LEDGER, count=len(reading.addresses)))
    return DONE


def _links(options: argparse.Namespace) -> int:
    from . import outgoing
    from .engines import outside

    reading = _read(options)
    if any(wording.severity(problem) == "error" for problem in reading.problems):
        _report(options, reading.problems)
        return PROBLEMS
    url = reading.settings.site_url
    links = list(outgoing.outgoing(reading.library, reading.settings.root, url))
    answers = outside.ask([link.address for link in links], f"link check of {url}", options.pause)
    if _report(options, in_order(list(outgoing.dead(links, answers)))):
        return PROBLEMS
    _say(options, _WORDS["links"][options.lang].format(count=len(answers)))
    return DONE


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not value.strip():
            raise Misuse(f"'{text}' is not FIELD=VALUE: write it as --set members=karditsa")
        if name in found:
            raise Misuse(f"--set {name} is given twice: write it once; entries of a list go with commas between them.")
        found[name] = value.strip()
    return found


def _owners_file(root: Path) -> dict[str, str]:
    """CODEOWNERS, where there is something to make it from; what is wrong with that is for `check` to say."""
    found, _ = owners.read_owners(root)
    members = [path.parent.name for path in root.glob("members/*/profile.yml")]
    return {owners.CODEOWNERS: owners.codeowners(found, members)} if found else {}


def _export(options: argparse.Namespace) -> int:
    from . import authoring, forms

    made = authoring.exports() | forms.exports() | _owners_file(options.root)
    stale = {
        options.root / path: text
        for path, text in made.items()
        if not (options.root / path).is_file() or (options.root / path).read_text("utf-8") != text
    }
    if options.check:
        for path in stale:
            print(f"{path.relative_to(options.root)} is not up to date: run `{authoring.RENEW}`.")
        return PROBLEMS if stale else DONE
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"wrote {path.relative_to(options.root)}")
    return DONE
