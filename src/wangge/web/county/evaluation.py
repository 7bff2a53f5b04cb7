"""The evaluation 综合评价 by area, department, post or collector: every number leads to its cases.

Ignores how points come about: rules are data, and the page says each of them in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.core.evaluation import (
    KINDS,
    Better,
    Formula,
    Indicator,
    Period,
    Reading,
    Scheme,
    Subject,
    Unit,
    period_of,
    read_period,
)
from wangge.core.evaluation.refusals import BadPeriod
from wangge.core.territory.level import Level
from wangge.ledger.queries.evaluation import Evaluated, Whom, counted_by, evaluation
from wangge.ledger.queries.fresh import fresh
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.territory.access import NamedArea
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Tab
from wangge.web.county.numbers import behind_sum, span_said
from wangge.web.county.place import area_of, crumbs, level_below
from wangge.web.doors import actor_of, staff

#: So many of each kind are shown; the spreadsheet has them all.
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one subject. `small`: too few to say anything."""

    label: str
    value: str
    above: str
    above_href: str
    below: str
    below_href: str
    small: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One subject of the table."""

    rank: int | None
    name: str
    href: str
    points: str
    grade: str
    tone: str
    volume: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A rule in words."""

    title: str
    formula: str
    weight: int
    points: str
    floor: int
    basis: str
    verified: bool


@require_GET
@staff
def evaluation_page(request: HttpRequest) -> HttpResponse:
    """`by` one of `Subject`, `area`, `period` 2026-11, 2026-Q4 or 2026. Refuses: NotFound."""
    actor, now = actor_of(request), utc_now()
    zh = language_of(request).startswith("zh")
    place, subject, period = asked(actor, request.GET.dict(), now)
    found = evaluation(subject, place.id, period, now=now)
    ranked = [line_of(one, period, zh=zh) for one in found.ranked[:_SHOWN]]
    unranked = [line_of(one, period, zh=zh) for one in found.unranked[:_SHOWN]]
    context = {
        "now": now,
        "place": place,
        "crumbs": crumbs(actor, place, _("综合评价")),
        "as_of": fresh().as_of(now),
        "found": found,
        "period": period.say(zh=zh),
        "unfinished": period.until >= _today(now),
        "head": _words()[subject],
        "indicators": [_title(one, zh=zh) for one in _indicators(found.scheme)],
        "ranked": ranked,
        "unranked": unranked,
        "left_out": len(found.rows) - len(ranked) - len(unranked),
        "said": [said(one, zh=zh) for one in _indicators(found.scheme)],
        "volume": found.scheme.size.say(zh=zh) if found.scheme else "",
        "grades": [(one.title if zh else one.title_en, one.points) for one in found.rules.grades],
        "subjects": _subjects(place, subject, period),
        "kinds": _kinds(place, subject, period, now),
        **_beside(place, subject, period, now),
        "given": {"by": subject.value, "area": str(place.id), "period": period.written()},
        "may_change": actor.may("catalogue.write"),
    }
    return render(request, "web/county/evaluation.html", context)


def asked(actor: Actor, given: dict[str, str], now: datetime) -> tuple[NamedArea, Subject, Period]:
    """Where, who and when an address asks about; the month before this one unless it says else.

    Refuses: NotFound.
    """
    try:
        place = area_of(actor, UUID(given["area"]) if given.get("area") else None)
        subject = Subject(given.get("by") or Subject.AREA)
        written = given.get("period", "")
        period = read_period(written) if written else period_of(_today(now)).moved(-1)
    except (ValueError, BadPeriod):
        raise NotFound(field="period") from None
    if period.since > _today(now):
        raise NotFound(field="period")
    if subject is Subject.AREA and level_below(place) is None:
        subject = Subject.POST
    return place, subject, period


