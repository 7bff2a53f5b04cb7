"""A grid of the demo county cut in two, with effect from the Monday after the tests' now."""

from __future__ import annotations

from datetime import date, timedelta

from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from tests.liling import Liling

from wangge.core.territory.shapes import unpack
from wangge.lib.clock import midnight
from wangge.territory.actions import split_grid
from wangge.territory.change import Change
from wangge.territory.models import Boundary

#: The Monday after the tests' now, and its first instant.
MONDAY = date(2026, 11, 30)
MIDNIGHT = midnight(MONDAY)
SUNDAY = MIDNIGHT - timedelta(seconds=1)
DONGFU = "430281121201001"
NEXT = "430281121205001"


def shape_of(code: str) -> BaseGeometry:
    row = Boundary.objects.filter(area__code=code, version__active=True).latest("version__number")
    return unpack([row.wkb])[0]


def line_across(land: BaseGeometry) -> LineString:
    """From south to north through the middle: one part in the west, one in the east."""
    _west, south, _east, north = land.bounds
    middle = land.representative_point().x
    return LineString([(middle, south - 0.01), (middle + 0.0005, north + 0.01)])


def split(liling: Liling, code: str = DONGFU, *, dry_run: bool = False, **more: object) -> Change:
    given: dict[str, object] = {
        "effective_from": MONDAY,
        "dry_run": dry_run,
        "actor": liling.actor("admin"),
        "now": liling.now,
    }
    if "line" not in more:
        given["line"] = line_across(shape_of(code))
    return split_grid(code, **(given | more))  # type: ignore[arg-type]
