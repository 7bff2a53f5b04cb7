"""What one life adds to the tallies, and what changes when it goes on.

A subject is an area of the case's chain, or the post that handles it. Tallies are sums over all
lives as they stand, so an event changes them by the difference of two lives and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from wangge.core.tally.life import Life
from wangge.core.tally.measures import Measure
from wangge.core.tally.spread import bucket_of


class Standing(NamedTuple):
    """By how many the open cases in a state grew on a day (or shrank), as it ended."""

    state: str


#: A measure, the number of a bucket of handling times, or the change of a standing.
What = Measure | int | Standing


class _Left(NamedTuple):
    """Of a standing: a case that left it counts for the land it was on the day before."""

    state: str
    left: bool = True  #: tuples of one shape would be equal


#: What is counted on which day, for whom: None for areas and handler, else areas and that post.
_Part = tuple[date, Measure | int | Standing | _Left, UUID | None]

#: Outcomes that leave nothing to be handled.
_NOTHING_DUE = (Measure.VOIDED, Measure.MERGED, Measure.TRANSFERRED, Measure.REJECTED)
_A_DAY = timedelta(days=1)


class Key(NamedTuple):
    """Where an amount is added; an empty `item` is the total of all items of the line."""

    subject: UUID
    line: str
    item: str
    day: date


class GaugeKey(NamedTuple):
    """Where an open case is counted; an empty `item` is the total of all items of the line."""

    subject: UUID
    line: str
    item: str
    state: str


Sums = dict[Key, dict[What, int]]


def add_change(sums: Sums, before: Life | None, after: Life | None) -> None:
    """Add to `sums` what turns the counts of `before` (None: not yet reported) into `after`'s."""
    if before is not None and after is not None and _place(before) == _place(after):
        changes = _parts(after)
        for part, amount in _parts(before).items():
            changes[part] = changes.get(part, 0) - amount
        _add(sums, after, changes, 1)
        return
    for life, sign in ((before, -1), (after, 1)):
        if life is not None:
            _add(sums, life, _parts(life), sign)


def gauges_of(life: Life | None) -> Iterator[GaugeKey]:
    """The gauges an open case stands in: each area of its chain, and the post that owes it."""
    if life is not None and life.open:
        for subject in (*life.chain.areas(), life.owner):
            yield GaugeKey(subject, life.line, "", life.state)
            yield GaugeKey(subject, life.line, life.item, life.state)


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


def counts_for_posts(
    life: Life,
    posts: Collection[UUID],
    measures: Collection[Measure],
    without: Collection[Measure],
    days: range,
) -> bool:
    """Whether any of these measures, and none of the others, is put down to one of the posts."""
    found = False
    for day, what, post in _parts(life):
        if (post or life.handler) in posts and day.toordinal() in days:
            if what in without:
                return False
            found = found or what in measures
    return found


def stood_in(life: Life, day: date) -> tuple[str, UUID | None] | None:
    """(state, post that owed it) as that day ended, if the case was open then."""
    for stay in life.stays:
        if stay.since <= day < stay.until:
            return stay.state, stay.post
    if life.open and (life.since or life.reported_on) <= day:
        return life.state, life.owner
    return None


def _place(life: Life) -> tuple[object, ...]:
    return (life.chain, life.former, life.line, life.item, life.handler)


def _parts(life: Life) -> dict[_Part, int]:
    parts: dict[_Part, int] = {(life.reported_on, Measure.REPORTED, None): 1}
    if life.collector is not None:
        parts[life.reported_on, Measure.COLLECTED, life.collector] = 1
        if life.filed_on is not None:
            parts[life.reported_on, Measure.COLLECTED_FILED, life.collector] = 1
    if life.public:
        parts[life.reported_on, Measure.PUBLIC_REPORTED, None] = 1
    if life.filed_on is not None:
        parts[life.filed_on, Measure.FILED, None] = 1
    _handled(parts, life)
    _due(parts, life)
    if life.closed_on is not None:
        parts[life.closed_on, life.outcome, None] = 1
        if life.outcome is Measure.SELF_HANDLED:
            parts[life.closed_on, Measure.CLOSED, None] = 1
        if life.outcome in (Measure.CLOSED, Measure.SELF_HANDLED):
            parts[life.closed_on, Measure.LATE if life.late else Measure.ON_TIME, None] = 1
    _said(parts, life)
    for one in life.happened:
        _more(parts, (one.on, one.measure, one.post), 1)
    _stood(parts, life)
    return parts


