"""Who is in touch with the invented households, and that somebody called, as the rules ask.

Every household was visited in time at every instant since it was registered, but for a few that
are left behind on purpose, so that the proof has something to find. Ignores what was found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from wangge.core.duty import Roster
from wangge.lib.clock import SHANGHAI
from wangge.registry.models import Household
from wangge.territory.access import roster
from wangge.visits.access import contacts_at
from wangge.visits.actions import assign_contacts, record_past
from wangge.visits.actions.past import PastVisit
from wangge.visits.models import VisitRule

_BATCH = 50_000
#: Of the span its rule allows, so much passes between two visits.
_SOONEST, _LATEST = 0.7, 0.95
#: The last visit is at most so much of the span ago: an invented county stays in time for a while.
_LAST = 0.6
_FIRST_HOUR, _HOURS = 8, 9


def visit_everybody(
    *, now: datetime, since: datetime, seed: int, late: Collection[UUID] = (), said: bool = True
) -> int:
    """Every household has a contact since then and was visited in time; how many visits.

    `late`: households whose last visit is some days too long ago. `said`: with answers, which
    are sealed and so take their time.
    """
    assign_contacts(now=now, since=since)
    visits = _visits(now=now, since=since, dice=Random(f"{seed} visits"), late=late, said=said)
    return sum(record_past(batch, now=now) for batch in _batches(visits))


def _visits(
    *, now: datetime, since: datetime, dice: Random, late: Collection[UUID], said: bool
) -> Iterator[PastVisit]:
    posts = dict(contacts_at(now).values_list("household_id", "post_id"))
    spans = _spans(now)
    people = _People(roster(), now)
    rows = Household.objects.order_by("no", "village_id").values_list(
        "id", "visit_class", "grid_id", "village_id", "town_id"
    )
    for pk, visit_class, *chain in rows.iterator(10_000):
        post = posts.get(pk)
        span = spans.get(visit_class)
        if post is None or span is None:
            continue
        ago = span * (dice.uniform(1.6, 2.1) if pk in late else _LAST * dice.random())
        at = now - ago
        while True:
            day = _in_daylight(at, now, dice)
            if day <= since:
                break
            yield PastVisit(
                household_id=pk,
                at=day,
                chain=(chain[0], chain[1], chain[2]),
                post_id=post,
                by_id=people.of(post),
                kind="phone" if dice.random() < 0.08 else "home",
                answers=_answers(dice) if said else {},
            )
            at -= span * dice.uniform(_SOONEST, _LATEST)


def _in_daylight(at: datetime, now: datetime, dice: Random) -> datetime:
    """That day between eight and five; never later than now."""
    hour, minute = _FIRST_HOUR + int(dice.random() * _HOURS), int(dice.random() * 60)
    local = datetime.combine(at.astimezone(SHANGHAI).date(), time(hour, minute), SHANGHAI)
    return local if local < now else now - timedelta(minutes=1 + int(dice.random() * 50))


def _answers(dice: Random) -> Mapping[str, list[str]]:
    met = "self" if dice.random() < 0.7 else "family"
    if dice.random() < 0.04:
        return {"met": [met], "home": [dice.choice(("ill", "medicine", "mood", "fire"))]}
    return {"met": [met], "home": ["fine"]}


def _spans(now: datetime) -> dict[str, timedelta]:
    """Visit class → the longest time between two visits, somewhat short of the rule."""
    rules = VisitRule.objects.filter(valid_from__lte=now, valid_until=None)
    return {
        rule.visit_class: timedelta(days=max(0.5, rule.as_fact().days * 0.95 - 1.5))
        for rule in rules
    }


class _People:
    """Who answers for a post, asked once for each."""

    def __init__(self, posts: Roster, now: datetime) -> None:
        self._roster, self._now = posts, now
        self._known: dict[UUID, UUID | None] = {}

    def of(self, post: UUID) -> UUID | None:
        """The person's id."""
        if post not in self._known:
            self._known[post] = self._roster.answering(post, self._now).person
        return self._known[post]


def _batches(visits: Iterable[PastVisit]) -> Iterator[list[PastVisit]]:
    batch: list[PastVisit] = []
    for visit in visits:
        batch.append(visit)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
