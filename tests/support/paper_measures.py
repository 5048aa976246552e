"""What a typographer would measure on the pages of an issue, from the boxes that the engine laid out. Millimetres."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from gazette.engines import pdf, pdf_breaks
from gazette.engines.pdf_patches import replaced
from gazette.outputs.pdf import EDITIONS, make_pdf, paper_renderer
from gazette.render.mosaic import SIDE
from gazette.render.paper import measures
from tests.support import made_up

MM: Final = 25.4 / 96
HYPHEN: Final = pdf_breaks.HYPHENS[0]
_TILE: Final = re.compile(r'<g transform="translate\(([-\d.]+) ([-\d.]+)\)"[^>]*>(.*?)</g>', re.DOTALL)
_SIZE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(slots=True)
class LaidOut:
    """An issue as it was printed: its boxes, its files, its bytes, and how often it was laid out."""

    pages: list[Any]
    files: Mapping[str, bytes]
    raw: bytes
    times: int
    widths: Mapping[str, float]
    """Of the letters of texts."""


def laid_out(root: Path, language: str, number: str, edition: str = "screen") -> LaidOut:
    """Prints an issue as the site does."""
    kind = next(one for one in EDITIONS if one.name == edition)
    seen: list[tuple[Any, Any]] = []
    original = pdf._laid_out

    def remembered(source: Any, fonts: Any) -> Any:
        seen.append((source, original(source, fonts)))
        return seen[-1][1]

    with replaced((pdf, "_laid_out", remembered)):
        renderer = paper_renderer(made_up.context(root))
        raw = make_pdf(renderer, made_up.view_of(root, language, number), kind)
    source, made = seen[-1]
    return LaidOut(made.pages, source.files, raw, len(seen), renderer.widths["text"])


def boxes(box: Any) -> Iterator[Any]:
    """A box and all within; of what is out of the flow the box itself, not its placeholder."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def classes(box: Any) -> set[str]:
    element = getattr(box, "element", None)
    return set((element.get("class") or "").split()) if element is not None else set()


def line_boxes(box: Any) -> list[Any]:
    return [one for one in boxes(box) if type(one).__name__ == "LineBox"]


def words_of(line: Any) -> str:
    return "".join(part.text for part in line.descendants() if getattr(part, "text", ""))


