"""Simulate: plan the reports, live them, write the lives. One process a share of the towns.

A demo of 13,000 cases takes well under a minute on two cores.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from django.db import connections

from wangge.audit.followers import catch_up, registered
from wangge.cases.actions.bulk import record_histories
from wangge.cases.actions.numbers import take_numbers
from wangge.lib.clock import SHANGHAI
from wangge.notify.actions.notices import mark_old_read
from wangge.ops.simulate.life import Lived, live
from wangge.ops.simulate.people import People
from wangge.ops.simulate.photos import demo_photos
from wangge.ops.simulate.places import grids_with_spots
from wangge.ops.simulate.plan import Report, plan
from wangge.ops.simulate.scenes import cast_reports

DAYS, CASES, SEED = 60, 13_000, 430281

#: How long what happened still stands unread in the inboxes.
_NEWS = timedelta(days=1)


@dataclass(slots=True)
class Simulated:
    """What was made, and how long it took."""

    cases: int = 0
    entries: int = 0
    open_now: int = 0
    seconds: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)


def simulate(
    *,
    now: datetime,
    days: int = DAYS,
    cases: int = CASES,
    seed: int = SEED,
    processes: int = 2,
    tell: Callable[[str], None] = lambda words: None,
) -> Simulated:
    """The county has about `cases` more cases, lived from `days` ago until now.

    The same seed on the same day gives the same reports; said twice it raises AlreadyReported.
    Each process writes for itself, so an interruption may leave a part.
    """
    began = time.monotonic()
    grids = grids_with_spots(seed)
    photos = demo_photos(seed, now=now)
    start = datetime.combine(
        (now - timedelta(days=days)).astimezone(SHANGHAI).date(), datetime.min.time(), SHANGHAI
    )
    reports = plan(grids, start=start, now=now, cases=cases, seed=seed)
    for one in reports:
        pair, dice = photos[one.topic.photo], Random(one.seed)
        one.photos = (dice.choice(pair.before),) if one.with_photo else ()
        one.after = (dice.choice(pair.after),)
    reports = sorted(
        [*reports, *cast_reports(grids, seed=seed, now=now)], key=lambda one: (one.at, one.seed)
    )
    _number(reports)
    tell(f"{len(reports)} reports planned; living them")
    done = Simulated()
    for lived in _lived(_shares(reports, processes), now):
        done.cases += lived.cases
        done.entries += lived.entries
        done.open_now += lived.open_now
        done.refused += lived.refused
    tell(f"{done.entries} entries written; the followers read them")
    _catch_up(now, processes)
    done.seconds = round(time.monotonic() - began, 1)
    return done


def _number(reports: Sequence[Report]) -> None:
    for day, some in groupby(reports, key=lambda one: one.at.astimezone(SHANGHAI).date()):
        todays = list(some)
        for one, no in zip(todays, take_numbers(day, len(todays)), strict=True):
            one.no = no


def _shares(reports: Sequence[Report], processes: int) -> list[list[Report]]:
    """The reports by process, those of a town together, evenly."""
    shares: list[list[Report]] = [[] for _ in range(processes)]
    for town, _ in Counter(one.town for one in reports).most_common():
        min(shares, key=len).extend(one for one in reports if one.town == town)
    return [sorted(share, key=lambda one: one.at) for share in shares]


def _lived(shares: Sequence[list[Report]], now: datetime) -> list[Simulated]:
    """Every share lived and written, side by side."""
    if len(shares) == 1:
        return [_live_and_write(shares[0], now)]
    connections.close_all()  # no child may speak over its parent's connection
    context = multiprocessing.get_context("fork")
    with context.Pool(len(shares)) as pool:
        return pool.starmap(_live_and_write, [(share, now) for share in shares])


def _catch_up(now: datetime, processes: int) -> None:
    """The followers have read it all, side by side; what is a day old is nobody's news."""
    names = [follower.name for follower in registered()]
    if processes == 1:
        for name in names:
            _follow(name, now)
    else:
        connections.close_all()
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            pool.starmap(_follow, [(name, now) for name in reversed(names)], chunksize=1)
    mark_old_read(before=now - _NEWS, now=now)


def _follow(name: str, now: datetime) -> None:
    catch_up(now=now, names=[name])
    if multiprocessing.parent_process() is not None:
        connections.close_all()


def _live_and_write(share: list[Report], now: datetime) -> Simulated:
    lived: Lived = live(share, People(), until=now)
    written = record_histories(lived.histories)
    if multiprocessing.parent_process() is not None:
        connections.close_all()
    return Simulated(written, lived.events, lived.open_now, 0.0, lived.refused)
