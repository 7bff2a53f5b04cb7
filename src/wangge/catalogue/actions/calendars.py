"""Sets up work calendars, their hours, and the days a State Council notice changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.catalogue import models
from wangge.catalogue.actions.items import subject_of
from wangge.catalogue.actions.stamp import renew_stamp
from wangge.catalogue.loader import CALENDARS
from wangge.catalogue.refusals import ReasonMissing
from wangge.catalogue.rows import days_of
from wangge.catalogue.yaml_lines import read
from wangge.core.catalogue import UnknownCalendar
from wangge.core.clock import calendar_of, parse_windows
from wangge.core.clock.changes import ChangedDay
from wangge.core.clock.notice import apply_notice, parse_notice
from wangge.core.clock.seed import seed_days
from wangge.core.duty import Actor

#: Changes of the days all calendars share are logged under this id.
_SHARED_DAYS = subject_of("calendar", "shared")


@transaction.atomic
def seed_calendar(*, now: datetime) -> bool:
    """The county has its calendars and every known holiday; True if anything was missing.

    Rows that are there already are never touched.
    """
    if models.Calendar.objects.exists():
        return False
    renew_stamp(now=now)
    listed = read(CALENDARS.read_text(encoding="utf-8")).data
    assert isinstance(listed, dict)
    models.Calendar.objects.bulk_create(models.Calendar(**row) for row in listed["calendars"])
    models.WorkDay.objects.bulk_create(
        models.WorkDay(
            on=day.on,
            kind=day.kind.value,
            name=day.name,
            source=day.source,
            confirmed=day.confirmed,
        )
        for day in seed_days()
    )
    return True


@transaction.atomic
def import_holiday_notice(
    data: str | bytes, *, year: int, source: str = "", actor: Actor, now: datetime
) -> tuple[ChangedDay, ...]:
    """The shared days of that year are the notice's, confirmed; returns the days that changed.

    `data`: a table as `core.clock.notice` reads it. Open clocks are not touched here: whoever
    keeps them recomputes those the changed days concern (`core.clock.changes.may_differ`).
    Refuses: MayNot, UnreadableNotice, NoticeNotWhole.
    """
    require(actor, "calendar.write")
    notice = parse_notice(data, year=year, source=source)
    renew_stamp(now=now)
    days = models.WorkDay.objects.filter(calendar__isnull=True)
    before = calendar_of(days_of(days))
    _, changed = apply_notice(before, notice, version=f"notice {year}")
    days.filter(on__year=year).delete()
    days.filter(on__in=[day.on for day in notice.days]).delete()
    models.WorkDay.objects.bulk_create(
        models.WorkDay(
            on=day.on, kind=day.kind.value, name=day.name, source=day.source, confirmed=True
        )
        for day in notice.days
    )
    append(
        "calendar",
        _SHARED_DAYS,
        "calendar.notice_imported",
        {
            "year": year,
            "source": source,
            "days": len(notice.days),
            "changed": [
                {"on": day.on.isoformat(), "before": day.before.value, "after": day.after.value}
                for day in changed
            ],
        },
        actor=actor,
        now=now,
    )
    return changed


@transaction.atomic
def set_hours(
    calendar: str, windows: str, *, reason: str, actor: Actor, now: datetime
) -> models.Calendar:
    """That calendar has those hours on days no season covers; `windows`: "08:00-12:00, …".

    Refuses: MayNot, ReasonMissing, BadWindow, UnknownCalendar.
    """
    require(actor, "calendar.write")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    said = ", ".join(map(str, parse_windows(windows)))
    renew_stamp(now=now)
    row = models.Calendar.objects.select_for_update().filter(code=calendar).first()
    if row is None:
        raise UnknownCalendar(field="calendar", calendar=calendar)
    before, row.windows = row.windows, said
    row.save(update_fields=["windows"])
    append(
        "calendar",
        row.id,
        "calendar.hours_changed",
        {"before": before, "after": said, "reason": reason},
        actor=actor,
        now=now,
    )
    return row
