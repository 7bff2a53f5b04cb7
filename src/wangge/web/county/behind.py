"""The cases behind a number 反查, and those in no grid: exactly the cases that were counted.

The ledger tells which cases; `cases.access` tells which of them the reader sees. Where he sees
fewer, the page says so instead of showing another number.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.access import cases_for
from wangge.cases.queries.lists import Filters, count_listed, listing, say_count
from wangge.core.errors import NotFound
from wangge.core.tally import Measure
from wangge.ledger.access import area_for
from wangge.ledger.queries import CountedWhat, cases_behind, count_behind
from wangge.lib.clock import utc_now
from wangge.territory.access import roster, territory_index
from wangge.ui.answers import language_of
from wangge.web.case.rows import list_rows
from wangge.web.county.asked import line_of, line_titles
from wangge.web.county.place import crumbs
from wangge.web.doors import actor_of, staff

#: Cases on one page of a list.
A_PAGE = 50
#: So many cases of a number are listed, the newest; how many there are is told all the same.
_LISTED = 1_000


@require_GET
@staff
def behind(request: HttpRequest) -> HttpResponse:
    """The cases of one number: `subject`, `measure`, `since`, `until`, `line`, `overdue`.

    Refuses: NotFound, for what is no number of these pages or not the actor's to read.
    """
    actor, now = actor_of(request), utc_now()
    what = _asked(request)
    area_for(actor, what.subject)
    area = territory_index().ever[what.subject]
    ids = cases_behind(what, now=now, limit=_LISTED)
    seen = set(cases_for(actor).filter(pk__in=ids).values_list("pk", flat=True))
    shown = [one for one in ids if one in seen]
    start = _start(request, len(shown))
    rows = {row.pk: row for row in cases_for(actor).filter(pk__in=shown[start : start + A_PAGE])}
    context = {
        "now": now,
        "crumbs": crumbs(actor, area, _title(what)),
        "title": _title(what),
        "place": area,
        "said": _said(request, what),
        "count": count_behind(what, now=now) if len(ids) == _LISTED else len(ids),
        "most": _LISTED if len(ids) == _LISTED else 0,
        "hidden": len(ids) - len(shown),
        "rows": list_rows(
            [rows[one] for one in shown[start : start + A_PAGE] if one in rows],
            now=now,
            language=language_of(request),
            back=request.get_full_path(),
        ),
        **_pages(request, start, len(shown)),
    }
    return render(request, "web/county/cases.html", context)


@require_GET
@staff
def unlocated(request: HttpRequest) -> HttpResponse:
    """Cases in no grid: the list that is worked down to nothing. Refuses: NotFound, BadCursor."""
    actor, now = actor_of(request), utc_now()
    area_for(actor)
    filters = Filters(unlocated=True, line=line_of(request))
    found = listing(actor, filters, request.GET.get("cursor") or None, A_PAGE, now=now)
    county = territory_index().areas[territory_index().county_id]
    older = request.GET.copy()
    older["cursor"] = found.cursor or ""
    context = {
        "now": now,
        "crumbs": [(county.name, ""), (_("未落网格的案件"), "")],
        "title": _("未落网格的案件"),
        "place": county,
        "said": _("地点不清或在县外，尚未归到任何网格。请核实地点后改派。"),
        "count": say_count(count_listed(actor, filters, now=now)),
        "hidden": 0,
        "rows": list_rows(
            found.rows, now=now, language=language_of(request), back=request.get_full_path()
        ),
        "older_href": f"?{older.urlencode()}" if found.cursor else "",
    }
    return render(request, "web/county/cases.html", context)


def _asked(request: HttpRequest) -> CountedWhat:
    given = request.GET
    try:
        subject = UUID(given.get("subject", ""))
        measure = Measure(given["measure"]) if "measure" in given else None
        since = date.fromisoformat(given["since"]) if measure else None
        until = date.fromisoformat(given["until"]) if measure else None
    except (ValueError, KeyError):
        raise NotFound(field="subject") from None
    if subject not in territory_index().ever:
        raise NotFound(field="subject")
    if since and until and not 0 <= (until - since).days <= 366:
        raise NotFound(field="since")
    return CountedWhat(
        subject=subject,
        posts=_posts_of(given.get("department", "")),
        measure=measure,
        since=since,
        until=until,
        line=line_of(request),
        state=given.get("state") or None,
        overdue=given.get("overdue") == "1",
    )


def _posts_of(department: str) -> tuple[UUID, ...]:
    """The posts of a department, ended ones too. Refuses: NotFound for one without any."""
    if not department:
        return ()
    posts = (post for post in roster().posts.values() if post.department == department)
    found = tuple(sorted(post.id for post in posts))
    if not found:
        raise NotFound(field="department")
    return found


def _title(what: CountedWhat) -> str:
    if what.measure is None:
        return _("超期案件") if what.overdue else _("在办案件")
    return {
        Measure.REPORTED: _("上报的案件"),
        Measure.CLOSED: _("结案的案件"),
        Measure.HANDLED: _("处置的案件"),
        Measure.RATINGS: _("评价过的案件"),
    }.get(what.measure, _("案件"))


def _said(request: HttpRequest, what: CountedWhat) -> str:
    parts = []
    if what.since and what.until:
        parts.append(
            str(what.since) if what.since == what.until else f"{what.since} – {what.until}"
        )
    if what.line:
        parts.append(dict(line_titles(request))[what.line])
    return " · ".join(parts)


def _start(request: HttpRequest, most: int) -> int:
    with suppress(ValueError):
        return max(0, min(int(request.GET.get("from", "0")), most))
    return 0


def _pages(request: HttpRequest, start: int, count: int) -> dict[str, str]:
    def href(at: int) -> str:
        asked = request.GET.copy()
        asked["from"] = str(at)
        return f"?{asked.urlencode()}"

    return {
        "newer_href": href(max(0, start - A_PAGE)) if start else "",
        "older_href": href(start + A_PAGE) if start + A_PAGE < count else "",
    }
