"""What one life adds to the tallies, and what changes when it goes on.

A subject is an area of the case's chain, or the post that handles it. Tallies are sums over all
lives as they stand, so an event changes them by the difference of two lives and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from wangge.core.tally.life import Life
from wangge.core.tally.measures import Measure
from wangge.core.tally.spread import bucket_of

#: A measure, or the number of a bucket of handling times.
What = Measure | int
#: What is counted on which day, for whom: None for areas and handler, else areas and that post.
_Part = tuple[date, What, UUID | None]


class Key(NamedTuple):
    """Where an amount is added; an empty `item` is the total of all items of the line."""

    subject: UUID
    line: str
    item: str
    day: date


class GaugeKey(NamedTuple):
    """Where an open case is counted."""

    subject: UUID
    line: str
    state: str


Sums = dict[Key, dict[What, int]]


def add_change(sums: Sums, before: Life | None, after: Life | None) -> None:
    """Add to `sums` what turns the counts of `before` (None: not yet reported) into `after`'s."""
    if before is not None and after is not None and _place(before) == _place(after):
        old = _parts(before)
        for part, amount in _parts(after).items():
            change = amount - old.pop(part, 0)
            if change:
                _add(sums, after, part, change)
        for part, amount in old.items():
            _add(sums, after, part, -amount)
        return
    for life, sign in ((before, -1), (after, 1)):
        if life is not None:
            for part, amount in _parts(life).items():
                _add(sums, life, part, sign * amount)


def gauges_of(life: Life | None) -> Iterator[GaugeKey]:
    """The gauges an open case stands in: each area of its chain, and the post that owes it."""
    if life is not None and life.open:
        for subject in (*life.chain.areas(), life.owner):
            yield GaugeKey(subject, life.line, life.state)


def areas_of_a_time(life: Life) -> frozenset[UUID]:
    """The areas for which the case counts only part of its life: those a border moved it between.

    Empty for nearly every case.
    """
    chains = [frozenset(one.chain.areas()) for one in life.former]
    if not chains:
        return frozenset()
    chains.append(frozenset(life.chain.areas()))
    return frozenset.union(*chains) - frozenset.intersection(*chains)


def counts_for(life: Life, area: UUID, measures: Collection[Measure], days: range) -> bool:
    """Whether any of these measures counts for the area on one of the days (ordinals)."""
    return any(
        what in measures and day.toordinal() in days and area in life.chain_on(day).areas()
        for day, what, _post in _parts(life)
    )


def _place(life: Life) -> tuple[object, ...]:
    return (life.chain, life.former, life.line, life.item, life.handler)


def _parts(life: Life) -> dict[_Part, int]:
    parts: dict[_Part, int] = {(life.reported_on, Measure.REPORTED, None): 1}
    if life.filed_on is not None:
        parts[life.filed_on, Measure.FILED, None] = 1
    if life.handled_on is not None:
        parts[life.handled_on, Measure.HANDLED, None] = 1
        parts[life.handled_on, Measure.HANDLING_S, None] = life.handled_s
        parts[life.handled_on, bucket_of(life.handled_s), None] = 1
        if life.late:
            parts[life.handled_on, Measure.HANDLED_LATE, None] = 1
    if life.closed_on is not None:
        parts[life.closed_on, life.outcome, None] = 1
        if life.outcome is Measure.SELF_HANDLED:
            parts[life.closed_on, Measure.CLOSED, None] = 1
        if life.outcome in (Measure.CLOSED, Measure.SELF_HANDLED):
            parts[life.closed_on, Measure.LATE if life.late else Measure.ON_TIME, None] = 1
    for rating in life.ratings:
        _more(parts, (rating.on, Measure.RATINGS, None), 1)
        _more(parts, (rating.on, Measure.STARS, None), rating.stars)
    for one in life.happened:
        _more(parts, (one.on, one.measure, one.post), 1)
    return parts


def _more(parts: dict[_Part, int], part: _Part, amount: int) -> None:
    parts[part] = parts.get(part, 0) + amount


def _add(sums: Sums, life: Life, part: _Part, amount: int) -> None:
    day, what, post = part
    post = post or life.handler
    areas = life.chain_on(day).areas()
    for subject in (*areas, post) if post else areas:
        for item in ("", life.item):
            counted = sums.setdefault(Key(subject, life.line, item, day), {})
            counted[what] = counted.get(what, 0) + amount
