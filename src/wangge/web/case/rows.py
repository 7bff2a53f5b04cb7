"""Cases as rows of lists on pages: shaped for `case_row`, likely duplicates of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from wangge.cases.access import sees
from wangge.cases.models import Case
from wangge.cases.queries.case_view import case_row, light_of
from wangge.cases.queries.duplicates import possible_duplicates
from wangge.cases.queries.shapes import CaseRow
from wangge.web.case.view import with_back
from wangge.web.doors import actor_of

_TONES = {"file": "amber", "dispatch": "amber", "collect": "amber", "handle": "accent"}


def light_of_row(row: Case, now: datetime) -> str:
    """green, amber, red, paused or done."""
    return light_of(row.as_fact(), now)


def similar_rows(request: HttpRequest, row: Case, now: datetime) -> list[Case]:
    """What may be the same problem, as far as the actor sees it. One query."""
    fact = row.as_fact()
    found = possible_duplicates(
        grid_id=row.grid_id,
        point=fact.point,
        item=row.item,
        text=row.text,
        now=now,
        besides=row.pk,
    )
    return [one.case for one in found if sees(actor_of(request), one.case)]


def list_rows(
    rows: Iterable[Case], *, now: datetime, language: str, back: str = ""
) -> list[dict[str, object]]:
    """Rows for `case_row`, each with its address."""
    return [_shown(case_row(row.as_fact(), now=now, language=language), now, back) for row in rows]


def _shown(case: CaseRow, now: datetime, back: str) -> dict[str, object]:
    village = case.village.name if case.village else case.town.name if case.town else ""
    done = case.light == "done"
    return {
        "no": case.no,
        "title": case.item_title,
        "text": case.text,
        "place": case.place
        if case.place.startswith(village)
        else f"{village} {case.place}".strip(),
        "light": case.light,
        "due_at": case.closed_at if done else case.due_at,
        "paused_until": case.paused_until,
        "state": case.state_title,
        "state_tone": "green" if done else _TONES.get(case.stage, "plain"),
        "owner": "" if done else case.owner.answered_by or case.owner.title,
        "source": case.source_title,
        "duplicates": case.duplicates,
        "supervised": case.supervised,
        "href": with_back(reverse("case", args=[case.no]), back),
        "version": case.version,
    }
