"""Lists of elements, newest first, by keyset; nothing is counted beyond `MOST_COUNTED`.

Page one thousand costs what page one costs. Ignores how a value is shown and masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wangge.core.duty import Actor
from wangge.core.registry.columns import Kind, Type
from wangge.core.registry.kinds import KINDS
from wangge.registry.access import day_of
from wangge.registry.codes import code_lists
from wangge.registry.kinds import model_of
from wangge.registry.models import Element, PersonCategory
from wangge.registry.models.base import ScopedSet
from wangge.registry.queries.scope import Part, branches, parts_of

MOST_ROWS = 100
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which elements of a list are wanted; what is left out is not asked about."""

    area: UUID | None = None
    #: Name of a CODE column → code.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: A person category of the general domain; of the special one nobody is found.
    category: str = ""
    #: Those that are no more, instead of those that are.
    ended: bool = False


class Listed(NamedTuple):
    """A page of a list, and the id after which it goes on; None at its end."""

    rows: list[Element]
    older: UUID | None


def listing(
    actor: Actor,
    kind: Kind,
    wanted: Wanted | None = None,
    *,
    before: UUID | None = None,
    limit: int = 50,
    now: datetime,
) -> Listed:
    """A page of the elements on the actor's land, newest first. One query."""
    wanted, limit = wanted or Wanted(), min(limit, MOST_ROWS)
    if wanted.category in code_lists().special:
        return Listed([], None)
    rows = _narrow(kind, wanted, now)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    parts = parts_of(actor, now=now, area=wanted.area)
    found = list(branches(rows, parts, day_of(now), newest=limit + 1))
    return Listed(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def count_listed(actor: Actor, kind: Kind, wanted: Wanted | None = None, *, now: datetime) -> int:
    """How many `listing` would go through, up to `MOST_COUNTED`. One query."""
    wanted = wanted or Wanted()
    if wanted.category in code_lists().special:
        return 0
    parts = parts_of(actor, now=now, area=wanted.area)
    return _count(_narrow(kind, wanted, now), parts, now)


def standing_counts(actor: Actor, *, now: datetime, area: UUID | None = None) -> Mapping[str, int]:
    """How many elements of each kind stand on the actor's land, each up to `MOST_COUNTED`.

    One query.
    """
    parts = parts_of(actor, now=now, area=area)
    asked = [(code, *_counting(_narrow(kind, Wanted(), now), parts, now))
             for code, kind in KINDS.items()]  # fmt: skip
    if not parts:
        return dict.fromkeys(KINDS, 0)
    counted = "(SELECT count(*) FROM ({}) s)"  # of the ORM's own statements
    statement = ", ".join(counted.format(sql) for _, sql, _ in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", [one for _, _, given in asked for one in given])
        counts = cursor.fetchone()
    assert counts is not None
    return {code: count for (code, _, _), count in zip(asked, counts, strict=True)}


def say_count(count: int) -> str:
    """12, or 9999+ where counting was stopped."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _narrow(kind: Kind, wanted: Wanted, now: datetime) -> ScopedSet[Element]:
    day = day_of(now)
    rows: ScopedSet[Element] = model_of(kind).objects.all()
    rows = rows.filter(valid_until__lte=day) if wanted.ended else rows.standing(day)
    for column in kind.columns:
        if column.type is Type.CODE and wanted.codes.get(column.name):
            rows = rows.filter(**{column.name: wanted.codes[column.name]})
    if wanted.category and any(one.type is Type.CATEGORIES for one in kind.columns):
        inside = PersonCategory.objects.filter(code=wanted.category, until=None)
        rows = rows.filter(Q(pk__in=inside.values("person_id")))
    return rows


def _counting(
    rows: ScopedSet[Element], parts: list[Part], now: datetime
) -> tuple[str, tuple[Any, ...]]:
    found = branches(rows.only("pk"), parts, day_of(now), newest=MOST_COUNTED)
    return ("", ()) if not parts else found.query.sql_with_params()


def _count(rows: ScopedSet[Element], parts: list[Part], now: datetime) -> int:
    sql, given = _counting(rows, parts, now)
    if not sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) s", given)  # noqa: S608 - as above
        row = cursor.fetchone()
    return int(row[0]) if row else 0
