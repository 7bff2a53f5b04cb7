"""Writing tables that people open in a spreadsheet: Chinese headings, a watermark, no formulas.

Whoever takes personal data out is named on it: on the first and the last line, and at the head of
every printed page. A cell that a spreadsheet would take for a formula is made plain text. Rows are
written as they come; nothing is held in memory but a page.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from wangge.lib.tables import NOTE

#: A sheet that is written row by row: openpyxl's types do not know what it has.
_Sheet = Any

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Rows of one sheet; a spreadsheet has room for 1,048,576.
_MOST_ROWS = 1_000_000
#: Columns are so wide by their headings, in characters.
_WIDTHS = (10, 40)
_HEADING_FONT = Font(bold=True)
_HEADING_FILL = PatternFill("solid", fgColor="E3EEED")
_NOTE_FONT = Font(color="6B6B6B", italic=True)
#: Rows of a template that are ready for text and choices.
_TEMPLATE_ROWS = 5_000
#: A list written into the rule itself may have so many characters.
_MOST_INLINE = 250


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of a template with a list to choose from."""

    place: int
    titles: tuple[str, ...]
    #: Several may be written: the list only shows what there is.
    several: bool = False


def plain(cell: object) -> object:
    """The cell as it is written: never a formula, never a character a file cannot keep."""
    if isinstance(cell, str):
        if not cell.isprintable():
            cell = ILLEGAL_CHARACTERS_RE.sub("", cell)
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return cell if isinstance(cell, int | float | date) else str(cell)


def write_csv(
    file: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], *, watermark: str
) -> int:
    """The table as CSV, UTF-8 with a mark, as spreadsheets like it; how many rows.

    The watermark is the last line only, so that programs find the headings first.
    """
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        to = csv.writer(out)
        to.writerow(headings)
        for row in rows:
            to.writerow([plain(cell) for cell in row])
            written += 1
        if watermark:
            to.writerow([f"{NOTE}{watermark}"])
    return written


class SheetWriter:
    """A spreadsheet that is written row by row, over as long a time as it takes."""

    def __init__(self, headings: Sequence[str], *, sheet: str, watermark: str) -> None:
        self._book = Workbook(write_only=True)
        self._given = (headings, sheet, watermark)
        self._page = _page(self._book, sheet, headings, watermark)
        self.written = 0

    def add(self, row: Sequence[object]) -> None:
        """One more row. A further sheet is begun when one is full."""
        if self.written and self.written % _MOST_ROWS == 0:
            headings, sheet, watermark = self._given
            name = f"{sheet}{self.written // _MOST_ROWS + 1}"
            self._page = _page(self._book, name, headings, watermark)
        self._page.append([plain(cell) for cell in row])
        self.written += 1

    def save(self, file: Path | BinaryIO) -> None:
        """The watermark stands below the last row, and the spreadsheet in the file."""
        if self._given[2]:
            self._page.append([_note(self._page, self._given[2])])
        self._book.save(file)


def write_xlsx(
    file: Path | BinaryIO,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str,
    watermark: str,
) -> int:
    """The table as a spreadsheet; how many rows."""
    writer = SheetWriter(headings, sheet=sheet, watermark=watermark)
    for row in rows:
        writer.add(row)
    writer.save(file)
    return writer.written


