"""Tables as clerks keep them are read, whatever they look like."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from wangge.lib.sheets import Choice, plain, write_csv, write_template, write_xlsx
from wangge.lib.tables import NOTE, Table, UnreadableTable, read_table
from wangge.lib.vault import new_key, read_sealed, write_sealed


def sheet(*rows: list[object], book: openpyxl.Workbook | None = None) -> io.BytesIO:
    book = book or openpyxl.Workbook()
    page = book.worksheets[-1]
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    book.close()
    file.seek(0)
    return file


def rows_of(table: Table) -> list[tuple[int, list[object]]]:
    return list(table.rows)


def test_rows_are_numbered_as_the_clerk_sees_them() -> None:
    table = read_table(sheet(["姓名", "电话"], ["张三", 13812345678], [], ["李四", ""]), ".xlsx")
    assert table.headings == ("姓名", "电话")
    assert rows_of(table) == [(2, ["张三", 13812345678.0]), (4, ["李四", ""])]
    assert table.about == 3


def test_headings_are_found_below_a_title() -> None:
    file = sheet(
        ["东富村人口台账"], ["填表人：王芳", "2026年11月"], ["姓名", "电话", "性别"], ["张三"]
    )
    table = read_table(file, ".xlsx")
    assert (table.headings, table.heading_row) == (("姓名", "电话", "性别"), 3)


def test_known_headings_win_over_the_first_row_that_looks_like_some() -> None:
    file = sheet(["甲", "乙", "丙"], ["姓名", "电话", ""], ["张三", "1"])
    assert read_table(file, ".xlsx", known=("姓名", "电话")).heading_row == 2


def test_days_and_numbers_come_as_such() -> None:
    file = sheet(["日期", "数"], [date(2026, 11, 23), 1.5])
    assert rows_of(read_table(file, ".xlsx")) == [(2, [date(2026, 11, 23), 1.5])]


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("旧", 0)
    hidden.append(["别", "读"])
    hidden.sheet_state = "hidden"
    assert read_table(sheet(["姓名", "电话"], ["张三"], book=book), ".xlsx").headings == (
        "姓名",
        "电话",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t", ";"])
def test_csv_in_every_usual_dress_is_read(encoding: str, between: str) -> None:
    text = between.join(["姓名", "地址"]) + "\r\n" + between.join(["张三", "“东富村”\u3000一组"])
    table = read_table(io.BytesIO(text.encode(encoding)), ".csv")
    assert table.headings == ("姓名", "地址")
    assert rows_of(table) == [(2, ["张三", "“东富村”\u3000一组"])]


def test_a_long_csv_loses_no_row() -> None:
    lines = [f"张{n},{n}" for n in range(20_000)]
    file = io.BytesIO(("姓名,号\n" + "\n".join(lines)).encode("gb18030"))
    rows = rows_of(read_table(file, ".csv"))
    assert [cells[1] for _, cells in rows] == [str(n) for n in range(20_000)]
    assert [number for number, _ in rows] == list(range(2, 20_002))


@pytest.mark.parametrize(
    ("content", "suffix", "why"),
    [
        (b"PK\x03\x04 no zip", ".xlsx", "broken"),
        (b"", ".csv", "empty"),
        (b"a,b\n", ".pdf", "kind"),
        (b"\xff\xff\x00\x01", ".csv", "encoding"),
        (b"\n\n\n", ".csv", "headings"),
    ],
)
def test_what_is_no_table_says_why(content: bytes, suffix: str, why: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read_table(io.BytesIO(content), suffix)
    assert refused.value.why == why


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@sum", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert plain(cell) == f"'{cell}"


def test_what_was_written_is_read_again_without_its_watermark() -> None:
    file = io.BytesIO()
    rows = [["张三", "430281195001011230"], ["李四", "\x00坏\x0b字"]]
    assert write_xlsx(file, ["姓名", "号"], rows, sheet="人/员", watermark="李强 导出") == 2
    file.seek(0)
    table = read_table(file, ".xlsx")
    assert table.headings == ("姓名", "号")
    assert [cells for _, cells in table.rows] == [["张三", "430281195001011230"], ["李四", "坏字"]]


def test_the_watermark_stands_first_last_and_on_every_printed_page() -> None:
    file = io.BytesIO()
    write_xlsx(file, ["姓名"], [["张三"]], sheet="人员", watermark="李强 & 周敏")
    book = openpyxl.load_workbook(file)
    page = book["人员"]
    cells = [row[0] for row in page.iter_rows(values_only=True)]
    assert cells[0] == cells[-1] == f"{NOTE}李强 & 周敏"
    assert page.oddHeader.center.text == "李强 && 周敏"
    assert page.print_title_rows == "$2:$2"
    book.close()


def test_csv_ends_with_its_watermark(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    write_csv(file, ["姓名"], [["=张三"]], watermark="李强")
    assert file.read_text(encoding="utf-8-sig").splitlines() == ["姓名", "'=张三", f"{NOTE}李强"]


def test_a_template_is_read_as_an_empty_table() -> None:
    file = io.BytesIO()
    write_template(
        file,
        ["姓名", "性别"],
        sheet="人员",
        notes=["怎么填", "带*的必须填"],
        required=[0],
        texts=[0],
        choices=[Choice(1, ("男", "女"))],
    )
    file.seek(0)
    table = read_table(file, ".xlsx")
    assert (table.headings, table.heading_row, rows_of(table)) == (("姓名*", "性别"), 3, [])
    book = openpyxl.load_workbook(file)
    assert [cell.value for cell in book["可填内容"]["A"]] == ["性别", "男", "女"]
    book.close()


def test_a_sealed_file_opens_with_its_key_alone(tmp_path: Path) -> None:
    path, key = tmp_path / "f", new_key("intl")
    content = bytes(range(256)) * 10_000
    assert write_sealed(path, [content[:100], content[100:]], key) == len(content)
    assert b"".join(read_sealed(path, key)) == content
    assert content[:64] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_changed_or_cut_file_does_not_open(tmp_path: Path) -> None:
    path, key = tmp_path / "f", new_key("gm")
    write_sealed(path, [b"abc" * 1000], key)
    whole = path.read_bytes()
    for broken in (whole[:-20], whole[:50] + b"!" + whole[51:]):
        path.write_bytes(broken)
        with pytest.raises(ValueError, match=r"cut off|changed|sealed"):
            list(read_sealed(path, key))
