"""What is published of hostile proposals, read by the programs that others read it with: it is words, and no more."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cmarkgfm
import feedparser
import icalendar
import pikepdf
import pytest
from lxml import etree, html

from tests.support.hostile import HTML_MARKS, HostileSite
from tests.support.hostile_files import HTML

SCHEMES = {"", "http", "https", "mailto", "tel", "webcal"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "cite", "xlink:href", "ping"}
NEVER = {
    "iframe", "object", "embed", "base", "frame", "applet", "math", "template", "marquee", "video", "audio",
    "textarea", "plaintext", "xmp", "foreignobject", "animate", "set", "frameset", "portal", "dialog",
}  # fmt: skip
FORMULA = re.compile(r"[=+@\t\r＝＋＠]|[-－](?![\d.,:]+\Z)")
HEADERS = {
    "From", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "X-Unsent", "MIME-Version", "Content-Type",
    "Content-Language",
}  # fmt: skip
OF_CALENDARS = {
    "VEVENT": "CATEGORIES DESCRIPTION DTEND DTSTAMP DTSTART LAST-MODIFIED LOCATION SEQUENCE STATUS SUMMARY UID URL"
    " DURATION TRANSP CLASS CREATED GEO IMAGE ORGANIZER",
    "VCALENDAR": "CALSCALE NAME PRODID REFRESH-INTERVAL SOURCE VERSION X-PUBLISHED-TTL X-WR-CALNAME X-WR-TIMEZONE"
    " X-WR-CALDESC DESCRIPTION COLOR URL METHOD",
}
IN_LETTERS = re.compile(r"\{\{ (?:Safe \"(?:[^\"\\]|\\.)*\"|UnsubscribeURL) \}\}")
OURS = {"*|UNSUB|*", "*|LIST:ADDRESS|*", "*|IFNOT:ARCHIVE_PAGE|*", "*|END:IF|*"}
"""The commands to Mailchimp that are the letter's own."""


def files(strangers: HostileSite, pattern: str) -> list[Path]:
    found = [path for path in sorted(strangers.built.rglob(pattern)) if path.is_file()]
    assert found, pattern
    return found


def scheme(address: str) -> str:
    """As browsers read it, which take control characters and white space out first."""
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+", "", address).lower()
    match = re.match(r"([a-z][a-z0-9+.-]*):", bare)
    return match[1] if match else "file" if bare.startswith(("//", "\\", "/\\")) else ""


def faults_of(tree: Any) -> Iterator[str]:
    """What could run, send, fetch or lead astray in a tree of HTML, XHTML or SVG."""
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname.lower()
        if name in NEVER or (name == "script" and not _is_ours(element)):
            yield f"<{name}>"
        if (
            name == "meta"
            and element.get("http-equiv", "").lower() == "refresh"
            and "url=/" not in element.get("content")
        ):
            yield "refresh"
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on") or attribute in ("srcdoc", "formaction", "ping"):
                yield f"{name} {attribute}={value}"
            if attribute in ADDRESSES and scheme(value) not in SCHEMES:
                yield f"{name} {attribute}={value}"
            if attribute == "style" and re.search(r"url\(|expression|import|position", value):
                yield f"{name} {attribute}={value}"


def _is_ours(script: Any) -> bool:
    if script.get("type") == "application/ld+json":
        json.loads(script.text)
        return "<" not in script.text
    return not script.text and bool(re.fullmatch(r"(?:\.\./)*(?:\./)?assets/[\w.]+\.js", script.get("src", "")))


def test_pages_and_letters_hold_nothing_that_runs(strangers: HostileSite) -> None:
    for path in files(strangers, "*.html"):
        faults = list(faults_of(html.fromstring(path.read_bytes())))
        assert faults == [], path


def test_the_words_of_the_proposals_are_there_after_all(strangers: HostileSite) -> None:
    """Else nothing was tried."""
    page = (strangers.built / "en/stories/quotes-in-fields/index.html").read_text("utf-8")
    for marks in HTML_MARKS:
        assert marks not in page and marks.replace("<", "&lt;").replace(">", "&gt;") in page
    assert page.count("onerror=alert(1)") > 20


def test_feeds_are_read_as_they_were_meant(strangers: HostileSite) -> None:
    count = 0
    for path in files(strangers, "feed.xml"):
        tree = etree.fromstring(path.read_bytes())
        assert list(faults_of(tree)) == []
        read = feedparser.parse(path.read_bytes(), sanitize_html=False)
        assert not read.bozo
        for entry in read.entries:
            count += 1
            assert set(map(scheme, [entry.link, *(link.href for link in entry.links)])) <= SCHEMES
            for part in [*entry.get("content", ()), *([entry.summary_detail] if "summary_detail" in entry else ())]:
                if part.type != "text/plain" and part.value.strip():
                    assert list(faults_of(html.fragment_fromstring(part.value, create_parent="div"))) == []
    assert count > 300


def test_json_is_json_and_its_markup_is_harmless(strangers: HostileSite) -> None:
    for path in files(strangers, "*.json"):
        read = json.loads(path.read_bytes())
        for item in read.get("items", ()) if path.name == "feed.json" else ():
            if item.get("content_html"):
                assert list(faults_of(html.fragment_fromstring(item["content_html"], create_parent="div"))) == []
            assert scheme(item["url"]) == "https"


