"""The rows that stayed behind, as the clerk wrote them, with their number and what is wrong.

Read again from the uploaded file: mended, the very same table can be brought in anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from wangge.core.registry.cells import text_of
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import SHANGHAI
from wangge.lib.sheets import write_xlsx
from wangge.registry.importing.reading import table_of
from wangge.registry.models import Import, ImportFault

#: The two columns that are added.
NUMBER, REASON = "行号", "原因"


def write_bad_rows(
    row: Import, file: Path | BinaryIO, *, who: str, now: datetime, language: str = "zh"
) -> int:
    """The bad rows stand in a spreadsheet; how many. Refuses: FileGone, NotATable."""
    table = table_of(row)
    reasons = reasons_of(row, language)
    kept = [place for place, one in enumerate(table.headings) if one not in (NUMBER, REASON)]
    headings = [table.headings[place] for place in kept]

    def bad() -> Iterator[list[object]]:
        for number, cells in table.rows:
            why = reasons.get(number)
            if why is not None:
                yield [
                    *(_as_written(cells[place]) if place < len(cells) else "" for place in kept),
                    number,
                    why,
                ]

    mark = f"{who} {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 导出 · 导入问题行 · 仅限工作使用"
    return write_xlsx(
        file, [*headings, NUMBER, REASON], bad(), sheet=KINDS[row.kind].zh, watermark=mark
    )


def reasons_of(row: Import, language: str = "zh") -> dict[int, str]:
    """Row → everything that is wrong with it, in one text."""
    said = "zh" if language.startswith("zh") else "en"
    kind, found = KINDS[row.kind], dict[int, list[str]]()
    titles = {column.name: column.title(language) for column in kind.columns}
    faults = ImportFault.objects.filter(file=row).order_by("row", "id")
    for number, column, why in faults.values_list("row", "column", said):
        title = titles.get(column, "")
        colon = "：" if said == "zh" else ": "
        found.setdefault(number, []).append(f"{title}{colon}{why}" if title else why)
    return {number: "\n".join(whys) for number, whys in found.items()}


def _as_written(cell: object) -> object:
    """A whole number without the decimals a spreadsheet keeps; all else as it is."""
    return text_of(cell) if isinstance(cell, float) and cell == int(cell) < 10**15 else cell
