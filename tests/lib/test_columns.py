"""Tables by the column: the same cells whichever way the file keeps them."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import openpyxl
import pyarrow as arrow
import pytest
from pyarrow import parquet

from wangge.lib.columns import read_columns
from wangge.lib.tables import UnreadableTable

_KNOWN = ("编号", "描述")


def _read(data: bytes, name: str, size: int = 2) -> list[tuple[list[int], list[list[object]]]]:
    table = read_columns(io.BytesIO(data), name, known=_KNOWN, size=size)
    assert table.headings == ("编号", "描述")
    return [(list(part.numbers), [list(cells) for cells in part.cells()]) for part in table.parts]


_TEXT = "编号,描述\n1,甲\n2,乙\n3\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_comes_in_parts_and_short_rows_are_filled(encoding: str) -> None:
    parts = _read(_TEXT.encode(encoding), "案件.csv")
    assert parts == [([2, 3], [["1", "2"], ["甲", "乙"]]), ([4], [["3"], [None]])]


def test_a_packed_csv_is_the_same() -> None:
    assert _read(gzip.compress(_TEXT.encode()), "a.CSV.gz") == _read(_TEXT.encode(), "a.csv")


def test_a_spreadsheet_is_read_by_the_column() -> None:
    book = openpyxl.Workbook()
    for row in (["编号", "描述"], ["1", "甲"], ["2", "乙"]):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    assert _read(file.getvalue(), "a.xlsx") == [([2, 3], [["1", "2"], ["甲", "乙"]])]


def test_parquet_keeps_instants_and_what_is_missing() -> None:
    at = datetime(2026, 1, 15, 1, tzinfo=UTC)
    columns = {
        "编号": arrow.array(["1", None, "3"]).dictionary_encode(),
        "描述": arrow.array([at, None, at], arrow.timestamp("us", "Asia/Shanghai")),
    }
    file = io.BytesIO()
    parquet.write_table(arrow.table(columns), file)
    parts = _read(file.getvalue(), "a.parquet")
    assert parts == [([1, 2], [["1", None], [at, None]]), ([3], [["3"], [at]])]


def test_a_row_of_a_part_is_the_row_of_the_file() -> None:
    file = io.BytesIO()
    parquet.write_table(arrow.table({"编号": ["1", "2"], "描述": ["甲", "乙"]}), file)
    (part,) = read_columns(file, "a.parquet", known=_KNOWN, size=10).parts
    assert part.row(1) == ["2", "乙"]


def test_what_is_no_parquet_is_refused() -> None:
    with pytest.raises(UnreadableTable):
        read_columns(io.BytesIO(b"PAR1 no"), "a.parquet", known=_KNOWN, size=10)
