"""Which column of a file is which of ours (列的对应): as the map file says, else by name or alias.

Nothing is guessed by likeness: at a terminal nobody looks it over. What is not taken is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wangge.core.importing.columns import COLUMNS, NAMED, REQUIRED
from wangge.core.importing.foreign import ForeignSystem
from wangge.core.importing.judge import Rows
from wangge.core.importing.refusals import ColumnsMissing, NoSystem
from wangge.core.registry.matching import How, match_headings
from wangge.core.territory.refusals import MissingDatum


@dataclass(frozen=True, slots=True)
class Matching:
    """Places of our columns in a file, of what is kept as it is, and what is left out."""

    columns: Mapping[str, int]
    kept: Mapping[str, int]
    left_out: tuple[str, ...]

    def rows(self, numbers: Sequence[int], cells: Sequence[Sequence[object]]) -> Rows:
        """The rows of a part of that file; `cells` by place."""
        return Rows(
            numbers,
            {name: cells[place] for name, place in self.columns.items()},
            {heading: cells[place] for heading, place in self.kept.items()},
        )


def match_columns(headings: Sequence[str], foreign: ForeignSystem) -> Matching:
    """How the headings are taken. Refuses: ColumnsMissing, NoSystem, MissingDatum."""
    said = _said(foreign)
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if name := said.get(heading):
            columns.setdefault(name, place)
    for match in match_headings(COLUMNS, headings):
        if match.how in (How.NAME, How.ALIAS) and match.heading not in said:
            columns.setdefault(match.column, match.place)
    missing = [NAMED[name].zh for name in REQUIRED if name not in columns]
    if missing:
        raise ColumnsMissing(field="file", columns="、".join(missing))
    if "system" not in columns and not foreign.system:
        raise NoSystem(field="system")
    if {"lon", "lat"} & columns.keys() and "datum" not in columns and not foreign.datum:
        raise MissingDatum(field="datum")
    kept = {heading: headings.index(heading) for heading in foreign.keep if heading in headings}
    taken = {*columns.values(), *kept.values()}
    left_out = tuple(one for place, one in enumerate(headings) if one and place not in taken)
    return Matching(columns, kept, left_out)


def _said(foreign: ForeignSystem) -> dict[str, str]:
    """Heading → name of our column, "" for none, as the map file says."""
    words = {word: one.name for one in COLUMNS for word in (one.en, one.zh, one.name)}
    return {heading: words.get(column, "") for heading, column in foreign.columns.items()}


#: What a file of cases may have as headings, for finding the row they stand in.
KNOWN_HEADINGS = tuple(word for one in COLUMNS for word in (one.zh, one.en, one.name, *one.aliases))
