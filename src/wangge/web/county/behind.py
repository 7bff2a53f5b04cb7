"""The cases behind a number 反查, and those in no grid: exactly the cases that were counted.

The ledger tells which cases; `cases.access` tells which of them the reader sees. Where he sees
fewer, the page says so instead of showing another number.
"""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.access import cases_for
from wangge.cases.queries.lists import Filters, count_listed, listing, say_count
from wangge.core.evaluation.formula import MINUS
from wangge.core.tally import EACH_TIME
from wangge.core.tally.words import word_of
from wangge.ledger.access import area_for
from wangge.ledger.queries import CountedWhat, cases_behind, count_behind
from wangge.lib.clock import utc_now
from wangge.territory.access import roster, territory_index
from wangge.territory.queries import departments
from wangge.ui.answers import language_of
from wangge.web.case.rows import list_rows
from wangge.web.county.asked import asked_number, line_of, line_titles
from wangge.web.county.place import crumbs
from wangge.web.doors import actor_of, staff

#: Cases on one page of a list.
A_PAGE = 50
#: So many cases of a number are listed, the newest; how many there are is told all the same.
_LISTED = 1_000


@require_GET
@staff
def behind(request: HttpRequest) -> HttpResponse:
    """The cases of one number, as `asked.asked_number` reads it from the address.

    Refuses: NotFound, for what is no number of these pages or not the actor's to read.
    """
    actor, now = actor_of(request), utc_now()
    what = asked_number(request.GET)
    area_for(actor, what.subject)
    area = territory_index().ever[what.subject]
    ids = cases_behind(what, now=now, limit=_LISTED)
    seen = set(cases_for(actor).filter(pk__in=ids).values_list("pk", flat=True))
    shown = [one for one in ids if one in seen]
    start = _start(request, len(shown))
    rows = {row.pk: row for row in cases_for(actor).filter(pk__in=shown[start : start + A_PAGE])}
    context = {
        "now": now,
        "crumbs": crumbs(actor, area, _title(what, language_of(request))),
        "title": _title(what, language_of(request)),
        "place": area,
        "said": _said(request, what),
        "count": count_behind(what, now=now) if len(ids) == _LISTED else len(ids),
        "most": _LISTED if len(ids) == _LISTED else 0,
        "hidden": len(ids) - len(shown),
        "each_time": not EACH_TIME.isdisjoint(what.measures),
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


def _title(what: CountedWhat, language: str) -> str:
    if what.measure is None:
        return _("超期案件") if what.overdue else _("在办案件")
    zh = language.startswith("zh")
    words = " + ".join(word_of(one, zh=zh) for one in what.measures)
    words += "".join(f" {MINUS} {word_of(one, zh=zh)}" for one in what.without)
    return _("%(measures)s的案件") % {"measures": words}


def _said(request: HttpRequest, what: CountedWhat) -> str:
    parts = []
    if what.since and what.until:
        parts.append(
            str(what.since) if what.since == what.until else f"{what.since} – {what.until}"
        )
    if what.line:
        parts.append(dict(line_titles(request))[what.line])
    if what.posts and (who := _who(request, what)):
        parts.append(who)
    return " · ".join(parts)


def _who(request: HttpRequest, what: CountedWhat) -> str:
    """The department or post the number is about."""
    code, zh = request.GET.get("department", ""), language_of(request).startswith("zh")
    if code:
        return next(
            (one.title if zh else one.title_en for one in departments() if one.code == code), ""
        )
    post = roster().posts.get(what.posts[0])
    return post.called(language_of(request)) if post else ""


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
