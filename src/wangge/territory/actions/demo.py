"""The demo county's people on their posts. All of them are invented.

Needs the areas; roles and departments are installed along. Everything that stands already is left
alone, so it may be run at every start.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wangge.accounts.models import User
from wangge.audit.actions import append
from wangge.core.territory.level import Level
from wangge.territory.actions.install import install_departments, install_roles
from wangge.territory.actions.roster import renew_roster
from wangge.territory.cast import (
    CAST,
    LEFT_VACANT,
    RESIDENTS,
    Body,
    Place,
    Planned,
    planned_posts,
)
from wangge.territory.models import Absence, Area, Department, Holding, Post
from wangge.territory.people import invented_name, invented_phone

#: Of every demo account; the sign-in page of a demo says so.
DEMO_PASSWORD = "wangge-demo"  # noqa: S105 - published on purpose

#: The posts are older than the demo's invented past.
_STANDING = timedelta(days=730)

#: Away on the first days of the demo: (post of who is away, post of who stands in). The second's
#: stand-in is away himself, so the answer is two steps off (A → B → C).
_AWAY = (
    ("P-430281125206001-1", "P-430281125206001-2"),
    ("P-430281125206001-2", "P-430281125206001-3"),
)


@transaction.atomic
def install_demo_posts(now: datetime, *, heirs: bool = False) -> None:
    """Every post of the demo county stands and is held, the cast on theirs; 2 s at first.

    `heirs`: also those of areas that came of a border change, which else brings its posts along.
    """
    install_roles(now)
    install_departments(now)
    known = set(Post.objects.values_list("code", flat=True))
    plan = [
        post for post in planned_posts(_places(heirs=heirs), _bodies()) if post.code not in known
    ]
    people = _people(plan, now)
    if not plan:
        return
    ids = _make_posts(plan, now)
    Holding.objects.bulk_create(
        Holding(post_id=ids[code], user_id=user_id, since=now - _STANDING)
        for code, user_id in people.items()
    )
    Absence.objects.bulk_create(
        Absence(
            user_id=people[away],
            stand_in_id=people[stand_in],
            since=now - timedelta(days=1),
            until=now + timedelta(days=14),
            reason="年休假",
        )
        for away, stand_in in _AWAY
        if away in people and stand_in in people
    )
    centre = Post.objects.get(above__isnull=True)
    facts = {"posts": len(plan), "people": len(people)}
    append("post", centre.id, "roster.demo_installed", facts, actor=None, now=now)
    renew_roster(now=now)


def _people(plan: Iterable[Planned], now: datetime) -> dict[str, UUID]:
    """Post code → id of the account that is to hold it; accounts are made where missing."""
    wanted: dict[str, tuple[str, str]] = {}
    number = 0
    for post in plan:
        if post.code in LEFT_VACANT:
            continue
        number += 1
        own = (post.code.replace("P-", "p", 1), invented_name(number))
        wanted[post.code] = CAST.get(post.code, own)
    accounts = dict(wanted.values()) | RESIDENTS
    known = dict(User.objects.filter(username__in=accounts).values_list("username", "id"))
    missing = [(name, title) for name, title in accounts.items() if name not in known]
    if missing:
        # One password for all, so one hash for all: hashing each alone would take minutes.
        password = make_password(DEMO_PASSWORD)
        made = [
            User(
                username=username,
                name=name,
                password=password,
                made_at=now - _STANDING,
                password_changed_at=now - _STANDING,
            )
            for username, name in missing
        ]
        for place, user in enumerate(made):
            user.phone = invented_phone(place)
        User.objects.bulk_create(made)
        known |= {user.username: user.id for user in made}
    return {code: known[username] for code, (username, _) in wanted.items()}


def _make_posts(plan: Iterable[Planned], now: datetime) -> dict[str, UUID]:
    """Post code → id, of all posts there are afterwards."""
    ids = dict(Post.objects.values_list("code", "id"))
    departments = dict(Department.objects.values_list("code", "id"))
    posts: list[Post] = []
    for planned in plan:  # the post above always comes first
        post = Post(
            code=planned.code,
            title=planned.title,
            title_en=planned.title_en,
            role_id=planned.role.value,
            area_id=planned.area,
            department_id=departments[planned.department] if planned.department else None,
            above_id=ids[planned.above] if planned.above else None,
            valid_from=now - _STANDING,
        )
        ids[post.code] = post.id
        posts.append(post)
    Post.objects.bulk_create(posts)
    return ids


def _places(*, heirs: bool) -> list[Place]:
    rows = Area.objects.filter(
        valid_until__isnull=True,
        level__in=[Level.COUNTY.value, Level.TOWN.value, Level.VILLAGE.value, Level.GRID.value],
    ).order_by("code")
    if not heirs:
        rows = rows.filter(successions_before=None)
    return [
        Place(id_, Level(level), code, name, parent)
        for id_, level, code, name, parent in rows.values_list(
            "id", "level", "code", "name", "parent_id"
        )
    ]


def _bodies() -> list[Body]:
    rows = Department.objects.values_list("code", "title", "title_en").order_by("code")
    return [Body(*row) for row in rows]
