"""Bringing in lists of key persons 重点人员名单: each row a case, once, however often it is sent.

Names and telephones go where those of reporters go: sealed, beside the case and never in its log,
and whoever is listed can follow the own case by number and telephone. Ignores how a list looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from wangge.cases.actions.report import Report, report_case
from wangge.catalogue.access import catalogue
from wangge.core.case.intake import check_name, check_phone, check_place
from wangge.core.case.refusals import IdTaken
from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI
from wangge.lib.ids import uuid7_of
from wangge.lib.tables import UnreadableTable, read_table
from wangge.packs.epidemic.queries import LINE
from wangge.packs.epidemic.refusals import (
    ListTooLong,
    NameMissing,
    NeedsGrid,
    SameIdOtherWords,
    UnknownClass,
    UnknownVillage,
    UnreadableList,
)
from wangge.privacy.sealing import blind
from wangge.territory.access import territory_index

MOST_ROWS = 2_000

#: Column → its headings in a list.
HEADINGS = {
    "name": ("姓名", "名字"),
    "phone": ("电话", "联系电话", "手机号", "手机"),
    "village": ("村（社区）", "村(社区)", "村社区", "村", "所在村"),
    "grid": ("网格", "所属网格"),
    "place": ("住址", "地址", "详细地址"),
    "class": ("类别", "人员类别"),
    "origin": ("来自", "来源地", "途经地"),
    "arrived": ("到达日期", "返回日期", "抵达日期"),
}


@dataclass(slots=True)
class Brought:
    """What came of a list: rows that are new, rows there already, and the others with why."""

    new: int = 0
    same: int = 0
    faults: list[tuple[int, Refusal]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def bring_list(file: BinaryIO, suffix: str, *, actor: Actor, now: datetime) -> Brought:
    """Every good row is a key person's case. Refuses: UnreadableList, ListTooLong."""
    known = [name for names in HEADINGS.values() for name in names]
    try:
        table = read_table(file, suffix, known=known)
        places = _places(table.headings)
        rows = list(table.rows)
    except UnreadableTable as error:
        raise UnreadableList(field="list", why=error.why) from error
    if not {"name", "village"} <= places.keys():
        raise UnreadableList(field="list", why="表头")
    if len(rows) > MOST_ROWS:
        raise ListTooLong(field="list", rows=len(rows), most=MOST_ROWS)
    given = (
        (number, {name: _text(cells, place) for name, place in places.items()})
        for number, cells in rows
    )
    return bring(given, actor=actor, now=now)


def bring(rows: Iterable[tuple[int, Mapping[str, str]]], *, actor: Actor, now: datetime) -> Brought:
    """As `bring_list`, for rows already read: (number, column → words)."""
    made = Brought()
    villages = _villages()
    for number, row in rows:
        try:
            new, no = _one(row, villages, actor, now)
        except IdTaken:
            made.faults.append((number, SameIdOtherWords()))
        except Refusal as refusal:
            made.faults.append((number, refusal))
        else:
            made.new += new
            made.same += not new
            made.numbers.append(no)
    return made


def _one(
    row: Mapping[str, str], villages: Mapping[str, UUID | None], actor: Actor, now: datetime
) -> tuple[bool, str]:
    """Whether the row is new, and the number of its case."""
    name = check_name(row.get("name", ""))
    if not name:
        raise NameMissing(field="name")
    phone = check_phone(row.get("phone", ""))
    village = villages.get(row.get("village", "").replace(" ", ""))
    if village is None:
        raise UnknownVillage(field="village", village=row.get("village", "")[:20])
    grid = _grid(village, row.get("grid", ""), row["village"])
    item = _item(row.get("class", ""))
    origin, arrived = row.get("origin", ""), row.get("arrived", "")
    words = [catalogue().item(LINE, item).title]
    words += [f"来自{origin}"] if origin else []
    words += [f"{arrived}到达"] if arrived else []
    case, new = report_case(
        Report(
            id=_id(name, phone, village, arrived, now),
            line=LINE,
            item=item,
            text="，".join(words),
            area=grid,
            place=check_place(row.get("place", "")),
            reporter_name=name,
            reporter_phone=phone,
            confidential=True,
            source="import",
        ),
        actor=actor,
        now=now,
    )
    return new, case.no


def _id(name: str, phone: str, village: UUID, arrived: str, now: datetime) -> UUID:
    """The same person of the same arrival has one case; the id tells nobody who it is."""
    mark = blind(f"{name} {phone} {village} {arrived}", of="person.listed")
    day = _day(arrived) or now.astimezone(SHANGHAI).date().replace(month=1, day=1)
    midnight = datetime.combine(day, time(), tzinfo=SHANGHAI)
    milliseconds = int(midnight.timestamp() * 1000)
    return uuid7_of(milliseconds, int.from_bytes(sha256(mark).digest()[:10], "big"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _item(given: str) -> str:
    known = catalogue()
    if not given:
        return known.item(LINE).code
    items = {item.title: item.code for item in known.items(LINE)}
    code = items.get(given.strip())
    if code is None:
        raise UnknownClass(field="class", given=given[:20], choices="、".join(items))
    return code


def _villages() -> dict[str, UUID | None]:
    """Villages by code, by name, and by town and name; None where several bear it."""
    index = territory_index()
    found: dict[str, UUID | None] = {}
    for area in index.areas.values():
        if area.level is Level.VILLAGE:
            found[area.code] = found[f"{index.name(area.parent_id)}{area.name}"] = area.id
            found[area.name] = None if area.name in found else area.id
    return found


def _grid(village: UUID, named: str, called: str) -> UUID:
    """The village's grid of that name, or its only one: whose case it is must be clear."""
    index = territory_index()
    grids = [
        area
        for area in index.areas.values()
        if area.level is Level.GRID and area.parent_id == village
    ]
    wanted = [area for area in grids if named in (area.name, area.code)] if named else grids
    if len(wanted) != 1:
        raise NeedsGrid(
            field="grid", village=called[:20], grids="、".join(area.name for area in grids) or "—"
        )
    return wanted[0].id


def _places(headings: Sequence[str]) -> dict[str, int]:
    """Which column stands where."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for name, names in HEADINGS.items():
            if heading.strip() in names:
                found.setdefault(name, place)
    return found


def _text(cells: Sequence[object], place: int) -> str:
    value = cells[place] if place < len(cells) else ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
