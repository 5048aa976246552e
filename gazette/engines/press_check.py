"""What a print shop looks for in a PDF before it prints it, as values: boxes, colours, ink, pictures, fonts.

Read with pikepdf from what the file says; ink is measured with Ghostscript besides, where a machine has it. What of it
is too much or too little is for those who ask to judge.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from .pdf_walk import PaintedMark, marks

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

BOXES: Final = ("MediaBox", "BleedBox", "TrimBox")
SQUARE: Final = 4
"""Pixels of a picture, across and down, that are looked at together: grain is not ink."""
INKS: Final = ("Cyan", "Magenta", "Yellow", "Black")
MEASURED_AT: Final = 36
"""Dots an inch at which ink is measured: 0.7 mm, in which what is smaller is evened out."""
MILLIMETRE: Final = 72 / 25.4
FONT_FILES: Final = frozenset(("/FontFile", "/FontFile2", "/FontFile3"))


@dataclass(frozen=True, slots=True)
class PictureOnPage:
    """A picture as it is printed. `ink` is the most of it, in percent; None where its colours are no inks."""

    pixels: tuple[int, int]
    dpi: float
    space: str
    ink: float | None


@dataclass(frozen=True, slots=True)
class PressPage:
    """A page. Boxes are left, bottom, right, top in millimetres."""

    number: int
    boxes: Mapping[str, tuple[float, ...]]
    spaces: frozenset[str]
    """The colour spaces that it paints in."""
    shape_ink: float
    """The most ink of a shape, in percent."""
    text_ink: float
    pictures: tuple[PictureOnPage, ...]
    least_type: float
    """The size of its smallest type in points; 0 without text."""
    has_text: bool
    """Beside its number and what else runs at its foot."""
    has_art: bool

    @property
    def ink(self) -> float:
        """The most ink that the file asks for anywhere on the page, in percent."""
        return max((self.shape_ink, self.text_ink, *(picture.ink or 0.0 for picture in self.pictures)))


@dataclass(frozen=True, slots=True)
class PressFile:
    """A file. `claims` are the standards that it says it keeps to, `intent` the printing condition it is meant for."""

    title: str
    language: str
    claims: tuple[str, ...]
    intent: str
    pages: tuple[PressPage, ...]
    fonts: Mapping[str, bool]
    """Name → whether it is embedded, and only the letters that are used."""
    links: int


def examined(pdf: bytes) -> PressFile:
    """What a PDF is like. Raises pikepdf.PdfError where it is none."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        root, intents = document.Root, list(document.Root.get("/OutputIntents", []))
        seen: dict[Any, float | None] = {}
        pages = tuple(_page(number, page, seen) for number, page in enumerate(document.pages, start=1))
        return PressFile(
            str(document.docinfo.get("/Title", "")),
            str(root.get("/Lang", "")),
            tuple(_claims(document)),
            str(intents[0].OutputConditionIdentifier) if intents else "",
            pages,
            dict(sorted(_fonts(document))),
            sum(len(page.get("/Annots", [])) for page in document.pages),
        )


def _claims(document: pikepdf.Pdf) -> Iterator[str]:
    with document.open_metadata() as told:
        if version := told.get("pdfxid:GTS_PDFXVersion"):
            yield str(version)
        if part := told.get("pdfaid:part"):
            yield f"PDF/A-{part}{str(told.get('pdfaid:conformance', '')).lower()}"
        if part := told.get("pdfuaid:part"):
            yield f"PDF/UA-{part}"


def _page(number: int, page: pikepdf.Page, seen: dict[Any, float | None]) -> PressPage:
    found = list(marks(page))
    texts = [mark for mark in found if mark.kind == "text"]
    shapes = [mark for mark in found if mark.kind == "shape"]
    boxes = {
        name: tuple(float(edge) / MILLIMETRE for edge in page.obj[f"/{name}"])
        for name in BOXES
        if f"/{name}" in page.obj
    }
    return PressPage(
        number, boxes, frozenset(mark.paint.space for mark in found),
        max((mark.paint.ink or 0.0 for mark in shapes), default=0.0),
        max((mark.paint.ink or 0.0 for mark in texts), default=0.0),
        tuple(_picture(mark, seen) for mark in found if mark.kind == "image"),
        min((mark.size for mark in texts), default=0.0),
        any(not mark.is_artifact for mark in texts),
        bool(shapes) or len(found) > len(texts),
    )  # fmt: skip


def _picture(mark: PaintedMark, seen: dict[Any, float | None]) -> PictureOnPage:
    found = mark.image
    if found.objgen not in seen:
        seen[found.objgen] = _ink_of(found)
    return PictureOnPage((int(found.Width), int(found.Height)), mark.dpi, mark.paint.space, seen[found.objgen])


def _ink_of(found: Any) -> float | None:
    """The most ink of a picture in inks, or in greys; its pixels are looked at in squares."""
    import pikepdf

    picture = pikepdf.PdfImage(found).as_pil_image()
    if picture.mode not in ("CMYK", "L"):
        return None
    small = picture.reduce(SQUARE) if min(picture.size) >= SQUARE else picture
    return _most_ink(small) if small.mode == "CMYK" else round((255 - min(small.tobytes())) / 2.55, 1)


def _fonts(document: pikepdf.Pdf) -> Iterator[tuple[str, bool]]:
    """Of all fonts of the file, also those of forms."""
    import pikepdf

    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/BaseFont" in thing:
            below = thing.get("/DescendantFonts", [thing])[0]
            name = str(thing.BaseFont)[1:]
            is_subset = len(name) > 7 and name[6] == "+" and name[:6].isupper()
            yield name, is_subset and bool(FONT_FILES & set(below.get("/FontDescriptor", {}).keys()))


def can_measure() -> bool:
    """Whether this machine has Ghostscript."""
    return shutil.which("gs") is not None


def ink_of_pages(pdf: bytes) -> list[float]:
    """The most ink on each page, in percent, as Ghostscript separates it. Raises OSError where that does not work."""
    from PIL import Image

    with TemporaryDirectory() as folder:
        target = Path(folder) / "page%04d.tif"
        command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", f"-r{MEASURED_AT}"]
        run = subprocess.run([*command, f"-sOutputFile={target}", "-"], input=pdf, capture_output=True, check=False)
        if run.returncode:
            raise OSError(run.stderr.decode("utf-8", "replace").strip() or "gs")
        plates = sorted(Path(folder).glob("page????.tif"))
        return [_most_ink(Image.open(plate)) for plate in plates]


def _most_ink(picture: Image.Image) -> float:
    """Of a picture in CMYK, in percent."""
    return round(max(map(sum, zip(*[iter(picture.tobytes())] * len(INKS), strict=True))) / 2.55, 1)
