"""The daily clearance 日清零: per day what was due, cleared, late and left, by team; and the story.

Every number leads to its cases. Ignores names: they stand on the case, sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.access import cases_for
from wangge.cases.queries.may_do import post_of
from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.packs.epidemic.queries import (
    Day,
    Duty,
    Figures,
    behind,
    by_day,
    by_post,
    duties,
    figures,
)
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Column
from wangge.web.case.rows import list_rows
from wangge.web.doors import actor_of, staff
from wangge.web.rounds.frame import crumbs, shown, watches

#: Days shown at once.
DAYS = 14
_LISTED = 200


@require_GET
@staff
def board(request: HttpRequest) -> HttpResponse:
    """A fortnight day by day, and one day by team. Refuses: NotFound."""
    actor, now = _watcher(request), utc_now()
    language = language_of(request)
    day = _day(request, now.astimezone(SHANGHAI).date())
    first = day - timedelta(days=DAYS - 1)
    found = duties(actor, first, day)
    days = by_day(found, first, day)
    context = {
        "crumbs": crumbs((_("日清零"), "")),
        "day": day,
        "today": days[0],
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < now.astimezone(SHANGHAI).date() else None,
        "stats": _stats(figures(actor, now=now)),
        "day_stats": _day_stats(days[0]),
        "day_columns": [Column("name", _("日期"), main=True), *_columns()],
        "day_rows": [
            _row(f"{one.day:%m-%d}", one) | {"href": _here(one.day)} for one in days if one.due
        ],
        "team_columns": [Column("name", _("责任岗位"), main=True), *_columns()],
        "team_rows": [
            _row(post_of(post, language), one) | {"href": _cases(day, "due", post)}
            for post, one in sorted(by_post(found, day).items(), key=lambda each: -each[1].left)
        ],
    }
    return shown(request, "clearance.html", context)


@require_GET
@staff
def behind_board(request: HttpRequest) -> HttpResponse:
    """The cases behind a number: `figure`, or `day` with `state` and `post`. Refuses: NotFound."""
    actor, now = _watcher(request), utc_now()
    given = request.GET
    if "figure" in given:
        try:
            ids = list(behind(actor, given["figure"]).values_list("pk", flat=True))
        except KeyError:
            raise NotFound(field="figure") from None
        title = _titles().get(given["figure"], "")
    else:
        day = _day(request, now.astimezone(SHANGHAI).date())
        ids = _of_day(duties(actor, day, day), given.get("state", "due"), given.get("post", ""))
        title = f"{day:%Y-%m-%d} {_states().get(given.get('state', 'due'), '')}"
    rows = cases_for(actor).filter(pk__in=ids).order_by("-reported_at", "-pk")[:_LISTED]
    context = {
        "crumbs": crumbs((_("日清零"), reverse("clearance")), (title, "")),
        "title": title,
        "count": len(ids),
        "rows": list_rows(
            rows, now=now, language=language_of(request), back=request.get_full_path()
        ),
        "most": _LISTED if len(ids) > _LISTED else 0,
    }
    return shown(request, "problems.html", context)


def _watcher(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not watches(actor):
        raise NotFound
    return actor


def _of_day(found: Sequence[Duty], state: str, post: str) -> list[UUID]:
    """Refuses: NotFound for a state there is not."""
    if state not in _states():
        raise NotFound(field="state")
    return [
        one.case_id
        for one in found
        if state in _where(one) and (not post or str(one.post_id) == post)
    ]


def _where(one: Duty) -> tuple[str, str]:
    """The columns of the board that the duty counts in."""
    return "due", "cleared" if one.done else "late" if one.late else "left"


def _states() -> dict[str, str]:
    return {"due": _("应清"), "cleared": _("已清"), "late": _("过点才清"), "left": _("未清")}


def _titles() -> dict[str, str]:
    return {
        "listed": _("登记重点人员"),
        "screened": _("已排查"),
        "isolated": _("集中隔离"),
        "observed": _("居家观察"),
        "arrivals": _("入境来人隔离观察"),
        "tests": _("检测人次"),
        "watched": _("正在隔离观察"),
        "released": _("已解除"),
    }


def _columns() -> list[Column]:
    return [Column(code, title, numeric=True) for code, title in _states().items()]


def _row(name: str, one: Day) -> dict[str, object]:
    return {"name": name} | {code: getattr(one, code) for code in _states()}


def _stats(told: Figures) -> list[dict[str, object]]:
    return [
        {
            "label": title,
            "value": getattr(told, code),
            "href": f"{reverse('clearance_cases')}?figure={code}",
        }
        for code, title in _titles().items()
    ] + [
        {"label": _("驻村工作队"), "value": told.teams, "href": ""},
        {"label": _("在村队员"), "value": told.people, "href": ""},
    ]


def _day_stats(one: Day) -> list[dict[str, object]]:
    tones = {"left": "red" if one.left else "green", "late": "amber" if one.late else ""}
    return [
        {
            "label": title,
            "value": getattr(one, code),
            "href": _cases(one.day, code),
            "tone": tones.get(code, ""),
        }
        for code, title in _states().items()
    ]


def _cases(day: date, state: str, post: UUID | None = None) -> str:
    asked = {"day": day.isoformat(), "state": state} | ({"post": str(post)} if post else {})
    return f"{reverse('clearance_cases')}?{urlencode(asked)}"


def _here(day: date) -> str:
    return f"{reverse('clearance')}?day={day.isoformat()}"


def _day(request: HttpRequest, today: date) -> date:
    """The day asked for, today at the latest; today where none can be read."""
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), today)
    except ValueError:
        return today
