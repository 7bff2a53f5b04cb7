"""What the address of a county page asks for: which days, which service line, which number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from wangge.catalogue.access import catalogue
from wangge.core.errors import NotFound
from wangge.core.tally import Measure
from wangge.ledger.queries import CountedWhat
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import roster, territory_index
from wangge.ui.answers import language_of
from wangge.web.county.numbers import MONTH

#: A year, and its leap day.
_MOST_DAYS = 366


def days_of(now: datetime) -> tuple[date, date]:
    """Today, and the first of the last thirty days."""
    today = now.astimezone(SHANGHAI).date()
    return today, today - timedelta(days=MONTH - 1)


def line_of(request: HttpRequest) -> str | None:
    """The service line asked for; None for all, or for one there is not."""
    wanted = request.GET.get("line", "")
    return wanted if wanted in {line.code for line in catalogue().lines} else None


def asked_number(given: Mapping[str, str]) -> CountedWhat:
    """The number of an address: `subject`, `measure`, `also`, `without`, `since`, `until`, `line`,
    `item`, `state`, `overdue`, and `department` or `post`. Refuses: NotFound.
    """
    try:
        subject = UUID(given.get("subject", ""))
        measure = Measure(given["measure"]) if given.get("measure") else None
        also, without = (_measures(given.get(name, "")) for name in ("also", "without"))
        since = date.fromisoformat(given["since"]) if measure else None
        until = date.fromisoformat(given["until"]) if measure else None
    except (ValueError, KeyError):
        raise NotFound(field="subject") from None
    if subject not in territory_index().ever:
        raise NotFound(field="subject")
    if since and until and not 0 <= (until - since).days <= _MOST_DAYS:
        raise NotFound(field="since")
    line = given.get("line", "")
    return CountedWhat(
        subject=subject,
        posts=_posts(given, subject),
        measure=measure,
        also=also if measure else (),
        without=without if measure else (),
        since=since,
        until=until,
        line=line if line in {one.code for one in catalogue().lines} else None,
        item=given.get("item") or None,
        state=given.get("state") or None,
        overdue=given.get("overdue") == "1",
    )


def _measures(text: str) -> tuple[Measure, ...]:
    return tuple(Measure(one) for one in text.split(",") if one)


def _posts(given: Mapping[str, str], subject: UUID) -> tuple[UUID, ...]:
    """The posts of a department, ended ones too, or one post of the area. Refuses: NotFound."""
    department, post = given.get("department", ""), given.get("post", "")
    known = roster().posts.values()
    if department:
        found = tuple(sorted(one.id for one in known if one.department == department))
    elif post:
        found = tuple(one.id for one in known if str(one.id) == post and one.area_id == subject)
    else:
        return ()
    if not found:
        raise NotFound(field="department" if department else "post")
    return found


def line_titles(request: HttpRequest) -> list[tuple[str, str]]:
    """Codes and names of all service lines."""
    zh = language_of(request).startswith("zh")
    return [(line.code, line.title if zh else line.title_en) for line in catalogue().lines]
