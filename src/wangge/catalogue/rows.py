"""Turns the rows of the catalogue into its value. Reads only; remembers nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec

from wangge.catalogue import models
from wangge.catalogue.models.versioned import in_force
from wangge.core.case.flow import Flow
from wangge.core.catalogue import (
    Catalogue,
    CategoryAlias,
    Condition,
    DutyEntry,
    Item,
    ItemKind,
    Line,
    LineOfPack,
    Provenance,
    Severity,
)
from wangge.core.clock import CalendarDay, DayKind, Season, WorkCalendar, calendar_of, parse_windows
from wangge.core.territory.level import Level


class _FlowsOf(msgspec.Struct):
    """The part of a pack's JSON that is not kept as rows."""

    flows: tuple[Flow, ...]


def read_catalogue(
    version: str, at: datetime | None, *, before: Catalogue | None = None
) -> Catalogue:
    """The catalogue of the rows in force at that instant (None: now). Ten queries.

    Calendars have no history: they are today's. Those equal to `before`'s are taken over from it,
    with all that was reckoned on them.
    """
    items, duty, aliases = _items(at), _duty(at), _aliases(at)
    parts = [
        LineOfPack(
            line=line,
            items=tuple(items[line.code]),
            duty=tuple(duty[line.code]),
            aliases=tuple(aliases[line.code]),
        )
        for line in _lines(at)
    ]
    calendars = read_calendars()
    for code, calendar in calendars.items():
        if before is not None and before.calendars.get(code) == calendar:
            calendars[code] = before.calendars[code]
    return Catalogue.of(version, parts, _flows(at), calendars)


def _lines(at: datetime | None) -> list[Line]:
    return [
        Line(
            code=row.code,
            title=row.title,
            title_en=row.title_en,
            flow=row.flow,
            default_item=row.default_item,
            calendar=row.calendar,
        )
        for row in models.Line.objects.filter(in_force(at)).order_by("place", "code")
    ]


def _flows(at: datetime | None) -> list[Flow]:
    found = models.PackVersion.objects.filter(in_force(at)).order_by("pack")
    return [
        flow
        for content in found.values_list("content", flat=True)
        for flow in msgspec.json.decode(content, type=_FlowsOf).flows
    ]


def _items(at: datetime | None) -> dict[str, list[Item]]:
    conditions: dict[tuple[str, str], list[Condition]] = defaultdict(list)
    found = models.Condition.objects.filter(in_force(at)).order_by("line", "item", "place", "code")
    for row in found:
        conditions[row.line, row.item].append(condition_of(row))
    items: dict[str, list[Item]] = defaultdict(list)
    for item in models.Item.objects.filter(in_force(at)).order_by("line", "place", "code"):
        items[item.line].append(
            Item(
                code=item.code,
                category=item.category,
                title=item.title,
                title_en=item.title_en,
                kind=ItemKind(item.kind),
                provenance=Provenance(item.provenance),
                conditions=tuple(conditions[item.line, item.code]),
                keywords=tuple(item.keywords),
            )
        )
    return items


def condition_of(row: models.Condition) -> Condition:
    """The filing condition a row holds."""
    return Condition(
        code=row.code,
        when=row.when,
        limit=row.limit,
        severity=Severity(row.severity),
        closing=row.closing,
        provenance=Provenance(row.provenance),
    )


def _duty(at: datetime | None) -> dict[str, list[DutyEntry]]:
    duty: dict[str, list[DutyEntry]] = defaultdict(list)
    for row in models.DutyEntry.objects.filter(in_force(at)).order_by("line", "place", "item"):
        duty[row.line].append(
            DutyEntry(
                item=row.item,
                department=row.department,
                role=row.role,
                area=row.area,
                level=Level(row.level),
                note=row.note,
            )
        )
    return duty


def _aliases(at: datetime | None) -> dict[str, list[CategoryAlias]]:
    aliases: dict[str, list[CategoryAlias]] = defaultdict(list)
    for row in models.CategoryAlias.objects.filter(in_force(at)).order_by("line", "place"):
        aliases[row.line].append(CategoryAlias(system=row.system, code=row.code, item=row.item))
    return aliases


def read_calendars() -> dict[str, WorkCalendar]:
    """Every calendar by code: its own days over those of all. Four queries."""
    days = models.WorkDay.objects.order_by("on")
    shared = days_of(days.filter(calendar__isnull=True))
    calendars = models.Calendar.objects.prefetch_related("seasons", "days").order_by("code")
    return {row.code: _calendar(row, [*shared, *days_of(row.days.all())]) for row in calendars}


def days_of(rows: Iterable[models.WorkDay]) -> list[CalendarDay]:
    """The days those rows hold."""
    return [
        CalendarDay(row.on, DayKind(row.kind), row.name, row.source, row.confirmed) for row in rows
    ]


def _calendar(row: models.Calendar, days: list[CalendarDay]) -> WorkCalendar:
    by_day = {day.on: day for day in days}  # the calendar's own come last and win
    seasons = tuple(
        Season(
            (season.first_month, season.first_day),
            (season.last_month, season.last_day),
            parse_windows(season.windows),
            season.name,
        )
        for season in row.seasons.all()
    )
    told = repr((row.windows, row.week, seasons, [by_day[on] for on in sorted(by_day)]))
    return calendar_of(
        by_day.values(),
        windows=parse_windows(row.windows),
        seasons=seasons,
        week=frozenset(row.week),
        name=row.title,
        version=sha256(told.encode()).hexdigest()[:12],
    )
