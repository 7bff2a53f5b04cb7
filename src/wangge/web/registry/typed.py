"""From what was typed into a form to the values `actions.put` takes, or what is wrong with it.

Only what was changed is given on. What belongs together goes together: a household is told by its
number and the village, an identity number with sex and birth, a longitude with its latitude.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.core.errors import Refusal
from wangge.core.registry.checks import RowReader
from wangge.core.registry.columns import Column, Kind, Type
from wangge.lib.datum import Datum
from wangge.registry.access import day_of
from wangge.registry.codes import code_lists
from wangge.registry.importing.land import grid_names
from wangge.registry.models import Element
from wangge.registry.queries.cells import REFERENCES, whole_number
from wangge.registry.refusals import NoGrid
from wangge.territory.access import territory_index
from wangge.web.registry.forms import Field

_IDENTITY = ("id_number", "id_kind", "sex", "birth")


@dataclass(frozen=True, slots=True)
class Typed:
    """The values to write, and the faults by column."""

    values: dict[str, object]
    faults: list[tuple[str, Refusal]]


def typed_values(
    kind: Kind,
    fields: Sequence[Field],
    given: Mapping[str, str],
    *,
    row: Element | None,
    now: datetime,
) -> Typed:
    """What is to be written of these fields; nothing where nothing was changed."""
    wanted = _wanted(kind, fields, row)
    faults: list[tuple[str, Refusal]] = []
    values: dict[str, object] = {}
    by_name = {one.name: one for one in fields}
    read = [kind.column(name) for name in wanted if kind.column(name).type is not Type.GRID]
    cells: dict[str, object] = {one.name: by_name[one.name].value.strip() for one in read}
    lent = _lend_number(kind, by_name, row, read, cells)
    datum = given.get("datum", "")
    reader = RowReader(
        kind,
        tuple(read),
        lists=code_lists(),
        grids=grid_names(territory_index(at=now)),
        today=day_of(now),
        datum=Datum(datum) if datum in list(Datum) else Datum.WGS84,
    )
    found = reader.read(cells)
    faults += [(name, why) for name, why in found.faults if name not in lent]
    values |= {name: value for name, value in found.values.items() if name not in lent}
    if "grid" in wanted:
        _grid(by_name["grid"], values, faults, now)
    for name in given:
        if name.startswith("clear-") and name.removeprefix("clear-") in by_name:
            column = kind.column(name.removeprefix("clear-"))
            if column.sealed and not column.required and row is not None:
                values[column.name] = None
    return Typed(values, faults)


def _wanted(kind: Kind, fields: Sequence[Field], row: Element | None) -> list[str]:
    """The columns to be written: the changed ones and what belongs to them."""
    if row is None:
        return [one.name for one in fields]
    names = {one.name for one in fields}
    changed = {one.name for one in fields if one.changed}
    parts = {one.name for one in kind.columns if one.type in REFERENCES}
    if changed & (parts | {"grid"}):
        said = {one.name for one in fields if one.value.strip()}
        changed |= ({"grid"} | parts) & names & said  # a part of other land is not shown: it stays
    for together in (("lon", "lat"), _IDENTITY if "id_number" in changed else ()):
        if changed & set(together):
            changed |= set(together) & names
    return [one.name for one in fields if one.name in changed]


def _lend_number(
    kind: Kind,
    by_name: Mapping[str, Field],
    row: Element | None,
    read: list[Column],
    cells: dict[str, object],
) -> frozenset[str]:
    """A new sex or birthday is held against the number that is on file, which is not written."""
    names = {one.name for one in read}
    if row is None or "id_number" in names or not names & {"sex", "birth"}:
        return frozenset()
    if "id_number" not in by_name:
        return frozenset()
    number = whole_number(kind, kind.column("id_number"), row)
    if not number:
        return frozenset()
    lent = {"id_number"}
    for name in _IDENTITY:
        if name not in names:
            read.append(kind.column(name))
            cells[name] = by_name[name].was if name == "id_kind" else ""
            lent.add(name)
    cells["id_number"] = number
    return frozenset(lent)


def _grid(
    field: Field,
    values: dict[str, object],
    faults: list[tuple[str, Refusal]],
    now: datetime,
) -> None:
    text = field.value.strip()
    if not text:
        return  # told by the point, the household or the dwelling, else refused there
    index = territory_index(at=now)
    try:
        grid = UUID(text)
    except ValueError:
        try:
            values["grid"] = grid_names(index).find(text)
        except Refusal as refusal:
            faults.append(("grid", refusal))
        return
    if grid in index.areas:
        values["grid"] = grid
    else:
        faults.append(("grid", NoGrid(field="grid")))
