"""What time does to cases: late ones climb, suspended ones wake, changed calendars are reckoned in.

The sweep asks for the earliest first and goes on past a case that fails, so that none can starve
the others; a case nobody is there for climbs just the same, for the post above answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wangge.cases.actions.gather import world_for
from wangge.cases.actions.record import record
from wangge.cases.models import OPEN
from wangge.cases.models import Case as Row
from wangge.core.case.decide import decide
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command
from wangge.core.duty import SYSTEM
from wangge.core.errors import Refusal

log = logging.getLogger(__name__)

#: Rows held at a time: long enough to be quick, short enough to keep nobody waiting.
BATCH = 200


def wake_due(*, now: datetime) -> int:
    """Every case whose time has come was resumed or escalated; how many."""
    due = Q(wake_at__lte=now)
    return _each(due, lambda case: Verb.RESUME if case.is_paused else Verb.ESCALATE, now)


def reschedule_open(*, now: datetime) -> int:
    """Every open case whose deadline the calendar in force would set otherwise has it; how many."""
    return _each(Q(), _reschedule_if_changed(now), now)


def _each(which: Q, verb_for: Callable[[Case], Verb | None], now: datetime) -> int:
    """Say the verb, as time, about every open case of `which`, in batches by (wake_at, id)."""
    done = 0
    for batch in _batches(which):
        for row in batch:
            verb = verb_for(row.as_fact())
            if verb is not None and _say(row, verb, now):
                done += 1
    return done


def _batches(which: Q) -> Iterator[list[Row]]:
    after = Q()
    while True:
        with transaction.atomic():
            batch = list(
                Row.objects.select_for_update(skip_locked=True, no_key=True)
                .filter(which, OPEN, after, wake_at__isnull=False)
                .order_by("wake_at", "id")[:BATCH]
            )
            yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1]
        after = Q(wake_at__gt=last.wake_at) | Q(wake_at=last.wake_at, pk__gt=last.pk)


def _say(row: Row, verb: Verb, now: datetime) -> bool:
    case = row.as_fact()
    world = world_for(case.line, case.item, actor=SYSTEM, now=now)
    try:
        record(case, bytes(row.log_hash), decide(case, Command(verb=verb), world))
    except Refusal:
        log.exception("case %s: time could not %s it", case.no, verb)
        return False
    return True


def _reschedule_if_changed(now: datetime) -> Callable[[Case], Verb | None]:
    def changed(case: Case) -> Verb | None:
        world = world_for(case.line, case.item, actor=SYSTEM, now=now)
        event = decide(case, Command(verb=Verb.RESCHEDULE), world)
        clock = getattr(event, "clock", None)
        return Verb.RESCHEDULE if clock != case.clock else None

    return changed
