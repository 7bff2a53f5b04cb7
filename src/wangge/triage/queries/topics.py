"""What many people speak of just now 热点, for a county, a town, a village or a grid's village.

For screens that many people look at: no name, no telephone, no text of anybody's report.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from wangge.catalogue.access import catalogue
from wangge.core.catalogue import UnknownItem, UnknownLine
from wangge.core.territory.level import Level
from wangge.territory.access import territory_index
from wangge.triage.models import HotTopic

#: Topics older than this are no longer hot, should their job stand still.
FRESH = timedelta(hours=6)


class HotTopicView(msgspec.Struct, frozen=True, kw_only=True):
    """One topic: `title` is the class and, where they may be shown, the shared words."""

    title: str
    fragments: tuple[str, ...]
    line: str
    item: str
    item_title: str
    count: int
    people: int
    villages: tuple[str, ...]  #: names, the most reports first
    case_ids: tuple[UUID, ...]
    first_at: datetime
    last_at: datetime


def hot_topics(
    level: Level, area: UUID, now: datetime, *, language: str = "zh", limit: int = 8
) -> list[HotTopicView]:
    """The topics of an area, the most people first. One query.

    A village has its town's topics that were reported from it; a grid has its village's.
    """
    village: UUID | None = None
    subject = area
    if level not in (Level.COUNTY, Level.TOWN):
        chain = territory_index().chain_of_area(area)
        if chain.town is None:
            return []
        subject, village = chain.town, chain.village
    rows = HotTopic.objects.filter(area_id=subject, made_at__gte=now - FRESH)
    if village is not None:
        rows = rows.filter(village_ids__contains=[village])
    return [_view(row, language) for row in rows.order_by("place")[:limit]]


def _view(row: HotTopic, language: str) -> HotTopicView:
    title = _item_title(row.line, row.item, language)
    return HotTopicView(
        title=f"{title}：{row.fragments[0]}" if row.fragments else title,
        fragments=tuple(row.fragments),
        line=row.line,
        item=row.item,
        item_title=title,
        count=row.count,
        people=row.people,
        villages=_names(row.village_ids),
        case_ids=tuple(row.case_ids),
        first_at=row.first_at,
        last_at=row.last_at,
    )


def _item_title(line: str, item: str, language: str) -> str:
    try:
        found = catalogue().item(line, item)
    except (UnknownLine, UnknownItem):  # it has left the catalogue
        return item
    return found.title if language.startswith("zh") else found.title_en or found.title


def _names(villages: Sequence[UUID]) -> tuple[str, ...]:
    areas = territory_index().areas
    return tuple(areas[one].name for one in villages if one in areas)
