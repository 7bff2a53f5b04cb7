"""Invented people and households as a clerk's file has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from wangge.core.registry.ids import check_digit

PEOPLE = (
    "姓名",
    "公民身份号码",
    "性别",
    "出生日期",
    "手机号",
    "户号",
    "与户主关系",
    "民族",
    "网格",
    "家庭住址",
)


def number_of(n: int) -> str:
    """The n-th identity number; never the same one for 999 × 30,000 of them."""
    day = date(1940, 1, 1) + timedelta(days=n % 30_000)
    body = f"430281{day:%Y%m%d}{n // 30_000 + 1:03d}"
    return body + check_digit(body)


def person(n: int, grid: str, *, household: str | None = None) -> list[object]:
    """A person of household n // 3."""
    number = number_of(n)
    no = household or f"{n // 3:06d}"
    return [
        f"张{n}",
        number,
        "男" if int(number[16]) % 2 else "女",
        f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        f"138{n:08d}",
        no,
        "户主" if n % 3 == 0 else "子",
        "汉族",
        grid,
        f"东富村{n // 3}号",
    ]


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as a file in the encoding of old spreadsheets."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(headings)
    out.writerows(rows)
    return file.getvalue().encode("gb18030")
