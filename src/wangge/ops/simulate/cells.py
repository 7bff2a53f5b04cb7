"""Invented people as a clerk's spreadsheet has them: Chinese headings, words instead of codes.

For measuring and testing imports; some rows are made bad in ways that clerks do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wangge.core.registry.kinds import PERSON
from wangge.core.registry.values import Birthday, Draft

#: The columns of the spreadsheet, by name of the column; the address of the household comes last.
COLUMNS = (
    "name",
    "id_number",
    "sex",
    "birth",
    "phone",
    "household",
    "relation",
    "nation",
    "education",
    "politics",
    "marriage",
    "person_type",
    "residence",
    "categories",
    "grid",
)
HEADINGS = (*(PERSON.column(name).zh for name in COLUMNS), "住址")

Titles = Mapping[str, Mapping[str, tuple[str, str]]]


def sheet_rows(
    people: list[Draft],
    addresses: Mapping[str, str],
    grids: Mapping[object, str],
    titles: Titles,
    *,
    bad: int = 0,
) -> Iterator[list[object]]:
    """One row for each of the people; `bad` of them, evenly spread, have one fault each.

    `addresses`: of households by number. `grids`: id → code. `titles`: the county's code lists.
    """
    every = len(people) // bad if bad else 0
    for place, draft in enumerate(people):
        values = dict(draft.values)
        row = [_cell(name, values[name], grids, titles) for name in COLUMNS]
        row.append(addresses[str(values["household"])])
        if every and place % every == every // 2 and place // every < bad:
            _spoil(row, place // every)
        yield row


def _cell(name: str, value: object, grids: Mapping[object, str], titles: Titles) -> object:
    column = PERSON.column(name)
    if name == "grid":
        return grids[value]
    if name == "categories":
        assert isinstance(value, tuple)
        return "、".join(titles["person_category"][code][0] for code in value)
    if isinstance(value, Birthday):
        if value.calendar == "lunar" and value.day is not None:
            return f"农历{value.lunar}"
        return value.day
    if column.codes and value:
        return titles[column.codes][str(value)][0]
    return value


def _spoil(row: list[object], number: int) -> None:
    """The row has one fault that is found by looking at it."""
    match number % 5:
        case 0:  # a check digit that does not fit
            told = str(row[COLUMNS.index("id_number")])
            row[COLUMNS.index("id_number")] = told[:17] + ("1" if told[17] != "1" else "2")
        case 1:
            row[COLUMNS.index("name")] = ""
        case 2:
            row[COLUMNS.index("grid")] = "没有这个网格"
        case 3:
            row[COLUMNS.index("phone")] = "1380000"
        case _:
            row[COLUMNS.index("birth")] = date(1900, 1, 1)
