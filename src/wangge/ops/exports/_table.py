"""A table as the command line writes it: CSV or XLSX by the file's ending, with its watermark."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from wangge.lib.clock import SHANGHAI
from wangge.lib.sheets import write_csv, write_xlsx
from wangge.ops.trouble import Trouble


def check_suffix(file: Path) -> None:
    """Raises Trouble for a file that is neither CSV nor XLSX by its name."""
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise Trouble("文件名请以 .csv 或 .xlsx 结尾。The file must end in .csv or .xlsx.")


def write_table(
    file: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str,
    now: datetime,
) -> int:
    """The table stands in the file, marked with who at this machine took it out; how many rows."""
    mark = (
        f"命令行（{getpass.getuser()}）{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 导出"
        " · 仅限工作使用，不得外传"
    )
    if file.suffix.lower() == ".csv":
        return write_csv(file, headings, rows, watermark=mark)
    return write_xlsx(file, headings, rows, sheet=sheet, watermark=mark)
