"""Tables read column by column, a batch at a time: CSV (also .gz), spreadsheets, Parquet.

What goes through a hundred thousand rows is quicker by the column, and some files keep columns
anyway. Cells come as they are; what they mean is judged elsewhere. A row is numbered as its owner
sees it: in a spreadsheet from its heading row, in Parquet, which has none, from 1.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO, cast

import pyarrow as arrow
from pyarrow import parquet

from wangge.lib.tables import Row, UnreadableTable, read_table

#: What carries no types of its own.
_Opened = Any
_Column = Any

_moment = datetime.fromtimestamp

PARQUET = frozenset((".parquet", ".pq"))


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows: their numbers, and the cells by place of the column.

    Columns of Parquet stay packed until they are asked for: so they travel between processes.
    """

    numbers: Sequence[int]
    packed: Sequence[_Column]

    def cells(self) -> list[Sequence[object]]:
        """Every column's cells. Of Parquet they are unpacked each time."""
        return [_cells(column) for column in self.packed]

    def row(self, place: int) -> list[object]:
        """One row of it, by its place."""
        return [_cells(column[place : place + 1])[0] for column in self.packed]


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """A table: its headings, about how many rows, and the rows in parts."""

    headings: tuple[str, ...]
    about: int
    parts: Iterator[Part]


def read_columns(file: BinaryIO, name: str, *, known: Collection[str], size: int) -> ColumnTable:
    """The table in `file`, which is called `name`, in parts of `size` rows.

    `known`: headings to look for, as `read_table` does. The file is read as parts are asked for.
    Raises UnreadableTable.
    """
    path = PurePath(name.lower())
    if path.suffix == ".gz":
        unpacked = cast("BinaryIO", gzip.GzipFile(fileobj=file))
        return read_columns(unpacked, path.stem, known=known, size=size)
    if path.suffix in PARQUET:
        return _parquet(file, size)
    table = read_table(file, path.suffix, known=known)
    return ColumnTable(table.headings, table.about, _parts(table.rows, len(table.headings), size))


def _parts(rows: Iterator[Row], width: int, size: int) -> Iterator[Part]:
    while some := list(islice(rows, size)):
        lines = [cells for _, cells in some]
        if any(len(line) != width for line in lines):
            lines = [(line + [None] * width)[:width] for line in lines]
        yield Part([number for number, _ in some], list(zip(*lines, strict=True)))


def _parquet(file: BinaryIO, size: int) -> ColumnTable:
    try:
        opened = parquet.ParquetFile(file)
    except (arrow.ArrowException, OSError) as fault:
        raise UnreadableTable("broken") from fault
    headings = tuple(str(name) for name in opened.schema_arrow.names)
    return ColumnTable(headings, opened.metadata.num_rows, _parquet_parts(opened, size))


def _parquet_parts(opened: _Opened, size: int) -> Iterator[Part]:
    number = 1
    try:
        for batch in opened.iter_batches(batch_size=size):
            count = batch.num_rows
            yield Part(range(number, number + count), batch.columns)
            number += count
    except (arrow.ArrowException, OSError) as fault:
        raise UnreadableTable("broken") from fault


def _cells(column: _Column) -> Sequence[object]:
    """The values of a column as Python knows them; by way of numpy, which is quicker."""
    if isinstance(column, tuple):
        return column
    if arrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if arrow.types.is_string(kind) or arrow.types.is_large_string(kind):
        words: list[object] = column.to_numpy(zero_copy_only=False).tolist()
        return words
    if arrow.types.is_timestamp(kind):
        if kind.tz is None:
            naive = column.cast(arrow.timestamp("us"), safe=False)
            return list(naive.to_numpy(zero_copy_only=False).tolist())
        seconds = column.cast(arrow.timestamp("s", kind.tz), safe=False).cast(arrow.int64())
        return [one if one is None else _moment(one, UTC) for one in seconds.to_pylist()]
    values: list[object] = column.to_pylist()
    return values
