"""Where a row stands and what it refers to: grids, households, dwellings, buildings by their codes.

One query for each kind of reference in a batch, none for a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.registry.values import Draft
from wangge.registry.actions.villages import households_at
from wangge.registry.models import Building, Dwelling, Household, Organisation
from wangge.registry.models.base import Element
from wangge.registry.refusals import NoGrid, NoSuchPart
from wangge.territory.access import TerritoryIndex

#: (grid, village, town)
Chain = tuple[UUID, UUID, UUID]

_PARTS: dict[Type, tuple[type[Element], str]] = {
    Type.HOUSEHOLD: (Household, "no"),
    Type.BUILDING: (Building, "code"),
    Type.DWELLING: (Dwelling, "code"),
    Type.ORGANISATION: (Organisation, "code"),
}

_WORDS = {
    Type.HOUSEHOLD: "户",
    Type.BUILDING: "建筑",
    Type.DWELLING: "房屋",
    Type.ORGANISATION: "组织",
}


@dataclass(frozen=True, slots=True)
class Part:
    """An element a row refers to."""

    id: UUID
    chain: Chain


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a row says it stands (None: it does not say), and the ids of what it refers to."""

    chain: Chain | None
    parts: Mapping[str, UUID]


class Standings:
    """Answers for all rows of one batch."""

    def __init__(
        self, kind: Kind, drafts: Iterable[Draft], index: TerritoryIndex, day: date
    ) -> None:
        self._index = index
        self._chains: dict[UUID, Chain] = {}
        self._references = [column for column in kind.columns if column.type in _PARTS]
        self._known: dict[str, dict[str, list[Part]]] = {}
        drafts = list(drafts)
        for column in self._references:
            self._known[column.name] = self._read(column, drafts, day)

    def of(self, draft: Draft, before: Chain | None = None) -> Standing:
        """Where the row stands. `before`: where the element it changes stands now.

        Refuses: NoSuchPart, NoGrid for a grid that this territory does not know.
        """
        grid = draft.values.get("grid")
        said = self._chain(grid) if isinstance(grid, UUID) else self._located(draft)
        chain = said
        parts: dict[str, UUID] = {}
        for column in self._references:
            code = draft.values.get(column.name)
            if not code:
                continue
            part = _one(self._known[column.name].get(str(code), []), said or before)
            if part is None:
                raise NoSuchPart(field=column.name, kind=_WORDS[column.type], code=code)
            parts[column.name] = part.id
            # who lives in a household stands where the household stands
            if chain is None or column.type is Type.HOUSEHOLD:
                chain = part.chain
        return Standing(chain, parts)

    def _read(self, column: Column, drafts: Sequence[Draft], day: date) -> dict[str, list[Part]]:
        """The elements these drafts may mean, by code."""
        codes = {str(draft.values.get(column.name) or "") for draft in drafts} - {""}
        if column.type is not Type.HOUSEHOLD or not codes:
            return _read(column.type, codes, day) if codes else {}
        places, anywhere = set[tuple[UUID, str]](), set[str]()
        for draft in drafts:
            no, grid = str(draft.values.get(column.name) or ""), draft.values.get("grid")
            if no and isinstance(grid, UUID) and grid in self._index.areas:
                places.add((self._chain(grid)[1], no))
            elif no:
                anywhere.add(no)
        found = _read(column.type, anywhere, day) if anywhere else {}
        for row in households_at(places):
            if row.no not in anywhere:
                found.setdefault(row.no, []).append(Part(row.id, row.chain_on(day)))
        return found

    def _located(self, draft: Draft) -> Chain | None:
        lon, lat = draft.values.get("lon"), draft.values.get("lat")
        if not (isinstance(lon, float) and isinstance(lat, float)):
            return None
        found = self._index.place(lon, lat).grid_id
        return None if found is None else self._chain(found)

    def _chain(self, grid: UUID) -> Chain:
        found = self._chains.get(grid)
        if found is None:
            try:
                found = self._chains[grid] = self._index.chain(grid)[:3]
            except (KeyError, AssertionError):
                raise NoGrid(field="grid") from None
        return found


def _read(type_: Type, codes: Iterable[str], day: date) -> dict[str, list[Part]]:
    model, field = _PARTS[type_]
    rows = model._default_manager.filter(**{f"{field}__among": list(codes)}, valid_until=None)
    found: dict[str, list[Part]] = {}
    for row in rows.only("id", field, "grid_id", "village_id", "town_id", "moves_on",
                         "next_grid_id", "next_village_id", "next_town_id"):  # fmt: skip
        found.setdefault(getattr(row, field), []).append(Part(row.id, row.chain_on(day)))
    return found


def _one(found: list[Part], chain: Chain | None) -> Part | None:
    """The part in the row's own village; the only one there is where the row tells no village."""
    if chain is not None:
        near = [part for part in found if part.chain[1] == chain[1]]
        return near[0] if near else None
    return found[0] if len(found) == 1 else None
