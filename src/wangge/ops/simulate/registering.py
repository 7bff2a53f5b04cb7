"""The invented rows are registered through the registry's own front door, thousands at a time.

Ignores who calls on the households: that is `visiting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import shapely
from shapely.geometry.base import BaseGeometry

from wangge.catalogue.access import catalogue
from wangge.core.catalogue import ItemKind
from wangge.core.duty import SYSTEM
from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI
from wangge.ops.simulate.county_rows import CountyRows, Ground, Rows, Sizes
from wangge.ops.simulate.places import shapes_of
from wangge.registry.actions import put_many
from wangge.registry.codes import code_lists
from wangge.territory.access import territory_index

#: What others refer to comes first.
ORDER = (
    "site",
    "building",
    "dwelling",
    "household",
    "person",
    "organisation",
    "component",
    "device",
    "vehicle",
)
SOURCE = "演示数据（虚构）"
#: So many rows of a kind go in together.
BATCH = 5_000


class Unregistered(RuntimeError):
    """An invented row was refused: the inventor is at fault."""


def grounds() -> tuple[Ground, ...]:
    """Every grid of the territory in force, by code."""
    index = territory_index()
    shapes = shapes_of(index.version_id)
    found = []
    for area in sorted(index.areas.values(), key=lambda one: one.code):
        if area.level is not Level.GRID or area.id not in shapes:
            continue
        _, village_id, town_id, _ = index.chain(area.id)
        town, village = index.areas[town_id].name, index.areas[village_id].name
        shape: BaseGeometry = max(shapely.get_parts(shapes[area.id]), key=lambda part: part.area)
        found.append(
            Ground(
                id=area.id,
                code=area.code,
                town=town,
                village=village.replace("居委会", "社区"),
                urban="街道" in town,
                shape=shape,
            )
        )
    return tuple(found)


def inventor(seed: int, now: datetime) -> CountyRows:
    """Invents rows in the words of this county: its code lists and its catalogue."""
    known = catalogue()
    items = {
        item.code: item.title
        for line in known.lines
        for item in known.items(line.code)
        if item.kind is ItemKind.COMPONENT
    }
    today = now.astimezone(SHANGHAI).date()
    return CountyRows(seed=seed, today=today, visit_class=code_lists().visit_class, items=items)


def register(
    inventing: CountyRows,
    grids: Iterable[Ground],
    sizes: Callable[[Ground], Sizes],
    *,
    now: datetime,
    tell: Callable[[int], None] = lambda rows: None,
) -> dict[str, int]:
    """The grids' invented rows stand in the registry since `now`; how many of each kind.

    Raises Unregistered where the registry refuses one.
    """
    counts = dict.fromkeys(ORDER, 0)
    rows = Rows()
    for ground in grids:
        inventing.add_grid(ground, sizes(ground), rows)
        if len(rows.by_kind.get("person", ())) >= BATCH:
            write(rows, counts, now=now)
            tell(sum(counts.values()))
    write(rows, counts, now=now)
    return counts


def write(rows: Rows, counts: dict[str, int], *, now: datetime) -> None:
    """The rows are registered and counted; none of them waits any more."""
    for kind in ORDER:
        drafts = rows.take(kind)
        if not drafts:
            continue
        written = put_many(KINDS[kind], drafts, actor=SYSTEM, now=now, source=SOURCE)
        if written.faults:
            row, refusal = written.faults[0]
            raise Unregistered(f"{kind} {drafts[row - 2].values}: {refusal}")
        counts[kind] += len(drafts)
