"""The cases behind a number 反查: no figure without its list.

The same choice that makes a number finds its cases, as ids to be fetched through `cases.access`,
so nobody sees a case here that is not his to see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from wangge.core.tally import Life, Measure, counts_for, counts_for_posts
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
    `also` and `without` make a sum: the cases of any of the measures but of none of the others.
    """

    subject: UUID
    #: The posts of a department together, or one post, instead of the subject.
    posts: tuple[UUID, ...] = ()
    measure: Measure | None = None
    also: tuple[Measure, ...] = ()
    without: tuple[Measure, ...] = ()
    since: date | None = None
    until: date | None = None
    line: str | None = None
    item: str | None = None
    state: str | None = None
    overdue: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All that are added."""
        return (self.measure, *self.also) if self.measure else ()

    @property
    def days(self) -> range:
        """The span as ordinals."""
        assert self.since is not None
        assert self.until is not None
        return range(self.since.toordinal(), self.until.toordinal() + 1)


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
#: Put down to a post of their own, not to the one that handled the case.
_PUT_DOWN = frozenset(
    {
        *(Measure.RETURNED, Measure.REWORKED, Measure.REOPENED, Measure.EXTENDED),
        *(Measure.SUSPENDED, Measure.URGED, Measure.SUPERVISED, Measure.ESCALATED),
        *(Measure.DISPATCHED, Measure.DISPATCHED_LATE, Measure.SENT_BACK),
        *(Measure.PRECHECKED, Measure.PRECHECKED_LATE, Measure.VERIFIED, Measure.VERIFIED_LATE),
        *(Measure.COLLECTED, Measure.COLLECTED_FILED),
    }
)


def cases_behind(what: CountedWhat, *, now: datetime, limit: int = 100) -> list[UUID]:
    """Ids of the cases that number counts, at most `limit` (and `MOST_IDS`). Two queries.

    Overdue ones come longest overdue first, all others newest first. A measure counted each time
    (returned, reworked …) lists each of its cases once.
    """
    most = min(limit, MOST_IDS)
    if _by_post(what):
        return list(islice(_of_post(what, now), most))
    ordered = _counted(what, now).order_by(*_order(what))
    return list(ordered.values_list("pk", flat=True)[:most])


def count_behind(what: CountedWhat, *, now: datetime) -> int:
    """How many cases that number counts, also where they are too many to list. Two queries."""
    if _by_post(what):
        return sum(1 for _ in _of_post(what, now))
    return _counted(what, now).count()


def _by_post(what: CountedWhat) -> bool:
    """Whether the log of each case must say to which post it is put down."""
    return bool(what.posts) and not _PUT_DOWN.isdisjoint((*what.measures, *what.without))


def _of_post(what: CountedWhat, now: datetime) -> Iterator[UUID]:
    """The cases that mention a post of these on those days, each looked at; newest first."""
    mention = Q(handler_id__in=what.posts)
    for post in what.posts:
        mention |= Q(life__contains=str(post))
    rows = _narrowed(CountedCase.objects.filter(mention, _chosen(what, now)), what)
    measures = _said_by(what.measures)
    without = _said_by(what.without)
    for pk, life in rows.order_by("-pk").values_list("pk", "life").iterator(2_000):
        if counts_for_posts(_DECODER.decode(life), what.posts, measures, without, what.days):
            yield pk


def _said_by(measures: Collection[Measure]) -> frozenset[Measure]:
    return frozenset(found for one in measures for found in _FOUND_BY.get(one, (one,)))


def _counted(what: CountedWhat, now: datetime) -> QuerySet[CountedCase]:
    # `said` is `marks` without its index: for what has a day of its own, that index is the better
    said = Coalesce("marks", Value([], output_field=ArrayField(TextField())))
    rows = CountedCase.objects.alias(said=said).filter(_whose(what), _chosen(what, now))
    if what.without:
        assert what.since is not None
        assert what.until is not None
        rows = rows.exclude(said__overlap=_marks(_said_by(what.without), what.since, what.until))
    return _narrowed(rows, what)


def _narrowed(rows: QuerySet[CountedCase], what: CountedWhat) -> QuerySet[CountedCase]:
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
    measures = _said_by(what.measures)
    counted = [
        pk
        for pk, life in lives.items()
        if counts_for(_DECODER.decode(life), what.subject, measures, what.days)
    ]
    return (subject & ~Q(pk__in=list(lives))) | Q(pk__in=counted)


def _subject(what: CountedWhat) -> Q:
    if what.posts:
        return _of_posts(what, what.posts)
    area = area_ever(what.subject)
    if area is None:  # a post, or an area of no territory any more
        found = Q(grid_id=what.subject) | Q(village_id=what.subject) | Q(town_id=what.subject)
        return found | Q(county_id=what.subject) | _of_posts(what, (what.subject,))
    return within(area)


def within(area: NamedArea) -> Q:
    """The cases that lie in the area now."""
    if area.level is Level.COUNTY:
        return Q(county_id=area.id)
    if area.level is Level.TOWN:
        return Q(town_id=area.id)
    # its town is what an index starts from
    town = territory_index().chain_of_area(area.id).town
    return Q(**{f"{area.level}_id": area.id}, town_id=town)


def area_ever(subject: UUID) -> NamedArea | None:
    """The area, one of today or of the past; None for a post."""
    try:
        return territory_index().ever.get(subject)
    except NoTerritory:
        return None


def _of_posts(what: CountedWhat, posts: Collection[UUID]) -> Q:
    return Q(owner_id__in=posts) if what.measure is None else Q(handler_id__in=posts)


def _chosen(what: CountedWhat, now: datetime) -> Q:
    if what.measure is None:
        chosen = Q(open=True)
        if what.state:
            chosen &= Q(state=what.state)
        return chosen & Q(due_at__lt=now) if what.overdue else chosen
    chosen = Q()
    for measure in what.measures:
        chosen |= _happened(what, measure)
    return chosen


def _happened(what: CountedWhat, measure: Measure) -> Q:
    assert what.since is not None
    assert what.until is not None
    days = (what.since, what.until)
    if measure is Measure.REPORTED:
        return Q(reported_on__range=days)
    marks = _marks(_FOUND_BY.get(measure, (measure,)), *days)
    if measure in _OUTCOMES and not _by_post(what):
        return Q(closed_on__range=days, said__overlap=marks)
    return Q(marks__overlap=marks)


def _order(what: CountedWhat) -> tuple[str, ...]:
    if what.measure is None:
        return ("due_at", "pk") if what.overdue else ("-pk",)
    if what.also:
        return ("-pk",)
    if what.measure is Measure.REPORTED:
        return ("-reported_on", "-pk")
    return ("-closed_on", "-pk") if what.measure in _OUTCOMES else ("-pk",)


def _marks(names: Collection[Measure], since: date, until: date) -> list[str]:
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return [f"{name}:{day}" for name in names for day in days]
