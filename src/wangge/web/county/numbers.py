"""The figures of the county pages, each with the address of the cases it counts.

A number that cannot be looked into is not shown. Rates and medians lead to the cases they are
reckoned from. Ignores how numbers come about: that is the ledger's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wangge.core.tally import Measure
from wangge.ledger.queries import CountedWhat, Figures, Live
from wangge.ui.words import say_number, say_span

#: The spans of the first figures, days; the last one is that of all rates.
WEEK, MONTH = 7, 30


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure as `{% stat %}` shows it."""

    label: str
    value: str | int
    href: str
    note: str = ""
    tone: str = "plain"
    unit: str = ""


def behind(
    subject: UUID,
    measure: Measure | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    line: str | None = None,
    item: str | None = None,
    overdue: bool = False,
    department: str = "",
) -> str:
    """The address of the list of the cases a number counts; no measure: what is open now."""
    asked: dict[str, str] = {"subject": str(subject)}
    if measure is not None and since is not None and until is not None:
        asked |= {"measure": measure.value, "since": since.isoformat(), "until": until.isoformat()}
    if line:
        asked["line"] = line
    if item:
        asked["item"] = item
    if overdue:
        asked["overdue"] = "1"
    if department:
        asked["department"] = department
    return f"{reverse('county_cases')}?{urlencode(asked)}"


def behind_sum(what: CountedWhat, department: str = "") -> str:
    """The address of the list of the cases that a sum of measures counts."""
    assert what.measure is not None
    assert what.since is not None
    assert what.until is not None
    asked = {
        "subject": str(what.subject),
        "measure": what.measure.value,
        "also": ",".join(what.also),
        "without": ",".join(what.without),
        "since": what.since.isoformat(),
        "until": what.until.isoformat(),
        "line": what.line or "",
        "item": what.item or "",
        "department": department,
        "post": str(what.posts[0]) if what.posts and not department else "",
    }
    kept = {name: value for name, value in asked.items() if value}
    return f"{reverse('county_cases')}?{urlencode(kept)}"


def added(parts: Iterable[Figures]) -> Figures:
    """The figures of several days or places together."""
    parts = list(parts)
    names = [name for name in Figures.__struct_fields__ if name != "spread"]
    spreads = [one.spread for one in parts if one.spread]
    return Figures(
        spread=tuple(map(sum, zip(*spreads, strict=True))),
        **{name: sum(getattr(one, name) for one in parts) for name in names},
    )


def percent(rate: float | None) -> str:
    """A rate for a glance; a dash where there is nothing to reckon it from."""
    return "—" if rate is None else f"{rate:.0%}"


def span_said(seconds: float | None) -> str:
    """A handling time for a glance."""
    return "—" if seconds is None else say_span(timedelta(seconds=seconds))


def key_stats(
    subject: UUID, days: list[Figures], live: Live, *, today: date, line: str | None
) -> list[Stat]:
    """The first figures of the page. `days`: the last thirty, oldest first."""
    month = added(days)
    first = {span: today - timedelta(days=span - 1) for span in (1, WEEK, MONTH)}

    def link(measure: Measure, span: int) -> str:
        return behind(subject, measure, since=first[span], until=today, line=line)

    stars = "—" if month.stars_mean is None else f"{month.stars_mean:.1f}"
    return [
        Stat(_("今日上报"), days[-1].reported, link(Measure.REPORTED, 1)),
        Stat(_("近7天上报"), added(days[-WEEK:]).reported, link(Measure.REPORTED, WEEK)),
        Stat(_("近30天上报"), month.reported, link(Measure.REPORTED, MONTH)),
        Stat(_("在办"), live.open, behind(subject, line=line)),
        Stat(
            _("超期"),
            live.overdue,
            behind(subject, line=line, overdue=True),
            tone="red" if live.overdue else "plain",
        ),
        Stat(
            _("按期结案率"),
            percent(month.on_time_rate),
            link(Measure.CLOSED, MONTH),
            note=_("近30天结案%(count)s件") % {"count": say_number(month.closed)},
        ),
        Stat(
            _("处置用时（中位）"),
            span_said(month.handling_median_s),
            link(Measure.HANDLED, MONTH),
            note=_("近30天处置%(count)s件") % {"count": say_number(month.handled)},
        ),
        Stat(
            _("满意度"),
            stars,
            link(Measure.RATINGS, MONTH),
            note=_("%(count)s次评价，满分5") % {"count": say_number(month.ratings)},
        ),
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """One place, department or line of a table: each number with its address."""

    name: str
    href: str
    open: int
    open_href: str
    overdue: int
    overdue_href: str
    reported: int
    reported_href: str
    closed: int
    closed_href: str
    on_time: str
    median: str


def row(
    name: str,
    figures: Figures,
    live: Live,
    *,
    subject: UUID,
    since: date,
    until: date,
    line: str | None = None,
    department: str = "",
    href: str = "",
) -> Row:
    """A row: what is open now, and what happened from `since` to `until`."""

    def link(measure: Measure | None = None, *, overdue: bool = False) -> str:
        return behind(
            subject,
            measure,
            since=since,
            until=until,
            line=line,
            overdue=overdue,
            department=department,
        )

    return Row(
        name=name,
        href=href,
        open=live.open,
        open_href=link(),
        overdue=live.overdue,
        overdue_href=link(overdue=True),
        reported=figures.reported,
        reported_href=link(Measure.REPORTED),
        closed=figures.closed,
        closed_href=link(Measure.CLOSED),
        on_time=percent(figures.on_time_rate),
        median=span_said(figures.handling_median_s),
    )
