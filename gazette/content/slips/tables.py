"""Tables that someone meant, and that Markdown takes for running text: with bars, drawn with signs, or in columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from .found import Slip
from .stretches import TextLine

MOST_CELLS: Final = 40
"""In a row that is made a table of: more would take more room than any page has, and empty cells in each other row."""
LONGEST_CELL: Final = 60
"""Signs of a cell where a comma or a semicolon parts the cells: prose has longer pieces."""
_DRAWN_BARS: Final = "│┃║¦｜∣"
_DRAWN: Final = str.maketrans(_DRAWN_BARS, "|" * len(_DRAWN_BARS))
_BORDER_STARTS: Final = "+-=─━═┌├└╔╠╚┏┣┗╞╟"
_BORDER: Final = re.compile(
    r"[+|]?[-=: ]{2,}(?:[+|][-=: ]{2,}){0,40}[+|]?|[─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╞╪╡╤╧╟╢ ]{3,}"
)
"""A line between two rows of a drawn table."""
_RULE_WITHIN: Final = re.compile(r"\|(?:[ \t]*:?-{2,}:?[ \t]*\|){1,20}")
_GAP: Final = re.compile(r"(?<=\S)(?:[ \xa0]{2,}|[ ]?[._…]{4,}[ ]?)(?=\S)")
_WIDE_GAP: Final = re.compile(r"(?<=\S)(?:[ \xa0]{3,}|[ ]?[._…]{4,}[ ]?)(?=\S)")
_COMMA: Final = re.compile(r"(?<!\d),(?=\S)|,(?=[^\W\d])")
_SEMICOLON: Final = re.compile(r";(?=\S)")
_SPACED_SEMICOLON: Final = re.compile(r";[ ]?(?=\S)")
_ENDS: Final = (".", "!", ":", "·", "?", "…")
_ANY_COMMA: Final = re.compile(r",(?=\S)")
_PARTS: Final = {
    ",,": _ANY_COMMA,
    ";": _SPACED_SEMICOLON,
    "; ": _SPACED_SEMICOLON,
    ",": _COMMA,
    "  ": _GAP,
    "\t": re.compile("\t"),
}


def tables_unmade(lines: Sequence[TextLine], body: str) -> Iterator[Slip]:
    """Rows with cells, below each other, without the line of hyphens that makes a table of them."""
    for found, run in groupby(lines, key=_parts_cells):
        rows = list(run)
        sign = _comma(rows) if found == "," and len(rows) > 1 else found
        if sign == "|":
            yield from _with_bars(rows, body)
        elif sign and len(rows) > 1 and (sign == "\t" or _is_table(rows, sign)):
            cells = [_cells(row.words, sign) for row in rows if sign == "\t" or not _BORDER.fullmatch(row.words)]
            has_head = not any(cell[:1].isdigit() for cell in cells[0])
            yield _told(rows, body, cells, sign == "\t" or (found != "," and has_head))


def _told(rows: Sequence[TextLine], body: str, cells: Sequence[Sequence[str]], is_certain: bool = True) -> Slip:
    start, end = rows[0].start, rows[-1].end
    width = max(map(len, cells))
    if width > MOST_CELLS:
        return Slip(start, "table-unmade", body[start:end])
    filled = [[*row, *[""] * (width - len(row))] for row in cells]
    made = [_row(filled[0]), _row(["---"] * width), *map(_row, filled[1:])]
    before = "" if rows[0].is_first else "\n"
    same = all(len(row) == width for row in cells)
    return Slip(start, "table-unmade", body[start:end], before + "\n".join(made), is_certain and same)


def _parts_cells(line: TextLine) -> str:
    """The sign that parts a line into cells, if one does."""
    words = line.covered.strip(" ")
    if "\t" in words and all(part.strip() for part in re.split(r"\t+", words)[:2]):
        return "\t"
    if words[:1] in _BORDER_STARTS and _BORDER.fullmatch(words):
        return "  " if words[0] in "-=" else "|"
    return "|" if _has_bars(words) else _parts_columns(words)


def _has_bars(words: str) -> bool:
    if not words.isascii() and any(sign in words for sign in _DRAWN_BARS):
        words = words.translate(_DRAWN)
    bars = words.replace("\\|", "").count("|") if "|" in words else 0
    return bars > 1 or (bars == 1 and not words.startswith("|") and not words.endswith("|"))


def _parts_columns(words: str) -> str:
    """The sign other than a bar or a tab that parts a line into cells, if one does."""
    if ("  " in words or "...." in words) and _GAP.search(words):
        return "  "
    if ";" in words and _SEMICOLON.search(words):
        return ";"
    if words.count(";") > 1:
        return "; "
    return "," if "," in words and len(words) < LONGEST_CELL * 4 and _COMMA.search(words) else ""


def _comma(rows: Sequence[TextLine]) -> str:
    """How commas part these rows: those within a number only if each row has as many cells then, and not without."""
    few, all_of_them = ({len(_cells(row.covered, sign)) for row in rows} for sign in (",", ",,"))
    return ",," if len(few) > 1 and len(all_of_them) == 1 else ","


# ---- with bars


def _with_bars(rows: Sequence[TextLine], body: str) -> Iterator[Slip]:
    within = _within_line(rows[0].words) if len(rows) == 1 else []
    if within:
        yield _told(rows, body, within)
        return
    if len(rows) < 2 and not (rows[0].words.startswith("|") and rows[0].words.endswith("|")):
        return
    words = [row.words.strip().translate(_DRAWN) for row in rows]
    is_drawn = any(word[:1] not in "|" and _BORDER.fullmatch(word) for word in words)
    cells = list(_of_drawn(words)) if is_drawn else [_cells(word, "|") for word in words]
    cells = [row for row in cells if not _is_rule(row)]
    if cells:
        yield _told(rows, body, cells, len(rows) > 1)


def _within_line(words: str) -> list[list[str]]:
    """The rows of a table that was written in one line; none where it is another thing."""
    rule = _RULE_WITHIN.search(words) if "--" in words else None
    if rule:
        width = rule.group().count("|") - 1
        pieces = [_cells(piece, "|") for piece in (words[: rule.start()], words[rule.end() :])]
        cells = [cell for piece in pieces for cell in _in_rows(piece, width)]
        return cells if width > 1 and cells else []
    if re.search(r"\|[ \t]*\|", words) and words.startswith("|") and words.endswith("|"):
        found = [_cells(row, "|") for row in re.split(r"\|[ \t]{0,8}\|", words)]
        return found if len({len(row) for row in found}) == 1 and len(found[0]) > 1 else []
    return []


def _in_rows(cells: Sequence[str], width: int) -> Iterator[list[str]]:
    """Cells in rows; an empty one between two rows is where one ends and the next begins."""
    row: list[str] = []
    for cell in cells:
        if len(row) < width:
            if row or cell:
                row.append(cell)
        else:
            yield row
            row = [cell] if cell else []
    if row:
        yield row


def _of_drawn(words: Iterable[str]) -> Iterator[list[str]]:
    """The rows of a drawn table: what stands between two borders is one row, whatever its lines are."""
    for is_border, run in groupby(words, key=lambda word: bool(_BORDER.fullmatch(word))):
        if not is_border:
            cells = [_cells(word, "|") for word in run]
            if len({len(row) for row in cells}) > 1 or not any("" in row for row in cells):
                yield from cells
            else:
                yield [" ".join(filter(None, column)) for column in zip(*cells, strict=True)]


# ---- in columns, or parted by commas and semicolons


def _is_table(rows: Sequence[TextLine], sign: str) -> bool:
    """Whether lines are rows of cells, and not prose that has such signs in it."""
    shown = [row.covered for row in rows if not (sign == "  " and _BORDER.fullmatch(row.words))]
    cells = [_cells(row, sign) for row in shown]
    if len(shown) < 2 or any(len(cell) > LONGEST_CELL for row in cells for cell in row):
        return False
    if any(cell.endswith(_ENDS) for row in cells for cell in row[:-1]) or len(min(cells, key=len)) < 2:
        return False
    same = len({len(row) for row in cells}) == 1
    if sign == "  ":
        return _in_columns(shown) and (same or len(shown) > 2)
    if sign in (",", ",,"):
        few = all(len(cell.split()) < 5 for row in cells for cell in row)
        return same and few and (len(shown) > 2 or len(cells[0]) > 2) and not any(", " in row for row in shown)
    has_numbers = any(cell[:1].isdigit() for row in cells[1:] for cell in row)
    return same and (sign == ";" or ((len(shown) > 2 or has_numbers) and not any(row.endswith(";") for row in shown)))


def _in_columns(rows: Sequence[str]) -> bool:
    """Whether wide gaps part the lines, or gaps that end below each other."""
    if all(_WIDE_GAP.search(row) for row in rows) or len(rows) > 2:
        return True
    ends = [{gap.end() for gap in _GAP.finditer(row)} for row in rows]
    return bool(set.intersection(*ends)) or any(_WIDE_GAP.search(row) for row in rows)


def _cells(words: str, sign: str) -> list[str]:
    if sign == "|":
        return [part.strip() for part in re.split(r"(?<!\\)\|", words.strip().removeprefix("|").removesuffix("|"))]
    words = words.strip(" ").removesuffix(";") if sign == ";" else words.strip(" ")
    return [part.strip() for part in _PARTS[sign].split(words)]


def _is_rule(cells: Iterable[str]) -> bool:
    return all(re.fullmatch(r":?[-–—+=]+:?", cell) for cell in cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
