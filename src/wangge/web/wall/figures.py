"""Everything one wall shows of an area, as one value: numbers and class names, nobody's data.

Each part is a tally or an index away; ignores how it looks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from wangge.cases.queries.case_view import item_title
from wangge.cases.queries.recent import happenings
from wangge.core.territory.level import Level
from wangge.ledger.queries import (
    RANKED_FROM,
    by_child_areas,
    by_department,
    live,
    ranked,
    trend,
)
from wangge.ledger.queries.topics import topics
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import NamedArea, territory_index
from wangge.ui.words import say_number
from wangge.web.county.asked import days_of
from wangge.web.county.numbers import MONTH, added, percent, span_said
from wangge.web.county.place import level_below, level_word

#: Steps worth a line on the wall, and the words for them.
_STEPS = {
    "case.reported": (_("上报"), "plain"),
    "case.dispatched": (_("派遣"), "plain"),
    "case.handled": (_("处置"), "plain"),
    "case.self_handled": (_("当场办结"), "green"),
    "case.verified": (_("核查通过"), "green"),
    "case.closed": (_("结案"), "green"),
    "case.reworked": (_("返工"), "amber"),
    "case.escalated": (_("超期升级"), "red"),
    "case.supervised": (_("督办"), "red"),
}

#: Rows of a list that are legible on a wall.
_ROWS = 6


def figures_of(place: NamedArea, *, now: datetime, language: str) -> dict[str, Any]:
    """What the wall of that area says now. At most eight queries."""
    today, since = days_of(now)
    zh = language.startswith("zh")
    days = trend(place.id, MONTH, until=today)
    month, week = added(day.figures for day in days), added(day.figures for day in days[-7:])
    open_now = live(place.id, now=now)
    below = level_below(place)
    parts = by_child_areas(place.id, since, today, now=now) if below else []
    first, unranked = ranked(parts)
    departments = by_department(since, today, now=now) if place.level is Level.COUNTY else []
    known = territory_index().areas
    return {
        "at": now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
        "area": {"id": str(place.id), "name": place.name, "level": place.level.value},
        "stats": {
            "today": say_number(days[-1].figures.reported),
            "week": say_number(week.reported),
            "open": say_number(open_now.open),
            "overdue": say_number(open_now.overdue),
            "closed": say_number(month.closed),
            "on_time": percent(month.on_time_rate),
            "median": span_said(month.handling_median_s),
            "stars": "—" if month.stars_mean is None else f"{month.stars_mean:.1f}",
        },
        "trend": {
            "days": [f"{day.day:%m-%d}" for day in days],
            "reported": [day.figures.reported for day in days],
            "closed": [day.figures.closed for day in days],
        },
        "below": level_word(below) if below else "",
        "ranking": [
            {
                "id": str(one.area_id),
                "name": one.name,
                "rate": one.figures.on_time_rate,
                "said": percent(one.figures.on_time_rate),
                "closed": one.figures.closed,
                "open": one.live.open,
                "overdue": one.live.overdue,
            }
            for one in first[:_ROWS]
        ],
        "unranked": len(unranked),
        "ranked_from": RANKED_FROM,
        "departments": [
            {
                "name": one.title if zh else one.title_en,
                "rate": one.figures.handled_on_time_rate,
                "said": percent(one.figures.handled_on_time_rate),
                "handled": one.figures.handled,
                "overdue": one.live.overdue,
            }
            for one in sorted(departments, key=lambda one: -one.figures.handled)
            if one.figures.handled >= RANKED_FROM
        ][:_ROWS],
        "topics": [
            {
                "name": item_title(one.line, one.item, language),
                "count": one.count,
                "rises": one.rises,
            }
            for one in topics(place.id, until=today)
        ],
        "events": [
            {
                "key": one.position,
                "time": one.at.astimezone(SHANGHAI).strftime("%H:%M"),
                "word": str(_STEPS[one.name][0]),
                "tone": _STEPS[one.name][1],
                "place": "".join(
                    known[area].name
                    for area in (one.town_id, one.village_id)
                    if area is not None and area in known and area != place.id
                ),
                "title": item_title(one.line, one.item, language),
            }
            for one in happenings(place.level, place.id, list(_STEPS), limit=12)
        ],
        "heat_since": (now - timedelta(hours=24)).astimezone(SHANGHAI).strftime("%m-%d %H:%M"),
    }
