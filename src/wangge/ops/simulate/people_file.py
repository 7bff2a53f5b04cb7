"""A file's worth of invented people for the land of a county as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wangge.core.registry.values import Draft
from wangge.ops.simulate.big import evenly
from wangge.ops.simulate.county_rows import Rows
from wangge.ops.simulate.registering import grounds, inventor

#: Not the seed of any county: these people are nobody's neighbours.
_SEED = 3


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """Households and people as drafts, and what a spreadsheet says instead of ids."""

    households: list[Draft]
    people: list[Draft]
    #: Number of a household → its address.
    addresses: Mapping[str, str]
    #: Id of a grid → its code.
    grids: Mapping[object, str]


def invented_people(households: int, *, now: datetime) -> PeopleFile:
    """So many households and their people, spread over the grids in force."""
    rows, land = Rows(), grounds()
    inventing, sizes = inventor(_SEED, now), evenly(land, households)
    for ground in land:
        inventing.add_grid(ground, sizes(ground), rows)
    homes = rows.take("household")
    return PeopleFile(
        households=homes,
        people=rows.take("person"),
        addresses={str(one.values["no"]): str(one.values["address"]) for one in homes},
        grids={ground.id: ground.code for ground in land},
    )
