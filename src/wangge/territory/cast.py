"""The posts of the demo county and who holds them, as values: a plan, not rows.

One county centre, acceptors, operators, leaders and the three administrators; a desk for each
department with handlers for the county and for every town; in every town a leader and a
dispatcher, in every village a desk, in every grid three workers. The cast of named people stands
on its own posts; everybody else is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from wangge.core.duty import Role
from wangge.core.territory.level import Level

WORKERS_A_GRID = 3
ACCEPTORS = 3
OPERATORS = 4
COUNTY_HANDLERS = 2

#: Departments with a station or somebody of their own in every town (站所).
IN_EVERY_TOWN = frozenset(
    {
        "agriculture",
        "city_management",
        "civil",
        "emergency",
        "health",
        "human_resources",
        "market",
        "police",
        "resources",
        "road",
        "sanitation",
    }
)

#: Post code → (user name, name): the named people of the demo and the tests.
CAST = {
    "P-430281121201001-1": ("wangfang", "王芳"),
    "P-430281121-dispatcher": ("liqiang", "李强"),
    "P-430281-acceptor-1": ("zhoumin", "周敏"),
    "P-430281121-road-1": ("liushifu", "刘师傅"),
    "P-430281125-dispatcher": ("zhaomin", "赵敏"),
    "P-430281-leader-1": ("sunzhuren", "孙主任"),
    "P-430281-auditor": ("heshen", "何审"),
    "P-430281-administrator": ("admin", "管理员"),
    "P-430281-keeper": ("zhuanguan", "钱专管"),
}

#: People who hold no post.
RESIDENTS = {"chenyi": "陈姨", "wangdie": "王爹"}

#: Posts left empty on purpose, so that one sees where their work goes.
LEFT_VACANT = frozenset({"P-430281102203001-3", "P-430281103201001-2"})

_DIGITS = "一二三四五六七八九"


class Place(NamedTuple):
    """An area as far as posts need it."""

    id: UUID
    level: Level
    code: str
    name: str
    parent: UUID | None


class Body(NamedTuple):
    """A department as far as posts need it."""

    code: str
    title: str
    title_en: str


class Planned(NamedTuple):
    """A post to be made. `above` is the code of the post above."""

    code: str
    title: str
    title_en: str
    role: Role
    area: UUID
    above: str | None
    department: str | None = None


def planned_posts(places: Sequence[Place], bodies: Iterable[Body]) -> list[Planned]:
    """Every post of the county, each after the one above it. `places` has exactly one county."""
    county = next(place for place in places if place.level is Level.COUNTY)
    by_id = {place.id: place for place in places}
    towns = [place for place in places if place.level is Level.TOWN]
    plan = list(_county_posts(county))
    for body in bodies:
        plan.extend(_department_posts(county, towns, body))
    for town in towns:
        plan.extend(_town_posts(county, town))
    for village in (place for place in places if place.level is Level.VILLAGE):
        town = by_id[_parent(village)]
        plan.append(
            Planned(
                f"P-{village.code}-desk",
                f"{village.name}网格长",
                f"Village desk {village.code}",
                Role.VILLAGE_DESK,
                village.id,
                f"P-{town.code}-dispatcher",
            )
        )
    for grid in (place for place in places if place.level is Level.GRID):
        plan.extend(_grid_posts(by_id[_parent(grid)], grid))
    return plan


def _county_posts(county: Place) -> Iterator[Planned]:
    centre = f"P-{county.code}-centre"
    yield Planned(centre, "县指挥中心", "County centre", Role.CENTRE, county.id, None)
    several = (
        (Role.ACCEPTOR, ACCEPTORS, "县受理{}岗", "County acceptor {}"),
        (Role.OPERATOR, OPERATORS, "热线话务{}岗", "Hotline operator {}"),
        (Role.LEADER, 2, "县领导{}岗", "County leader {}"),
    )
    for role, count, title, title_en in several:
        for number in range(1, count + 1):
            yield Planned(
                f"P-{county.code}-{role}-{number}",
                title.format(_DIGITS[number - 1]),
                title_en.format(number),
                role,
                county.id,
                centre,
            )
    for role, title, title_en in (
        (Role.ADMINISTRATOR, "系统管理员", "System administrator"),
        (Role.SECURITY, "安全管理员", "Security officer"),
        (Role.AUDITOR, "审计管理员", "Auditor"),
        (Role.KEEPER, "特殊人群专管员", "Keeper of special groups"),
    ):
        yield Planned(f"P-{county.code}-{role}", title, title_en, role, county.id, centre)


def _department_posts(county: Place, towns: Iterable[Place], body: Body) -> Iterator[Planned]:
    desk = f"P-{county.code}-{body.code}"
    yield Planned(
        desk,
        f"{body.title}工作台",
        f"{body.title_en} desk",
        Role.DEPARTMENT,
        county.id,
        f"P-{county.code}-centre",
        body.code,
    )
    for number in range(1, COUNTY_HANDLERS + 1):
        yield Planned(
            f"{desk}-{number}",
            f"{body.title}处置{_DIGITS[number - 1]}岗",
            f"{body.title_en} handler {number}",
            Role.HANDLER,
            county.id,
            desk,
            body.code,
        )
    for town in towns if body.code in IN_EVERY_TOWN else ():
        yield Planned(
            f"P-{town.code}-{body.code}-1",
            f"{body.title}{town.name}处置岗",
            f"{body.title_en} handler, town {town.code}",
            Role.HANDLER,
            town.id,
            desk,
            body.code,
        )


def _town_posts(county: Place, town: Place) -> Iterator[Planned]:
    leader = f"P-{town.code}-leader"
    yield Planned(
        leader,
        f"{town.name}分管领导岗",
        f"Leader, town {town.code}",
        Role.LEADER,
        town.id,
        f"P-{county.code}-centre",
    )
    yield Planned(
        f"P-{town.code}-dispatcher",
        f"{town.name}派遣岗",
        f"Dispatcher, town {town.code}",
        Role.DISPATCHER,
        town.id,
        leader,
    )


def _grid_posts(village: Place, grid: Place) -> Iterator[Planned]:
    for number in range(1, WORKERS_A_GRID + 1):
        yield Planned(
            f"P-{grid.code}-{number}",
            f"{grid.name}网格员{_DIGITS[number - 1]}岗",
            f"Grid worker {number}, grid {grid.code}",
            Role.GRID_WORKER,
            grid.id,
            f"P-{village.code}-desk",
        )


def _parent(place: Place) -> UUID:
    assert place.parent is not None
    return place.parent
