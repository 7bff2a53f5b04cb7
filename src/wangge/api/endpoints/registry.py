"""The registry for programs: list, read, register, change. Masked as on the pages.

A telephone or an identity number is never told whole here; that needs a person and a reason.
People of special groups do not exist for this interface.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wangge.accounts.refusals import MayNot
from wangge.accounts.rights import require
from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.examples import ELEMENT, ELEMENT_CHANGE, ELEMENT_NEW, ELEMENTS
from wangge.api.refusals import UnknownArea, WrongValue
from wangge.api.shapes.registry import (
    ElementAnswer,
    ElementChange,
    ElementIn,
    ElementList,
    ElementsQuery,
    ElementView,
)
from wangge.cases.queries.case_view import area_view
from wangge.core.errors import Invalid, Refusal
from wangge.core.registry.checks import RowReader
from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.territory.refusals import MissingDatum
from wangge.lib.datum import Datum
from wangge.registry import refusals
from wangge.registry.access import day_of, element_for, kind_called
from wangge.registry.actions import put
from wangge.registry.actions.changing import ChangedMeanwhile, put_if_unchanged, version_of
from wangge.registry.codes import code_lists
from wangge.registry.importing.land import grid_names
from wangge.registry.models import Element, Person
from wangge.registry.queries import Wanted, listing
from wangge.registry.queries.cells import Words, said, words_for
from wangge.registry.queries.search import TooShort, search
from wangge.territory.access import territory_index


class BadCell(Invalid):
    """A value of the element that cannot be taken."""

    code = "bad_cell"
    zh = "“{column}”不能这样填：{why}"
    en = "{column} cannot be taken: {why}"


class UnknownColumn(Invalid):
    """A name that is no column of the kind."""

    code = "unknown_column"
    zh = "“{kind}”没有“{name}”这一项。请核对列名。"
    en = "{kind} have no column “{name}”. Check the name."


def list_elements(call: Call[None, ElementsQuery], kind: str) -> Answer:
    """A page, without a count."""
    require(call.actor, "registry.read")
    found, asked = kind_called(kind), call.query
    if asked.q is not None:
        hits = search(call.actor, asked.q, now=call.now)
        rows = [row for one in hits if one.kind is found for row in one.rows]
        return Answer(ElementList(elements=tuple(_views(call, found, rows)), cursor=None))
    wanted = Wanted(area=_area(asked.area), category=asked.category or "", ended=asked.ended)
    listed = listing(
        call.actor, found, wanted, before=_cursor(asked.cursor), limit=asked.limit, now=call.now
    )
    return Answer(
        ElementList(
            elements=tuple(_views(call, found, listed.rows)),
            cursor=str(listed.older) if listed.older else None,
        )
    )


def read_element(call: Call[None, None], kind: str, id: str) -> Answer:
    """One element, ended or not."""
    found = kind_called(kind)
    return _answer(call, found, element_for(call.actor, found, _id(id), now=call.now))


def register(call: Call[ElementIn, None], kind: str) -> Answer:
    """The element stands: a new one, or the one with the same natural key, changed."""
    require(call.actor, "registry.write")
    found = kind_called(kind)
    values = _values(call, found, new=True)
    return _answer(call, found, put(found, values, actor=call.actor, now=call.now, source="接口"))


def change(call: Call[ElementChange, None], kind: str, id: str) -> Answer:
    """The element stands as these values say."""
    found = kind_called(kind)
    row = element_for(call.actor, found, _id(id), now=call.now, right="registry.write")
    values = _values(call, found, new=False)
    return _answer(
        call,
        found,
        put_if_unchanged(
            found, values, id=row.pk, version=call.body.version,
            actor=call.actor, now=call.now, source="接口",
        ),
    )  # fmt: skip


def _values(call: Call[Any, None], kind: Kind, *, new: bool) -> Mapping[str, object]:
    """The checked values. Refuses: UnknownColumn, BadCell, MissingDatum."""
    given = call.body.values
    columns = {one.name: one for one in kind.columns}
    for name in given:
        if name not in columns:
            raise UnknownColumn(field=f"values.{name[:40]}", kind=kind.en, name=name[:40])
    datum = call.body.datum
    if {"lon", "lat"} & given.keys() and datum not in list(Datum):
        raise MissingDatum(field="datum")
    read = tuple(one for one in kind.columns if new or one.name in given)
    reader = RowReader(
        kind,
        read,
        lists=code_lists(),
        grids=grid_names(territory_index(at=call.now)),
        today=day_of(call.now),
        datum=Datum(datum) if datum else None,
    )
    found = reader.read({name: _cell(value) for name, value in given.items()})
    for name, why in found.faults:
        title = columns[name].title(call.language)
        raise BadCell(field=f"values.{name}", column=title, why=why.say(call.language))
    if new:
        return found.values
    return {name: value for name, value in found.values.items() if name in given}


def _cell(value: object) -> object:
    """A cell as a clerk would fill it; lists become 独居、低保."""
    if isinstance(value, list):
        return "、".join(str(one) for one in value[:50])
    return value if isinstance(value, str | int | float) or value is None else str(value)


def _answer(call: Call[Any, Any], kind: Kind, row: Element) -> Answer:
    (view,) = _views(call, kind, [row])
    told = {name: getattr(view, name) for name in view.__struct_fields__}
    return Answer(ElementAnswer(**told, version=version_of(row)))


def _views(call: Call[Any, Any], kind: Kind, rows: list[Element]) -> Iterable[ElementView]:
    words = words_for(call.actor, kind, rows, kind.columns, now=call.now, language=call.language)
    for row in rows:
        grid, village, town = row.chain_on(words.day)
        yield ElementView(
            id=row.pk,
            kind=kind.code,
            values={
                one.name: text for one in kind.columns if (text := _value(kind, one, row, words))
            },
            grid=area_view(grid),
            village=area_view(village),
            town=area_view(town),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            updated_at=row.updated_at,
        )


def _value(kind: Kind, column: Column, row: Element, words: Words) -> str:
    """What a program may send back, but for what is masked: codes, not their titles."""
    match column.type:
        case Type.CODE | Type.ITEM:
            return str(getattr(row, column.name))
        case Type.CATEGORIES:
            codes = words.categories.get(row.pk, ())
            return "、".join(sorted(set(codes) - code_lists().special))
        case Type.GRID:
            area = words.index.areas.get(row.grid_on(words.day))
            return area.code if area else ""
        case Type.BIRTHDAY if isinstance(row, Person) and row.pk in words.whole and row.birth:
            lunar = row.birth_calendar == "lunar"
            return row.lunar_birthday if lunar else row.birth.isoformat()
        case _:
            return said(kind, column, row, words)


def _area(text: str | None) -> UUID | None:
    if text is None:
        return None
    for area in territory_index().areas.values():
        if text in (area.code, str(area.id)):
            return area.id
    raise UnknownArea(field="area")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise refusals.NoSuchElement from None


def _cursor(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise WrongValue(
            field="cursor", name="cursor", wanted="no cursor of this list",
            wanted_zh="不是这个列表的翻页标记",
        ) from None  # fmt: skip


_WRITING: tuple[type[Refusal], ...] = (
    BadCell,
    UnknownColumn,
    MissingDatum,
    MayNot,
    refusals.Missing,
    refusals.NoGrid,
    refusals.NoSuchPart,
    refusals.NotYourLand,
    refusals.AlreadyRegistered,
    refusals.RegisteredElsewhere,
    refusals.NoSuchElement,
)

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/registry/{kind}",
        name="list_elements",
        group="registry",
        summary="Elements on your land",
        description="People, households, places, things and organisations, newest first, or what "
        "answers `q`. People of special groups are never among them.",
        handle=list_elements,
        query=ElementsQuery,
        answers={200: Shown(description="A page.", shape=ElementList, example=ELEMENTS)},
        refusals=(UnknownArea, TooShort, MayNot, refusals.NoSuchElement),
    ),
    Endpoint(
        method="POST",
        path="/registry/{kind}",
        name="register_element",
        group="registry",
        summary="Register an element",
        description="The same natural key (identity number, code, number in the village) is the "
        "same element again, so sending twice is safe.",
        handle=register,
        body=ElementIn,
        requests={"a person": ELEMENT_NEW},
        answers={200: Shown(description="It stands.", shape=ElementAnswer, example=ELEMENT)},
        refusals=_WRITING,
    ),
    Endpoint(
        method="GET",
        path="/registry/{kind}/{id}",
        name="read_element",
        group="registry",
        summary="One element",
        handle=read_element,
        answers={200: Shown(description="It.", shape=ElementAnswer, example=ELEMENT)},
        refusals=(refusals.NoSuchElement,),
    ),
    Endpoint(
        method="PUT",
        path="/registry/{kind}/{id}",
        name="change_element",
        group="registry",
        summary="Change an element",
        description="Columns that are left out stay as they are.",
        handle=change,
        body=ElementChange,
        requests={"another telephone": ELEMENT_CHANGE},
        answers={200: Shown(description="It.", shape=ElementAnswer, example=ELEMENT)},
        refusals=(*_WRITING, ChangedMeanwhile),
    ),
)
