"""Which heading of a file is which column: by name, then by what is nearly the name (列匹配).

Only a proposal, with its reason; the clerk has the last word. No column is taken twice, no heading
stands for two. Ignores the cells below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wangge.core.registry.columns import Column
from wangge.lib.text import folded, normalise, similarity

#: Below this a likeness is chance (身份证有效期 and 身份证号 share 0.55).
_LIKE = 0.6
#: What stands behind a heading and is none of it: (必填), *, （㎡）.
_TRAILS = re.compile(r"[*＊]|[(（\[【][^)）\]】]*[)）\]】]")  # noqa: RUF001  # as clerks type them


class How(StrEnum):
    """Why a heading was taken for a column."""

    NAME = "name"  #: 同名
    ALIAS = "alias"  #: 常用别名
    LIKE = "like"  #: 相近
    CHOSEN = "chosen"  #: 人工指定
    NONE = "none"  #: 没有对应的列


@dataclass(frozen=True, slots=True)
class Match:
    """A heading, and the column it stands for."""

    #: Place in the row, from 0.
    place: int
    heading: str
    #: Name of the column, "" where there is none.
    column: str
    how: How
    #: What it was taken by: the column's name or the alias that fits.
    by: str = ""


def match_headings(columns: Sequence[Column], headings: Sequence[str]) -> list[Match]:
    """A column for every heading that has one, in the order of the headings."""
    taken: dict[int, Match] = {}
    used: set[str] = set()
    for how in (How.NAME, How.ALIAS, How.LIKE):
        for place, heading, column, by in _offers(columns, headings, how):
            if place not in taken and column not in used:
                taken[place] = Match(place, heading, column, how, by)
                used.add(column)
    return [
        taken.get(place) or Match(place, heading, "", How.NONE)
        for place, heading in enumerate(headings)
    ]


def chosen(
    columns: Sequence[Column], headings: Sequence[str], wanted: Mapping[int, str]
) -> list[Match]:
    """The matching a clerk made: place of a heading → name of a column, "" for none.

    A column named twice stays with the first; a heading that is not named is not imported.
    """
    names = {column.name: column for column in columns}
    used: set[str] = set()
    found: list[Match] = []
    for place, heading in enumerate(headings):
        name = wanted.get(place, "")
        if name in names and name not in used:
            used.add(name)
            found.append(Match(place, heading, name, How.CHOSEN, names[name].zh))
        else:
            found.append(Match(place, heading, "", How.NONE))
    return found


def _offers(
    columns: Sequence[Column], headings: Sequence[str], how: How
) -> list[tuple[int, str, str, str]]:
    """(place, heading, column, by) of every fit of that kind, the best first."""
    found: list[tuple[float, int, str, str, str]] = []
    for place, heading in enumerate(headings):
        bare = _bare(heading)
        if not bare:
            continue
        for column in columns:
            for word in _words(column, how):
                if how is How.LIKE:
                    likeness = similarity(bare, word)
                    if likeness >= _LIKE:
                        found.append((-likeness, place, heading, column.name, word))
                elif bare == _bare(word):
                    found.append((0.0, place, heading, column.name, word))
    found.sort(key=lambda offer: offer[:2])
    return [offer[1:] for offer in found]


def _words(column: Column, how: How) -> tuple[str, ...]:
    match how:
        case How.NAME:
            return (column.zh, column.en, column.name)
        case How.ALIAS:
            return column.aliases
        case _:
            return (column.zh, *column.aliases)


def _bare(heading: str) -> str:
    """The heading without what stands behind it, signs and case."""
    plain = normalise(heading)
    return folded(_TRAILS.sub("", plain)) or folded(plain)
