"""pikepdf, for what the pages of a finished PDF paint: where, in which colours, how finely (ISO 32000-1, 8)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pikepdf

Matrix = tuple[float, float, float, float, float, float]
WHOLE: Final[Matrix] = (1, 0, 0, 1, 0, 0)
SPACES: Final = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
"""Operator → the colour space that it paints in (8.6.8); in capitals for lines."""
FILLS: Final = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
STROKES: Final = frozenset(("S", "s", "B", "B*", "b", "b*"))
TEXTS: Final = frozenset(("Tj", "TJ", "'", '"'))


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour: its space, and its parts from 0 to 1."""

    space: str = "DeviceGray"
    parts: tuple[float, ...] = (0.0,)

    @property
    def ink(self) -> float | None:
        """Percent of all inks together; None for a colour of screens, whose inks no one has said."""
        if self.space == "DeviceCMYK":
            return round(100 * sum(self.parts), 1)
        return round(100 * (1 - self.parts[0]), 1) if self.space == "DeviceGray" and self.parts else None


@dataclass(frozen=True, slots=True)
class PaintedMark:
    """Something painted: `kind` is "text", "shape" or "image".

    Of text `size` is that of its type in points. Of an image `image` is the object, and `dpi` its dots an inch as
    printed. `is_artifact` tells what is no part of the text, such as a page's number.
    """

    kind: str
    paint: Paint
    is_artifact: bool
    size: float = 0.0
    image: Any = None
    dpi: float = 0.0


@dataclass(slots=True)
class _State:
    """The graphics state, as far as it matters here (8.4)."""

    matrix: Matrix = WHOLE
    fill: Paint = field(default_factory=Paint)
    line: Paint = field(default_factory=Paint)
    size: float = 0.0


def marks(page: pikepdf.Page) -> Iterator[PaintedMark]:
    """All that a page paints, with what its forms and patterns do, in order."""
    yield from _Walker(page.obj.get("/Resources", {}), _State(), 0).walk(page.obj)


class _Walker:
    """Goes through one content stream. `artifacts` counts the artifacts that it stands in."""

    def __init__(self, resources: Any, state: _State, artifacts: int) -> None:
        self.resources, self.state = resources, state
        self.stack: list[_State] = []
        self.open = [True] * artifacts
        self.text: Matrix = WHOLE

    def walk(self, stream: Any) -> Iterator[PaintedMark]:
        import pikepdf

        for instruction in pikepdf.parse_content_stream(stream):
            name, operands = str(instruction.operator), list(instruction.operands)
            if name in TEXTS:
                yield self._mark("text", self.state.fill, size=self.state.size * _scale(self._times(self.text)))
            elif name in FILLS or name in STROKES:
                yield from self._shape(name)
            elif name == "Do":
                yield from self._object(self.resources.XObject[str(operands[0])])
            elif name == "sh":
                space = self.resources.Shading[str(operands[0])].ColorSpace
                yield self._mark("shape", Paint(_space(space, self.resources), ()))
            else:
                self._set(name, operands)

    def _set(self, name: str, operands: list[Any]) -> None:
        if name == "q":
            self.stack.append(replace(self.state))
        elif name == "Q":
            self.state = self.stack.pop()
        elif name == "cm":
            self.state.matrix = self._times(_numbers(operands))
        elif name in ("BT", "Tm"):
            self.text = _numbers(operands) if operands else WHOLE
        elif name == "Tf":
            self.state.size = float(operands[1])
        elif name in ("BMC", "BDC"):
            self.open.append(str(operands[0]) == "/Artifact")
        elif name == "EMC":
            self.open.pop()
        else:
            self._colour(name, operands)

    def _colour(self, name: str, operands: list[Any]) -> None:
        which = "line" if name.isupper() else "fill"
        before: Paint = getattr(self.state, which)
        if name.lower() in SPACES:
            made = Paint(SPACES[name.lower()], _parts(operands))
        elif name.lower() == "cs":
            made = Paint(_space(operands[0], self.resources), ())
        elif name.lower() in ("sc", "scn"):
            made = Paint(before.space, _parts(operands))
            if operands and not _parts(operands[-1:]):
                made = Paint(f"Pattern {operands[-1]}", ())
        else:
            return
        setattr(self.state, which, made)

    def _shape(self, name: str) -> Iterator[PaintedMark]:
        for names, paint in ((FILLS, self.state.fill), (STROKES, self.state.line)):
            if name in names and paint.space.startswith("Pattern"):
                pattern = self.resources.Pattern[paint.space.removeprefix("Pattern ")]
                if int(pattern.PatternType) == 1:
                    yield from self._within(pattern, _numbers(pattern.get("/Matrix", WHOLE)))
                else:
                    yield self._mark("shape", Paint(_space(pattern.Shading.ColorSpace, self.resources), ()))
            elif name in names:
                yield self._mark("shape", paint)

    def _object(self, found: Any) -> Iterator[PaintedMark]:
        if str(found.get("/Subtype")) == "/Form":
            yield from self._within(found, self._times(_numbers(found.get("/Matrix", WHOLE))))
            return
        matrix = self.state.matrix
        inches = math.hypot(*matrix[:2]) / 72, math.hypot(*matrix[2:4]) / 72
        dpi = min(int(found.Width) / (inches[0] or 1), int(found.Height) / (inches[1] or 1))
        space = Paint(_space(found.get("/ColorSpace", "/DeviceGray"), self.resources), ())
        yield self._mark("image", space, image=found, dpi=dpi)

    def _within(self, stream: Any, matrix: Matrix) -> Iterator[PaintedMark]:
        resources = stream.get("/Resources", self.resources)
        yield from _Walker(resources, replace(self.state, matrix=matrix), sum(self.open)).walk(stream)

    def _times(self, matrix: Matrix) -> Matrix:
        return times(matrix, self.state.matrix)

    def _mark(self, kind: str, paint: Paint, **more: Any) -> PaintedMark:
        return PaintedMark(kind, paint, any(self.open), **more)


def times(one: Matrix, other: Matrix) -> Matrix:
    """`one` within the space of `other` (8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _scale(matrix: Matrix) -> float:
    return math.hypot(matrix[2], matrix[3])


def _numbers(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in operands)
    return a, b, c, d, e, f


def _parts(operands: Sequence[Any]) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in operands)
    except (TypeError, ValueError):  # the name of a pattern
        return ()


def _space(given: Any, resources: Any) -> str:
    """The name of a colour space (8.6); of one that is built on another, both."""
    import pikepdf

    if isinstance(given, pikepdf.Array):
        kind = str(given[0])[1:]
        base = given[1] if len(given) > 1 else None
        if kind == "ICCBased":
            return f"ICCBased {base.N}" if base is not None else kind
        return f"{kind} {_space(base, resources)}" if kind == "Indexed" else kind
    name = str(given)
    named = resources.get("/ColorSpace", {}).get(name) if name.startswith("/") else None
    return _space(named, resources) if named is not None else name.removeprefix("/")
