"""Who reports what, where and when: the days of the demo, drawn from a seed.

Days have hours, weeks have Sundays, rain fills the gutters and markets are busier than hills.
Ignores what comes of a report: that is `behaviour` and the judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from wangge.lib.clock import SHANGHAI
from wangge.ops.simulate.places import Grid, Spot, moved, near
from wangge.ops.simulate.words import Topic, report_text, topics
from wangge.territory.people import invented_name, invented_phone

#: How busy each hour of the day is, by what sort of trouble it is.
_HOURS = {
    "day": (0, 0, 0, 0, 0, 0.3, 1, 4, 8, 9, 8, 5, 3, 4, 7, 8, 7, 5, 3, 2, 1, 0.6, 0.3, 0.1),
    "dawn": (0, 0, 0, 0, 0.2, 1, 4, 9, 9, 6, 4, 2, 1, 2, 3, 3, 3, 3, 2, 1, 1, 0.3, 0, 0),
    "night": (1, 0.5, 0.2, 0.1, 0.1, 0.3, 1, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 6, 9, 9, 7, 4, 2),
    "school": (0, 0, 0, 0, 0, 0.2, 2, 9, 4, 2, 3, 7, 3, 2, 4, 6, 9, 7, 2, 1, 0.3, 0, 0, 0),
    "any": (0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 4, 6, 6, 6, 5, 4, 4, 5, 6, 6, 5, 4, 3, 2, 2, 1, 0.7),
}
_WEEK = (1.12, 1.05, 1.0, 1.0, 1.06, 0.86, 0.74)
_RAINY = 0.24
#: Source → how often, in the streets and in the villages.
_SOURCES = {
    "grid_worker": (46, 55),
    "resident": (22, 18),
    "hotline": (18, 12),
    "wechat": (6, 9),
    "video": (4, 0),
    "department": (2, 2),
    "petition": (1, 1),
    "leader": (1, 1),
}
_REPEATED = 0.035
_UNLOCATED = 0.002
_CAST_TOWN = "430281121"


@dataclass(slots=True)
class Report:
    """One report to come. `seed` drives everything that later befalls it."""

    at: datetime
    town: str
    grid: Grid
    topic: Topic
    point: tuple[float, float] | None
    place: str
    text: str
    source: str
    name: str
    phone: str
    with_photo: bool
    seed: int
    no: str = ""
    repeats: Report | None = None
    #: User name of an account that reports, for the cast.
    username: str = ""
    #: What must come of it, for the cast: see `scenes`.
    script: str = ""
    photos: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    item: str = field(default="")


def plan(
    grids: Sequence[Grid], *, start: datetime, now: datetime, cases: int, seed: int
) -> list[Report]:
    """About `cases` reports from `start` until now, in order of time."""
    rng = Random(f"{seed} {start.date()}")
    first, last = start.astimezone(SHANGHAI).date(), now.astimezone(SHANGHAI).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rainy = _rain(days, rng)
    busy = [
        _WEEK[day.weekday()] * rng.uniform(0.85, 1.15) * (1.1 if day in rainy else 1)
        for day in days
    ]
    drawer = _Drawer(grids, rainy)
    full = [share * _part_of(day, start, now) for day, share in zip(days, busy, strict=True)]
    reports: list[Report] = []
    for day, share in zip(days, full, strict=True):
        for _ in range(round(cases * share / sum(full))):
            at = _moment(day, drawer, rng)
            if not start <= at < now:
                at = (
                    start + (now - start) * rng.random()
                    if at < start
                    else now - (now - max(start, _midnight(day))) * rng.random()
                )
            reports.append(drawer.draw(at, rng))
    reports += [_repeated(one, rng) for one in rng.sample(reports, int(len(reports) * _REPEATED))]
    return sorted((one for one in reports if one.at < now), key=lambda one: (one.at, one.seed))


class _Drawer:
    """Draws a report for a moment: topic by season and weather, grid and spot by how busy."""

    def __init__(self, grids: Sequence[Grid], rainy: frozenset[date]) -> None:
        self._grids = grids
        self._rainy = rainy
        self._urban = [grid for grid in grids if grid.urban] or list(grids)
        self._sums = {
            id(some): list(accumulate(one.weight for one in some)) for some in (self._urban, grids)
        }
        self._topics: dict[date, tuple[Sequence[Topic], list[float]]] = {}

    def draw(self, at: datetime, rng: Random) -> Report:
        day = at.astimezone(SHANGHAI).date()
        hour = at.astimezone(SHANGHAI).hour
        known, sums = self._of_day(day)
        topic = rng.choices(known, cum_weights=sums)[0]
        if not rng.random() * 9 < _HOURS[topic.when][hour]:  # another that fits the hour better
            topic = rng.choices(known, cum_weights=sums)[0]
        some = self._urban if rng.random() < (topic.town - 1) / 2.5 else self._grids
        grid = rng.choices(some, cum_weights=self._sums[id(some)])[0]
        spots = grid.of_kinds(topic.spots)
        spot = rng.choices(spots, weights=[one.weight for one in spots])[0]
        return report_at(at, grid, spot, topic, rng)

    def _of_day(self, day: date) -> tuple[Sequence[Topic], list[float]]:
        if day not in self._topics:
            wet = day in self._rainy or day - timedelta(days=1) in self._rainy
            weights = [
                one.weight * one.months.get(day.month, 1.0) * (one.rain if wet else 1.0)
                for one in topics()
            ]
            self._topics[day] = topics(), list(accumulate(weights))
        return self._topics[day]


def report_at(
    at: datetime, grid: Grid, spot: Spot, topic: Topic, rng: Random, *, source: str = ""
) -> Report:
    """A report of that topic from that spot."""
    column = 0 if grid.urban else 1
    source = (
        source or rng.choices(list(_SOURCES), weights=[row[column] for row in _SOURCES.values()])[0]
    )
    number = rng.randrange(5_900)
    named = source in ("resident", "hotline", "wechat", "petition")
    lost = source == "hotline" and rng.random() < _UNLOCATED * 10
    return Report(
        at=at,
        town="" if lost else grid.code[:9],
        grid=grid,
        topic=topic,
        point=None if lost else near(spot, rng),
        place="" if lost and rng.random() < 0.5 else spot.name,
        text=report_text(topic, spot.name, source, rng),
        source=source,
        name=invented_name(number) if named else "",
        phone=invented_phone(number) if named else "",
        with_photo=topic.photo != "none"
        and rng.random() < (0.75 if source == "grid_worker" else 0.45),
        seed=rng.getrandbits(62),
    )


def _repeated(first: Report, rng: Random) -> Report:
    """The same trouble told again by somebody else, a little later and a few metres aside."""
    again = report_at(
        first.at + timedelta(minutes=rng.uniform(4, 300)),
        first.grid,
        first.grid.spots[0],
        first.topic,
        rng,
        source=rng.choice(("resident", "hotline", "wechat")),
    )
    again.place, again.repeats, again.town = first.place, first, first.town
    again.text = report_text(first.topic, first.place, again.source, rng)
    if first.point is not None:
        again.point = moved(*first.point, rng.gauss(0, 12), rng.gauss(0, 12))
    else:
        again.point = None
    return again


def _rain(days: Sequence[date], rng: Random) -> frozenset[date]:
    """Rainy days, in spells."""
    wet, found = False, set()
    for day in days:
        wet = rng.random() < (0.55 if wet else _RAINY * 0.6)
        if wet:
            found.add(day)
    return frozenset(found)


def _part_of(day: date, start: datetime, now: datetime) -> float:
    """How much of that day's work lies between start and now."""
    begins = _midnight(day)
    hours = _HOURS["day"]
    inside = sum(
        share
        for hour, share in enumerate(hours)
        if start <= begins + timedelta(hours=hour + 0.5) <= now
    )
    return inside / sum(hours)


def _moment(day: date, drawer: _Drawer, rng: Random) -> datetime:
    hours = _HOURS[rng.choices(("day", "dawn", "night", "school", "any"), (40, 20, 12, 10, 18))[0]]
    hour = rng.choices(range(24), weights=hours)[0]
    return _midnight(day) + timedelta(hours=hour, seconds=rng.randrange(3_600))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)
