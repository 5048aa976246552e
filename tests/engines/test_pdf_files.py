"""A look at PDFs that people bring: what keeps one from being published, and what is taken out of it."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from gazette.engines import pdf_files
from tests.support.made_pdf import SCRIPT, pdf
from tests.support.sites import PROJECT


def test_what_a_pdf_without_a_fault_says_of_itself() -> None:
    assert pdf_files.look(pdf()) == ("", 1, True, "A report", "en-GB", ())
    assert pdf_files.look(pdf(tagged=False, language="", title="")) == ("", 1, False, "", "", ())
    assert pdf_files.look(pdf(xmp={"dc:title": "From XMP"})).title == "From XMP"


def with_metadata(packet: bytes) -> bytes:
    """A page whose metadata are these bytes, packed already."""
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.Metadata = made.make_stream(b"to be replaced")
    made.Root.Metadata.write(packet, filter=Name.FlateDecode)
    raw = BytesIO()
    made.save(
        raw, fix_metadata_version=False, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )
    return raw.getvalue()


def chained(count: int) -> Dictionary:
    """So many actions that do nothing, each in the one before, and a script."""
    action = SCRIPT["OpenAction"]
    for _ in range(count):
        action = Dictionary(S=Name.GoTo, D="a", Next=action)
    return action


def linking(**action: object) -> bytes:
    """A PDF with a link."""
    return pdf(root={"Link": Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(**action))})


FAULTS: Mapping[str, tuple[str, bytes]] = {
    "no PDF": ("damaged", b"hello"),
    "nothing": ("damaged", b""),
    "cut off": ("damaged", pdf()[:-200]),
    "a password": ("encrypted", pdf(password="secret")),
    "restrictions": ("encrypted", pdf(password="")),
    "a script": ("active", pdf(root=SCRIPT)),
    "a script of a page": ("active", pdf(root={"AA": Dictionary(WC=Dictionary(S=Name.JavaScript, JS="x()"))})),
    "a program": ("active", pdf(root={"OpenAction": Dictionary(S=Name.Launch, F="run.exe")})),
    "a form to be sent": ("active", pdf(root={"OpenAction": Dictionary(S=Name.SubmitForm, F="https://x.example")})),
    "a chain of actions": (
        "active",
        pdf(root={"OpenAction": Dictionary(S=Name.GoTo, D="a", Next=Array([Dictionary(S=Name.JavaScript, JS="x()")]))}),
    ),
    "a form of another kind": ("active", pdf(root={"AcroForm": Dictionary(Fields=Array(), XFA="<xdp/>")})),
    "a file within it": ("active", pdf(attached=True)),
    "a script at the end of a long chain": ("active", pdf(root={"OpenAction": chained(20)})),
    "a script in lists": ("active", pdf(root={"X": Array([Array([Array([SCRIPT["OpenAction"]])])])})),
    "more in each other than anyone writes": ("damaged", pdf(root={"OpenAction": chained(200)})),
    "another file before it": ("damaged", b"<script>alert(1)</script>" + pdf()),
    "a link to a script": ("links", linking(S=Name.URI, URI=String("java\nscript:alert(1)"))),
    "a link to a file": ("links", linking(S=Name.URI, URI=String("FILE:///etc/passwd"))),
    "a link into another file": ("links", linking(S=Name.GoToR, F=String("other.pdf"), D=Array([0]))),
    "a link to a share": ("links", linking(S=Name.URI, URI=String("\\\\host\\share"))),
    "a script before all links": ("links", pdf(root={"URI": Dictionary(Base=String("javascript:"))})),
    "links as they should be": (
        "",
        linking(S=Name.URI, URI=String("https://www.example.org/"), Next=Dictionary(S=Name.GoTo, D="a")),
    ),
    "signs before it that say nothing": ("", b"\xef\xbb\xbf\n" + pdf()),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_keeps_a_pdf_from_being_published(name: str) -> None:
    fault, raw = FAULTS[name]
    assert pdf_files.look(raw).fault == fault


def test_a_bomb_keeps_a_pdf_from_being_published() -> None:
    raw = with_metadata(zlib.compress(bytes(4 * pdf_files.MOST_UNPACKED), 9))
    assert pdf_files.look(raw).fault == "damaged"


TELLING: Mapping[str, tuple[dict[str, Any], str]] = {
    "an author": ({"info": {"Author": "Maria Papa"}}, "author"),
    "a manager": ({"info": {"Manager": "Maria Papa"}}, "author"),
    "an author in XMP": ({"xmp": {"dc:creator": ["Maria Papa"], "dc:title": "A report"}}, "author"),
    "a folder": ({"info": {"Producer": r"Writer of C:\Users\maria"}}, "metadata"),
    "a folder of a Mac": ({"info": {"Creator": "/Users/maria/report.doc"}}, "metadata"),
    "an address": ({"info": {"Keywords": "maria@example.org"}}, "metadata"),
    "an address in XMP": ({"xmp": {"pdf:Keywords": "maria@example.org", "dc:title": "A report"}}, "metadata"),
}


@pytest.mark.parametrize("name", TELLING)
def test_what_tells_of_a_person_is_found_and_taken_out(name: str) -> None:
    asked, found = TELLING[name]
    raw = pdf(**asked)
    assert found in pdf_files.look(raw).personal
    clean = pdf_files.cleaned(raw)
    seen = pdf_files.look(clean)
    assert seen.personal == ()
    assert (seen.fault, seen.pages, seen.is_tagged, seen.language) == ("", 1, True, "en-GB"), "all else is as it was"
    assert b"aria" not in clean
    assert seen.title == "A report"
    assert pdf_files.cleaned(raw) == clean, "the same bytes each time"


def test_metadata_that_cannot_be_read_are_taken_out() -> None:
    raw = with_metadata(zlib.compress(b"<x:xmpmeta><dc:creator>Maria"))
    assert pdf_files.look(raw).personal == ("metadata",)
    assert pdf_files.look(pdf_files.cleaned(raw)).personal == ()


def test_names_of_programs_and_of_the_document_stay() -> None:
    raw = pdf(info={"Producer": "LibreOffice 24.2", "Creator": "Writer", "Subject": "Ένταξη"})
    assert pdf_files.look(raw).personal == ()
    assert pdf_files.look(pdf_files.cleaned(raw)) == pdf_files.look(raw)


def test_comments_are_told_and_left_to_people() -> None:
    raw = pdf(note_by="Maria Papa")
    assert pdf_files.look(raw).personal == ("comments",)
    assert pdf_files.look(pdf_files.cleaned(raw)).personal == ("comments",)


@pytest.mark.parametrize(("number", "other"), [(2, 1), (2, 3), (5, 3), (5, 4)])
def test_an_object_with_the_number_of_another_is_damage(number: int, other: int) -> None:
    """It opens as it lies there, and would be another document, or none, once it is written for readers."""
    made, raw = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = "A report"
    made.save(raw, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert not pdf_files.look(raw.getvalue()).fault
    assert pdf_files.look(raw.getvalue().replace(b"\n%d 0 obj" % number, b"\n%d 0 obj" % other)).fault == "damaged"


def test_the_limits_of_the_library_are_as_before() -> None:
    before = pikepdf.settings.get_qpdf_limits()
    pdf_files.look(pdf())
    assert pikepdf.settings.get_qpdf_limits() == before


LOOKED_AT = """
import sys
from pathlib import Path
from gazette.engines import pdf_files
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, flush=True)
    pdf_files.look(path.read_bytes())
    try:
        pdf_files.cleaned(path.read_bytes())
    except ValueError:
        pass
"""


def test_objects_in_each_others_places_end_no_process(tmp_path: Path) -> None:
    """An object that says that it is another one takes that one's place while qpdf goes through it."""
    sound = pdf(info={"Author": "a"}, xmp={"dc:title": "From XMP"})
    numbers = re.findall(rb"\n(\d+) 0 obj", sound)
    for number in numbers:
        for other in numbers:
            swapped = sound.replace(b"\n%s 0 obj" % number, b"\n%s 0 obj" % other)
            for place in (b"/Info", b"/Root"):
                told = re.sub(place + rb" \d+", place + b" " + other, swapped)
                (tmp_path / b"-".join((number, other, place[1:])).decode()).write_bytes(told)
    assert len(numbers) > 6
    ended = subprocess.run([sys.executable, "-c", LOOKED_AT, tmp_path], cwd=PROJECT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stdout.splitlines()[-1:]
    assert ended.stdout.count(b"\n") == 2 * len(numbers) ** 2
