"""The web fonts: cuts the typefaces to the characters that the site needs, and writes the stylesheet that names them.

    scripts/fonts/make.py FOLDER_OF_PACKAGES theme

Each cut is in two files: `…` has what Greek and English pages use every day; `…-more` has the rest of Latin
and (Literata) polytonic Greek, and is fetched only by a page with such a character. The stand-ins are fonts that
machines have already, stretched to the measures of ours, so that nothing moves when ours arrive.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

DAILY = "U+20-7E,U+A0,U+A9,U+AB,U+B0,U+B1,U+B7,U+BB,U+D7,U+37E,U+384-38A,U+38C,U+38E-3A1,U+3A3-3CE,U+2010-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+20AC,U+2212"
MORE = "U+A1-A8,U+AA,U+AC-AF,U+B2-B6,U+B8-BA,U+BC-D6,U+D8-17F,U+218-21B,U+2BC,U+300-301,U+308,U+387,U+1F00-1FFE,U+2015,U+2020-2021,U+2030,U+2032-2033,U+2039-203A,U+2070-2079,U+2080-2089,U+2116,U+2122,U+2248,U+2260,U+2264-2265"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
GREEK = "U+37E,U+384-3CE,U+1F00-1FFE"
OTHER = "U+0-37D,U+37F,U+3CF-1EFF,U+2000-FFFF"
SAMPLE = (  # Letters as often as texts have them, so that their mean width is that of a line
    "Το Δίκτυο Πόλεων για την Ένταξη είναι ένα διαδημοτικό δίκτυο: δήμοι από όλη την Ελλάδα σχεδιάζουν και υλοποιούν "
    "κοινές δράσεις για την κοινωνική ένταξη μεταναστών και προσφύγων, ώστε να ενισχύεται η κοινωνική συνοχή. Λίγους "
    "μήνες αργότερα χρειάστηκε βοήθεια η ίδια η πόλη. Μάσκες για το κοινωνικό παντοπωλείο και ανοιχτή εκδήλωση. "
)
ENGLISH = (
    "Members of the network plan and carry out together what helps people to settle: in 2020, a girl of 12 from Syria "
    "stood out in a global art contest, and refugees worked beside their neighbours after the flood of September. "
)


class Cut(NamedTuple):
    """A file of a typeface. `weights` as in CSS; `lean` leaves out what a short run of words can do without."""

    family: str
    file: str
    name: str
    weights: str
    style: str = "normal"
    lean: bool = False


CUTS = [
    Cut("Commissioner", "commissioner/400Regular/Commissioner_400Regular.ttf", "commissioner-400", "100 500"),
    Cut("Commissioner", "commissioner/700Bold/Commissioner_700Bold.ttf", "commissioner-700", "600 900"),
    Cut("Literata", "literata/400Regular/Literata_400Regular.ttf", "literata-400", "100 900"),
    Cut("Literata", "literata/400Regular_Italic/Literata_400Regular_Italic.ttf", "literata-400-italic", "100 900",
        "italic", lean=True),
]  # fmt: skip
STAND_INS = [  # family, the names of local fonts, a font with the same measures, ours
    ("Commissioner", "100 500", "Arial", ("Arial", "ArialMT", "Liberation Sans", "Arimo"), "arimo/400Regular/Arimo_400Regular.ttf", 0),
    ("Commissioner", "600 900", "Arial", ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold"), "arimo/700Bold/Arimo_700Bold.ttf", 1),
    ("Commissioner", "100 500", "Roboto", ("Roboto", "Roboto Regular"), "roboto/400Regular/Roboto_400Regular.ttf", 0),
    ("Commissioner", "600 900", "Roboto", ("Roboto Bold", "Roboto-Bold"), "roboto/700Bold/Roboto_700Bold.ttf", 1),
    ("Commissioner", "100 500", "Noto", ("Noto Sans", "NotoSans-Regular"), "noto-sans/400Regular/NotoSans_400Regular.ttf", 0),
    ("Commissioner", "600 900", "Noto", ("Noto Sans Bold", "NotoSans-Bold"), "noto-sans/700Bold/NotoSans_700Bold.ttf", 1),
    ("Literata", "100 900", "Times", ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos"), "tinos/400Regular/Tinos_400Regular.ttf", 2),
    ("Literata", "100 900", "Noto", ("Noto Serif", "NotoSerif-Regular"), "noto-serif/400Regular/NotoSerif_400Regular.ttf", 2),
]  # fmt: skip


def cut(packages: Path, one: Cut, ranges: str, target: Path) -> None:
    """Writes the characters of `ranges` as woff2."""
    options = subset.Options()
    options.flavor, options.hinting, options.desubroutinize = "woff2", False, True
    options.layout_features = [f for f in FEATURES if not (one.lean and f in ("kern", "tnum", "lnum"))]
    options.name_IDs, options.notdef_outline = [0, 1, 2, 13, 14], True
    font = subset.load_font(packages / one.file, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
    cutter.subset(font)
    _give_room(font)
    subset.save_font(font, target, options)


def _give_room(font: TTFont) -> None:
    """Capitals with a tonos: their accent hangs over the space before them, so that "την Ένταξη" looks like one word.

    They are moved away from it by most of the overhang; the licence has no reserved names, so a changed cut may keep its.
    """
    names, advances, shapes = font.getBestCmap(), font["hmtx"], font["glyf"]
    for name in {names[ord(sign)] for sign in "ΆΈΉΊΌΎΏ" if ord(sign) in names}:
        advance, start = advances[name]
        step = -round(min(start, 0) * 0.75)
        shape = shapes[name]
        if shape.isComposite():
            for part in shape.components:
                part.x, part.flags = part.x + step, part.flags & ~0x0200  # no part lends its own advance any more
        else:
            shape.coordinates.translate((step, 0))
        shape.recalcBounds(shapes)
        advances[name] = (advance + step, start + step)


def face(one: Cut, name: str, ranges: str) -> str:
    """The rule that names a file."""
    return (
        f'@font-face {{ font-family: "{one.family}"; font-style: {one.style}; font-weight: {one.weights}; '
        f'font-display: optional; src: url("fonts/{name}.woff2") format("woff2"); unicode-range: {ranges}; }}\n'
    )


def width(font: TTFont, sample: str) -> float:
    """The mean advance over the sample, in em."""
    names, advances = font.getBestCmap(), font["hmtx"]
    return sum(advances[names[ord(sign)]][0] for sign in sample) / len(sample) / font["head"].unitsPerEm


def stand_in(packages: Path, family: str, weights: str, name: str, local: tuple[str, ...], like: str, ours: int) -> str:
    """A local font stretched to the measures of ours (CSS Fonts 5, size-adjust and the overrides)."""
    own, other = TTFont(packages / CUTS[ours].file), TTFont(packages / like)
    greek = "".join(sign for sign in SAMPLE if sign >= "\u0370")
    return "".join(
        _matched(own, other, f'"{family} {name}"; font-weight: {weights}', local, sample, ranges)
        for sample, ranges in ((greek, GREEK), (ENGLISH, OTHER))
    )


def _matched(own: TTFont, other: TTFont, named: str, local: tuple[str, ...], sample: str, ranges: str) -> str:
    """Greek and Latin apart: ours may be wider than a machine's in the one and narrower in the other."""
    scale = width(own, sample) / width(other, sample)
    unit, line = own["head"].unitsPerEm, own["hhea"]
    up, down, gap = (f"{value / unit / scale:.1%}" for value in (line.ascent, -line.descent, line.lineGap))
    sources = ", ".join(f'local("{each}")' for each in local)
    return (
        f"@font-face {{ font-family: {named}; src: {sources}; unicode-range: {ranges}; "
        f"size-adjust: {scale:.1%}; ascent-override: {up}; descent-override: {down}; line-gap-override: {gap}; }}\n"
    )


def main(packages: Path, theme: Path) -> None:
    """Writes theme/static/fonts/ and theme/fonts.css."""
    folder = theme / "static" / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules = ["/* Made by scripts/fonts/run: change that, not this. */\n"]
    for one in CUTS:
        for ending, ranges in (("", DAILY), ("-more", MORE)):
            cut(packages, one, ranges, folder / f"{one.name}{ending}.woff2")
            rules.append(face(one, one.name + ending, ranges))
    rules += [stand_in(packages, *each) for each in STAND_INS]
    (theme / "fonts.css").write_text("".join(rules), "utf-8")
    for family in ("commissioner", "literata"):
        shutil.copyfile(packages / family / "LICENSE_FONT", folder / f"{family}-OFL.txt")
    for path in sorted(folder.glob("*.woff2")):
        print(f"{path.stat().st_size:6d} {path.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
