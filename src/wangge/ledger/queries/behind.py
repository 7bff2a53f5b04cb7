"""The cases behind a number 反查: no figure without its list.

The same choice that makes a number finds its cases, as ids to be fetched through `cases.access`,
so nobody sees a case here that is not his to see.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q

from wangge.core.tally import Measure
from wangge.ledger.models import CountedCase

#: At most so many ids a call.
MOST_IDS = 1_000


class CountedWhat(msgspec.Struct, frozen=True, kw_only=True):
    """Which number: a measure over a span of days, or None for what is open now.

    `subject`: an area, or a post. `overdue`: of the open, only those past their deadline.
    """

    subject: UUID
    #: The posts of a department together, instead of the subject.
    posts: tuple[UUID, ...] = ()
    measure: Measure | None = None
    since: date | None = None
    until: date | None = None
    line: str | None = None
    item: str | None = None
    state: str | None = None
    overdue: bool = False


#: Measures that are found by the marks of others.
_FOUND_BY = {
    Measure.CLOSED: (Measure.ON_TIME, Measure.LATE),
    Measure.HANDLING_S: (Measure.HANDLED,),
    Measure.STARS: (Measure.RATINGS,),
}


def cases_behind(
    what: CountedWhat, *, now: datetime, after: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Ids of the cases that number counts, in order of id, after one already seen. One query.

    A measure counted each time (returned, reworked …) lists each of its cases once.
    """
    rows = CountedCase.objects.filter(_subject(what), _chosen(what, now))
    if what.line:
        rows = rows.filter(line=what.line)
    if what.item:
        rows = rows.filter(item=what.item)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[: min(limit, MOST_IDS)])


def _subject(what: CountedWhat) -> Q:
    if what.posts:
        posts = list(what.posts)
        return Q(owner_id__in=posts) if what.measure is None else Q(handler_id__in=posts)
    area = (
        Q(grid_id=what.subject)
        | Q(village_id=what.subject)
        | Q(town_id=what.subject)
        | Q(county_id=what.subject)
    )
    if what.measure is None:
        return area | Q(owner_id=what.subject)
    return area | Q(handler_id=what.subject)


def _chosen(what: CountedWhat, now: datetime) -> Q:
    if what.measure is None:
        chosen = Q(open=True)
        if what.state:
            chosen &= Q(state=what.state)
        return chosen & Q(due_at__lt=now) if what.overdue else chosen
    assert what.since is not None
    assert what.until is not None
    days = (what.since, what.until)
    if what.measure is Measure.REPORTED:
        return Q(reported_on__range=days)
    names = _FOUND_BY.get(what.measure, (what.measure,))
    found = Q(marks__overlap=_marks(names, *days))
    closing = what.measure in (Measure.CLOSED, Measure.ON_TIME, Measure.LATE)
    return found & Q(closed_on__range=days) if closing else found


def _marks(names: tuple[Measure, ...], since: date, until: date) -> list[str]:
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return [f"{name}:{day}" for name in names for day in days]
