"""`wangge simulate --fill N`: the county is filled, and stands as if it had grown so.

Ignores what a county may hold already: only one without cases is filled.
"""

from __future__ import annotations

import multiprocessing
import pickle
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.db import connections, transaction

from wangge.audit.followers import catch_up
from wangge.cases.models import Case
from wangge.core.tally import GaugeKey
from wangge.ledger import actions as ledger
from wangge.ledger.models import OverdueMark, StatePlace
from wangge.lib.clock import SHANGHAI
from wangge.ops.database import as_owner
from wangge.ops.simulate.fill import actions
from wangge.ops.simulate.fill.actions import Index
from wangge.ops.simulate.fill.shares import Made, Setting, Unit
from wangge.ops.simulate.fill.unit import Maker
from wangge.ops.simulate.photos import demo_photos
from wangge.ops.simulate.places import grids_with_spots
from wangge.territory.models import Post

_One = TypeVar("_One")

SEED = 430281

#: Of all cases so many are lived whole; at least as many as give every turn of a life.
_WHOLE, _LEAST_WHOLE = 0.005, 200
#: So many stay open over all, or this share of a small county.
_OPEN, _OPEN_SHARE = 50_000, 0.02
#: So many came from the system before this one: those of the years before the posts stood.
_BROUGHT = 0.9
_YEARS = timedelta(days=5 * 365)
#: Nobody tells short lives of the last days: they are lived.
_FRESH = timedelta(days=2)
#: Cases of one unit.
_UNIT = 60_000
_AT_ONCE = 20_000  #: sums added in one statement
#: Of what the tables take, indexes will take this again.
_INDEX_SHARE = 0.18


class NotEmpty(Exception):
    """There are cases in this county."""


@dataclass(slots=True)
class Filled:
    """What was made, how long each part took, and the bytes of each table with its indexes."""

    cases: int = 0
    entries: int = 0
    open_now: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    #: The disk was getting full: fewer cases than asked for.
    stopped: bool = False


def fill(
    *,
    now: datetime,
    cases: int,
    processes: int,
    data: Path,
    spare: int = 0,
    seed: int = SEED,
    tell: Callable[[str], None] = lambda words: None,
) -> Filled:
    """The county has about `cases` cases of up to five years, as long as its posts stand.

    `spare`: bytes that stay free on the disk of `data`; where they would not, it stops early.
    Interrupted, it leaves a county to be thrown away. Raises NotEmpty.
    """
    if Case.objects.exists():
        raise NotEmpty
    done, clock = Filled(), _Clock()
    catch_up(now=now)
    found = actions.indexes()
    with tempfile.TemporaryDirectory(prefix="fill-", dir=data) as folder:
        setting = setting_of(now, seed, Path(folder))
        units = units_of(cases, setting, now)
        with as_owner():
            actions.drop(found)
        try:
            gauges = _make(units, setting, processes, done, _room(data, spare), tell)
            done.seconds["rows"] = clock.lap()
            # Before the indexes: so each page is written once more, and then only read.
            _side_by_side(actions.freshen, actions.TABLES, processes)
            done.seconds["vacuum"] = clock.lap()
        finally:
            _build(found, processes, tell)
        done.seconds["indexes"] = clock.lap()
        add_up(Path(folder), gauges)
    actions.stand_behind(now=now)
    _side_by_side(actions.freshen, actions.SMALL_TABLES, processes)
    done.seconds["sums"] = clock.lap()
    tell("sums, followers and statistics stand")
    done.bytes = dict(actions.sizes())
    return done


class _Clock:
    def __init__(self) -> None:
        self._last = time.monotonic()

    def lap(self) -> float:
        """Seconds since the last lap."""
        before, self._last = self._last, time.monotonic()
        return round(self._last - before, 1)


def setting_of(now: datetime, seed: int, folder: Path) -> Setting:
    """What every unit needs to know, of the county as it is. The states have their places."""
    ledger.count_overdue(now=now)
    ledger.place_open_states()
    first = Post.objects.order_by("-valid_from").values_list("valid_from", flat=True)[0]
    start = max(first + timedelta(days=1), now - _YEARS / 2)
    return Setting(
        grids=grids_with_spots(seed),
        photos=demo_photos(seed, now=now),
        now=now,
        start=start,
        came=start.replace(microsecond=0),
        middle=(start + (now - start) / 2).replace(microsecond=0),
        overdue_until=OverdueMark.objects.get().until,
        places=dict(StatePlace.objects.values_list("state", "place")),
        folder=folder,
        seed=seed,
    )


def units_of(cases: int, setting: Setting, now: datetime) -> list[Unit]:
    """Shares of the past: what was lived here, what stays open, what was brought in."""
    staying = round(min(_OPEN, cases * _OPEN_SHARE) * 1.25)
    whole = max(_LEAST_WHOLE, round(cases * _WHOLE))
    brought = round(cases * _BROUGHT)
    first = setting.start.astimezone(SHANGHAI).date() + timedelta(days=1)
    last = (now - _FRESH).astimezone(SHANGHAI).date() - timedelta(days=1)
    before = (now - _YEARS).astimezone(SHANGHAI).date()
    lived = max(0, cases - brought - whole - staying)
    units = _stretch(0, first, last, lived, whole, brought=False)
    share = 2_500
    for start in range(0, staying, share):
        units.append(Unit(len(units), staying=min(share, staying - start)))
    # The latest first: where the disk is full before the end, the oldest ones are missing.
    past = _stretch(len(units), before, first - timedelta(days=2), brought, 0, brought=True)
    return [*units, *reversed(past)]


