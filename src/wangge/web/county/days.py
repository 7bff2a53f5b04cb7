"""Day by day 逐日: what came in and went out, and how many stood open in each state at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.access import cases_for
from wangge.catalogue.access import catalogue
from wangge.core.errors import NotFound
from wangge.core.tally import ELSEWHERE, Measure
from wangge.ledger.access import area_for
from wangge.ledger.queries import Stood, cases_stood, standing_days, trend
from wangge.ledger.queries.fresh import fresh
from wangge.lib.clock import utc_now
from wangge.territory.access import territory_index
from wangge.ui.answers import language_of
from wangge.web.case.rows import list_rows
from wangge.web.county.asked import days_of, line_of, line_titles
from wangge.web.county.numbers import MONTH, behind
from wangge.web.county.pages import tabs_of
from wangge.web.county.place import area_of, crumbs
from wangge.web.doors import actor_of, staff

#: So many cases of a day are listed; how many there were is told all the same.
_LISTED = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the list behind it."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One day."""

    day: date
    reported: Number
    closed: Number
    open: Number
    states: tuple[Number, ...]


@require_GET
@staff
def by_day(request: HttpRequest, area: UUID) -> HttpResponse:
    """Thirty days up to `until` (else today), of a `line` and `item` if asked for."""
    actor, now = actor_of(request), utc_now()
    place = area_of(actor, area)
    today, _since = days_of(now)
    until = min(_day(request.GET.get("until", ""), today), today)
    since = until - timedelta(days=MONTH - 1)
    line, item = line_of(request), request.GET.get("item") or None
    happened = {
        one.day: one.figures for one in trend(place.id, MONTH, until=until, line=line, item=item)
    }
    stood = standing_days(place.id, since, until, line=line, item=item)
    codes = _states(stood)
    given = {"line": line or "", "item": item or ""}
    rows = []
    for one in reversed(stood):
        figures, day = happened[one.day], one.day
        links = [
            behind(place.id, measure, since=day, until=day, line=line, item=item)
            for measure in (Measure.REPORTED, Measure.CLOSED)
        ]
        rows.append(
            Row(
                day=day,
                reported=Number(figures.reported, links[0]),
                closed=Number(figures.closed, links[1]),
                open=Number(one.open, _stood_href(place.id, day, "", given)),
                states=tuple(
                    Number(one.of_state(code), _stood_href(place.id, day, code, given))
                    for code in codes
                ),
            )
        )
    context = {
        "now": now,
        "place": place,
        "crumbs": crumbs(actor, place, _("逐日")),
        "as_of": fresh().as_of(now),
        "tabs": tabs_of(place, "days"),
        "rows": rows,
        "states": [state_title(code, language_of(request)) for code in codes],
        "line": line or "",
        "lines": line_titles(request),
        "item": item or "",
        "items": _items(line, language_of(request)),
        "older_href": _page(request, since - timedelta(days=1)),
        "newer_href": _page(request, until + timedelta(days=MONTH)) if until < today else "",
    }
    return render(request, "web/county/days.html", context)


@require_GET
@staff
def stood(request: HttpRequest) -> HttpResponse:
    """The cases that stood open as a day ended: `subject`, `day`, `state`, `line`, `item`.

    Refuses: NotFound.
    """
    actor, now, given = actor_of(request), utc_now(), request.GET
    try:
        subject, day = UUID(given.get("subject", "")), date.fromisoformat(given.get("day", ""))
    except ValueError:
        raise NotFound(field="day") from None
    if subject not in territory_index().ever:
        raise NotFound(field="subject")
    area_for(actor, subject)
    state, line, item = given.get("state") or None, line_of(request), given.get("item") or None
    ids, every = cases_stood(subject, day, state=state, line=line, item=item, limit=_LISTED)
    rows = {row.pk: row for row in cases_for(actor).filter(pk__in=ids)}
    place, language = territory_index().ever[subject], language_of(request)
    title = _("%(day)s 日末在办的案件") % {"day": day.isoformat()}
    context = {
        "now": now,
        "crumbs": crumbs(actor, place, title),
        "title": title,
        "place": place,
        "said": " · ".join(
            word for word in (state and state_title(state, language), item or "") if word
        ),
        "count": every,
        "most": _LISTED if every > len(ids) else 0,
        "hidden": len(ids) - len(rows),
        "rows": list_rows(
            [rows[one] for one in ids if one in rows],
            now=now,
            language=language,
            back=request.get_full_path(),
        ),
        "no_export": True,
    }
    return render(request, "web/county/cases.html", context)


def state_title(code: str, language: str) -> str:
    """The name of a state by the flows of today; its code where no flow knows it any more."""
    if code == ELSEWHERE:
        return _("其他系统在办")
    for flow in catalogue().flows.values():
        for state in flow.states:
            if state.code == code:
                return state.title if language.startswith("zh") else state.title_en
    return code


def _states(stood: list[Stood]) -> list[str]:
    """The states that any of the days knows, the fullest first."""
    sums: dict[str, int] = {}
    for one in stood:
        for (_line, state), count in one.states.items():
            sums[state] = sums.get(state, 0) + count
    return sorted(sums, key=lambda code: (-sums[code], code))[:8]


def _items(line: str | None, language: str) -> list[tuple[str, str]]:
    if line is None:
        return []
    zh = language.startswith("zh")
    found = [(one.code, one.title if zh else one.title_en) for one in catalogue().items(line)]
    return [(code, f"{code} {title}") for code, title in found]


def _stood_href(subject: UUID, day: date, state: str, given: dict[str, str]) -> str:
    asked = {"subject": str(subject), "day": day.isoformat(), "state": state} | given
    return f"{reverse('county_stood')}?{urlencode({k: v for k, v in asked.items() if v})}"


def _page(request: HttpRequest, until: date) -> str:
    asked = request.GET.copy()
    asked["until"] = until.isoformat()
    return f"?{asked.urlencode()}"


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
