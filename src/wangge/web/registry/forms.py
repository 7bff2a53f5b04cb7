"""The fields of a form, made from the columns of a kind, and what was typed into them.

Beside every field stands, unseen, what it held when the form was made (`was-…`): only what was
changed is written, and what somebody else changed meanwhile can be told. Sealed numbers are never
put into a form; empty means: as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from wangge.core.duty import Actor
from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.territory.level import Level
from wangge.registry.codes import code_lists
from wangge.registry.models import Element, Person
from wangge.registry.queries import parts_of
from wangge.registry.queries.cells import REFERENCES, Words, masked_number
from wangge.territory.access import territory_index

#: Grids offered as a choice; whoever has more types the name of one.
_MOST_GRIDS = 300


@dataclass(slots=True)
class Field:
    """One field as the template shows it."""

    name: str
    title: str
    look: str  #: "text", "select", "ticks" or "notes"
    value: str = ""
    was: str = ""
    options: Sequence[tuple[str, str]] = ()
    help: str = ""
    error: str = ""
    required: bool = False
    input_type: str = "text"
    input_mode: str = ""
    #: A sealed number that is there, masked.
    masked: str = ""
    ticked: frozenset[str] = field(default_factory=frozenset)

    @property
    def changed(self) -> bool:
        """Whether something else was typed than stood there."""
        return self.value.strip() != self.was


def fields_of(
    kind: Kind,
    columns: Sequence[Column],
    actor: Actor,
    *,
    row: Element | None = None,
    words: Words | None = None,
    language: str,
    now: datetime,
) -> list[Field]:
    """The fields of a form for these columns, filled with what the row says."""
    found: list[Field] = []
    for column in columns:
        one = Field(
            name=column.name,
            title=column.title(language),
            look="text",
            help=_(column.help) if column.help else "",
            required=column.required,
        )
        if row is not None and words is not None:
            one.value = one.was = standing_text(kind, column, row, words)
            if column.sealed:
                one.masked = masked_number(kind, column, row)
        _dress(one, column, actor, language, now)
        found.append(one)
    return found


def standing_text(kind: Kind, column: Column, row: Element, words: Words) -> str:
    """What a field of that column holds before anything is typed."""
    match column.type:
        case Type.ID_NUMBER | Type.PHONE:
            return ""
        case Type.GRID:
            return str(row.grid_on(words.day))
        case Type.CATEGORIES:
            return "、".join(sorted(words.categories.get(row.pk, ())))
        case Type.BIRTHDAY if isinstance(row, Person):
            day = row.birth.isoformat() if row.birth else ""
            if row.birth_calendar == "lunar":
                return f"农历{row.lunar_birthday.removeprefix('农历')} {day}".strip()
            return day
        case Type.HOUSEHOLD | Type.BUILDING | Type.DWELLING | Type.ORGANISATION:
            return words.parts.get(getattr(row, REFERENCES[column.type]), "")
        case _:
            value = getattr(row, column.name)
            return "" if value is None else str(value)


def take(fields: Sequence[Field], given: QueryDict) -> None:
    """The fields hold what was typed, and remember what stood there when the form was made."""
    for one in fields:
        if one.look == "ticks":
            one.value = "、".join(sorted(given.getlist(one.name)))
            one.ticked = frozenset(given.getlist(one.name))
        else:
            one.value = given.get(one.name, "")[:400]
        one.was = given.get(f"was-{one.name}", one.was)


def freshen(fields: Sequence[Field], current: Sequence[Field]) -> list[dict[str, str]]:
    """After somebody else's change: what he changed. What was typed is kept, all else is his."""
    told: list[dict[str, str]] = []
    for one, now in zip(fields, current, strict=True):
        if now.was != one.was:
            told.append(
                {
                    "title": one.title,
                    "before": _in_words(one, one.was),
                    "now": _in_words(one, now.was),
                    "typed": _in_words(one, one.value) if one.changed else "",
                }
            )
            if not one.changed:
                one.value, one.ticked = now.value, now.ticked
            one.was = now.was
    return told


def _in_words(one: Field, value: str) -> str:
    titles = dict(one.options)
    parts = value.split("、") if one.look == "ticks" else [value]
    return "、".join(titles.get(part, part) for part in parts) or "—"


def _dress(one: Field, column: Column, actor: Actor, language: str, now: datetime) -> None:
    match column.type:
        case Type.CODE:
            one.look = "select"
            one.options = code_lists().choices(column.codes, language)
        case Type.CATEGORIES:
            one.look = "ticks"
            one.options = code_lists().choices(column.codes, language)
            one.ticked = frozenset(one.value.split("、")) - {""}
        case Type.GRID:
            grids = grid_choices(actor, now)
            if len(grids) <= _MOST_GRIDS:
                one.look, one.options = "select", grids
            elif one.value:
                one.value = one.was = _full_name(one.value, now)
        case Type.DATE:
            one.input_type = "date"
        case Type.NUMBER:
            one.input_mode = "numeric"
        case Type.MEASURE | Type.LON | Type.LAT:
            one.input_mode = "decimal"
        case Type.PHONE:
            one.input_type = "tel"
        case _:
            pass


def grid_choices(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """(id, town, village and grid) of the grids the actor may write in, by code."""
    index = territory_index(at=now)
    tops = {part.area_id for part in parts_of(actor, now=now, right="registry.write")}
    found = []
    for area in index.areas.values():
        if area.level is not Level.GRID:
            continue
        grid, village, town, county = index.chain(area.id)
        if tops & {grid, village, town, county}:
            names = dict.fromkeys((index.name(town), index.name(village), area.name))
            found.append((area.code, str(area.id), " ".join(names)))
    return [(one, name) for _code, one, name in sorted(found)]


def _full_name(grid: str, now: datetime) -> str:
    index = territory_index(at=now)
    _grid, village, town, _county = index.chain(UUID(grid))
    return f"{index.name(town)}{index.name(village)}{index.name(UUID(grid))}"
