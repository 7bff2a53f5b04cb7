"""How many open cases stand on a piece of land: asked before a border is moved."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import shapely

from wangge.cases.models import OPEN, Case
from wangge.territory.hooks import Stretch


def open_on(land: Stretch, now: datetime) -> int:
    """Open cases of these grids whose point lies on the land, and those without a point that go
    with it. One query."""
    rows = Case.objects.filter(OPEN, grid_id__in=land.out_of)
    places = list(rows.values_list("grid_id", "lon", "lat"))
    points = np.array([(lon, lat) for _grid, lon, lat in places if lon is not None], dtype=float)
    inside = 0
    if len(points):
        inside = int(shapely.intersects_xy(land.shape, points[:, 0], points[:, 1]).sum())
    return inside + sum(lon is None and grid in land.main_of for grid, lon, _lat in places)
