"""The cases that stood open as a past day ended 日末在办反查, newest first.

Their log says when they entered and left each state. Looked for backwards from that day, in spans
that grow, until as many are found as the tallies say there were.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import msgspec
from django.db.models import Min, Q

from wangge.core.tally import Life, stood_in
from wangge.ledger.models import CountedCase
from wangge.ledger.queries.behind import MOST_IDS, area_ever, within
from wangge.ledger.queries.standing import standing

_DECODER = msgspec.json.Decoder(Life)
#: The first span looked through, days; each next is four times as long.
_FIRST = 14


def cases_stood(
    subject: UUID,
    day: date,
    *,
    state: str | None = None,
    line: str | None = None,
    item: str | None = None,
    limit: int = 100,
) -> tuple[list[UUID], int]:
    """(ids, at most `limit`; how many there were) of an area, or owed by a post."""
    stood = standing(subject, day, line=line, item=item)
    every = stood.of_state(state) if state else stood.open
    wanted = min(every, limit, MOST_IDS)
    found: list[UUID] = []
    if wanted:
        for pk in _looked_for(subject, day, state=state, line=line, item=item):
            found.append(pk)
            if len(found) == wanted:
                break
    return found, every


def _looked_for(
    subject: UUID, day: date, *, state: str | None, line: str | None, item: str | None
) -> Iterator[UUID]:
    area = area_ever(subject)
    # a border may have moved it away since; no area of today's: one of another time, or a post
    whose = within(area) | Q(moved_ids__contains=[subject]) if area else _anywhere(subject)
    rows = CountedCase.objects.filter(whose, Q(open=True) | Q(closed_on__gt=day))
    if line:
        rows = rows.filter(line=line)
    if item:
        rows = rows.filter(item=item)
    first = CountedCase.objects.aggregate(first=Min("reported_on"))["first"]
    until, length = day, _FIRST
    while first is not None and until >= first:
        since = until - timedelta(days=length - 1)
        some = rows.filter(reported_on__range=(since, until)).order_by("-reported_on", "-pk")
        for pk, text in some.values_list("pk", "life").iterator(2_000):
            life = _DECODER.decode(text)
            then = stood_in(life, day)
            if then is None or (state and then[0] != state):
                continue
            if subject in life.chain_on(day).areas() or then[1] == subject:
                yield pk
        until, length = since - timedelta(days=1), length * 4


def _anywhere(subject: UUID) -> Q:
    return (
        Q(grid_id=subject)
        | Q(village_id=subject)
        | Q(town_id=subject)
        | Q(county_id=subject)
        | Q(life__contains=str(subject))
    )
