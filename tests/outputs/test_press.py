"""What goes to a print shop: ink, colours, boxes, pictures, fonts, as a print shop measures them; and that this bites.

The real second issue as it is published, and small ones that are made up. Ink is measured by Ghostscript at 36 dots an
inch: that is coarse, but no colour is mixed with its neighbours (it does not smooth), so the most of a page is found.
"""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from gazette import cli
from gazette.editorial import press
from gazette.engines import booklet, pdf, press_check
from gazette.engines.pdf import PdfSource, to_pdf
from gazette.engines.pdf_walk import marks
from gazette.engines.press_check import PressFile, examined, ink_of_pages
from gazette.outputs.pdf import EDITIONS, paper_renderer, pdf_source
from tests.support import made_up

pytestmark = [
    pytest.mark.usefixtures("without_collector"),
    pytest.mark.skipif(not shutil.which("gs") or not shutil.which("pdftoppm"), reason="no Ghostscript or Poppler"),
]
LANGUAGES = ("el", "en")
BY_NAME = {edition.name: edition for edition in EDITIONS}
K, PAPER = (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0)


def no_names(size: tuple[int, int]) -> str:
    return ""


def found_in(path: Path, edition: str, title: str = "") -> list[str]:
    found = examined(path.read_bytes())
    return [one.name for one in press.judged(found, [], BY_NAME[edition], title, no_names)]


@pytest.fixture
def published(real_site: Path) -> Callable[[str, str], Path]:
    def of(language: str, name: str) -> Path:
        folder = real_site / ("" if language == "el" else language) / "newsletters/2"
        return folder / f"newsletter-2-{language}-{name}.pdf"

    return of


