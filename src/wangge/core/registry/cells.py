"""From a cell to a value: one reader for each type of column (单元格的读取).

A cell is what a form or a spreadsheet gives: text, a number, a day. Its value is of the kind that
`values` names, or the cell is refused in a sentence. Ignores other cells of the row: `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from wangge.core.registry.columns import Column, Type
from wangge.core.registry.dates import read_birthday, read_date
from wangge.core.registry.grids import GridNames
from wangge.core.registry.ids import credit_code, phone, plain, plate
from wangge.core.registry.refusals import (
    BadDegree,
    BadNumber,
    CellError,
    LostDigits,
    TooLong,
    UnknownCode,
)
from wangge.lib.text import folded, tidy

Reader = Callable[[object], object]

_MOST = 300
_LOST = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+?\d{2}")
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"))
#: How clerks write that there is nothing.
NOTHING = frozenset(("", "/", "-", "--", "—", "——", "\uff0d", "\uff0f", "\\", "无", "N/A", "不详"))
_COUNT = re.compile(r"(\d{1,9})(?:\.0+)?(?:层|人|年|间|户|个)?")
_MEASURE = re.compile(r"(\d{1,9}(?:\.\d+)?)(?:㎡|m2|m²|平方米|平米|平方)?")
_ITEM = re.compile(r"[A-Z]?(\d{2})\.?(\d{2})")
#: Between several categories in one cell.
_BETWEEN = re.compile(r"[、,，;；/|\s]+")
#: Of a long list, so many entries are told to who wrote something else.
_TOLD = 8
#: A spreadsheet keeps fifteen digits of a number.
_WHOLE = 10**15


class Words(Protocol):
    """Code lists: what may be written → code, and the entries in their order."""

    def words(self, name: str) -> Mapping[str, str]:
        """What a clerk may write → code."""
        ...

    def choices(self, name: str, language: str = "zh") -> Sequence[tuple[str, str]]:
        """(code, title) in order."""
        ...


def text_of(cell: object) -> str:
    """What stands in the cell, as text. Refuses: LostDigits, CellError, TooLong."""
    if isinstance(cell, str):
        text = cell.strip() if cell.isprintable() else tidy(cell)
        if text[:1] == "'" and text[1:2] in "=+-@0123456789":
            text = text[1:]  # how a spreadsheet marks what is text and no formula
        if len(text) > _MOST:
            raise TooLong(length=len(text), most=_MOST)
        if "E" in text or "e" in text:
            if _LOST.fullmatch(text):
                raise LostDigits(value=text)
        elif text[:1] == "#" and text in _ERRORS:
            raise CellError(value=text)
        return text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number_as_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number_as_text(cell: float) -> str:
    if cell != cell or cell in (float("inf"), float("-inf")):
        raise CellError(value=str(cell))
    if isinstance(cell, int):
        return str(cell)
    if abs(cell) >= _WHOLE:
        raise LostDigits(value=f"{cell:.4E}")
    return str(int(cell)) if cell == int(cell) else repr(cell)


def is_empty(cell: object) -> bool:
    """Whether nothing stands in the cell, or a sign for nothing."""
    return cell is None or (isinstance(cell, str) and (cell in NOTHING or not cell.strip()))


def reader_of(column: Column, *, lists: Words, grids: GridNames, today: date) -> Reader:
    """What reads the cells of this column. It is never given an empty one.

    Identity numbers are only brought into their form: which document it is, the row tells.
    """
    match column.type:
        case Type.CODE:
            return _code_reader(column, lists)
        case Type.CATEGORIES:
            return _categories_reader(column, lists)
        case Type.GRID:
            return _grid_reader(grids)
        case Type.DATE:
            return read_date
        case Type.BIRTHDAY:
            return lambda cell: read_birthday(cell, today)
        case Type.NUMBER:
            return _count
        case Type.MEASURE:
            return _measure
        case Type.LON | Type.LAT:
            return _degree_reader(column.type)
        case Type.ID_NUMBER:
            return lambda cell: plain(text_of(cell))
        case Type.PHONE:
            return lambda cell: phone(text_of(cell))
        case Type.CREDIT_CODE | Type.ORGANISATION:
            return lambda cell: credit_code(text_of(cell))
        case Type.PLATE:
            return lambda cell: plate(text_of(cell))
        case Type.ITEM:
            return _item
        case Type.TEXT | Type.HOUSEHOLD | Type.BUILDING | Type.DWELLING:
            return text_of


def _spellings(column: Column, lists: Words) -> dict[str, str]:
    """Every way an entry of the list may be written → its code."""
    found: dict[str, str] = {}
    for word, code in lists.words(column.codes).items():
        found[word] = code
        found.setdefault(folded(word), code)
        if column.codes == "nation" and word.endswith("族") and len(word) > 1:
            found.setdefault(word[:-1], code)
        if word.isdecimal() and word.startswith("0"):
            found.setdefault(word.lstrip("0") or "0", code)  # 01 that became the number 1
    return found


def _unknown(column: Column, lists: Words, given: str) -> UnknownCode:
    titles = [title for _, title in lists.choices(column.codes)]
    told = "、".join(titles[:_TOLD]) + ("……" if len(titles) > _TOLD else "")
    return UnknownCode(field=column.name, value=given[:30], column=column.zh, choices=told)


def _code_reader(column: Column, lists: Words) -> Reader:
    spellings = _spellings(column, lists)

    def read(cell: object) -> str:
        if isinstance(cell, str) and cell in spellings:
            return spellings[cell]
        text = text_of(cell)
        code = spellings.get(text) or spellings.get(folded(text))
        if code is None:
            raise _unknown(column, lists, text)
        return code

    return read


def _categories_reader(column: Column, lists: Words) -> Reader:
    one = _code_reader(column, lists)

    def read(cell: object) -> tuple[str, ...]:
        parts = [part for part in _BETWEEN.split(text_of(cell)) if part not in NOTHING]
        return tuple(dict.fromkeys(str(one(part)) for part in parts))

    return read


def _grid_reader(grids: GridNames) -> Reader:
    def read(cell: object) -> UUID:
        return grids.find(text_of(cell))

    return read


def _count(cell: object) -> int:
    match = _COUNT.fullmatch(text_of(cell).replace(",", ""))
    if match is None:
        raise BadNumber(value=text_of(cell)[:30], what="整数", what_en="whole number")
    return int(match[1])


def _measure(cell: object) -> float:
    match = _MEASURE.fullmatch(text_of(cell).replace(",", ""))
    if match is None:
        raise BadNumber(value=text_of(cell)[:30], what="数", what_en="number")
    return float(match[1])


def _degree_reader(type_: Type) -> Reader:
    most = 180.0 if type_ is Type.LON else 90.0
    what, what_en, example = (
        ("经度", "longitude", "113.4970") if type_ is Type.LON else ("纬度", "latitude", "27.6461")
    )

    def read(cell: object) -> float:
        text = text_of(cell)
        try:
            degree = float(text.rstrip("°EeNn东经北纬 "))
        except ValueError:
            degree = float("nan")
        if not abs(degree) <= most and not abs(degree) <= 180.0:
            raise BadDegree(value=text[:30], what=what, what_en=what_en, example=example)
        return degree

    return read


def _item(cell: object) -> str:
    match = _ITEM.fullmatch(plain(text_of(cell)))
    if match is None:
        raise BadNumber(
            value=text_of(cell)[:30], what="部件小类代码，如C01.02", what_en="class (C01.02)"
        )
    return f"C{match[1]}.{match[2]}"
