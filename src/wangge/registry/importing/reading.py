"""Rows of an uploaded file as drafts of elements, or as the reasons why they are none.

What only the database can tell (whether a household exists, whose land it is) is judged when the
drafts are put; here a row is held against itself and against the rows above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from wangge.core.errors import Refusal
from wangge.core.registry.cells import is_empty, text_of
from wangge.core.registry.checks import RowReader
from wangge.core.registry.columns import Kind, Type
from wangge.core.registry.ids import plain
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Draft
from wangge.lib.datum import Datum
from wangge.lib.tables import Table, UnreadableTable, read_table
from wangge.registry.codes import code_lists
from wangge.registry.importing.columns import HOUSEHOLD_ADDRESS, columns_offered, matches_of
from wangge.registry.importing.files import opened
from wangge.registry.importing.land import grid_names
from wangge.registry.importing.refusals import TwiceInFile, not_a_table
from wangge.registry.models import Import
from wangge.territory.access import territory_index

Fault = tuple[str, Refusal]


@dataclass(slots=True)
class Line:
    """One row of the file as understood: a draft, or its faults."""

    row: int
    #: The cells of the matched columns, by name.
    cells: Mapping[str, object]
    values: dict[str, object]
    faults: list[Fault] = field(default_factory=list)
    #: Where its household lives, for making it on the spot.
    address: str = ""

    def draft(self) -> Draft:
        """What is to be put."""
        return Draft(self.row, self.values)


class FileReader:
    """Reads one file from its first row to its last, in the order of the file."""

    def __init__(self, row: Import, *, today: date) -> None:
        """Opens the file. Refuses: FileGone, NotATable, NoTerritory."""
        self.kind = KINDS[row.kind]
        self._table = table_of(row)
        self._places = [(one.column, one.place) for one in matches_of(row) if one.column]
        named = {name for name, _ in self._places}
        offered = {column.name: column for column in columns_offered(self.kind)}
        self._judge = RowReader(
            self.kind,
            tuple(one for one in self.kind.columns if one.name in named),
            lists=code_lists(),
            grids=grid_names(territory_index()),
            today=today,
            datum=Datum(row.datum) if row.datum else None,
        )
        self._derived = _derived(self.kind, named)
        self._has_address = HOUSEHOLD_ADDRESS.name in named and HOUSEHOLD_ADDRESS.name in offered
        self._key = _key_column(self.kind, named)
        self._keys: dict[int, int] = {}

    def lines(self, after: int = 0) -> Iterator[Line]:
        """The rows below that one. Rows above it are only remembered by their keys.

        Refuses, when it comes to it: NotATable for a file that is broken further down.
        """
        try:
            for number, cells in self._table.rows:
                given = self._given(cells)
                twin = self._twin(number, given)
                if number > after:
                    yield self._line(number, given, twin)
        except UnreadableTable as fault:
            raise not_a_table("", fault) from fault

    def _given(self, cells: Sequence[object]) -> dict[str, object]:
        count = len(cells)
        return {name: cells[place] for name, place in self._places if place < count}

    def _line(self, number: int, given: dict[str, object], twin: int | None) -> Line:
        read = self._judge.read(given)
        for name in self._derived:
            read.values.setdefault(name, None)
        line = Line(number, given, read.values, read.faults)
        if twin is not None:
            column = self.kind.column(self._key)
            line.faults.append((column.name, TwiceInFile(row=twin, column=column.zh)))
        if self._has_address:
            try:
                line.address = text_of(given.get(HOUSEHOLD_ADDRESS.name))
            except Refusal as why:
                line.faults.append((HOUSEHOLD_ADDRESS.name, why))
        return line

    def _twin(self, number: int, given: Mapping[str, object]) -> int | None:
        """The row above that is the same element, if any."""
        cell = given.get(self._key)
        if not self._key or is_empty(cell):
            return None
        key = hash(plain(cell) if isinstance(cell, str) else cell)
        first = self._keys.setdefault(key, number)
        return first if first != number else None


def table_of(row: Import) -> Table:
    """The table in the file. Refuses: FileGone, NotATable."""
    kind = KINDS[row.kind]
    words = [word for one in columns_offered(kind) for word in (one.zh, one.en, *one.aliases)]
    try:
        return read_table(opened(row), row.suffix, known=words)
    except UnreadableTable as fault:
        raise not_a_table(row.name, fault) from fault


def _derived(kind: Kind, named: set[str]) -> tuple[str, ...]:
    """Columns that an identity number fills: every row of a file must name the same ones."""
    if not any(one.type is Type.ID_NUMBER and one.name in named for one in kind.columns):
        return ()
    return tuple(one.name for one in kind.columns if one.name == "sex" or one.type is Type.BIRTHDAY)


def _key_column(kind: Kind, named: set[str]) -> str:
    """The one column that tells two rows apart, "" where it takes several."""
    return kind.key[0] if len(kind.key) == 1 and kind.key[0] in named else ""
