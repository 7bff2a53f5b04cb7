"""Which grid a clerk means: by its code, or by names as they are said (东富镇东富村).

The shorter a name the more grids may bear it; what is ambiguous is refused with the choices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from uuid import UUID

from wangge.core.errors import Invalid
from wangge.lib.text import folded

#: Of the grids that come into question, so many are named.
_NAMED = 4
#: So many unknown names are answered with the nearest one: looking for it takes a while.
_HINTS = 60
_REMEMBERED = 50_000


class UnknownGrid(Invalid):
    """No grid of that code or name."""

    code = "unknown_grid"
    zh = "没有叫“{value}”的网格。请填15位网格编码，或“镇名村名网格名”{hint}。"
    en = "There is no grid “{value}”. Give its 15-digit code, or town, village and grid{hint}."


class AmbiguousGrid(Invalid):
    """Several grids of that name."""

    code = "ambiguous_grid"
    zh = "“{value}”对应{count}个网格（{names}）。请填网格编码，或写全镇、村、网格名。"
    en = "“{value}” may be {count} grids ({names}). Give the code, or town, village and grid."


@dataclass(frozen=True, slots=True)
class GridName:
    """A grid as people call it."""

    id: UUID
    code: str
    name: str
    village_code: str
    village: str
    town: str
    county: str


class GridNames:
    """Every grid of a county by all its names; built once, asked for every row."""

    def __init__(self, grids: Iterable[GridName]) -> None:
        self._by_name: dict[str, list[GridName]] = {}
        self._found: dict[str, UUID | Invalid] = {}
        self._hints = _HINTS
        grids = list(grids)
        self._counties = {folded(grid.county) for grid in grids}
        for grid in grids:
            # a village may be named too: its one grid is meant, or the choices are told
            for name in (grid.name, grid.village + grid.name, grid.village):
                self._add(grid, name)
                self._add(grid, grid.town + name)
            self._add(grid, grid.code)
            self._add(grid, grid.village_code)

    def _add(self, grid: GridName, name: str) -> None:
        known = self._by_name.setdefault(folded(name), [])
        if grid not in known:
            known.append(grid)

    def find(self, text: str) -> UUID:
        """The grid meant. Refuses: UnknownGrid, AmbiguousGrid."""
        found = self._found.get(text)
        if found is None:
            try:
                found = self._find(text)
            except Invalid as refusal:
                found = refusal
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[text] = found
        if isinstance(found, Invalid):
            raise type(found)(field=found.field, **found.facts)
        return found

    def _within_county(self, name: str) -> str:
        """The name without county and province in front of it."""
        for county in self._counties:
            _, found, rest = name.partition(county)
            if found and rest:
                return rest
        return name

    def _find(self, text: str) -> UUID:
        wanted = self._within_county(folded(text))
        grids = self._by_name.get(wanted, [])
        exact = [grid for grid in grids if folded(grid.code) == wanted]
        if exact:
            return exact[0].id
        if len(grids) == 1:
            return grids[0].id
        if grids:
            names = "、".join(f"{one.town}{one.name}" for one in grids[:_NAMED])
            names += "……" if len(grids) > _NAMED else ""
            raise AmbiguousGrid(field="grid", value=text[:40], count=len(grids), names=names)
        raise UnknownGrid(field="grid", value=text[:40], hint=self._hint(wanted))

    def _hint(self, wanted: str) -> str:
        if not self._hints:
            return ""
        self._hints -= 1
        close = get_close_matches(wanted, self._by_name, n=1, cutoff=0.7)
        if not close:
            return ""
        one = self._by_name[close[0]][0]
        return f"（是不是{one.town}{one.name}？）"
