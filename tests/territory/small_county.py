"""One county of two towns, two villages and three grids, coded as Liling is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wangge.accounts.models import User
from wangge.core.duty import Actor
from wangge.territory.access import actor_for
from wangge.territory.models import Area, Post

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

#: Codes of Liling, so that the cast finds its posts.
_AREAS = (
    ("430281", "county", "醴陵市", None),
    ("430281121", "town", "东富镇", "430281"),
    ("430281125", "town", "孙家湾镇", "430281"),
    ("430281121201", "village", "东富村", "430281121"),
    ("430281121205", "village", "西林村", "430281121"),
    ("430281121201001", "grid", "东富村网格001", "430281121201"),
    ("430281121201002", "grid", "东富村网格002", "430281121201"),
    ("430281121205001", "grid", "西林村网格001", "430281121205"),
)


def make_areas() -> dict[str, Area]:
    """The areas, by code."""
    made: dict[str, Area] = {}
    for code, level, name, parent in _AREAS:
        made[code] = Area.objects.create(
            level=level,
            code=code,
            name=name,
            full_name=name,
            sort_key=code,
            parent=made[parent] if parent else None,
            valid_from=date(2020, 1, 1),
        )
    return made


def user(username: str) -> User:
    """One of the cast, or of the invented."""
    return User.objects.get(username=username)


def actor(username: str, at: datetime = NOW) -> Actor:
    """Who that is at that instant."""
    return actor_for(user(username), at=at)


def post(code: str) -> Post:
    """The post of that code."""
    return Post.objects.get(code=code)