def _blocks(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Each block with lines of its own."""
    for box in boxes(page._page_box):
        lines = [child for child in getattr(box, "children", ()) if type(child).__name__ == "LineBox"]
        if lines:
            yield box, lines


def texts(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The paragraphs and entries of lists in the columns of a page, each with its lines."""
    for box, lines in _blocks(page):
        if box.element_tag in ("p", "li", "dd") and not {"pull", "above", "lead"} & classes(box):
            yield box, lines


def columns(page: Any) -> list[tuple[Any, Any]]:
    """Pairs of columns that stand beside each other."""
    found = [box for box in boxes(page._page_box) if getattr(box, "is_column", False)]
    return [
        (one, other) for one, other in pairwise(found)
        if one.position_y == other.position_y and one.position_x < other.position_x
    ]  # fmt: skip


def in_columns(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    for column in boxes(page._page_box):
        if getattr(column, "is_column", False):
            for box in boxes(column):
                lines = [child for child in getattr(box, "children", ()) if type(child).__name__ == "LineBox"]
                if lines and box.element_tag in ("p", "li") and "pull" not in classes(box):
                    yield box, lines


def right_of(line: Any) -> float:
    return max((part.position_x + part.width for part in line.descendants() if getattr(part, "text", "")), default=0.0)


def first_word(line: Any, widths: Mapping[str, float]) -> float:
    """The width of what stands at a line's start up to the first place where it could have been broken."""
    width = 0.0
    for part in line.descendants():
        if text := getattr(part, "text", ""):
            whole = part.style["white_space"] == "nowrap"
            word = text if whole else re.split(r"[ \n]", text, maxsplit=1)[0]
            width += sum(widths.get(letter, measures.AVERAGE) for letter in word) * part.style["font_size"]
            if len(word) < len(text):
                break
    return width


def early_ends(page: Any, widths: Mapping[str, float]) -> list[str]:
    """Lines that end early though the next word had fitted, and a space behind it."""
    found = []
    for box, lines in in_columns(page):
        space = 2 * widths[" "] * box.style["font_size"]
        for line, after in pairwise(lines):
            is_broken = words_of(line).rstrip().endswith(HYPHEN) or "br" in {part.element_tag for part in boxes(line)}
            free = box.content_box_x() + box.width - right_of(line)
            if not is_broken and free > first_word(after, widths) + space:
                found.append(words_of(line))
    return found


def hyphens(pages: list[Any]) -> dict[str, Any]:
    """The share of hyphenated lines, most in a row, and parted names."""
    found = [[words_of(line).rstrip() for line in lines] for page in pages for _, lines in in_columns(page)]
    cut = [[line.endswith(HYPHEN) for line in lines] for lines in found]
    total = sum(map(len, cut))
    names = [
        line.split()[-1]
        for lines in found
        for line in lines
        if line.endswith(HYPHEN) and line.split()[-1].lstrip("«(“")[0].isupper()
    ]
    most = max((len(list(run)) for ends in cut for is_cut, run in groupby(ends) if is_cut), default=0)
    ends = sum(map(sum, cut))
    return {"lines": ends, "share": ends / max(1, total), "in a row": most, "names": names}


def is_painted(box: Any) -> bool:
    style = box.style
    return type(box).__name__ == "BlockBox" and (
        style["background_color"].alpha > 0 or any(kind == "url" for kind, *_ in style["background_image"])
    )


def shown(page: Any) -> list[Any]:
    """What is seen on a page: words, pictures, coloured grounds; not what runs at its foot."""
    parts = [part for part in page._page_box.children if type(part).__name__ != "MarginBox"]
    found = [box for part in parts for box in boxes(part) if getattr(box, "element_tag", "") != "html"]
    return [
        box for box in found
        if getattr(box, "text", "").strip() or "ReplacedBox" in type(box).__name__ or is_painted(box)
    ]  # fmt: skip


def bottom(box: Any) -> float:
    is_block = type(box).__name__ == "BlockBox"
    edge = box.border_box_y() + box.border_height() if is_block else box.position_y + box.height
    return float(edge * MM)


def foot(page: Any) -> float:
    """The white between what stands lowest on a page and the foot of the text; notes in the margin do not count."""
    aside = {id(part) for box in boxes(page._page_box) if "side" in classes(box) for part in boxes(box)}
    found = (bottom(box) for box in shown(page) if id(box) not in aside)
    return measures.HEIGHT - measures.BOTTOM - max(found, default=0.0)


def is_art_only(page: Any) -> bool:
    return not [box for box in shown(page) if getattr(box, "text", "").strip()]


def last_baseline(column: Any) -> float:
    lines = line_boxes(column)
    heights = [line.position_y + line.height for line in lines]
    heights += [box.position_y + box.height for box in boxes(column) if "ReplacedBox" in type(box).__name__]
    return max(heights, default=0.0)


def unbalanced(page: Any) -> list[float]:
    """By how many lines two columns beside each other differ, where by more than one."""
    found = []
    for one, other in columns(page):
        size = next((line.height for line in line_boxes(one)), 20.0)
        leading = max(size, 1.0)
        found.append(abs(last_baseline(one) - last_baseline(other)) / leading)
    return found


def below_imprint(page: Any) -> list[str]:
    imprint = [box for box in boxes(page._page_box) if "imprint" in classes(box) and box.element_tag == "section"]
    if not imprint:
        return []
    end = bottom(imprint[-1])
    return [box.text for box in shown(page) if getattr(box, "text", "") and box.position_y * MM >= end]


def is_call(box: Any) -> bool:
    return box.element_tag.startswith("span::footnote-call") or "note-call" in classes(box)


def lone_starts(page: Any) -> list[str]:
    """Lines behind the first of their paragraph that begin with a dash or the call of a note."""
    found = []
    for _, lines in texts(page):
        for line in lines[1:]:
            words = words_of(line).strip()
            first = next((part for part in line.descendants() if getattr(part, "text", "").strip()), None)
            is_call = first is not None and (
                first.element_tag.startswith("span::footnote-call") or "note-call" in classes(first)
            )
            if is_call or re.match(r"[–—-]\s", words):
                found.append(words)
    return found


class Panel(NamedTuple):
    """A ground with a sentence on it. `used` is the part of its height that the sentence takes."""

    leaves: float
    used: float


def panels(page: Any) -> Iterator[Panel]:
    """The grounds on which a sentence stands large: by how much it leaves them, and how full they are."""
    for box in boxes(page._page_box):
        if not ({"said-block", "voice"} & classes(box) and is_painted(box)):
            continue
        words = [part for part in boxes(box) if getattr(part, "text", "").strip()]
        art = [part for part in boxes(box) if part is not box and is_painted(part)]
        right = box.position_x + box.border_width()
        over = [bottom(part) - bottom(box) for part in (*words, *art)]
        over += [(part.position_x + part.width - right) * MM for part in words]
        height = sum({round(line.position_y): line.height for line in line_boxes(box)}.values())
        height += sum(part.border_height() for part in art) + box.padding_top + box.padding_bottom
        yield Panel(max([*over, _above(page, box)]), height / box.border_height())


def _above(page: Any, box: Any) -> float:
    """By how much a panel begins above the frame that it stands in."""
    frames = [one for one in boxes(page._page_box) if "panes" in classes(one)]
    return max((float(one.position_y - box.position_y) * MM for one in frames), default=0.0)


def cropped_tiles(files: Mapping[str, bytes]) -> list[str]:
    """Files of art in which a city's mark is cut off, or stands twice."""
    found = []
    for name, raw in files.items():
        if not name.startswith("art/"):
            continue
        text = raw.decode()
        size = _SIZE.search(text)
        if not size:
            continue
        width, height = map(float, size.groups())
        tiles = [(float(x), float(y), drawn) for x, y, drawn in _TILE.findall(text)]
        whole = all(
            x > -0.01 and y > -0.01 and x + SIDE < width + 0.01 and y + SIDE < height + 0.01 for x, y, _ in tiles
        )
        if not whole or max(Counter(drawn for *_, drawn in tiles).values(), default=0) > 1:
            found.append(name)
    return found


def split_art(pages: list[Any]) -> list[str]:
    """Art that stands on several pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        for name in {
            value for box in boxes(page._page_box) if type(box).__name__ == "BlockBox"
            for kind, value in box.style["background_image"] if kind == "url"
        }:  # fmt: skip
            seen[name] += 1
    return [name for name, count in seen.items() if count > 1]


def body_sizes(pages: list[Any]) -> set[float]:
    """The sizes of type, in points, that texts are set in."""
    return {
        round(box.style["font_size"] * 0.75, 2)
        for page in pages
        for box, _ in in_columns(page)
        if box.element_tag == "p"
    }


def figures(made: LaidOut) -> dict[str, Any]:
    """Every gate's figure."""
    pages = made.pages
    texts_only = pages[1:]
    feet = {number: round(foot(page), 1) for number, page in enumerate(pages, start=1) if number > 1}
    cut = hyphens(pages)
    differ = {number: round(max(unbalanced(page)), 1) for number, page in enumerate(pages, start=1) if unbalanced(page)}
    shown_panels = [(number, panel) for number, page in enumerate(pages, start=1) for panel in panels(page)]
    return {
        "pages": len(pages),
        "layouts": made.times,
        "lines": sum(len(lines) for page in pages for _, lines in in_columns(page)),
        "early": [line for page in texts_only for line in early_ends(page, made.widths)],
        "hyphens": cut,
        "feet": feet,
        "columns over 1": {number: lines for number, lines in differ.items() if lines > 1.05},
        "below imprint": [text for page in pages for text in below_imprint(page)],
        "lone starts": [line for page in pages for line in lone_starts(page)],
        "panels left": {number: round(panel.leaves, 1) for number, panel in shown_panels if panel.leaves > 0.5},
        "panels": {number: round(panel.used, 2) for number, panel in shown_panels},
        "art cropped or repeated": cropped_tiles(made.files),
        "art split": split_art(pages),
        "art only": [number for number, page in enumerate(pages, start=1) if is_art_only(page)],
        "sizes": body_sizes(pages),
    }
