"""Work calendars 工作日历: the year at a glance, the hours, and importing a State Council notice.

A notice is tried first: which days change, how many open deadlines may move. Taking it over
reckons the open deadlines anew.
"""

from __future__ import annotations

import calendar
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.actions.sweep import reschedule_open
from wangge.cases.queries.counted import open_due_from
from wangge.catalogue.access import catalogue
from wangge.catalogue.actions.calendars import import_holiday_notice
from wangge.core.clock import WorkCalendar
from wangge.core.clock.changes import ChangedDay
from wangge.core.clock.notice import Notice, apply_notice, parse_notice
from wangge.core.errors import NotFound
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Tab
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.doors import actor_of

#: A notice is a page; nothing larger is read.
_MOST_BYTES = 200_000


@require_GET
@admin("calendar")
def year(request: HttpRequest) -> HttpResponse:
    """The year asked for, month by month, on the first calendar or the one named."""
    today = utc_now().astimezone(SHANGHAI).date()
    wanted = request.GET.get("year", "")
    shown_year = int(wanted) if wanted.isdigit() and 2015 <= int(wanted) <= 2100 else today.year
    known = catalogue().calendars
    code = request.GET.get("calendar", "")
    code = code if code in known else next(iter(sorted(known)))
    found = known[code]
    here = reverse("admin_calendar")
    context = {
        "year": shown_year,
        "years": [
            Tab(str(one), f"{here}?year={one}&calendar={code}", active=one == shown_year)
            for one in range(today.year - 1, today.year + 3)
        ],
        "calendars": [(one, known[one].name or one) for one in sorted(known)],
        "calendar": code,
        "confirmed": shown_year in found.confirmed,
        "months": [_month(found, shown_year, month, today) for month in range(1, 13)],
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "hours": ", ".join(map(str, found.windows)),
        "seasons": [(one.name, ", ".join(map(str, one.windows))) for one in found.seasons],
        "may_write": actor_of(request).may("calendar.write"),
    }
    return shown(request, "calendar.html", context, section="calendar")


@require_http_methods(["GET", "POST"])
@admin("calendar")
def notice(request: HttpRequest) -> HttpResponse:
    """A notice, first tried, then taken over. Refuses: NotFound without "calendar.write"."""
    actor, now, given = actor_of(request), utc_now(), request.POST
    if not actor.may("calendar.write"):
        raise NotFound
    text = _text(request)
    source = given.get("source", "").strip()
    this_year = now.astimezone(SHANGHAI).year
    year_given = given.get("year", "")
    wanted = int(year_given) if year_given.isdigit() and len(year_given) == 4 else this_year + 1
    refused: Refused | None = None
    preview: dict[str, object] | None = None
    if request.method == "POST" and given.get("do") == "import":
        changed: list[ChangedDay] = []
        refused = tried(
            request,
            lambda: changed.extend(
                import_holiday_notice(text, year=wanted, source=source, actor=actor, now=now)
            ),
        )
        if refused is None:
            moved = reschedule_open(now=now)
            said = _(
                "%(year)s年的通知已导入，%(days)s天有变，%(cases)s件在办案件的期限已重算。"
            ) % {
                "year": wanted,
                "days": len(changed),
                "cases": moved,
            }
            return done(request, said, f"{reverse('admin_calendar')}?year={wanted}")
    elif request.method == "POST":
        found: list[dict[str, object]] = []
        refused = tried(request, lambda: found.append(_tried_out(text, wanted, source, request)))
        preview = found[0] if found else None
    context = {
        "crumbs": [(_("日历"), reverse("admin_calendar")), (_("导入放假通知"), "")],
        "year": wanted,
        "source": source,
        "text": text,
        "preview": preview,
        "refused": refused,
    }
    status = refused.status if refused else 200
    return shown(request, "notice.html", context, section="calendar", status=status)


def _text(request: HttpRequest) -> str:
    """The notice pasted or as a file, in UTF-8 or GB18030."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")[:_MOST_BYTES]
    data = file.read(_MOST_BYTES)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return str(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return ""


def _tried_out(text: str, year: int, source: str, request: HttpRequest) -> dict[str, object]:
    """What the notice would change. Refuses: UnreadableNotice."""
    language = language_of(request)
    found = parse_notice(text, year=year, source=source)
    return {
        "bad": [row.say(language) for row in found.bad],
        "missing": [f"{day.on} {day.name}" for day in found.missing],
        "days": len(found.days),
        **(_changes(found) if found.days and not found.bad else {"whole": False}),
    }


def _changes(found: Notice) -> dict[str, object]:
    before = next(iter(catalogue().calendars.values()))
    _after, changed = apply_notice(before, found, version="preview")
    moving = [day for day in changed if day.moves_deadlines]
    return {
        "whole": True,
        "changed": [
            {"on": day.on, "before": _kind(day.before.value), "after": _kind(day.after.value)}
            for day in changed
        ],
        "open_cases": open_due_from(moving[0].on) if moving else 0,
    }


def _kind(kind: str) -> str:
    return {
        "work": _("工作日"),
        "rest": _("休息日"),
        "holiday": _("放假"),
        "makeup": _("调休上班"),
    }[kind]


def _month(found: WorkCalendar, year: int, month: int, today: date) -> dict[str, object]:
    """A month as weeks of days, Monday first; None outside the month."""
    confirmed = year in found.confirmed
    weeks = [
        [
            None
            if on.month != month
            else {
                "day": on.day,
                "kind": found.kind_of(on).value,
                "title": f"{on} {_kind(found.kind_of(on).value)}",
                "mark": {"holiday": _("休"), "makeup": _("班")}.get(found.kind_of(on).value, ""),
                "open": not confirmed and on in found.days,
                "today": on == today,
            }
            for on in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return {"month": month, "weeks": weeks}