def _handled(parts: dict[_Part, int], life: Life) -> None:
    day = life.handled_on
    if day is not None:
        parts[day, Measure.HANDLED, None] = 1
        parts[day, Measure.HANDLING_S, None] = life.handled_s
        parts[day, bucket_of(life.handled_s), None] = 1
        if life.late:
            parts[day, Measure.HANDLED_LATE, None] = 1
        if is_rework(life):
            parts[day, Measure.HANDLED_AGAIN, None] = 1


def is_rework(life: Life) -> bool:
    """Whether it was sent to rework before."""
    return any(one.measure is Measure.REWORKED for one in life.happened)


def due_measures(life: Life) -> tuple[Measure, ...]:
    """What it counts for on the day by which it was to be handled; nothing if it need not be."""
    if life.due_on is None or life.outcome in _NOTHING_DUE:
        return ()
    found = [Measure.DUE]
    if life.handled_on is None:
        found.append(Measure.UNDONE)
    elif life.late:
        found.append(Measure.DUE_LATE)
    if life.closed_on is None:
        found.append(Measure.UNCLOSED)
    return tuple(found)


def _due(parts: dict[_Part, int], life: Life) -> None:
    for measure in due_measures(life):
        assert life.due_on is not None
        parts[life.due_on, measure, None] = 1


def _said(parts: dict[_Part, int], life: Life) -> None:
    for rating in life.ratings:
        _more(parts, (rating.on, Measure.RATINGS, None), 1)
        _more(parts, (rating.on, Measure.STARS, None), rating.stars)
        if rating.stars >= PLEASED_FROM:
            _more(parts, (rating.on, Measure.PLEASED, None), 1)
    if (said := life.verdict) is not None:
        parts[said.on, Measure.REACHED, None] = 1
        if said.solved:
            parts[said.on, Measure.SOLVED, None] = 1
        if said.satisfied:
            parts[said.on, Measure.SATISFIED, None] = 1


#: Stars from which on a rating counts as satisfied: 基本满意.
PLEASED_FROM = 3


def _stood(parts: dict[_Part, int], life: Life) -> None:
    """Into each state it came, and out of it; where a border moved meanwhile, across it."""
    moves = sorted({one.until for one in life.former})
    for stay in life.stays:
        _more(parts, (stay.since, Standing(stay.state), stay.post), 1)
        _more(parts, (stay.until, _Left(stay.state), stay.post), -1)
        for day in moves:
            if stay.since < day < stay.until:
                _across(parts, day, stay.state, stay.post)
    if life.open:
        since = life.since or life.reported_on
        _more(parts, (since, Standing(life.state), life.owner), 1)
        for day in moves:
            if since < day:
                _across(parts, day, life.state, life.owner)


def _across(parts: dict[_Part, int], day: date, state: str, post: UUID | None) -> None:
    _more(parts, (day, _Left(state), post), -1)
    _more(parts, (day, Standing(state), post), 1)


def _more(parts: dict[_Part, int], part: _Part, amount: int) -> None:
    parts[part] = parts.get(part, 0) + amount


def _add(sums: Sums, life: Life, parts: dict[_Part, int], sign: int) -> None:
    """Group the parts by whom they count for, then add each group for each of its subjects."""
    groups: dict[tuple[date, bool, UUID | None], list[tuple[What, int]]] = {}
    handler = life.handler
    for (day, what, post), amount in parts.items():
        if not amount:
            continue
        counted: What = what if not isinstance(what, _Left) else Standing(what.state)
        whose = post if post is not None or isinstance(counted, Standing) else handler
        group = (day, counted is not what, whose)
        if group in groups:
            groups[group].append((counted, sign * amount))
        else:
            groups[group] = [(counted, sign * amount)]
    for (day, left, whose), amounts in groups.items():
        areas = life.chain_on(day - _A_DAY if left else day).areas()
        for subject in areas if whose is None else (*areas, whose):
            for item in ("", life.item):
                key = Key(subject, life.line, item, day)
                into = sums.get(key)
                if into is None:  # as for most: the parts of a group are all different
                    sums[key] = dict(amounts)
                    continue
                for counted, amount in amounts:
                    into[counted] = into.get(counted, 0) + amount
