"""`POST /locate`: where a point lies."""

from __future__ import annotations

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.examples import LOCATED, POINT
from wangge.api.shapes.cases import PointIn
from wangge.api.shapes.places import CandidateView, LocateAnswer
from wangge.cases.queries.case_view import area_view
from wangge.core.territory.refusals import (
    BadCoordinate,
    MissingDatum,
    NoTerritory,
    SwappedCoordinate,
)
from wangge.territory.access import locate_point


def locate(call: Call[PointIn, None]) -> Answer:
    """No query: the land stands in memory."""
    found = locate_point(call.body.lon, call.body.lat, call.body.datum, at=call.now)
    return Answer(
        LocateAnswer(
            lon=found.lon,
            lat=found.lat,
            how=found.how,
            said=found.say(call.language),
            version=found.version,
            grid=area_view(found.grid_id),
            village=area_view(found.village_id),
            town=area_view(found.town_id),
            county=area_view(found.county_id),
            distance_m=round(found.distance_m, 1),
            candidates=tuple(
                CandidateView(grid=one.grid_id, name=one.name, distance_m=round(one.distance_m, 1))
                for one in found.candidates
            ),
            neighbour=found.neighbour,
        )
    )


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/locate",
        name="locate",
        group="territory",
        summary="Where a point lies",
        description="Grid, village, town and county of a point, how near the border is, and which "
        "other grids come into question. A point outside the county is answered too.",
        handle=locate,
        body=PointIn,
        requests={"a phone's position": POINT, "from Amap": POINT | {"datum": "gcj02"}},
        answers={200: Shown(description="Where it lies.", shape=LocateAnswer, example=LOCATED)},
        refusals=(MissingDatum, BadCoordinate, SwappedCoordinate, NoTerritory),
    ),
)
