"""The cases behind a number 反查: no figure without its list.

The same choice that makes a number finds its cases, as ids to be fetched through `cases.access`,
so nobody sees a case here that is not his to see.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from wangge.core.tally import Life, Measure, counts_for
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import NoTerritory
from wangge.ledger.models import CountedCase
from wangge.territory.access import NamedArea, territory_index

_DECODER = msgspec.json.Decoder(Life)

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


_OUTCOMES = frozenset(
    {
        *(Measure.CLOSED, Measure.ON_TIME, Measure.LATE, Measure.SELF_HANDLED, Measure.REJECTED),
        *(Measure.VOIDED, Measure.MERGED, Measure.TRANSFERRED),
    }
)


def cases_behind(what: CountedWhat, *, now: datetime, limit: int = 100) -> list[UUID]:
    """Ids of the cases that number counts, at most `limit` (and `MOST_IDS`). Two queries.

    Overdue ones come longest overdue first, all others newest first. A measure counted each time
    (returned, reworked …) lists each of its cases once.
    """
    ordered = _counted(what, now).order_by(*_order(what))
    return list(ordered.values_list("pk", flat=True)[: min(limit, MOST_IDS)])


def count_behind(what: CountedWhat, *, now: datetime) -> int:
    """How many cases that number counts, also where they are too many to list. Two queries."""
    return _counted(what, now).count()


def _counted(what: CountedWhat, now: datetime) -> QuerySet[CountedCase]:
    # `said` is `marks` without its index: for what has a day of its own, that index is the better
    said = Coalesce("marks", Value([], output_field=ArrayField(TextField())))
    rows = CountedCase.objects.alias(said=said).filter(_whose(what), _chosen(what, now))
    if what.line:
        rows = rows.filter(line=what.line)
    if what.item:
        rows = rows.filter(item=what.item)
    return rows


def _whose(what: CountedWhat) -> Q:
    """The cases that count for the subject on those days.

    A case over which a border moved counts for the old land until that day and for the new one
    from then on; the few such ones are looked at one by one. One query more, mostly empty.
    """
    subject = _subject(what)
    if what.measure is None or what.posts:
        return subject
    moved = CountedCase.objects.filter(moved_ids__contains=[what.subject])
    lives = dict(moved.values_list("pk", "life"))
    if not lives:
        return subject
    assert what.since is not None
    assert what.until is not None
    measures = _FOUND_BY.get(what.measure, (what.measure,))
    days = range(what.since.toordinal(), what.until.toordinal() + 1)
    counted = [
        pk
        for pk, life in lives.items()
        if counts_for(_DECODER.decode(life), what.subject, measures, days)
    ]
    return (subject & ~Q(pk__in=list(lives))) | Q(pk__in=counted)


def _subject(what: CountedWhat) -> Q:
    if what.posts:
        return _of_posts(what, what.posts)
    area = _area(what.subject)
    if area is None:  # a post, or an area of no territory any more
        found = Q(grid_id=what.subject) | Q(village_id=what.subject) | Q(town_id=what.subject)
        return found | Q(county_id=what.subject) | _of_posts(what, (what.subject,))
    if area.level is Level.COUNTY:
        return Q(county_id=what.subject)
    if area.level is Level.TOWN:
        return Q(town_id=what.subject)
    # its town is what an index starts from
    town = territory_index().chain_of_area(what.subject).town
    return Q(**{f"{area.level}_id": what.subject}, town_id=town)


def _of_posts(what: CountedWhat, posts: Collection[UUID]) -> Q:
    return Q(owner_id__in=posts) if what.measure is None else Q(handler_id__in=posts)


def _area(subject: UUID) -> NamedArea | None:
    try:
        return territory_index().ever.get(subject)
    except NoTerritory:
        return None


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
    marks = _marks(names, *days)
    if what.measure in _OUTCOMES:
        return Q(closed_on__range=days, said__overlap=marks)
    return Q(marks__overlap=marks)


def _order(what: CountedWhat) -> tuple[str, ...]:
    if what.measure is None:
        return ("due_at", "pk") if what.overdue else ("-pk",)
    if what.measure is Measure.REPORTED:
        return ("-reported_on", "-pk")
    return ("-closed_on", "-pk") if what.measure in _OUTCOMES else ("-pk",)


def _marks(names: tuple[Measure, ...], since: date, until: date) -> list[str]:
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return [f"{name}:{day}" for name in names for day in days]
