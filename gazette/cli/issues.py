"""The command `newsletter`: shows an issue, freezes its queries, publishes it, brings it on its way to readers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..content import wording
from ..content.library import Item, moved_on
from ..content.model import Issue, Kind
from ..content.problems import Misuse
from ..editorial import issues, mailing, press
from ..parallel import fork_map
from .arguments import DONE, PROBLEMS, Command, common, issue_number
from .clock import now
from .console import number, read, report, say, words

if TYPE_CHECKING:
    from ..pipeline.read import Reading

SERVICES: Final = ("listmonk",)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("number", type=issue_number, help="the issue's number")
    parser.add_argument("--freeze", action="store_true", help="replace queries with lists")
    parser.add_argument("--publish", action="store_true", help="keep the issue as it is now")
    parser.add_argument("--press", action="store_true", help="check what goes to a print shop")
    parser.add_argument("--push", choices=SERVICES, help="make drafts in the service that sends it; sends nothing")
    parser.add_argument("--send-test", metavar="ADDRESS", help="send it to this one address, to look at")
    common(parser)


def _newsletter(options: Namespace) -> int:
    folder, root = f"newsletters/{options.number}", options.root.resolve()
    asked = (options.freeze or options.publish, options.press, options.push, options.send_test is not None)
    if sum(map(bool, asked)) > 1:
        raise Misuse("newsletter-one")
    if options.publish and issues.is_unfinished(root, folder):
        return _finish(options, root, folder)
    reading = read(options)
    issue = reading.library.get(Kind.ISSUE, str(options.number))
    if issue is None and not any(wording.severity(problem) == "error" for problem in reading.problems):
        choices = ", ".join(sorted((item.slug for item in reading.library.issues), key=int)) or "–"
        raise Misuse("issue-unknown", number=str(options.number), choices=choices)
    if report(options, reading.problems) or issue is None:
        return PROBLEMS
    if options.freeze or options.publish:
        return _fix(options, reading, issue)
    if options.press:
        return _press(options, reading, issue)
    if options.push or options.send_test is not None:
        return _mail(options, reading, issue)
    _show(options, reading, issue)
    return DONE


def _show(options: Namespace, reading: Reading, issue: Item) -> None:
    """What stands in the issue, section by section."""
    changed = moved_on(reading.library).get(issue.slug, ())
    for section in issue.record(Issue).sections:
        name = section.name or section.kind.value
        print(f"{name} ({len(section.items)})")
        for reference in section.items:
            state = "withdrawn" if reading.library.withdrawn(reference) else "changed" if reference in changed else ""
            print(f"  {reference}" + (f"  ({words(options, state)})" if state else ""))


def _press(options: Namespace, reading: Reading, issue: Item) -> int:
    """What a print shop looks for in the editions for paper. Gives the exit code."""
    say(options, words(options, "press-making"))
    reports = press.check(reading, issue, fork_map)
    for one in reports:
        print("\n".join(_press_lines(options, one)))
    refused = [one.file for one in reports if one.is_refused]
    print(words(options, "press-refused", files=", ".join(refused)) if refused else words(options, "press-good"))
    return PROBLEMS if refused else DONE


def _press_lines(options: Namespace, one: press.PressReport) -> Iterator[str]:
    found, pages = one.found, one.found.pages
    spaces = ", ".join(sorted({name for page in pages for name in page.spaces}))
    yield one.file
    boxes = "; ".join(f"{name} {_size(box)}" for name, box in pages[0].boxes.items())
    name, folded = ("press-folded", 2) if one.is_folded else ("press-pages", 1)
    yield "  " + words(options, name, pages=folded * len(pages), sides=len(pages), boxes=boxes)
    told = {"claims": ", ".join(found.claims) or "–", "intent": found.intent or "–", "colours": spaces}
    yield "  " + words(options, "press-made-for", **told, fonts=len(found.fonts))
    pictures = [picture for page in pages for picture in page.pictures]
    coarsest = f"{min((picture.dpi for picture in pictures), default=0):.0f}"
    name = "press-pictures" if pictures else "press-no-pictures"
    yield "  " + words(options, name, count=len(pictures), dpi=coarsest)
    if found.intent:
        most = max(pages, key=lambda page: page.ink)
        text = max(page.text_ink for page in pages)
        yield "  " + words(
            options, "press-ink", ink=number(options, most.ink), page=most.number, text=number(options, text)
        )
        measured = number(options, max(one.measured, default=0))
        yield "  " + words(options, "press-measured" if one.measured else "press-unmeasured", ink=measured)
    for finding in one.findings:
        name = "press-where-sides" if finding.on_sides else "press-where"
        where = words(options, name, pages=", ".join(map(str, finding.pages))) if finding.pages else ""
        sign = words(options, "press-would-refuse" if finding.refused else "press-look")
        value = finding.value if isinstance(finding.value, str) else number(options, finding.value)
        yield f"  {sign} {words(options, f'press-{finding.name}', value=value)}{where}"


def _size(box: tuple[float, ...]) -> str:
    """A box as a person measures it, in millimetres."""
    return f"{box[2] - box[0]:.0f} × {box[3] - box[1]:.0f} mm"


def _mail(options: Namespace, reading: Reading, issue: Item) -> int:
    """The issue as drafts in a service, or to one reader. Gives the exit code."""
    report(options, [*mailing.placeholders(reading.settings)])
    access = mailing.read_access(reading.settings.root)
    if options.push:
        for made in mailing.push(reading, issue, access):
            facts = {"campaign": made.name, "address": made.address, "list": made.mailing_list}
            print(words(options, "pushed-new" if made.is_new else "pushed-again", **facts))
            if not made.is_confirmed:
                say(options, words(options, "list-unconfirmed", list=made.mailing_list))
        print(words(options, "pushed"))
        return DONE
    for letter in mailing.send_test(reading, issue, options.send_test, access, now()):
        print(words(options, "test-sent", address=options.send_test, subject=letter.subject, language=letter.language))
    return DONE


def _fix(options: Namespace, reading: Reading, issue: Item) -> int:
    """Lists in the place of queries; and, where that is asked for, the issue kept for good."""
    root, count = reading.settings.root, 0
    if options.publish and issue.publication:
        raise Misuse("issue-out", number=str(options.number))
    if options.publish:
        count, changed = issues.publish(root, reading.library, issue, reading.library.today)
    else:
        changed = issues.write_lists(root, reading.library, issue)
    if changed or not options.publish:
        print(words(options, "frozen" if changed else "nothing-to-freeze", path=issue.data_path))
    if options.publish:
        print(words(options, "published", folder=issue.folder, count=count))
    return DONE


def _finish(options: Namespace, root: Path, folder: str) -> int:
    """Finishes a publishing that was cut off when it was all but done. Gives the exit code."""
    count = issues.finish(root, folder)
    print(words(options, "published", folder=folder, count=count))
    return DONE


COMMANDS: Final = {
    "newsletter": Command(
        "Tells what is in an issue, and what of it has changed since it was published.\n"
        '  make newsletter ARGS="3 --freeze"     writes the lists that its queries find into issue.yml\n'
        '  make newsletter ARGS="3 --publish"    the same, and keeps all it is made from, for good\n'
        "  make press ARGS=3                     tells what a print shop would send back; prints nothing\n"
        '  make newsletter ARGS="3 --push listmonk"    makes a draft for each language, which you send from there\n'
        '  make newsletter ARGS="3 --send-test me@example.org"    sends it to you, to look at',
        _arguments,
        _newsletter,
        is_cleared_away=True,
    )
}
