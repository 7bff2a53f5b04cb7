"""Everything one wall shows of an area, as one value: numbers and class names, nobody's data.

Each part is a tally or an index away; ignores how it looks.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.utils.translation import gettext as _

from wangge.cases.queries.case_view import item_title
from wangge.core.territory.level import Level
from wangge.ledger.queries import trend
from wangge.ledger.queries.topics import topics
from wangge.territory.access import NamedArea, territory_index
from wangge.triage.queries.topics import HotTopicView, hot_topics
from wangge.web.county.asked import days_of
from wangge.web.county.numbers import MONTH, added
from wangge.web.county.place import chain_of, level_below, level_word
from wangge.web.wall.boards import Standing, board, by_line, standing_of
from wangge.web.wall.happened import happened, middles_of
from wangge.web.wall.promised import promised
from wangge.web.wall.tiles import tiles
from wangge.web.wall.usual import today_of

#: Topics that are legible on a wall, and how many of them may be those of the hour.
_TOPICS, _HOT = 6, 2
#: Departments told for what is overdue in their hands.
_OWED = 8


def figures_of(
    place: NamedArea, *, top: UUID | None, now: datetime, language: str
) -> dict[str, Any]:
    """What the wall of that area says now; `top`: the widest area this screen may show.

    At most ten queries, half of them only now and then.
    """
    today, since = days_of(now)
    days = trend(place.id, 2 * MONTH, until=today)
    month = days[-MONTH:]
    standing = standing_of(place, since, today, now=now, language=language)
    hours = today_of(place, now=now)
    below = level_below(place)
    return {
        "build": static("web/wall/wall.js"),
        "area": {
            "id": str(place.id),
            "name": place.name,
            "title": _("%(name)s网格化治理") % {"name": place.name},
            "level": place.level.value,
        },
        "crumbs": _crumbs(place, top),
        "tiles": tiles(
            month[-1].figures,
            added(day.figures for day in month),
            added(day.figures for day in days[:-MONTH]),
            standing.live,
            hours,
        ),
        "hours": {
            "today": hours.counts,
            "usual": [round(one, 1) for one in hours.usual] if hours.by_now is not None else [],
        },
        "trend": {
            "days": [f"{day.day:%m-%d}" for day in month],
            "reported": [day.figures.reported for day in month],
            "closed": [day.figures.closed for day in month],
        },
        "below": level_word(below) if below else "",
        "parts": _parts(standing, below),
        "ranking": board(standing.parts, first=5, last=3),
        "departments": board(standing.departments, first=3, last=3),
        "owed": _owed(standing),
        "lines": [] if standing.departments else by_line(standing.live, language)[:_TOPICS],
        "topics": _topics(place, today, now, language),
        "promises": promised(now=now),
        "events": happened(place, language, now=now),
        "version": str(territory_index().version_id),
    }


def _crumbs(place: NamedArea, top: UUID | None) -> list[dict[str, str]]:
    """The way from the widest area that may be shown."""
    chain = chain_of(place)
    ids = [step.id for step in chain]
    start = ids.index(top) if top in ids else 0
    return [{"id": str(step.id), "name": step.name} for step in chain[start:]]


def _parts(standing: Standing, below: Level | None) -> list[dict[str, Any]]:
    """The areas right below: what the map writes on each."""
    if below is None:
        return []
    middles = middles_of(territory_index().version_id, below)
    most = max((one.live.open for one in standing.parts), default=0) or 1
    return [
        {
            "id": one.id,
            "name": one.name,
            "open": one.live.open,
            "overdue": one.live.overdue,
            "load": round(one.live.open / most, 2),
            "at": middles.get(UUID(one.id)),
        }
        for one in standing.parts
    ]


def _topics(place: NamedArea, today: date, now: datetime, language: str) -> list[dict[str, Any]]:
    """What many people speak of just now, then the classes most reported in seven days."""
    hot = [
        {"name": one.title, "where": _where(one), "people": one.people}
        for one in hot_topics(place.level, place.id, now, language=language, limit=_HOT)
    ]
    often = [
        {
            "name": item_title(one.line, one.item, language),
            "count": one.count,
            "usual": round(one.usual, 1),
            "rises": one.rises,
        }
        for one in topics(place.id, until=today, limit=_TOPICS - len(hot))
    ]
    return [*hot, *often]


def _where(topic: HotTopicView) -> str:
    """The village most of it comes from, or its class: what the topic does not say itself."""
    said = (*topic.villages[:1], topic.item_title)
    return next((word for word in said if word not in topic.title), "")


def _owed(standing: Standing) -> list[dict[str, Any]]:
    """Departments that owe what is overdue, the most first."""
    late = [one for one in standing.departments if one.live.overdue]
    late.sort(key=lambda one: -one.live.overdue)
    return [
        {"id": one.id, "name": one.name, "open": one.live.open, "overdue": one.live.overdue}
        for one in late[:_OWED]
    ]
