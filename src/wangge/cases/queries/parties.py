"""The cases somebody took part in, newest first: for who sees no land, only what he had to do with.

One look-up by index for each way of taking part, each of bounded length.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Model, QuerySet, Value

from wangge.cases.models import ASKED_FOR, OPEN, Case, Involvement
from wangge.cases.queries.cursor import Mark
from wangge.core.duty import Scope

#: Of each of many posts at least so many are looked at.
_LEAST = 60


class Part(NamedTuple):
    """Cases, newest first, whole down to `to`; None: these are all there are."""

    marks: list[Mark]
    to: Mark | None


def taken_part(scope: Scope, before: Mark | None, most: int) -> Part:
    """The newest cases the posts own or worked on, or the person asked for. One query.

    `most`: how many are looked at in all, more or less.
    """
    ways: list[tuple[str, QuerySet[Any]]] = [
        ("case_id", Involvement.objects.filter(post_id=post)) for post in scope.posts
    ]
    if scope.posts:
        ways.append(("pk", Case.objects.filter(OPEN, owner_id__in=list(scope.posts))))
    if scope.person is not None:
        mine = Case.objects.filter(ASKED_FOR, requesters__contains=[scope.person])
        ways.append(("pk", mine))
    if not ways:
        return Part([], None)
    each = max(_LEAST, most // len(ways))
    pieces = [
        _newest(rows, key, before).annotate(way=Value(n)).values_list("way", "reported_at", key)
        for n, (key, rows) in enumerate(ways)
    ]
    cut = [piece[:each] for piece in pieces]
    found = cut[0].union(*cut[1:], all=True) if len(cut) > 1 else cut[0]
    return _whole([(n, Mark(at, pk)) for n, at, pk in found], each)


def _newest(rows: QuerySet[Any, Model], key: str, before: Mark | None) -> QuerySet[Any, Model]:
    if before is not None:
        at = before.instant()
        rows = rows.filter(reported_at__lte=at).exclude(
            **{"reported_at": at, f"{key}__gte": before.id}
        )
    return rows.order_by("-reported_at", f"-{key}")


def _whole(found: list[tuple[int, Mark]], each: int) -> Part:
    """What lies above the end of every way that was not looked at to its end."""
    ends: dict[int, list[Mark]] = {}
    for way, mark in found:
        ends.setdefault(way, []).append(mark)
    order = _order
    cut = [min(marks, key=order) for marks in ends.values() if len(marks) == each]
    to = max(cut, key=order, default=None)
    known = {mark.id: mark for _way, mark in found}
    marks = sorted(known.values(), key=order, reverse=True)
    if to is not None:
        marks = [mark for mark in marks if order(mark) >= order(to)]
    return Part(marks, to)


def _order(mark: Mark) -> tuple[float, int]:
    return mark.instant().timestamp(), mark.id.int
