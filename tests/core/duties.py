"""A small roster for tests: one county, two towns, a village and a grid in the first.

county centre ← town leader ← dispatcher ← village desk ← three grid workers
county centre ← road desk ← road handler of the first town
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from wangge.core.duty import (
    AbsenceFact,
    HoldingFact,
    PostFact,
    RoleFact,
    Roster,
    Sight,
)
from wangge.core.territory.level import Level

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=900)


def uid(number: int) -> UUID:
    """A readable id."""
    return UUID(int=number)


COUNTY, TOWN, NEXT_TOWN, VILLAGE, GRID = (uid(n) for n in range(1, 6))
CHAIN = (GRID, VILLAGE, TOWN, COUNTY)
AREA_CODES = {
    COUNTY: "430281",
    TOWN: "430281121",
    NEXT_TOWN: "430281125",
    VILLAGE: "430281121201",
    GRID: "430281121201001",
}

_POSTS = (
    # number, code, role, area, level, above, department
    (100, "centre", "centre", COUNTY, Level.COUNTY, None, None),
    (101, "acceptor", "acceptor", COUNTY, Level.COUNTY, 100, None),
    (102, "leader-town", "leader", TOWN, Level.TOWN, 100, None),
    (103, "dispatcher", "dispatcher", TOWN, Level.TOWN, 102, None),
    (104, "desk", "village_desk", VILLAGE, Level.VILLAGE, 103, None),
    (105, "worker-1", "grid_worker", GRID, Level.GRID, 104, None),
    (106, "worker-2", "grid_worker", GRID, Level.GRID, 104, None),
    (107, "worker-3", "grid_worker", GRID, Level.GRID, 104, None),
    (108, "road", "department", COUNTY, Level.COUNTY, 100, "road"),
    (109, "road-town", "handler", TOWN, Level.TOWN, 108, "road"),
    (110, "dispatcher-next", "dispatcher", NEXT_TOWN, Level.TOWN, 100, None),
    (111, "auditor", "auditor", COUNTY, Level.COUNTY, 100, None),
    (112, "administrator", "administrator", COUNTY, Level.COUNTY, 100, None),
)
POST = {code: uid(number) for number, code, *_ in _POSTS}
POSTS = tuple(
    PostFact(
        id=uid(number),
        code=code,
        title=code,
        role=role,
        area_id=area,
        level=level,
        department=department,
        above=uid(above) if above else None,
    )
    for number, code, role, area, level, above, department in _POSTS
)
#: Who holds which post: person 1100 holds post 100, and so on.
PERSON = {code: uid(1000 + number) for number, code, *_ in _POSTS}
HOLDINGS = tuple(HoldingFact(POST[code], PERSON[code], LONG_AGO) for code in POST)
PEOPLE = {person: f"{code} person" for code, person in PERSON.items()}

ROLES = {
    role.code: role
    for role in (
        RoleFact("centre", "县指挥中心", "Centre", Sight.SUBTREE),
        RoleFact("acceptor", "受理员", "Acceptor", Sight.SUBTREE),
        RoleFact("leader", "领导", "Leader", Sight.SUBTREE, masked=True),
        RoleFact("dispatcher", "派遣员", "Dispatcher", Sight.SUBTREE),
        RoleFact("village_desk", "网格长", "Village desk", Sight.SUBTREE),
        RoleFact("grid_worker", "网格员", "Grid worker", Sight.SUBTREE),
        RoleFact("department", "部门", "Department", Sight.TEAM),
        RoleFact("handler", "处置", "Handler", Sight.OWN),
        RoleFact(
            "auditor",
            "审计",
            "Auditor",
            Sight.SUBTREE,
            masked=True,
            rights=frozenset({"log.read"}),
            separate="three",
        ),
        RoleFact(
            "administrator",
            "系统",
            "Administrator",
            Sight.NONE,
            rights=frozenset({"posts.write"}),
            separate="three",
        ),
    )
}


def a_roster(
    *absences: AbsenceFact, vacant: tuple[str, ...] = (), posts: tuple[PostFact, ...] = POSTS
) -> Roster:
    """The roster, with these people away and these posts vacant."""
    empty = {POST[code] for code in vacant}
    held = [holding for holding in HOLDINGS if holding.post_id not in empty]
    return Roster(posts, held, absences, PEOPLE)


def away(code: str, stand_in: str | None = None, post: str | None = None) -> AbsenceFact:
    """The holder of that post is away since yesterday, for two weeks."""
    return AbsenceFact(
        person=PERSON[code],
        stand_in=PERSON[stand_in] if stand_in else None,
        since=NOON - timedelta(days=1),
        until=NOON + timedelta(days=13),
        post_id=POST[post] if post else None,
    )