@cache
def small(root: Path, edition: str) -> PdfSource:
    renderer = paper_renderer(made_up.context(root))
    return pdf_source(renderer.document(made_up.view_of(root, "en"), BY_NAME[edition]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issue of two stories: with a photo that is large enough, and with one of 300 pixels."""
    root = made_up.made_up(tmp_path_factory.mktemp("press") / "site", 2, photos=2)
    made_up.photo(root / "content/stories/made-up-2/hills.jpg", (300, 200), made_up.Random(1))
    return root


@pytest.fixture(scope="module")
def of_small(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("printed") / "small.pdf"
    path.write_bytes(to_pdf(small(site, "print")))
    return path


# The print edition


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_print_shop_finds_nothing_in_the_real_issue(language: str, published: Callable[[str, str], Path]) -> None:
    path = published(language, "print")
    found = examined(path.read_bytes())
    assert found_in(path, "print") == []
    assert found.claims == ("PDF/X-4", "PDF/UA-1")
    assert (found.intent, found.links, len(found.pages)) == ("FOGRA39", 0, 16)
    assert {space for page in found.pages for space in page.spaces} == {"DeviceCMYK"}
    assert {page.text_ink for page in found.pages} == {100.0}
    measured = ink_of_pages(path.read_bytes())
    assert 150 < max(measured) <= 300
    assert measured == pytest.approx([page.ink for page in found.pages], abs=0.5), "what is told is what is measured"


def test_letters_are_black_alone_or_the_paper(published: Callable[[str, str], Path]) -> None:
    with pikepdf.open(published("el", "print")) as made:
        letters = {mark.paint.parts for page in made.pages for mark in marks(page) if mark.kind == "text"}
    assert letters == {K, PAPER}


def test_codes_are_black_alone(site: Path) -> None:
    for edition, black in (("print", "device-cmyk(0 0 0 1)"), ("grey", "#000000"), ("screen", "#17202b")):
        codes = [raw.decode() for name, raw in small(site, edition).files.items() if name.startswith("qr/")]
        assert codes
        assert all(f'stroke="{black}"' in code and 'fill="none"' in code for code in codes)


def test_the_profile_in_the_file_is_the_one_of_the_theme(of_small: Path) -> None:
    with pikepdf.open(of_small) as made:
        intent = made.Root.OutputIntents[0]
        assert intent.DestOutputProfile.read_bytes() == made_up.context(made_up.PROJECT).theme.press_profile
        assert (str(intent.S), str(intent.RegistryName)) == ("/GTS_PDFX", "http://www.color.org")


def test_photos_are_in_inks_and_too_coarse_ones_are_named(site: Path, of_small: Path) -> None:
    found = examined(of_small.read_bytes())
    pictures = [picture for page in found.pages for picture in page.pictures]
    assert [picture.space for picture in pictures] == ["DeviceCMYK"] * 2
    assert all(picture.ink and 20 < picture.ink <= 300 for picture in pictures)
    assert max(ink_of_pages(of_small.read_bytes())) <= 300
    fine, coarse = sorted(pictures, key=lambda picture: -picture.dpi)
    assert fine.dpi >= 200
    assert 90 < coarse.dpi < 120, "printed at half the width that others have"
    names = press.names_of(small(site, "print"), made_up.context(site).library)
    told = [one for one in press.judged(found, [], BY_NAME["print"], "", names) if one.name == "coarse"]
    assert [(one.refused, one.value) for one in told] == [
        (True, f"content/stories/made-up-2/hills.jpg: {coarse.dpi:.0f} dpi")
    ]


def sky_in(path: Path) -> float:
    """The part of the second page that has the colour of the sky in the photos that are made up."""
    sky, drawn = (196, 222, 233), path.with_suffix(".png")
    command = [
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=png16m",
        "-r20",
        "-dFirstPage=2",
        "-dLastPage=2",
    ]
    subprocess.run([*command, f"-sOutputFile={drawn}", str(path)], check=True)
    with Image.open(drawn) as page:
        seen = page.convert("RGB").tobytes()
    pixels = list(zip(*[iter(seen)] * 3, strict=True))
    near = [pixel for pixel in pixels if max(abs(a - b) for a, b in zip(pixel, sky, strict=True)) < 20]
    return len(near) / len(pixels)


def test_photos_look_as_they_did(of_small: Path, tmp_path: Path) -> None:
    """Programs do not agree on which way round the inks of a JPEG stand: the file has to say so."""

    def unsaid(made: pikepdf.Pdf) -> None:
        for thing in made.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                del thing.Decode

    assert sky_in(of_small) > 0.03
    assert sky_in(spoilt(of_small, tmp_path / "spoilt.pdf", unsaid)) < 0.01


def test_the_same_bytes_each_time(site: Path, of_small: Path) -> None:
    assert to_pdf(small(site, "print")) == of_small.read_bytes()


def spoilt(path: Path, target: Path, spoil: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(path) as made:
        spoil(made)
        made.save(target)
    return target


def painted(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda made: made.pages[1].contents_add(content)


def linked(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Annots = [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)]


def uncut(made: pikepdf.Pdf) -> None:
    for page in made.pages:
        page.obj.BleedBox = page.obj.TrimBox


def unmeant(made: pikepdf.Pdf) -> None:
    del made.Root.OutputIntents


def untitled(made: pikepdf.Pdf) -> None:
    del made.Root.Lang


def without_fonts(made: pikepdf.Pdf) -> None:
    for thing in made.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            del thing["/FontFile2" if "/FontFile2" in thing else "/FontFile3"]


def with_empty_pages(made: pikepdf.Pdf) -> None:
    made.pages[1].obj.Contents = made.make_stream(b"")
    made.pages[2].obj.Contents = made.make_stream(b"0 0 0 .5 k 0 0 99 99 re f")


def with_a_page_more(made: pikepdf.Pdf) -> None:
    made.pages.append(made.pages[0])


SPOILT: dict[str, tuple[Callable[[pikepdf.Pdf], None], set[str]]] = {
    "too much ink": (painted(b"q 1 1 .9 .9 k 0 0 200 200 re f Q"), {"ink-beyond"}),
    "colours of screens": (painted(b"q 1 0 0 rg 0 0 9 9 re f Q"), {"colours"}),
    "lines in colours of screens": (painted(b"q 1 0 0 RG 0 0 m 9 9 l S Q"), {"colours"}),
    "letters of four inks": (painted(b"q .5 .5 .5 1 k BT (a) Tj ET Q"), {"text-ink"}),
    "links": (linked, {"links"}),
    "no bleed": (uncut, {"boxes"}),
    "no printing condition": (unmeant, {"no-standard"}),
    "no language": (untitled, {"untitled"}),
    "fonts not embedded": (without_fonts, {"fonts"}),
    "pages that are no whole sheets": (with_a_page_more, {"sheets"}),
    "pages without text": (with_empty_pages, {"blank", "art-only"}),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_check_bites(name: str, of_small: Path, tmp_path: Path) -> None:
    spoil, wanted = SPOILT[name]
    before = {"coarse", "art-only"}
    assert not wanted <= before
    assert set(found_in(spoilt(of_small, tmp_path / "spoilt.pdf", spoil), "print")) == before | wanted


def test_what_is_spoilt_is_sound_before(of_small: Path) -> None:
    assert set(found_in(of_small, "print")) == {"coarse", "art-only"}


def test_ghostscript_measures_too_much_ink(of_small: Path, tmp_path: Path) -> None:
    spoil, _ = SPOILT["too much ink"]
    measured = ink_of_pages(spoilt(of_small, tmp_path / "spoilt.pdf", spoil).read_bytes())
    assert [number for number, ink in enumerate(measured, start=1) if ink > 300] == [2]
    assert measured[1] == pytest.approx(380, abs=1)


def test_ink_that_only_ghostscript_sees_counts(of_small: Path) -> None:
    found = examined(of_small.read_bytes())
    measured = [310.0] * len(found.pages)
    assert "ink-beyond" in [one.name for one in press.judged(found, measured, BY_NAME["print"], "", no_names)]


# In grey


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_grey_edition_is_grey_throughout(language: str, published: Callable[[str, str], Path]) -> None:
    path = published(language, "grey")
    assert found_in(path, "grey") == []
    with pikepdf.open(path) as made:
        shown = [mark for page in made.pages for mark in marks(page)]
        groups = {
            str(thing.Group.CS) for thing in made.objects if isinstance(thing, pikepdf.Stream) and "/Group" in thing
        }
    assert {mark.paint.space for mark in shown} == {"DeviceGray"}
    assert {mark.paint.parts for mark in shown if mark.kind == "text"} == {(0.0,), (1.0,)}
    assert groups == {"/DeviceGray"}


def test_photos_in_grey_have_no_other_colours(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "grey.pdf"
    path.write_bytes(to_pdf(small(site, "grey")))
    spaces = {picture.space for page in examined(path.read_bytes()).pages for picture in page.pictures}
    assert spaces == {"DeviceGray"}


def test_a_colour_in_the_grey_edition_stops_the_press(site: Path) -> None:
    made = small(site, "grey")
    with pytest.raises(ValueError, match="is no grey"):
        to_pdf(replace(made, html=made.html.replace("<body>", '<body style="background: #a13f1d">')))


def test_colour_in_a_grey_file_is_found(published: Callable[[str, str], Path]) -> None:
    found = examined(published("en", "print").read_bytes())
    assert "colours" in [one.name for one in press.judged(found, [], BY_NAME["grey"], "", no_names)]


# The booklet


def border(path: Path, page: int, folder: Path) -> list[tuple[int, ...]]:
    """The darkest of each colour within 6 mm of a sheet's edges, but for a rounded pixel."""
    resolution = 50
    subprocess.run(
        ["pdftoppm", "-r", str(resolution), "-png", "-f", str(page), "-l", str(page), str(path), str(folder / "side")],
        check=True,
    )
    (drawn,) = folder.glob("side*.png")
    with Image.open(drawn) as side:
        sheet = side.convert("RGB")
    drawn.unlink()
    width, height = sheet.size
    edge = int(6 / 25.4 * resolution) - 1
    strips = [
        (0, 0, width, edge),
        (0, height - edge, width, height),
        (0, 0, edge, height),
        (width - edge, 0, width, height),
    ]
    return [tuple(low for low, _ in sheet.crop(strip).getextrema()) for strip in strips]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_booklet_says_what_it_is_and_can_be_read(
    language: str, published: Callable[[str, str], Path], tmp_path: Path
) -> None:
    path = published(language, "booklet")
    words = made_up.context(made_up.PROJECT).theme.words[language].say("paper.booklet")
    found = examined(path.read_bytes())
    assert found_in(path, "booklet", words) == []
    assert found_in(path, "booklet", "another title") == ["untitled"]
    assert words in found.title
    assert found.language == language
    with pikepdf.open(path) as made:
        sizes = {round(mark.size, 2) for page in made.pages for mark in marks(page) if mark.kind == "text"}
        assert str(made.Root.ViewerPreferences.PrintScaling) == "/None", "a printer must not make it smaller still"
    calls = round(7 * min(sizes) / 7, 2)
    assert sorted(size for size in sizes if size < 6.5) == [calls], "the raised numbers of notes, and nothing else"
    for page in (1, 2, 5):
        assert border(path, page, tmp_path) == [(255, 255, 255)] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_is_in_the_booklet_and_in_its_contents(
    language: str, published: Callable[[str, str], Path]
) -> None:
    said = subprocess.run(
        ["pdftotext", "-raw", str(published(language, "booklet")), "-"], check=True, capture_output=True, text=True
    ).stdout
    view = made_up.view_of(made_up.PROJECT, language, "2")
    titles = [item["title"] for section in view.data["sections"] for item in section["items"]]
    assert len(titles) == 19
    assert [title for title in titles if bare(said).count(bare(title)) < 2] == []


def bare(words: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad\u2019']", "", words)


def test_the_booklet_says_so_on_its_page_too(real_site: Path) -> None:
    assert "A5 booklet to be folded, for printing only" in (real_site / "en/newsletters/2/index.html").read_text(
        "utf-8"
    )
    assert "Booklet, for printing only." in small_html("booklet")
    assert "Booklet, for printing only" not in small_html("print")


def small_html(edition: str) -> str:
    context = made_up.context(made_up.PROJECT)
    view = made_up.view_of(made_up.PROJECT, "en", "2")
    return paper_renderer(context).document(view, BY_NAME[edition]).html.replace("only</p>", "only.</p>")


def test_a_booklet_without_white_edges_is_noticed(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "EDGE", 0.0)
    path = tmp_path / "booklet.pdf"
    path.write_bytes(booklet.booklet(to_pdf(small(site, "booklet"))))
    assert border(path, 1, tmp_path) != [(255, 255, 255)] * 4


# The command


def test_the_command_tells_what_would_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made_up.made_up(tmp_path / "site", 1)
    monkeypatch.setattr(press, "ON_PAPER", ("print",))
    monkeypatch.setattr(press, "MOST_INK", 100.0)
    monkeypatch.setattr(press_check, "can_measure", lambda: False)
    monkeypatch.setattr(press_check.PressPage, "ink", property(lambda page: 223.94))
    assert cli.main(["newsletter", "1", "--press", "--root", str(root), "--lang", "el"]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "newsletter-1-en-print.pdf\n  σελίδες: 4, MediaBox 216 × 303 mm" in said
    assert "μελάνι: το πολύ 223,94\u00a0% (σελίδα 1), στα γράμματα 100\u00a0%" in said
    assert "Θα απορριφθεί: Το μελάνι φτάνει 223,94\u00a0%: πάνω από 300\u00a0% " in said
    assert "ο υπολογιστής δεν έχει το Ghostscript" in said
    assert "Να διορθωθούν πριν τυπωθεί οτιδήποτε: newsletter-1-el-print.pdf, newsletter-1-en-print.pdf" in said


def test_the_command_is_content_with_a_good_issue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made_up.made_up(tmp_path / "site", 1, photos=1)
    monkeypatch.setattr(press, "ON_PAPER", ("print",))
    assert cli.main(["newsletter", "1", "--press", "--root", str(root)]) == cli.DONE
    said = capsys.readouterr().out
    assert "ink as Ghostscript measures it" in said
    assert "pictures: 1, the lowest resolution 2" in said
    assert "REFUSED" not in said


def test_of_a_booklet_it_is_told_what_counts_pages_and_what_sides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = made_up.made_up(tmp_path / "site", 1, photos=1)
    monkeypatch.setattr(press, "ON_PAPER", ("booklet",))
    monkeypatch.setattr(press, "LEAST_DPI", 1000)
    monkeypatch.setattr(pdf, "ended_early", lambda source: [(4, "a line")])
    assert cli.main(["newsletter", "1", "--press", "--root", str(root), "--lang", "en"]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "booklet.pdf\n  4 pages on 2 sides of paper: MediaBox 297 × 210 mm" in said
    assert "needs 200 dpi as printed: find a larger one, or leave it out. (side 2)" in said
    assert "Lines that end though the next word had room: 1. (p. 4)" in said
    assert cli.main(["newsletter", "1", "--press", "--root", str(root), "--lang", "el"]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "σελίδες: 4, σε 2 όψεις χαρτιού, MediaBox" in said
    assert " (όψη 2)" in said


def test_each_finding_has_its_words() -> None:
    """In both languages; what a rule finds must be said."""
    from gazette.cli.console import CATALOGUE
    from gazette.content import wording

    words = wording.read_words(CATALOGUE)
    names = {*set().union(*(wanted for _, wanted in SPOILT.values())), "coarse", "early", "would-refuse", "look"}
    assert {f"press-{name}" for name in names} <= words.keys()


def test_a_file_is_told_as_it_is(of_small: Path) -> None:
    found: PressFile = examined(of_small.read_bytes())
    assert found.title.endswith("Newsletter 1, April 2026")
    assert all(found.fonts.values())
    assert [round(edge) for edge in found.pages[0].boxes["BleedBox"]] == [-3, -3, 213, 300]
    with pikepdf.open(BytesIO(of_small.read_bytes())) as made:
        assert len(found.pages) == len(made.pages)