def write_template(
    file: Path | BinaryIO,
    headings: Sequence[str],
    *,
    sheet: str,
    notes: Sequence[str],
    required: Iterable[int] = (),
    texts: Iterable[int] = (),
    choices: Sequence[Choice] = (),
    helps: Mapping[int, str] | None = None,
) -> None:
    """An empty table to fill in: notes above, required headings starred, lists to choose from.

    `texts`: places of columns whose cells are text, so that long numbers keep their digits.
    """
    book = Workbook(write_only=True)
    page: _Sheet = book.create_sheet(_sheet_name(sheet))
    for place, heading in enumerate(headings):
        page.column_dimensions[get_column_letter(place + 1)].width = _width(heading)
    for place in texts:
        page.column_dimensions[get_column_letter(place + 1)].number_format = "@"
    first = len(notes) + 2
    page.freeze_panes = f"A{first}"
    lists = _lists_sheet(choices)
    for choice in choices:
        page.data_validations.append(_rule(choice, lists, first))
    for place, help_ in (helps or {}).items():
        page.data_validations.append(_hint(place, headings[place], help_, first))
    for note in notes:
        page.append([_note(page, note)])
    starred = set(required)
    page.append(
        [_heading(page, f"{one}*" if n in starred else one) for n, one in enumerate(headings)]
    )
    if choices:
        _write_lists(book, headings, choices)
    book.save(file)


def _page(book: Workbook, sheet: str, headings: Sequence[str], watermark: str) -> _Sheet:
    page: _Sheet = book.create_sheet(_sheet_name(sheet))
    for place, heading in enumerate(headings):
        page.column_dimensions[get_column_letter(place + 1)].width = _width(heading)
    at = 2 if watermark else 1
    page.freeze_panes = f"A{at + 1}"
    page.print_title_rows = f"{at}:{at}"
    page.page_setup.orientation = "landscape"
    if watermark:
        page.oddHeader.center.text = watermark.replace("&", "&&")
        page.append([_note(page, watermark)])
    page.oddFooter.center.text = "&P / &N"
    page.append([_heading(page, heading) for heading in headings])
    return page


def _note(page: _Sheet, text: str) -> object:
    cell = WriteOnlyCell(page, f"{NOTE}{text}")
    cell.font = _NOTE_FONT
    return cell


def _heading(page: _Sheet, text: str) -> object:
    cell = WriteOnlyCell(page, str(plain(text)))
    cell.font, cell.fill = _HEADING_FONT, _HEADING_FILL
    cell.alignment = Alignment(vertical="center")
    return cell


def _width(heading: str) -> int:
    least, most = _WIDTHS
    return max(least, min(most, 2 * len(heading) + 6))


def _sheet_name(name: str) -> str:
    """A name a sheet may have."""
    return "".join("_" if char in "[]:*?/\\" else char for char in name)[:31]


_LISTS_SHEET = "可填内容"


def _lists_sheet(choices: Sequence[Choice]) -> dict[int, str]:
    """Where on the sheet of lists each list stands: place of the column → letter."""
    return {choice.place: get_column_letter(n + 1) for n, choice in enumerate(choices)}


def _rule(choice: Choice, lists: Mapping[int, str], first: int) -> DataValidation:
    letter = lists[choice.place]
    formula = f"'{_LISTS_SHEET}'!${letter}$2:${letter}${len(choice.titles) + 1}"
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    rule.showErrorMessage = not choice.several
    rule.errorTitle, rule.error = "请从列表中选", "这一列只能填列表里的内容。"
    column = get_column_letter(choice.place + 1)
    rule.add(f"{column}{first}:{column}{first + _TEMPLATE_ROWS}")
    return rule


def _hint(place: int, heading: str, text: str, first: int) -> DataValidation:
    hint = DataValidation(allow_blank=True)
    hint.showInputMessage = True
    hint.promptTitle, hint.prompt = heading[:32], text[:_MOST_INLINE]
    column = get_column_letter(place + 1)
    hint.add(f"{column}{first}:{column}{first + _TEMPLATE_ROWS}")
    return hint


def _write_lists(book: Workbook, headings: Sequence[str], choices: Sequence[Choice]) -> None:
    page: _Sheet = book.create_sheet(_LISTS_SHEET)
    for n in range(len(choices)):
        page.column_dimensions[get_column_letter(n + 1)].width = 18
    page.append([_heading(page, headings[choice.place]) for choice in choices])
    for n in range(max(len(choice.titles) for choice in choices)):
        page.append([choice.titles[n] if n < len(choice.titles) else None for choice in choices])
