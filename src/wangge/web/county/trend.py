"""The curve of thirty days as figures for an SVG: bars of reports, a line of closed cases.

Drawn on the server, so it stands without JavaScript, on paper and in a mail. Ignores colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wangge.core.tally import Measure
from wangge.ledger.queries import DayFigures
from wangge.web.county.numbers import behind

#: The size of the drawing, in its own units; the page stretches it.
WIDTH, HEIGHT, FOOT = 640, 150, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its bar of reports, and its numbers with the lists behind them."""

    day: date
    x: float
    y: float
    width: float
    height: float
    middle: float
    reported: int
    reported_href: str
    closed: int
    closed_href: str
    labelled: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The drawing: its bars, the points of its line, the number at its top."""

    bars: tuple[Bar, ...]
    line: str
    top: int
    width: int = WIDTH
    height: int = HEIGHT + FOOT
    base: int = HEIGHT


def curve(days: Sequence[DayFigures], subject: UUID, line: str | None = None) -> Curve:
    """The drawing of these days, oldest first; the tallest number reaches the top."""
    top = max((max(day.figures.reported, day.figures.closed) for day in days), default=0) or 1
    step = WIDTH / max(len(days), 1)
    bars = []
    for place, one in enumerate(days):
        figures, day = one.figures, one.day
        height = figures.reported / top * (HEIGHT - 4)
        links = [
            behind(subject, measure, since=day, until=day, line=line)
            for measure in (Measure.REPORTED, Measure.CLOSED)
        ]
        bars.append(
            Bar(
                day=day,
                x=round(place * step + 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(step - 4, 1),
                height=round(height, 1),
                middle=round((place + 0.5) * step, 1),
                reported=figures.reported,
                reported_href=links[0],
                closed=figures.closed,
                closed_href=links[1],
                labelled=(len(days) - 1 - place) % 7 == 0,
            )
        )
    points = (f"{bar.middle},{HEIGHT - bar.closed / top * (HEIGHT - 4):.1f}" for bar in bars)
    return Curve(bars=tuple(bars), line=" ".join(points), top=top)
