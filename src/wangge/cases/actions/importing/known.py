"""What came before: which rows stand already as cases, and whether they still say the same.

Compared with the entry by which they came, not with the case: it may have gone on since. Ignores
who reported, for names and telephones are sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from wangge.core.case.events import Imported, decode
from wangge.core.importing.columns import NAMED
from wangge.core.importing.judge import Fault, Verified
from wangge.core.importing.refusals import AlreadyOther, TwiceOtherwise


class Known(NamedTuple):
    """A case that stands, and how it came."""

    no: str
    content: dict[str, object]


def sift(rows: Verified, ids: Sequence[UUID], faults: list[Fault]) -> tuple[list[int], int]:
    """The places of the rows that are new, and how many say what is here already.

    What says something else about a number that is known, or stands twice, is a fault. One query.
    """
    known = _known_among(ids)
    first: dict[UUID, int] = {}
    new: list[int] = []
    same = 0
    for place, case_id in enumerate(ids):
        earlier = first.setdefault(case_id, place)
        here = known.get(case_id)
        if here is None and earlier == place:
            new.append(place)
            continue
        before = here.content if here else content_of(rows, earlier)
        unlike = [
            name for name, value in content_of(rows, place).items() if before.get(name) != value
        ]
        if not unlike:
            same += 1
            continue
        number, row = rows.number[place], rows.rows[place]
        if here:
            columns = "、".join(NAMED[name].zh if name in NAMED else name for name in unlike)
            why = AlreadyOther(field="number", number=number, no=here.no, columns=columns)
            faults.append(Fault(row, "number", why))
        else:
            twice = TwiceOtherwise(field="number", number=number, row=rows.rows[earlier])
            faults.append(Fault(row, "number", twice))
    return new, same


def content_of(rows: Verified, place: int) -> dict[str, object]:
    """What a row says, by column."""
    return {
        "line": rows.line[place],
        "item": rows.item[place],
        "text": rows.text[place],
        "place": rows.place[place],
        "lon": rows.lon[place],
        "lat": rows.lat[place],
        "datum": rows.datum[place] if rows.lon[place] is not None else "",
        "reported_at": rows.reported_at[place],
        "due_at": rows.due_at[place],
        "closed_at": rows.closed_at[place],
        "outcome": rows.outcome[place],
        "source": rows.source[place],
        "opinion": rows.opinion[place],
        "stars": rows.stars[place],
        **rows.extra[place],
    }


def _came_with(event: Imported) -> dict[str, object]:
    """The same, of the entry by which it came."""
    point, origin = event.point, event.origin
    return {
        "line": event.line,
        "item": event.item,
        "text": event.text,
        "place": event.place,
        "lon": point.given_lon if point else None,
        "lat": point.given_lat if point else None,
        "datum": point.datum if point else "",
        "reported_at": event.reported_at,
        "due_at": origin.due_at,
        "closed_at": event.closed_at,
        "outcome": origin.outcome,
        "source": event.source,
        "opinion": event.opinion,
        "stars": event.stars,
        **event.extra,
    }


def _known_among(ids: Sequence[UUID]) -> dict[UUID, Known]:
    found: dict[UUID, Known] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            # one index look-up each, whatever the planner knows of the tables' sizes
            "SELECT c.id, c.no, e.data FROM unnest(%s::uuid[]) AS wanted(id)"
            " JOIN cases_case c ON c.id = wanted.id"
            " JOIN audit_entry e ON e.subject = wanted.id AND e.seq = 1",
            [list(ids)],
        )
        for case_id, no, data in cursor.fetchall():
            event = decode(data)
            found[case_id] = Known(no, _came_with(event) if isinstance(event, Imported) else {})
    return found
