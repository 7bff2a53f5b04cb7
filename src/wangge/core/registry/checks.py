"""A row of cells becomes checked values, or the sentences that say what is wrong with it.

The same checks for a form and for a file of a hundred thousand rows: a `RowReader` is built once,
then asked for every row. Cells are read each by itself (`cells`), then held against each other:
an identity number knows the sex and the day of birth. Ignores what only rows can tell: whether a
household exists, whose land it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wangge.core.errors import Refusal
from wangge.core.registry.cells import NOTHING, Reader, Words, is_empty, reader_of
from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.registry.grids import GridNames
from wangge.core.registry.ids import IdNumber, document_number, id_number
from wangge.core.registry.refusals import (
    BirthDiffers,
    HalfAPoint,
    MissingValue,
    SexDiffers,
    SwappedPoint,
)
from wangge.core.registry.values import Birthday
from wangge.lib.datum import Datum, to_wgs84
from wangge.lib.text import UnstorableText

#: Document kinds whose number is a resident's identity number; none said: it is meant too.
_RESIDENT = ("resident", "", None)
_SEX = {"1": "男", "2": "女"}


@dataclass(frozen=True, slots=True)
class Read:
    """A row that was read: its values, and its faults as (column, why)."""

    values: dict[str, object]
    faults: list[tuple[str, Refusal]]


class Unwritable(Refusal):
    """Characters nobody can keep."""

    code = "unwritable"
    zh = "含有存不了的字符。请删去重填。"
    en = "It holds characters that cannot be kept. Please write it again."


class RowReader:
    """Reads rows of one kind, for some of its columns."""

    def __init__(
        self,
        kind: Kind,
        columns: tuple[Column, ...] | None = None,
        *,
        lists: Words,
        grids: GridNames,
        today: date,
        datum: Datum | None = None,
    ) -> None:
        """`columns`: those that are given (None: all of the kind). `datum`: of lon and lat."""
        self._columns = kind.columns if columns is None else columns
        self._readers: list[tuple[str, bool, Column, Reader]] = [
            (one.name, one.required, one, reader_of(one, lists=lists, grids=grids, today=today))
            for one in self._columns
        ]
        names = {one.name for one in self._columns}
        self._identity = any(one.type is Type.ID_NUMBER for one in self._columns)
        self._has_sex = any(one.name == "sex" for one in kind.columns)
        self._has_birth = any(one.type is Type.BIRTHDAY for one in kind.columns)
        self._point = {"lon", "lat"} <= names
        self._datum = datum

    def read(self, cells: Mapping[str, object], *, partly: bool = False) -> Read:
        """The values of a row, None for each empty cell. `partly`: a required one may be missing.

        `cells` by column name; a name that is missing counts as empty.
        """
        values: dict[str, object] = {}
        faults: list[tuple[str, Refusal]] = []
        for name, required, column, reader in self._readers:
            cell = cells.get(name)
            if cell is None or cell in NOTHING or (cell.__class__ is str and is_empty(cell)):
                values[name] = None
                if required and not partly:
                    faults.append((name, MissingValue(field=name, column=column.zh)))
                continue
            try:
                values[name] = reader(cell)
            except Refusal as why:
                faults.append((name, why))
            except UnstorableText:
                faults.append((name, Unwritable(field=name)))
        if self._identity and values.get("id_number"):
            self._identify(values, faults)
        if self._point:
            self._place(values, faults)
        return Read(values, faults)

    def _identify(self, values: dict[str, object], faults: list[tuple[str, Refusal]]) -> None:
        number = str(values["id_number"])
        try:
            if values.get("id_kind") not in _RESIDENT:
                values["id_number"] = document_number(number)
                return
            known = id_number(number)
        except Refusal as why:
            faults.append(("id_number", why))
            return
        values["id_number"] = known.text
        self._sex(known, values, faults)
        if self._has_birth:
            self._birth(known, values, faults)

    def _sex(
        self, known: IdNumber, values: dict[str, object], faults: list[tuple[str, Refusal]]
    ) -> None:
        given = values.get("sex")
        if self._has_sex and given in (None, "0", "9"):
            values["sex"] = known.sex
        elif given in _SEX and given != known.sex:
            why = SexDiffers(field="sex", given=_SEX[str(given)], told=_SEX[known.sex])
            faults.append(("sex", why))

    def _birth(
        self, known: IdNumber, values: dict[str, object], faults: list[tuple[str, Refusal]]
    ) -> None:
        given = values.get("birth")
        if not isinstance(given, Birthday):
            if not any(name == "birth" for name, _ in faults):
                values["birth"] = Birthday(known.birth)
        elif given.calendar == "solar":
            if given.day != known.birth:
                faults.append(("birth", BirthDiffers(field="birth")))
        elif given.day is not None and abs(given.day.year - known.birth.year) > 1:
            faults.append(("birth", BirthDiffers(field="birth")))
        else:  # the papers' day counts, the family's day is kept beside it
            values["birth"] = Birthday(known.birth, "lunar", given.lunar)

    def _place(self, values: dict[str, object], faults: list[tuple[str, Refusal]]) -> None:
        lon, lat = values.get("lon"), values.get("lat")
        if lon is None and lat is None:
            return
        if not isinstance(lon, float) or not isinstance(lat, float):
            if not any(name in ("lon", "lat") for name, _ in faults):
                faults.append(("lon", HalfAPoint(field="lon")))
            return
        # no land of the country lies north of 54° or west of 73°
        if abs(lat) > 90.0 or (abs(lon) <= 54.0 and abs(lat) >= 73.0):
            faults.append(("lon", SwappedPoint(field="lon", lon=lon, lat=lat)))
            return
        if self._datum is not None:
            values["lon"], values["lat"] = to_wgs84(lon, lat, self._datum)
