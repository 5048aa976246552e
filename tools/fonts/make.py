"""The fonts: cuts the typefaces to the characters that site and paper need, and writes what names them.

    tools/fonts/make.py FOLDER_OF_PACKAGES theme gazette/content/font_coverage.py

Each cut is in two files: `…` has what Greek and English pages use every day; `…-more` has the rest of Latin
and (Literata) polytonic Greek, and is fetched only by a page with such a character. The site is set in Commissioner
alone. The stand-ins are fonts that machines have already, stretched to the measures of ours, so that nothing moves
when ours arrive.

The letters of newcomers' languages have files and style sheets of their own, in theme/letters/: only pages with such
letters name them. Commissioner has Cyrillic itself; Arabic is Noto's.

Paper has no reader's fonts to fall back on, so theme/print/fonts/ holds more for it alone: Literata, what else the
typefaces have, and cuts of Noto for the scripts and signs that they lack, no character in two of them.
font_coverage.py says which has what.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import instancer

DAILY = (
    "U+20-7E,U+A0,U+A9,U+AB,U+B0,U+B1,U+B7,U+BB,U+D7,U+37E,U+384-38A,U+38C,U+38E-3A1,"
    "U+3A3-3CE,U+2010-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+20AC,U+2212"
)
MORE = (
    "U+A1-A8,U+AA,U+AC-AF,U+B2-B6,U+B8-BA,U+BC-D6,U+D8-17F,U+218-21B,U+2BC,U+300-301,U+308,"
    "U+387,U+1F00-1FFE,U+2015,U+2020-2021,U+2030,U+2032-2033,U+2039-203A,U+2070-2079,U+2080-2089,"
    "U+2116,U+2122,U+2150-215E,U+2190-2193,U+221A,U+221E,U+2248,U+2260,U+2264-2265,U+FB01-FB02"
)
UNITS = 1000
"""Units of the em square of our cuts, in which their outlines are rounded."""
CYRILLIC = "U+400-45F,U+462-463,U+472-475,U+490-4FF"
ARABIC = "U+60C,U+61B,U+61F,U+621-63A,U+640-655,U+660-66D,U+670-672,U+674,U+679-6D5,U+6F0-6F9"
"""Arabic, Persian, Urdu, Pashto, Kurdish: their letters, vowel signs and digits."""
MADE = "/* Made by tools/fonts/run: change that, not this. */\n"
WHOLE = "*"
JOINING = ["ccmp", "init", "medi", "fina", "isol", "rlig", "calt", "liga", "locl", "mark", "mkmk", "kern"]
"""By which the letters of Arabic join."""
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
HIDDEN = set(range(0x20)) | {
    0x7F,
    0xAD,
    0xD,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x2030),
    *range(0x2060, 0x2070),
    0xFEFF,
    0xFFFC,
    0xFFFD,
    *range(0xE000, 0xF900),
    *range(0xFE00, 0xFE0E),
    *range(0xF0000, 0x110000),
}
"""Characters that are invisible, or refused in texts."""
JOINERS = {0x20, 0x25CC, 0x200C, 0x200D}
"""Characters that shape the letters of a script."""
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


SITE = "Commissioner"
"""The family of the site; the others are for paper."""
CUTS = [
    Cut("Commissioner", "commissioner/400Regular/Commissioner_400Regular.ttf", "commissioner-400", "100 500"),
    Cut("Commissioner", "commissioner/700Bold/Commissioner_700Bold.ttf", "commissioner-700", "600 900"),
    Cut("Literata", "literata/400Regular/Literata_400Regular.ttf", "literata-400", "100 900"),
    Cut("Literata", "literata/400Regular_Italic/Literata_400Regular_Italic.ttf", "literata-400-italic", "100 900",
        "italic", lean=True),
]  # fmt: skip


class Paper(NamedTuple):
    """A file for paper alone: `source` below the packages, what is taken of it, and the weight where it has several."""

    name: str
    source: str
    ranges: str = ""
    weight: int = 0


EXPO, SOURCE = "@expo-google-fonts", "@fontsource"
LETTERS = (
    "U+20-52F,U+1AB0-1AFF,U+1C80-1C8F,U+1D00-218F,U+2C60-2C7F,U+2DE0-2E7F,U+A640-A69F,U+A700-A7FF,"
    "U+AB30-AB6F,U+FB00-FB06,U+FE20-FE2F"
)
"""Latin, Greek, Cyrillic and what stands between words: Noto Sans has Devanagari besides, which has its own cut."""
SCRIPTS = [  # in the order in which they may claim a character
    Paper("noto-sans", f"{EXPO}/noto-sans/400Regular/NotoSans_400Regular.ttf", LETTERS),
    *(
        Paper(f"noto-{script}", f"{SOURCE}/noto-sans-{script}/files/noto-sans-{script}-{script}-400-normal.woff2")
        for script in ("armenian", "georgian", "hebrew", "devanagari", "bengali")
    ),
    Paper("noto-arabic", f"{EXPO}/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf"),
    Paper(
        "noto-ethiopic",
        "@fontsource-variable/noto-sans-ethiopic/files/noto-sans-ethiopic-ethiopic-wght-normal.woff2",
        weight=400,
    ),
    Paper("noto-emoji", f"{EXPO}/noto-emoji/400Regular/NotoEmoji_400Regular.ttf"),
    Paper(
        "noto-symbols",
        f"{SOURCE}/noto-sans-symbols-2/files/noto-sans-symbols-2-symbols-400-normal.woff2",
        "U+2300-23FF,U+2460-27BF,U+2B00-2BFF",
    ),
    Paper(
        "noto-math",
        f"{SOURCE}/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2",
        "U+2100-214F,U+2190-22FF,U+2300-23FF,U+2460-27BF,U+27C0-2BFF",
    ),
]
BOLD = {"noto-arabic": f"{EXPO}/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf"}
"""Scripts in which the site itself may appear, so that titles need a weight of their own."""
EMOJI = "noto-emoji"
"""Keeps all it has: what has signs of emoji about it is set in one font."""

LETTERS_OF = [  # of Noto, in the place of which weights of SITE
    ("noto-arabic-400", f"{EXPO}/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf", "100 500"),
    ("noto-arabic-700", f"{EXPO}/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf", "600 900"),
]

STAND_INS = [  # family, weights, name, the names of local fonts, a font with the same measures, ours
    ("Commissioner", "100 500", "Arial", ("Arial", "ArialMT", "Liberation Sans", "Arimo"),
     "arimo/400Regular/Arimo_400Regular.ttf", 0),
    ("Commissioner", "600 900", "Arial", ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold"),
     "arimo/700Bold/Arimo_700Bold.ttf", 1),
    ("Commissioner", "100 500", "Roboto", ("Roboto", "Roboto Regular"),
     "roboto/400Regular/Roboto_400Regular.ttf", 0),
    ("Commissioner", "600 900", "Roboto", ("Roboto Bold", "Roboto-Bold"),
     "roboto/700Bold/Roboto_700Bold.ttf", 1),
    ("Commissioner", "100 500", "Noto", ("Noto Sans", "NotoSans-Regular"),
     "noto-sans/400Regular/NotoSans_400Regular.ttf", 0),
    ("Commissioner", "600 900", "Noto", ("Noto Sans Bold", "NotoSans-Bold"),
     "noto-sans/700Bold/NotoSans_700Bold.ttf", 1),
]  # fmt: skip


def cut(packages: Path, one: Cut, signs: set[int], target: Path) -> set[int]:
    """Writes those of `signs` that the typeface has, as woff2, and returns them."""
    features = [f for f in FEATURES if not (one.lean and f in ("kern", "tnum", "lnum"))]
    font = TTFont(packages / EXPO / one.file)
    found: set[int] = signs & font.getBestCmap().keys()
    _subset(font, found, features, target, _made_ours)
    return found


def _made_ours(font: TTFont) -> None:
    """Room for the accents of capitals; and no finer a grid than is seen, which is lighter by a twentieth."""
    _give_room(font)
    scale_upem(font, UNITS)


def _with_space(font: TTFont) -> None:
    """A space, where a package's cut has none: what stands between two of its words is set in the same font."""
    if 0x20 in font.getBestCmap():
        return
    font.setGlyphOrder([*font.getGlyphOrder(), "space"])
    font["glyf"]["space"] = Glyph()
    font["hmtx"]["space"] = (font["head"].unitsPerEm // 4, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x20] = "space"


def _subset(font: TTFont, signs: set[int], features: list[str], target: Path, then: Callable[[TTFont], None]) -> None:
    options = subset.Options()
    options.flavor, options.hinting, options.desubroutinize = "woff2", False, True
    options.layout_features = features
    options.name_IDs, options.notdef_outline = [0, 1, 2, 13, 14], True
    cutter = subset.Subsetter(options)
    _with_space(font)
    cutter.populate(unicodes=signs | {0x20})
    cutter.subset(font)
    then(font)
    font["head"].modified = font["head"].created  # else each making has other bytes
    font.recalcTimestamp = False
    subset.save_font(font, target, options)


def signs_of(ranges: str) -> set[int]:
    """The characters of ranges as CSS writes them: `U+20-7E,U+A0`."""
    signs: set[int] = set(subset.parse_unicodes(ranges.replace("U+", "")))
    return signs


def ranges_of(signs: Iterable[int], prefix: str = "U+") -> str:
    """Code points as ranges in CSS: `U+20-7E,U+A0`."""
    found: list[list[int]] = []
    for sign in sorted(signs):
        if found and sign == found[-1][1] + 1:
            found[-1][1] = sign
        else:
            found.append([sign, sign])
    return ",".join(f"{prefix}{first:X}" + (f"-{last:X}" if last > first else "") for first, last in found)


def paper(packages: Path, folder: Path, known: set[int]) -> dict[str, set[int]]:
    """Writes the fonts that paper alone has, into `folder`; name → its characters, none of them in `known`."""
    found: dict[str, set[int]] = {}
    for one in CUTS:
        rest = set(TTFont(packages / EXPO / one.file).getBestCmap()) - signs_of(f"{DAILY},{MORE}") - HIDDEN
        found[f"{one.name}-paper"] = cut(packages, one, rest, folder / f"{one.name}-paper.woff2")
    known = known.union(*found.values())
    for script in SCRIPTS:
        font = _at_weight(TTFont(packages / script.source), script.weight)
        has = (set(font.getBestCmap()) & signs_of(script.ranges) if script.ranges else set(font.getBestCmap())) - HIDDEN
        claimed = has if script.name == EMOJI else has - known
        known |= claimed
        found[script.name] = claimed
        _script(font, claimed, folder / f"{script.name}.woff2")
        if script.name in BOLD:
            _script(TTFont(packages / BOLD[script.name]), claimed, folder / f"{script.name}-bold.woff2")
    _licences(packages, folder)
    return found


def _script(font: TTFont, signs: set[int], target: Path) -> None:
    """Writes the characters of a script, with those that they are shaped with and all its features."""
    _subset(font, signs | set(font.getBestCmap()) & JOINERS, [WHOLE], target, lambda _: None)


def _licences(packages: Path, folder: Path) -> None:
    """Puts the licence of each package of SCRIPTS beside its fonts."""
    for package in {one.source.rpartition("/files/")[0] or "/".join(one.source.split("/")[:2]) for one in SCRIPTS}:
        licence = next(
            packages / package / name for name in ("LICENSE_FONT", "LICENSE") if (packages / package / name).is_file()
        )
        shutil.copyfile(licence, folder / f"{package.rpartition('/')[2]}-OFL.txt")


def _at_weight(font: TTFont, weight: int) -> TTFont:
    return instancer.instantiateVariableFont(font, {"wght": weight}) if weight else font


def _give_room(font: TTFont) -> None:
    """Capitals with a tonos: their accent hangs over the space before them, so that "την Ένταξη" looks like one word.

    They are moved away from it by most of the overhang; the licence has no reserved names, so a changed cut may keep
    its own.
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


def letters(packages: Path, folder: Path) -> None:
    """Writes into `folder` the letters of newcomers' languages, and a style sheet for each script that names them."""
    sheets = {"cyrillic": "", "arabic": ""}
    for one in (one for one in CUTS if one.family == SITE):
        name = f"{one.name}-cyrillic"
        found = cut(packages, one, signs_of(CYRILLIC), folder / f"{name}.woff2")
        sheets["cyrillic"] += face(one, f"letters/{name}", ranges_of(found))
    for name, source, weights in LETTERS_OF:
        font = TTFont(packages / source)
        found = (signs_of(ARABIC) & set(font.getBestCmap())) - HIDDEN
        _subset(font, found | (JOINERS & set(font.getBestCmap())), JOINING, folder / f"{name}.woff2", lambda _: None)
        sheets["arabic"] += face(Cut(SITE, "", name, weights), f"letters/{name}", ranges_of(found))
    for script, rules in sheets.items():
        (folder / f"{script}.css").write_text(MADE + rules, "utf-8")
    for package in (SITE.lower(), "noto-sans-arabic"):
        shutil.copyfile(packages / EXPO / package / "LICENSE_FONT", folder / f"{package}-OFL.txt")


def face(one: Cut, path: str, ranges: str) -> str:
    """The rule that names a file."""
    return (
        f'@font-face {{ font-family: "{one.family}"; font-style: {one.style}; font-weight: {one.weights}; '
        f'font-display: optional; src: url("{path}.woff2") format("woff2"); unicode-range: {ranges}; }}\n'
    )


def width(font: TTFont, sample: str) -> float:
    """The mean advance over the sample, in em."""
    names, advances = font.getBestCmap(), font["hmtx"]
    whole: int = sum(advances[names[ord(sign)]][0] for sign in sample)
    return whole / len(sample) / float(font["head"].unitsPerEm)


def stand_in(packages: Path, family: str, weights: str, name: str, local: tuple[str, ...], like: str, ours: int) -> str:
    """A local font stretched to the measures of ours (CSS Fonts 5, size-adjust and the overrides)."""
    own, other = TTFont(packages / EXPO / CUTS[ours].file), TTFont(packages / EXPO / like)
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


def written(signs: dict[str, set[int]]) -> str:
    """The module that says what paper can show."""
    lines = [
        '"""Which characters paper can show: of each font of theme/, as ranges. '
        "Made by tools/fonts/run: change that, not this.",
        "",
        'The first are in every edition; of the others those that a text needs."""',
        "",
        "from typing import Final",
        "",
        "# fmt: off",
        "EVERYWHERE: Final = (",
        *_wrapped(ranges_of(signs[""], "")),
        ")",
        "FURTHER: Final = {",
    ]
    for name, found in signs.items():
        if name:
            lines += [f'    "{name}": (', *("    " + line for line in _wrapped(ranges_of(found, ""))), "    ),"]
    return "\n".join([*lines, "}", ""])


def _wrapped(ranges: str) -> list[str]:
    return [
        f'    "{line}"'
        for line in textwrap.wrap(ranges.replace(",", ", "), 100)
        for line in [line.replace(", ", ",").strip()]
    ]


def main(packages: Path, theme: Path, module: Path) -> None:
    """Writes theme/static/fonts/, theme/print/fonts/, theme/letters/, theme/fonts.css and `module`."""
    folder, on_paper, newcomers = theme / "static" / "fonts", theme / "print" / "fonts", theme / "letters"
    for each in (folder, on_paper, newcomers):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(parents=True)
    rules = [MADE]
    known: set[int] = set()
    for one in CUTS:
        for ending, ranges in (("", DAILY), ("-more", MORE)):
            on_site = one.family == SITE
            there = folder if on_site else on_paper
            found = cut(packages, one, signs_of(ranges), there / f"{one.name}{ending}.woff2")
            known |= found
            rules += [face(one, f"fonts/{one.name}{ending}", ranges_of(found))] if on_site else []
    rules += [stand_in(packages, *each) for each in STAND_INS]
    (theme / "fonts.css").write_text("".join(rules), "utf-8")
    licences = {one.family.lower(): packages / EXPO / one.family.lower() / "LICENSE_FONT" for one in CUTS}
    for family, licence in licences.items():
        shutil.copyfile(licence, on_paper / f"{family}-OFL.txt")
    shutil.copyfile(licences[SITE.lower()], folder / f"{SITE.lower()}-OFL.txt")
    letters(packages, newcomers)
    module.write_text(written({"": known, **paper(packages, on_paper, known)}), "utf-8")
    for path in sorted([*folder.glob("*.woff2"), *on_paper.glob("*.woff2"), *newcomers.glob("*")]):
        print(f"{path.stat().st_size:6d} {path.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
