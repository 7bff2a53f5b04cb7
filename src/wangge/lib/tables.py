"""Reading tables as clerks keep them: spreadsheets and CSV, heading row found, row numbers kept.

A table may have a title above its headings, be in GB18030, separated by tabs, or lie on the second
sheet; a row is numbered as the clerk sees it. Cells come as they are (text, numbers, days); what
they mean is judged elsewhere. Lines that begin with ※ are our own notes and no data.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO, Literal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from wangge.lib.text import folded

#: What our own notes in a table begin with: who took it out and when, how to fill it in.
NOTE = "※"

Row = tuple[int, list[object]]
Why = Literal["kind", "password", "broken", "encoding", "empty", "headings", "size"]

SPREADSHEETS = frozenset((".xlsx", ".xlsm", ".xls"))
TEXTS = frozenset((".csv", ".txt"))

#: Headings are looked for in so many rows from the top.
_SEARCHED = 20
#: Unpacked, a spreadsheet may be so large (bytes): a million rows are, a trap is larger.
_MOST_UNPACKED = 3 << 30
_MOST_COLUMNS = 200


class UnreadableTable(ValueError):
    """The file is no table that can be read; `why` says which way."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headings, and the rows below them as (number, cells), wholly empty ones left out."""

    headings: tuple[str, ...]
    #: The number of the heading row, from 1.
    heading_row: int
    rows: Iterator[Row]
    #: Rows below the headings, empty ones included; for showing progress.
    about: int


def read_table(file: BinaryIO, suffix: str, *, known: Collection[str] = ()) -> Table:
    """The table in `file`, whose name ends in `suffix` (".xlsx", ".csv" …).

    `known`: headings to look for; the row with most of them is the heading row, else the first
    that looks like one. Rows are read as they are asked for; the file stays open meanwhile and is
    closed with them.
    Raises UnreadableTable.
    """
    suffix = suffix.lower()
    if suffix in SPREADSHEETS:
        rows, count = _spreadsheet(file)
    elif suffix in TEXTS:
        rows, count = _text_table(file)
    else:
        raise UnreadableTable("kind")
    numbered = enumerate(rows, start=1)
    top = list(islice(numbered, _SEARCHED))
    place = _heading_place([cells for _, cells in top], {folded(word) for word in known})
    if place is None:
        raise UnreadableTable("headings" if top else "empty")
    heading_row, cells = top[place]
    headings = [_heading(cell) for cell in cells[:_MOST_COLUMNS]]
    while headings and not headings[-1]:
        headings.pop()
    data = (row for row in chain(top[place + 1 :], numbered) if _is_data(row[1]))
    return Table(tuple(headings), heading_row, data, max(0, count - heading_row))


def _heading(cell: object) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _is_data(cells: Sequence[object]) -> bool:
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str):
            return True
        text = cell.strip()
        if text:
            return not text.startswith(NOTE)
    return False


def _heading_place(top: Sequence[Sequence[object]], known: Collection[str]) -> int | None:
    """Which of the first rows holds the headings."""
    rows = [
        (place, [cell for cell in cells if isinstance(cell, str) and cell.strip()])
        for place, cells in enumerate(top)
        if _is_data(cells)
    ]
    rows = [row for row in rows if row[1]]
    if not rows:
        return None
    hits = {place: len({folded(word) for word in words} & set(known)) for place, words in rows}
    best = max(hits, key=lambda place: (hits[place], -place))
    if hits[best]:
        return best
    widest = max(len(words) for _, words in rows)
    return next(place for place, words in rows if len(words) >= 0.8 * widest)


def _spreadsheet(file: BinaryIO) -> tuple[Iterator[list[object]], int]:
    """Rows of the first sheet that can be seen and is not empty, from its very first row."""
    _check_size(file)
    try:
        book = CalamineWorkbook.from_filelike(file)
        for sheet in book.sheets_metadata:
            if sheet.visible is SheetVisibleEnum.Visible:
                found = book.get_sheet_by_name(sheet.name)
                if found.end is not None:
                    return _sheet_rows(found), found.end[0] + 1
    except PasswordError:
        raise UnreadableTable("password") from None
    except (CalamineError, ValueError, OSError) as fault:
        raise UnreadableTable("broken") from fault
    raise UnreadableTable("empty")


def _sheet_rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    for row in sheet.iter_rows():
        yield list(row)


def _check_size(file: BinaryIO) -> None:
    if zipfile.is_zipfile(file):
        file.seek(0)
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            raise UnreadableTable("size")
    file.seek(0)


def _text_table(file: BinaryIO) -> tuple[Iterator[list[object]], int]:
    encoding = _encoding(file)
    file.seek(0)
    lines, last = 0, b"\n"
    while part := file.read(1 << 20):
        lines, last = lines + part.count(b"\n"), part[-1:]
    lines += last not in (b"\n", b"\0")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    return _text_rows(text), lines


def _text_rows(text: io.TextIOWrapper) -> Iterator[list[object]]:
    first = text.read(1 << 16)
    line = next((one for one in first.splitlines() if one.strip()), "")
    delimiter = max(",\t;", key=line.count)
    try:
        for row in csv.reader(_lines(first, text), delimiter=delimiter):
            yield list(row)
    except csv.Error as fault:
        raise UnreadableTable("broken") from fault
    finally:
        text.close()


def _lines(first: str, rest: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text whose beginning was already read."""
    whole = first + rest.readline()
    yield from io.StringIO(whole, newline="")
    yield from rest


def _encoding(file: BinaryIO) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030. Raises UnreadableTable."""
    file.seek(0)
    head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while part := file.read(1 << 20):
                if b"\0" in part:
                    raise UnreadableTable("encoding")
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableTable("encoding")
