"""A chart of lines over sizes, both axes by powers of ten, as plain SVG: no script, no font.

Pure: same in, same out. Ignores which figures are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

_WIDTH, _HEIGHT = 920, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 250, 60, 70
#: Told apart by eyes that see colours differently, and by their marks.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555", "#8c510a")
_LEAST_GAP = 17.0  #: between two labels, pixels


class Line(NamedTuple):
    """A line: what it is called in both languages, and (size, value) in order of size."""

    zh: str
    en: str
    points: Sequence[tuple[int, float]]


class Titles(NamedTuple):
    """What stands above the chart, below it, and beside it."""

    title: str
    across: str
    up: str
    note: str = ""


def chart(lines: Sequence[Line], titles: Titles) -> str:
    """The chart as an SVG document. Values and sizes are above 0."""
    sizes = [size for line in lines for size, _ in line.points]
    values = [value for line in lines for _, value in line.points]
    plane = _Plane(_decades(sizes), _decades(values))
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' font-family="sans-serif" font-size="13" role="img" aria-label="{escape(titles.title)}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 30, titles.title, size=17),
        _text(_LEFT, _HEIGHT - 14, titles.note, size=11, colour="#666"),
        *_grid(plane, titles),
    ]
    colours = [_COLOURS[n % len(_COLOURS)] for n in range(len(lines))]
    for line, colour in zip(lines, colours, strict=True):
        drawn += _line(plane, line, colour)
    drawn += _labels(plane, lines, colours)
    return "\n".join([*drawn, "</svg>", ""])


class _Plane(NamedTuple):
    """Where powers of ten lie."""

    across: tuple[int, int]
    up: tuple[int, int]

    def x(self, size: float) -> float:
        low, high = self.across
        share = (log10(size) - low) / (high - low)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        low, high = self.up
        share = (log10(value) - low) / (high - low)
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _decades(values: Iterable[float]) -> tuple[int, int]:
    known = list(values)
    low, high = floor(log10(min(known))), ceil(log10(max(known)))
    return low, max(high, low + 1)


def _grid(plane: _Plane, titles: Titles) -> Iterable[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    for power in range(plane.across[0], plane.across[1] + 1):
        x = plane.x(10.0**power)
        yield f'<path d="M{x} {_TOP}V{bottom}" stroke="#ddd"/>'
        yield _text(x, bottom + 20, f"{10**power:,}", anchor="middle")
    for power in range(plane.up[0], plane.up[1] + 1):
        y = plane.y(10.0**power)
        yield f'<path d="M{_LEFT} {y}H{right}" stroke="#ddd"/>'
        yield _text(_LEFT - 8, y + 4, f"{10.0**power:,.6g}", anchor="end")
    yield _text((_LEFT + right) / 2, bottom + 42, titles.across, anchor="middle")
    yield _text(_LEFT - 80, _TOP - 12, titles.up)


def _line(plane: _Plane, line: Line, colour: str) -> Iterable[str]:
    places = [(plane.x(size), plane.y(value)) for size, value in line.points]
    path = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in places:
        yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>'


def _labels(plane: _Plane, lines: Sequence[Line], colours: Sequence[str]) -> Iterable[str]:
    """Beside the ends of their lines, from above, none upon another."""
    ends = sorted((plane.y(line.points[-1][1]), n) for n, line in enumerate(lines) if line.points)
    last = -_LEAST_GAP
    for y, n in ends:
        last = max(y, last + _LEAST_GAP)
        words = f"{lines[n].zh} {lines[n].en}"
        yield _text(_WIDTH - _RIGHT + 10, last + 4, words, colour=colours[n], size=12)


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 13, colour: str = "#222"
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}"'
        f' fill="{colour}">{escape(words)}</text>'
    )