def line_of(one: Evaluated, period: Period, *, zh: bool) -> Line:
    """A subject as the table shows it."""
    result, grade = one.result, one.result.grade
    return Line(
        rank=one.rank,
        name=one.whom.name if zh else one.whom.name_en,
        href="" if one.whom.posts else _address(one.whom.area, Subject.AREA, period),
        points="—" if result.points is None else f"{result.points:.1f}",
        grade="" if grade is None else grade.title if zh else grade.title_en,
        tone=grade.tone if grade else "plain",
        volume=result.volume,
        cells=tuple(_cell(one.whom, reading, period, zh=zh) for reading in result.readings),
    )


def _cell(whom: Whom, reading: Reading, period: Period, *, zh: bool) -> Cell:
    indicator = reading.indicator
    hours = indicator.unit is Unit.HOURS
    return Cell(
        label=_title(indicator, zh=zh),
        value=value_said(reading),
        above=span_said(reading.numerator)
        if hours and reading.numerator
        else str(reading.numerator),
        above_href=behind_sum(counted_by(whom, indicator.above, period), whom.department),
        below=str(reading.denominator),
        below_href=behind_sum(counted_by(whom, indicator.below, period), whom.department),
        small=reading.value is None,
    )


def value_said(reading: Reading) -> str:
    """The value with its unit; — where there are too few cases."""
    if reading.value is None:
        return "—"
    return _value(reading.value, reading.indicator.unit)


def said(one: Indicator, *, zh: bool) -> Said:
    """A rule in words."""
    full, nought = _value(one.full, one.unit), _value(one.nought, one.unit)
    better = _("越高越好") if one.better is Better.HIGH else _("越低越好")
    return Said(
        title=_title(one, zh=zh),
        formula=f"{_bracketed(one.above, zh=zh)} ÷ {_bracketed(one.below, zh=zh)}",
        weight=one.weight,
        points=_("%(better)s：%(full)s得满分，%(nought)s得零分，其间按比例。")
        % {"better": better, "full": full, "nought": nought},
        floor=one.floor,
        basis=one.basis if zh else one.basis_en,
        verified=one.verified,
    )


def _bracketed(formula: Formula, *, zh: bool) -> str:
    words = formula.say(zh=zh)
    return words if len(formula.terms) == 1 else f"({words})"


def _value(value: float, unit: Unit) -> str:
    if unit is Unit.PERCENT:
        return f"{value:.1f}%"
    return span_said(round(value * 3_600)) if unit is Unit.HOURS else f"{value:.1f}"


def _title(one: Indicator, *, zh: bool) -> str:
    return one.title if zh else one.title_en


def _indicators(scheme: Scheme | None) -> tuple[Indicator, ...]:
    return scheme.indicators if scheme else ()


def _words() -> dict[Subject, str]:
    return {
        Subject.AREA: _("区域"),
        Subject.DEPARTMENT: _("承办单位"),
        Subject.POST: _("岗位"),
        Subject.COLLECTOR: _("采集员"),
    }


def _subjects(place: NamedArea, active: Subject, period: Period) -> list[Tab]:
    """Who may be evaluated here: departments only for the county, parts not of a grid."""
    found = []
    for one, word in _words().items():
        if one is Subject.DEPARTMENT and place.level is not Level.COUNTY:
            continue
        if one is Subject.AREA and level_below(place) is None:
            continue
        found.append(Tab(word, _address(place.id, one, period), active=one is active))
    return found


def _kinds(place: NamedArea, subject: Subject, period: Period, now: datetime) -> list[Tab]:
    words = {"month": _("月"), "quarter": _("季"), "year": _("年")}
    last = min(period.until, _today(now))
    return [
        Tab(
            words[kind],
            _address(place.id, subject, period_of(last, kind)),
            active=kind == period.kind,
        )
        for kind in KINDS
    ]


def _beside(place: NamedArea, subject: Subject, period: Period, now: datetime) -> dict[str, str]:
    """The periods before and after; none that has not begun."""
    after = period.moved(1)
    return {
        "before_href": _address(place.id, subject, period.moved(-1)),
        "after_href": _address(place.id, subject, after) if after.since <= _today(now) else "",
    }


def _address(area: object, subject: Subject, period: Period) -> str:
    given = {"by": subject.value, "area": str(area), "period": period.written()}
    return f"{reverse('county_evaluation')}?{urlencode(given)}"


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