def _stretch(
    number: int, first: date, last: date, cases: int, whole: int, *, brought: bool
) -> list[Unit]:
    """The units of one stretch of days, numbered from there."""
    units: list[Unit] = []
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    short = _spread(cases, [_busy(day) for day in days])
    step = max(1, min(len(days), _UNIT * len(days) // max(1, cases)))
    for start in range(0, len(days), step):
        some = days[start : start + step]
        part = (whole * (start + len(some))) // len(days) - whole * start // len(days)
        some_short = tuple(short[start : start + step])
        units.append(Unit(number + len(units), tuple(some), some_short, brought, part))
    return units


def _busy(day: date) -> float:
    return (1.12, 1.05, 1.0, 1.0, 1.06, 0.86, 0.74)[day.weekday()]


def _spread(total: int, weights: Sequence[float]) -> list[int]:
    """The total in whole parts as heavy as the weights."""
    whole, given, parts = sum(weights), 0, []
    so_far = 0.0
    for weight in weights:
        so_far += weight
        upto = round(total * so_far / whole)
        parts.append(upto - given)
        given = upto
    return parts


def _room(data: Path, spare: int) -> Callable[[], bool]:
    """Tells whether there is room for more, and for the indexes still to come."""

    def room() -> bool:
        coming = sum(actions.sizes().values()) * _INDEX_SHARE
        return shutil.disk_usage(data).free > spare + coming

    return room


def _make(
    units: Sequence[Unit],
    setting: Setting,
    processes: int,
    done: Filled,
    room: Callable[[], bool],
    tell: Callable[[str], None],
) -> dict[GaugeKey, list[int]]:
    gauges: dict[GaugeKey, list[int]] = {}
    began = time.monotonic()
    for made in _each_made(units, setting, processes, done, room):
        done.cases += made.cases
        done.entries += made.entries
        done.open_now += made.open_now
        for key, amounts in made.gauges.items():
            into = gauges.setdefault(key, [0] * len(amounts))
            for place, amount in enumerate(amounts):
                into[place] += amount
        rate = done.cases / (time.monotonic() - began)
        tell(f"{done.cases} cases, {done.entries} entries, {done.open_now} open, {rate:.0f}/s")
    return gauges


def _each_made(
    units: Sequence[Unit],
    setting: Setting,
    processes: int,
    done: Filled,
    room: Callable[[], bool],
) -> Iterator[Made]:
    def wanted() -> Iterator[Unit]:
        for unit in units:
            if done.stopped:
                return
            yield unit

    if processes == 1:
        maker = Maker(setting)
        for unit in wanted():
            yield maker.make(unit)
            done.stopped = done.stopped or not room()
        return
    connections.close_all()  # no child may speak over its parent's connection
    context = multiprocessing.get_context("fork")
    with context.Pool(processes, _begin, (setting,)) as pool:
        waiting = []
        todo = wanted()
        for unit in todo:
            waiting.append(pool.apply_async(_make_one, (unit,)))
            if len(waiting) >= 2 * processes:
                yield waiting.pop(0).get()
                done.stopped = done.stopped or not room()
        for one in waiting:
            yield one.get()
        pool.starmap(_end, [()] * processes)


_maker: Maker | None = None


def _begin(setting: Setting) -> None:
    global _maker
    _maker = Maker(setting)


def _make_one(unit: Unit) -> Made:
    assert _maker is not None
    return _maker.make(unit)


def _end() -> None:
    connections.close_all()


def _build(found: Sequence[Index], processes: int, tell: Callable[[str], None]) -> None:
    """Every index and key stands again, two at a time."""
    order = sorted(found, key=lambda one: (actions.TABLES.index(one.table), not one.constraint))
    _side_by_side(actions.build, order, processes)
    tell(f"{len(order)} indexes built")


def _as_owner(do: Callable[[_One], None], one: _One) -> None:
    with as_owner():
        do(one)


def _side_by_side(do: Callable[[_One], None], each: Sequence[_One], processes: int) -> None:
    if processes == 1:
        for one in each:
            _as_owner(do, one)
        return
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.starmap(_as_owner, [(do, one) for one in each], chunksize=1)
        pool.starmap(_end, [()] * processes)


def add_up(folder: Path, gauges: dict[GaugeKey, list[int]]) -> None:
    """What units counted for days of other units, the months, and the open cases."""
    for path in sorted(folder.glob("*.pickle")):
        with path.open("rb") as file:
            rows = pickle.load(file)  # noqa: S301 - written by this very program
        for start in range(0, len(rows), _AT_ONCE):
            with transaction.atomic():
                ledger.add_days(rows[start : start + _AT_ONCE])
    with transaction.atomic():
        ledger.sum_months()
        ledger.add_open(ledger.open_rows(gauges))