@pytest.mark.parametrize("sign", ";,\t|")
def test_tables_hold_no_formula_whatever_parts_their_lines(sign: str, strangers: HostileSite) -> None:
    for path in files(strangers, "*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=sign))
        assert sign != ";" or len({len(row) for row in rows}) == 1, path
        assert [cell for row in rows for cell in row if FORMULA.match(cell)] == [], path


def test_workbooks_hold_no_formula_and_no_link_that_runs(strangers: HostileSite) -> None:
    for path in files(strangers, "*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert not [name for name in book.namelist() if "external" in name or name.endswith(".bin")]
            for name in book.namelist():
                tree = etree.fromstring(book.read(name))
                assert not tree.findall(".//{*}f"), path
                outside = [one.get("Target") for one in tree.iter("{*}Relationship") if one.get("TargetMode")]
                assert set(map(scheme, outside)) <= SCHEMES


def test_calendars_have_the_lines_that_they_should(strangers: HostileSite) -> None:
    for path in files(strangers, "*.ics"):
        raw = path.read_bytes()
        assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        for part in icalendar.Calendar.from_ical(raw).walk():
            assert part.errors == []
            if part.name in OF_CALENDARS:
                assert set(part) <= set(OF_CALENDARS[part.name].split()), path
            else:
                assert part.name in ("VTIMEZONE", "STANDARD", "DAYLIGHT")


def test_letters_have_the_headers_that_they_should(strangers: HostileSite) -> None:
    for path in files(strangers, "*.eml"):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert set(letter.keys()) == HEADERS and len(letter.keys()) == len(HEADERS), path
        assert letter["From"].addresses[0].addr_spec == "news@www.example.org" and len(letter["From"].addresses) == 1
        assert not re.search(r"[\r\n\x00\x85\u2028]", letter["Subject"])
        assert [part.get_content_type() for part in letter.walk()] == [
            "multipart/alternative", "text/plain", "text/html",
        ]  # fmt: skip
        assert [defect for part in letter.walk() for defect in part.defects] == []
        body = letter.get_body(("html",))
        assert body
        assert list(faults_of(html.fromstring(body.get_content()))) == []


@pytest.mark.parametrize("kind", ["listmonk.html", "listmonk.txt", "mailchimp.html", "mailchimp.txt"])
def test_mailing_services_find_no_commands_but_ours(kind: str, strangers: HostileSite) -> None:
    for path in files(strangers, f"newsletter-*-{kind}"):
        rest = path.read_text("utf-8")
        if "listmonk" in kind:
            rest = IN_LETTERS.sub("", rest)
            assert "{{" not in rest, path
        else:
            assert set(re.findall(r"\*\|[^|]*\|\*", rest)) <= OURS, path


def test_books_hold_nothing_that_runs(strangers: HostileSite) -> None:
    for path in files(strangers, "*.epub"):
        with zipfile.ZipFile(path) as book:
            names = book.namelist()
            assert not [name for name in names if name.startswith(("/", "..")) or "\\" in name]
            for name in names:
                if name.endswith((".xhtml", ".opf", ".xml", ".ncx", ".svg")):
                    tree = etree.fromstring(book.read(name))
                    assert list(faults_of(tree)) == [], f"{path} {name}"
                    assert not list(tree.iter("{*}script"))


def test_a_newsletter_in_print_leads_nowhere_but_to_addresses(strangers: HostileSite) -> None:
    links = 0
    with pikepdf.open(strangers.built / "issue.pdf") as document:
        assert "/AA" not in document.Root and "/JavaScript" not in document.Root.get("/Names", {})
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary) or str(thing.get("/Subtype", "")) not in ("/Link", "/Widget"):
                continue
            action = thing.get("/A", pikepdf.Dictionary(S=pikepdf.Name.GoTo))
            assert action.S in (pikepdf.Name.URI, pikepdf.Name.GoTo)
            assert scheme(str(action.get("/URI", ""))) in SCHEMES
            links += action.S == pikepdf.Name.URI
    assert links


def test_pictures_carry_no_word_of_what_came_with_them(strangers: HostileSite) -> None:
    for pattern in ("*.png", "*.jpg", "*.webp", "*.avif", "*.svg"):
        for path in files(strangers, pattern):
            raw = path.read_bytes()
            assert HTML not in raw and b"alert(1)" not in raw and b"adobe" not in raw, path
            assert pattern != "*.svg" or list(faults_of(etree.fromstring(raw))) == []


def test_the_list_of_changes_is_words_on_github(strangers: HostileSite) -> None:
    text = (strangers.root / "changes.md").read_text("utf-8")
    tree = html.fragment_fromstring(cmarkgfm.github_flavored_markdown_to_html(text), create_parent="div")
    assert {element.tag for element in tree.iter(etree.Element)} <= {"div", "ul", "li", "p", "code", "a"}
    assert {scheme(link.get("href")) for link in tree.iter("a")} <= {"http", "https", "mailto"}
    assert "alert(1)" in tree.text_content()


def test_nothing_is_published_that_should_not_be(strangers: HostileSite) -> None:
    """Neither a file from elsewhere, nor one that a program of a proposal left, nor one beside the site."""
    names = {path.relative_to(strangers.built).as_posix() for path in strangers.built.rglob("*") if path.is_file()}
    assert not [name for name in names if re.search(r"\.\.|\.(?:php|py|htaccess|exe|bin|docx)$|[<>\"'`{}\s]", name)]
    assert not list(strangers.root.glob("marker")) and not Path("marker").exists()
    for path in files(strangers, "*.txt"):
        assert b"root:x:0" not in path.read_bytes()
