"""Keep the ledger: count what changed, and who fell due. For its follower and its job alone.

Everything is written in bulk, in the order of the keys, inside the transaction of the follower.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from wangge.catalogue.access import catalogue
from wangge.core.case.flow import Kind
from wangge.core.tally import ELSEWHERE, GaugeKey, Life, Sums, add_change
from wangge.ledger.actions import rows, writing
from wangge.ledger.models import (
    CountedCase,
    DayTally,
    MonthTally,
    OpenTally,
    OverdueMark,
    StatePlace,
)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_CHAIN = ("county_id", "town_id", "village_id", "grid_id")


class Change(NamedTuple):
    """A life before (None: not yet reported) and after some entries of its log."""

    case_id: UUID
    before: Life | None
    after: Life


def count(changes: Sequence[Change]) -> None:
    """The ledger counts the cases as they are after `changes`."""
    until = lock_mark()
    sums: Sums = {}
    gauges: rows.Gauges = {}
    for change in changes:
        add_change(sums, change.before, change.after)
        rows.add_gauges(gauges, change.before, -1, until)
        rows.add_gauges(gauges, change.after, 1, until)
    writing.put_cases(rows.case_row(one.case_id, one.after) for one in changes)
    writing.add_day_lines(rows.day_lines(sums, state_places(rows.states_of(sums))))
    writing.add_open(rows.open_rows(gauges))


@transaction.atomic
def count_overdue(*, now: datetime) -> int:
    """Cases that have fallen due stand in the gauges as overdue; how many new ones.

    Readers are exact without it; it keeps what they must add small.
    """
    until = lock_mark()
    if now <= until:
        return 0
    gauges: rows.Gauges = {}
    fresh = CountedCase.objects.filter(open=True, due_at__gte=until, due_at__lt=now)
    lives = fresh.values_list("line", "item", "state", "owner_id", *_CHAIN)
    for line, item, state, *subjects in lives.iterator(5_000):
        for subject in subjects:
            if subject is not None:
                for of in ("", item):
                    gauges.setdefault(GaugeKey(subject, line, of, state), [0, 0, 0])[2] += 1
    writing.add_open(rows.open_rows(gauges))
    OverdueMark.objects.update(until=now)
    return fresh.count()


def clear() -> None:
    """Forget everything, before the log is read again from its beginning."""
    for model in (CountedCase, DayTally, MonthTally, OpenTally, OverdueMark):
        model.objects.all().delete()


def state_places(states: Collection[str]) -> dict[str, int]:
    """The place of each state in `DayTally.standing`; new ones are given the next."""
    known = dict(StatePlace.objects.values_list("state", "place"))
    if set(states) - known.keys():
        with connection.cursor() as cursor:  # two may meet a new state at once
            cursor.execute("LOCK TABLE ledger_stateplace IN SHARE ROW EXCLUSIVE MODE")
        known = dict(StatePlace.objects.values_list("state", "place"))
    new = sorted(set(states) - known.keys())
    if new:
        last = StatePlace.objects.aggregate(last=Max("place"))["last"] or 0
        fresh = [StatePlace(state=state, place=last + n) for n, state in enumerate(new, start=1)]
        StatePlace.objects.bulk_create(fresh)
        known |= {one.state: one.place for one in fresh}
    return known


@transaction.atomic
def place_open_states() -> None:
    """Every state of today's flows in which a case may be open has its place, before it is met.

    For several processes that write at once: none of them gives places then.
    """
    flows = catalogue().flows.values()
    open_ones = {one.code for flow in flows for one in flow.states if one.kind is not Kind.CLOSED}
    state_places(open_ones | {ELSEWHERE})


def lock_mark() -> datetime:
    """Until when overdue cases are counted; nobody else changes the gauges now."""
    OverdueMark.objects.get_or_create(name="overdue", defaults={"until": _LONG_AGO})
    return OverdueMark.objects.select_for_update().get(name="overdue").until
