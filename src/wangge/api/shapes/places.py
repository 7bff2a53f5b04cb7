"""Where a point lies."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wangge.cases.queries.shapes import AreaView


class CandidateView(Struct, frozen=True, kw_only=True):
    """A grid that comes into question too."""

    grid: Annotated[UUID, Meta(description="Its id.")]
    name: Annotated[str, Meta(description="Its name.")]
    distance_m: Annotated[float, Meta(description="How far away, metres.")]


class LocateAnswer(Struct, frozen=True, kw_only=True):
    """Where a point lies. A point outside the county is an answer, not an error."""

    lon: Annotated[float, Meta(description="Longitude, WGS-84.")]
    lat: Annotated[float, Meta(description="Latitude, WGS-84.")]
    how: Annotated[str, Meta(description="inside, near_border (within 30 m) or outside.")]
    said: Annotated[str, Meta(description="The same in a sentence.")]
    version: Annotated[int, Meta(description="The territory version that says so.")]
    grid: Annotated[AreaView | None, Meta(description="The grid; null outside.")]
    village: Annotated[AreaView | None, Meta(description="The village.")]
    town: Annotated[AreaView | None, Meta(description="The town.")]
    county: Annotated[AreaView | None, Meta(description="The county.")]
    distance_m: Annotated[
        float, Meta(description="Metres to the nearest border; outside, to the nearest grid.")
    ]
    candidates: Annotated[
        tuple[CandidateView, ...], Meta(description="Other grids in question, nearest first.")
    ]
    neighbour: Annotated[str, Meta(description="The county next door it lies in, if so.")]


class PhotoAnswer(Struct, frozen=True, kw_only=True):
    """A photo that was taken in: upright, smaller, without what the camera wrote into it."""

    hash: Annotated[str, Meta(description="SHA-256 of what is kept; send it with the case.")]
    width: Annotated[int, Meta(description="Width, pixels.")]
    height: Annotated[int, Meta(description="Height, pixels.")]
    size: Annotated[int, Meta(description="Bytes.")]


class HealthAnswer(Struct, frozen=True, kw_only=True):
    """How the server is."""

    status: Annotated[str, Meta(description="ok, or down when the database does not answer.")]
