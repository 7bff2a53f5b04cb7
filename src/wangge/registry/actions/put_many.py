"""Registering many rows of a kind at once: a few statements for thousands of rows.

A row with a fault never stops the good ones; the same rows again change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.registry.columns import Kind
from wangge.core.registry.values import Draft
from wangge.lib.ids import uuid7
from wangge.registry.access import day_of
from wangge.registry.actions.categories import set_categories
from wangge.registry.actions.columns import Columns, columns_of, grams_of
from wangge.registry.actions.copying import insert_rows, put_rows, update_rows
from wangge.registry.actions.known import Key, Known, differs, key_of
from wangge.registry.actions.standing import Chain, Standing, Standings
from wangge.registry.kinds import model_of
from wangge.registry.models import Element, Findable, FormerMembership, Person
from wangge.registry.refusals import (
    AlreadyRegistered,
    Missing,
    NoGrid,
    NoSuchElement,
    NotYourLand,
    RegisteredElsewhere,
    TwiceInFile,
)
from wangge.territory.access import TerritoryIndex, territory_index

#: Subject of the log's entries about rows that came together.
BATCHES = UUID("019b0000-0000-7000-8000-000000000003")


@dataclass(slots=True)
class Written:
    """What became of the rows. `faults`: (row, why not). `ids`: the element of each good row."""

    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list[tuple[int, Refusal]] = field(default_factory=list)
    ids: dict[int, UUID] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    """A draft on its way into the table; `before`: the element it changes."""

    draft: Draft
    id: UUID
    chain: Chain
    columns: Columns
    before: Element | None


@transaction.atomic
def put_many(
    kind: Kind,
    drafts: Sequence[Draft],
    *,
    actor: Actor,
    now: datetime,
    source: str,
    right: str = "registry.write",
    dry_run: bool = False,
    keep_empty: bool = False,
) -> Written:
    """The rows are registered: new elements made, known ones (by id or natural key) changed.

    All drafts name the same columns. Faults: Missing, NoGrid, NoSuchPart, NotYourLand,
    TwiceInFile, AlreadyRegistered, RegisteredElsewhere, NoSuchElement. One entry in the log tells
    of the batch, without names or numbers. With `dry_run` nothing is written; with `keep_empty`
    an empty value leaves what an element that is known already says.
    """
    written = Written()
    rows = list(_judged(kind, drafts, _Land(actor, right), written, now, keep_empty))
    day = day_of(now)
    new = [row for row in rows if row.before is None]
    changed = [row for row in rows if row.before is not None and _differs(row, row.before, day)]
    written.new, written.changed = len(new), len(changed)
    if not dry_run:
        _insert(kind, new, source, now)
        _update(kind, changed, source, now)
        said = [(row.id, _spoken(row.draft.values, keep_empty)) for row in rows]
        touched = {row.id for row in (*new, *changed)}
        written.changed += len(set_categories(kind, said, source, now) - touched)
        _tell(kind, written, source, actor, now)
    written.same = len(rows) - written.new - written.changed
    return written


def _judged(
    kind: Kind,
    drafts: Sequence[Draft],
    land: _Land,
    written: Written,
    now: datetime,
    keep_empty: bool,
) -> Iterable[_Row]:
    """The rows that may be written; the others are among the faults."""
    index, day = territory_index(at=now), day_of(now)
    standings = Standings(kind, drafts, index, day)
    said: list[tuple[Draft, Standing, Key | None]] = []
    for draft in drafts:
        try:
            _complete(kind, draft)
            standing = standings.of(draft)
            said.append((draft, standing, key_of(kind, draft, standing)))
        except Refusal as refusal:
            written.faults.append((draft.row, refusal))
    known = Known(kind, drafts, {key for _, _, key in said if key is not None})
    seen: dict[Key, int] = {}
    for draft, standing, key in said:
        try:
            row = _row(kind, draft, standing, key, known, land, index, now)
            if keep_empty and row.before is not None:
                _keep(kind, row, row.before)
            if key is not None and key in seen:
                raise TwiceInFile(field=kind.key[-1], row=seen[key])
        except Refusal as refusal:
            written.faults.append((draft.row, refusal))
            continue
        if key is not None:
            seen[key] = draft.row
        written.ids[draft.row] = row.id
        yield row


def _complete(kind: Kind, draft: Draft) -> None:
    for column in kind.columns:
        asked = draft.id is None or column.name in draft.values
        if column.required and asked and draft.values.get(column.name) in (None, ""):
            raise Missing(field=column.name, column=column.zh)


def _row(
    kind: Kind,
    draft: Draft,
    standing: Standing,
    key: Key | None,
    known: Known,
    land: _Land,
    index: TerritoryIndex,
    now: datetime,
) -> _Row:
    before = known.find(draft, key)
    last = kind.column(kind.key[-1])
    if before is None and draft.id is not None:
        raise NoSuchElement
    if before is not None:
        if not land.holds(before.chain_on(day_of(now))):
            raise RegisteredElsewhere(field=last.name, column=last.zh)
        owner = known.by_key.get(key) if key is not None else None
        if owner is not None and owner.pk != before.pk:
            raise AlreadyRegistered(field=last.name, column=last.zh)
    chain = standing.chain or (before.chain_on(day_of(now)) if before is not None else None)
    if chain is None:
        raise NoGrid(field="grid")
    if not land.holds(chain):
        raise NotYourLand(field="grid", grid=index.name(chain[0]))
    row_id = before.pk if before is not None else uuid7()
    columns = columns_of(kind, draft.values, row_id, standing.parts)
    return _Row(draft, row_id, chain, columns, before)


def _keep(kind: Kind, row: _Row, before: Element) -> None:
    """What the draft leaves empty stays as the element says it."""
    empty = {name: None for name, value in row.draft.values.items() if value is None}
    for name in columns_of(kind, empty, row.id, {}):
        row.columns[name] = getattr(before, name)


def _spoken(values: Mapping[str, object], keep_empty: bool) -> Mapping[str, object]:
    return {name: said for name, said in values.items() if said is not None or not keep_empty}


class _Land:
    """Where the actor may write."""

    def __init__(self, actor: Actor, right: str) -> None:
        self._areas = {grant.area_id for grant in actor.grants if right in grant.rights}
        self._all = actor.system or any(
            grant.level == "county" for grant in actor.grants if right in grant.rights
        )

    def holds(self, chain: Chain) -> bool:
        """Whether land of that chain is within."""
        return self._all or not self._areas.isdisjoint(chain)


def _differs(row: _Row, before: Element, day: date) -> bool:
    return before.chain_on(day) != row.chain or differs(before, row.columns)


def _insert(kind: Kind, rows: Sequence[_Row], source: str, now: datetime) -> None:
    if not rows:
        return
    model, day = model_of(kind), day_of(now)
    fixed = {"valid_from": day, "source": source, "updated_at": now}
    if model is Person:
        fixed |= {"special": False, "joined_on": day}
    blank = _blank(model) | fixed
    names = [*blank, *_CHAIN]
    wholes = ((blank | row.columns | {"id": row.id}, row.chain) for row in rows)
    insert_rows(model, names, ([*whole.values(), *chain] for whole, chain in wholes))
    _find(kind, rows)


_CHAIN = ("grid_id", "village_id", "town_id")


def _blank(model: type[Element]) -> Columns:
    """What a new row says where nothing is given."""
    found: Columns = {}
    for one in model._meta.concrete_fields:
        if one.column and one.column not in _CHAIN:
            found[one.column] = one.get_default() if one.has_default() else None
    return found


def _update(kind: Kind, rows: Sequence[_Row], source: str, now: datetime) -> None:
    if not rows:
        return
    if kind.code == "person":
        _leave_households(rows, now)
    names = list(rows[0].columns)
    columns = ["id", *names, *_CHAIN, *_PLANNED, "source", "updated_at"]
    values = (
        [
            row.id,
            *(row.columns[name] for name in names),
            *row.chain,
            *_planned(row, now),
            source,
            now,
        ]
        for row in rows
    )
    update_rows(model_of(kind), columns, values)
    _find(kind, rows)


_PLANNED = ("next_grid_id", "next_village_id", "next_town_id", "moves_on")


def _planned(row: _Row, now: datetime) -> Sequence[object]:
    """A decided border move still holds for an element that stays where it is."""
    before = row.before
    if (
        before is None
        or before.chain_on(day_of(now)) != row.chain
        or before.grid_id != row.chain[0]
    ):
        return (None, None, None, None)
    return (before.next_grid_id, before.next_village_id, before.next_town_id, before.moves_on)


def _leave_households(rows: Sequence[_Row], now: datetime) -> None:
    """Who changes household is remembered in the one that was left."""
    day = day_of(now)
    left = []
    for row in rows:
        before = row.before
        assert isinstance(before, Person)
        row.columns["joined_on"] = before.joined_on
        if before.household_id is None:
            continue
        if row.columns.get("household_id", before.household_id) != before.household_id:
            left.append(
                FormerMembership(
                    person_id=row.id,
                    household_id=before.household_id,
                    relation=before.relation,
                    since=before.joined_on,
                    until=day,
                    special=before.special,
                )
            )
            row.columns["joined_on"] = day
    FormerMembership.objects.bulk_create(left)


def _find(kind: Kind, rows: Sequence[_Row]) -> None:
    """The elements are found by what they say now; people of the special domain never."""
    if not kind.searched:
        return
    put_rows(
        Findable,
        ("element_id", "kind", "grams", *_CHAIN),
        (
            (row.id, kind.code, _array(grams_of(kind, _said(kind, row))), *row.chain)
            for row in rows
            if not getattr(row.before, "special", False)
        ),
    )


def _array(grams: Sequence[str]) -> str:
    """The array as COPY takes it, which is quicker than one by one; grams hold no signs."""
    return "{" + ",".join(f'"{gram}"' for gram in grams) + "}"


def _said(kind: Kind, row: _Row) -> Columns:
    """The searched columns, as they are after writing."""
    return {name: row.columns.get(name, getattr(row.before, name, "")) for name in kind.searched}


def _tell(kind: Kind, written: Written, source: str, actor: Actor, now: datetime) -> None:
    if not (written.new or written.changed):
        return
    data = {"kind": kind.code, "new": written.new, "changed": written.changed, "source": source}
    append("registry", BATCHES, "registry.put", data, actor=actor, now=now)
