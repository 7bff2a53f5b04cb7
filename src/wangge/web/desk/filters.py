"""What a desk's list is narrowed by: read from the address, offered as choices.

Whatever an address says that means nothing is left out, never an error: addresses get old.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wangge.cases.queries.lists import Filters
from wangge.catalogue.access import catalogue
from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import NamedArea, TerritoryIndex, territory_index

#: The names of the address's parts, in the order of the filter bar.
NAMES = ("line", "area", "item", "state", "due")


def filters_of(given: Mapping[str, str], now: datetime) -> Filters:
    """The filters an address asks for."""
    wanted: dict[str, Any] = {}
    known = catalogue()
    if given.get("line") in {line.code for line in known.lines}:
        wanted["line"] = given["line"]
    if given.get("item"):
        wanted["item"] = given["item"]
    if given.get("state"):
        wanted["state"] = given["state"]
    area = _area(given.get("area", ""))
    if area is not None:
        wanted["area"], wanted["level"] = area
    match given.get("due"):
        case "overdue":
            wanted["overdue"] = True
        case "hour":
            wanted["due_before"] = now + timedelta(hours=1)
        case "today":
            tomorrow = now.astimezone(SHANGHAI).date() + timedelta(days=1)
            wanted["due_before"] = datetime(*tomorrow.timetuple()[:3], tzinfo=SHANGHAI)
        case "week":
            wanted["due_before"] = now + timedelta(days=7)
    match given.get("since"):
        case "today":
            today = now.astimezone(SHANGHAI).date()
            wanted["since"] = datetime(*today.timetuple()[:3], tzinfo=SHANGHAI)
        case "7" | "30" as days:
            wanted["since"] = now - timedelta(days=int(days))
    if given.get("kind") in ("open", "waiting", "closed"):
        wanted["kind"] = given["kind"]
    if given.get("unlocated") == "1":
        wanted["unlocated"] = True
    if given.get("supervised") == "1":
        wanted["supervised"] = True
    if given.get("source"):
        wanted["source"] = given["source"]
    return Filters(**wanted)


def choices_for(actor: Actor, given: Mapping[str, str], language: str) -> dict[str, Any]:
    """What each filter offers this actor."""
    zh = language.startswith("zh")
    known = catalogue()
    lines = [(line.code, line.title if zh else line.title_en) for line in known.lines]
    chosen = [given["line"]] if given.get("line") in dict(lines) else [code for code, _t in lines]
    items = [
        (item.code, item.title if zh else item.title_en or item.title)
        for line in chosen
        for item in known.items(line)
    ]
    states: dict[str, str] = {}
    for line in chosen:
        for state in known.flow_of(line).states:
            states.setdefault(state.code, state.title if zh else state.title_en)
    return {
        "lines": lines,
        "areas": _areas(actor),
        "items": items,
        "states": list(states.items()),
        "dues": [
            ("overdue", _("已超期")),
            ("hour", _("1小时内到期")),
            ("today", _("今天到期")),
            ("week", _("7天内到期")),
        ],
    }


def _area(text: str) -> tuple[UUID, Level] | None:
    try:
        found = territory_index().ever.get(UUID(text))
    except ValueError:
        return None
    return (found.id, found.level) if found and found.level is not Level.MICRO_GRID else None


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """Towns and villages the actor's posts look after, in order of code."""
    index = territory_index()
    tops = {grant.area_id for grant in actor.grants}
    whole = index.county_id in tops
    found: list[tuple[str, str]] = []
    for town, villages in _land(index):
        if whole:
            found.append((str(town.id), town.name))
        else:
            mine = villages if town.id in tops else [one for one in villages if one.id in tops]
            found += [(str(one.id), one.name) for one in mine]
    return found


_Land = Sequence[tuple[NamedArea, Sequence[NamedArea]]]
_known: tuple[object, _Land] = (None, ())


def _land(index: TerritoryIndex) -> _Land:
    """The towns, each with its villages; remembered as long as the territory stands."""
    global _known
    if _known[0] is not index:
        villages: dict[UUID | None, list[NamedArea]] = {}
        for area in index.areas.values():
            if area.level is Level.VILLAGE:
                villages.setdefault(area.parent_id, []).append(area)
        towns = [area for area in index.areas.values() if area.level is Level.TOWN]
        _known = (index, [(town, villages.get(town.id, ())) for town in towns])
    return _known[1]
