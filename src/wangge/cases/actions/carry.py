"""Open cases move with the borders, from the first instant of the day. 案件随界划转。

Seconds after that instant every open case on land that changed hands has an entry that says so,
dated to the instant itself (or to its own last event, if that came later). Closed cases keep the
land they were closed on; one that opens again is carried then. Safe to run again, and to break
off: each case is one statement, and where it stands is noted after every batch.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wangge.cases.actions.gather import open_load, router
from wangge.cases.actions.record import record
from wangge.cases.models import OPEN
from wangge.cases.models import Case as Row
from wangge.catalogue.access import catalogue
from wangge.core.case.facts import Case
from wangge.core.case.refusals import StaleVersion
from wangge.core.case.rezone import rezone
from wangge.territory.access import Heirs, heirs_of, post_heirs, territory_index
from wangge.territory.actions.handover import (
    begins_at,
    handovers_due,
    note_handover,
    versions_come,
)
from wangge.territory.models import Handover, TerritoryVersion

log = logging.getLogger(__name__)

PART = "cases"
#: Cases looked at between two notes of where it stands.
BATCH = 500
#: For so long after a change is done, what was being written at its instant is looked for.
GRACE = timedelta(hours=1)
#: Somebody else may change a case just then: so often it is tried.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Change:
    """One version whose day has come, as cases need it."""

    number: int
    on: date
    begins: datetime
    heirs: Heirs
    followers: Mapping[UUID, Mapping[UUID, UUID]]


def carry_due(*, now: datetime) -> int:
    """Every open case stands on the land in force; how many had to be moved."""
    due = handovers_due(PART, now=now, grace=GRACE)
    return sum(_carry(row, now) for row in due)


def carry_reopened(case_id: UUID, *, now: datetime) -> Case:
    """A case that was closed while borders moved stands on the land in force; the case then."""
    row = Row.objects.get(pk=case_id)
    fact = row.as_fact()
    if fact.chain.grid is None or fact.territory_version == territory_index(at=now).version:
        return fact
    versions = versions_come(now=now)
    known = [one.number for one in versions]
    first = known.index(fact.territory_version) + 1 if fact.territory_version in known else 1
    for version in versions[first:]:
        fact, _moved = _carry_one(row, _change_of(version), {})
        row = Row.objects.get(pk=case_id)
    return fact


def _carry(handover: Handover, now: datetime) -> int:
    change = _change_of(handover.version)
    which = Q(grid_id__in=list(change.heirs.grids))
    if handover.done_at is not None:  # again, for what was under way at that instant
        which &= Q(reported_at__gte=change.begins - GRACE)
    moved, conflicts = 0, 0
    after = None if handover.done_at else handover.after
    load = open_load(now)
    for batch in _batches(which, after):
        count = 0
        for row in batch:
            try:
                count += _carry_one(row, change, load)[1]
            except StaleVersion:
                log.warning("case %s: it changes too fast to be moved; tried again", row.no)
                conflicts += 1
        moved += count
        after = batch[-1].pk if batch else after
        note_handover(handover, moved=count, after=after, done_at=None)
    if not conflicts:
        note_handover(handover, moved=0, after=None, done_at=now)
    else:
        note_handover(handover, moved=0, after=None, done_at=None)  # from the beginning again
    return moved


def _change_of(version: TerritoryVersion) -> _Change:
    return _Change(
        number=version.number,
        on=version.effective_from,
        begins=begins_at(version),
        heirs=heirs_of(version.pk),
        followers=post_heirs(version.pk),
    )


def _batches(which: Q, after: UUID | None) -> Iterator[list[Row]]:
    """The open cases of `which` in the order of their ids, from after that one."""
    while True:
        rows = Row.objects.filter(which, OPEN)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        batch = list(rows.order_by("pk")[:BATCH])
        if batch:
            yield batch
            after = batch[-1].pk
        if len(batch) < BATCH:
            return


def _carry_one(row: Row, change: _Change, load: Mapping[UUID, int]) -> tuple[Case, bool]:
    """The case on its new land, and whether that is another. Raises StaleVersion after tries."""
    for _again in range(_TRIES - 1):
        try:
            return _try(row, change, load)
        except StaleVersion:
            row = Row.objects.get(pk=row.pk)
    return _try(row, change, load)


def _try(row: Row, change: _Change, load: Mapping[UUID, int]) -> tuple[Case, bool]:
    case = row.as_fact()
    grid, point = case.chain.grid, case.point
    if grid is None:
        return case, False
    goal = change.heirs(grid, point.lon, point.lat) if point else change.heirs(grid)
    if goal is None or goal == grid:
        return case, False
    known = catalogue()
    at = max(change.begins, _last_at(case))
    event = rezone(
        case,
        change.heirs.chain(goal),
        version=change.number,
        on=change.on,
        at=at,
        router=router(known, at, load=load),
        followers=change.followers,
        owner_rule=known.flow(case.flow).state(case.state).owner or "role:centre",
    )
    if event is None:
        return case, False
    return record(case, bytes(row.log_hash), event), True


def _last_at(case: Case) -> datetime:
    """When the last thing happened to the case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at FROM audit_entry WHERE subject = %s AND seq = %s", [case.id, case.version]
        )
        found = cursor.fetchone()
    at: datetime = found[0] if found else case.entered_at
    return at
