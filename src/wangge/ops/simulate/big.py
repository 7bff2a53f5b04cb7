"""The big county (大县): Liling's land in 5,000 grids, with a million invented people.

For measuring at the size of the budgets; made through the same doors as a real county: borders
are imported, posts installed, rows registered. Ignores what is measured on it.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI
from wangge.lib.datum import Datum
from wangge.ops.simulate.county_rows import Ground, Sizes
from wangge.ops.simulate.fine_grids import cut
from wangge.ops.simulate.places import shapes_of
from wangge.ops.simulate.registering import grounds, inventor, register
from wangge.ops.simulate.run import simulate
from wangge.ops.simulate.visiting import visit_everybody
from wangge.territory.access import territory_index
from wangge.territory.actions import import_boundaries, install_demo_posts
from wangge.territory.models import Area
from wangge.territory.report import Report

GRIDS, HOUSEHOLDS, CASES, SEED = 5_000, 330_000, 10_000, 430281

#: Everybody lives here since then, and was visited and heard since.
STANDING = timedelta(days=60)


@dataclass(slots=True)
class Big:
    """What was made, and how long each part took."""

    grids: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    visits: int = 0
    cases: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def make_big(
    *,
    now: datetime,
    grids: int = GRIDS,
    households: int = HOUSEHOLDS,
    cases: int = CASES,
    seed: int = SEED,
    tell: Callable[[str], None] = lambda words: None,
) -> Big:
    """The installed county has so many grids, posts for them, households and their people.

    Each household has a contact and visits, and about `cases` reports were made and answered.
    """
    done = Big()
    since = now - STANDING
    with _timed(done, "grids", tell):
        refine(grids, seed=seed, day=since, now=now)
    with _timed(done, "posts", tell):
        install_demo_posts(now, heirs=True)
    land = grounds()
    done.grids = len(land)
    with _timed(done, "registry", tell):
        done.rows = register(
            inventor(seed, since), land, evenly(land, households), now=since, tell=_every(tell)
        )
    with _timed(done, "visits", tell):
        done.visits = visit_everybody(now=now, since=since, seed=seed, said=False)
    with _timed(done, "cases", tell):
        done.cases = simulate(now=now, days=STANDING.days, cases=cases, seed=seed).cases
    return done


def refine(count: int, *, seed: int, day: datetime, now: datetime) -> None:
    """The county has `count` grids since that day, imported as anybody would.

    The borders above are imported along, the same but for the new corners upon them. Only the
    last of the four versions comes into force.
    """
    index = territory_index()
    shapes = shapes_of(index.version_id)
    villages = {row.id: row for row in Area.objects.filter(level=Level.VILLAGE, id__in=shapes)}
    cuts = cut([shapes[one] for one in villages], count, seed=seed)
    pieces = dict(zip(villages, cuts, strict=True))
    lands: dict[Level, dict[str, tuple[str, BaseGeometry]]] = {level: {} for level in _LEVELS}
    numbers: dict[str, int] = {}
    for area_id, row in villages.items():
        lands[Level.VILLAGE][row.code] = (row.name, shapely.coverage_union_all(pieces[area_id]))
        host = villages[row.looked_after_by_id] if row.looked_after_by_id else row
        for shape in pieces[area_id]:
            number = numbers[host.code] = numbers.get(host.code, 0) + 1
            lands[Level.GRID][f"{host.code}{number:03d}"] = (f"{host.name}网格{number:03d}", shape)
    for level in (Level.TOWN, Level.COUNTY):
        for area in index.areas.values():
            if area.level is level:
                inner = [
                    shape
                    for code, (_, shape) in lands[Level.VILLAGE].items()
                    if code.startswith(area.code)
                ]
                lands[level][area.code] = (area.name, shapely.coverage_union_all(inner))
    report = None
    for level in _LEVELS:
        report = _import(level, lands[level], report, day.astimezone(SHANGHAI).date(), now)
    if report is None or report.faults:
        raise AssertionError([fault.say("zh") for fault in report.faults[:5]] if report else "")


_LEVELS = (Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID)


def _import(
    level: Level,
    lands: Mapping[str, tuple[str, BaseGeometry]],
    before: Report | None,
    day: date,
    now: datetime,
) -> Report:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, (name, shape) in lands.items()
    ]
    with tempfile.TemporaryDirectory(prefix="wangge-borders-") as folder:
        path = Path(folder) / f"{level.value}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return import_boundaries(
            path,
            level=level,
            datum=Datum.WGS84,
            code_field="code",
            name_field="name",
            effective_from=day,
            whole_level=level is Level.GRID,
            onto=before.version if before else None,
            dry_run=False,
            actor=None,
            now=now,
            source="合成网格",
        )


def evenly(land: tuple[Ground, ...], households: int) -> Callable[[Ground], Sizes]:
    """That many households in all, as many in one grid as in the next."""
    whole, rest = divmod(households, len(land))
    more = {ground.id for ground in land[:rest]}
    return lambda ground: Sizes(households=whole + (ground.id in more))


@contextmanager
def _timed(done: Big, part: str, tell: Callable[[str], None]) -> Iterator[None]:
    began = time.monotonic()
    yield
    done.seconds[part] = round(time.monotonic() - began, 1)
    tell(f"{part}: {done.seconds[part]} s")


def _every(tell: Callable[[str], None]) -> Callable[[int], None]:
    began = time.monotonic()

    def say(rows: int) -> None:
        tell(f"{rows} rows registered, {rows / (time.monotonic() - began):.0f}/s")

    return say
