"""Which columns a file of a kind may have, and which it must.

A file of people may carry the address of their household: a household that is not registered yet is
then made on the spot.
"""

from __future__ import annotations

from collections.abc import Sequence

from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.registry.matching import How, Match
from wangge.registry.importing.refusals import ColumnsMissing, DatumMissing
from wangge.registry.models import Import

HOUSEHOLD_ADDRESS = Column(
    "household.address",
    "户地址",
    "Household's address",
    mask="address",
    aliases=("家庭住址", "住址", "地址", "详细地址", "居住地址", "现住址", "户籍地址"),
    help="户号还没登记时，按网格和这个地址就地建户。",
)
_LANDS = (Type.GRID, Type.HOUSEHOLD, Type.DWELLING, Type.BUILDING, Type.ORGANISATION)


def columns_offered(kind: Kind) -> tuple[Column, ...]:
    """The columns a file of that kind may have."""
    return (*kind.columns, HOUSEHOLD_ADDRESS) if kind.code == "person" else kind.columns


def check_matching(kind: Kind, matches: Sequence[Match], datum: str) -> None:
    """The file says enough to be tried. Refuses: ColumnsMissing, DatumMissing."""
    named = {match.column for match in matches} - {""}
    columns = [one for one in columns_offered(kind) if one.name in named]
    missing = [one.zh for one in kind.columns if one.required and one.name not in named]
    located = {"lon", "lat"} <= named
    if not located and not any(one.type in _LANDS for one in columns):
        missing.append("网格")
    if missing:
        raise ColumnsMissing(field="matching", columns="、".join(missing))
    if located and not datum:
        raise DatumMissing(field="datum")


def matches_of(row: Import) -> list[Match]:
    """The matching as it is kept."""
    return [
        Match(one["place"], one["heading"], one["column"], How(one["how"]), one["by"])
        for one in row.matching
    ]


def kept_matches(matches: Sequence[Match]) -> list[dict[str, object]]:
    """The matching as JSON."""
    return [
        {
            "place": one.place,
            "heading": one.heading,
            "column": one.column,
            "how": one.how.value,
            "by": one.by,
        }
        for one in matches
    ]
