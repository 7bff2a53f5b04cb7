"""A share of the past, what is known to whoever makes it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from wangge.core.tally import GaugeKey
from wangge.ops.simulate.photos import Pair
from wangge.ops.simulate.places import Grid


@dataclass(frozen=True, slots=True)
class Unit:
    """A share of the past. `short`: how many short lives each day has; `whole`: lived ones."""

    number: int
    days: tuple[date, ...] = ()
    short: tuple[int, ...] = ()
    brought: bool = False  #: the short lives were brought in from the system before this one
    whole: int = 0
    staying: int = 0  #: lived ones that mostly stay open


@dataclass(slots=True)
class Made:
    """What came of a unit. `gauges`: open cases by where they are counted."""

    number: int
    cases: int = 0
    entries: int = 0
    open_now: int = 0
    gauges: dict[GaugeKey, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every unit needs to know."""

    grids: tuple[Grid, ...]
    photos: Mapping[str, Pair]
    now: datetime
    start: datetime  #: the past begins
    came: datetime  #: what was brought in came then
    middle: datetime  #: patterns are judged at this moment
    overdue_until: datetime
    places: Mapping[str, int]  #: of the states in which a case may be open
    folder: Path  #: for what is added up at the end
    seed: int
