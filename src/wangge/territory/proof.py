"""Invariant 1, land, asked of the rows: `wangge prove` prints what this returns.

The grids tile the county, and every one is served by a post. A vacant post serves all the same,
for the post above answers for it; a post that ended does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from wangge.core.duty import PostFact, Roster
from wangge.core.routing import NEVER_OWNERS
from wangge.core.territory import proof
from wangge.core.territory.faults import Fault, FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.proof import Land
from wangge.lib.clock import SHANGHAI
from wangge.territory.access.posts import roster
from wangge.territory.queries.areas import lands


def land_faults(at: datetime) -> list[Fault]:
    """Every counter-example to "every inch of land is managed" at that instant; empty if it holds.

    Derived from areas, borders and posts. About a second for 270 grids. A county that has no posts
    at all yet is asked for its borders alone. Refuses: NoTerritory.
    """
    found = lands(at=at)
    return [*proof.land_faults(found), *_unserved(found, roster(), at)]


def _unserved(found: Iterable[Land], known: Roster, at: datetime) -> Iterator[Fault]:
    """The grids that no post in force serves, one fault each."""
    if not known.posts:
        return
    serving: dict[UUID, list[PostFact]] = defaultdict(list)
    for post in known.posts.values():
        if post.role not in NEVER_OWNERS:
            serving[post.area_id].append(post)
    for land in found:
        posts = serving.get(land.id, [])
        if land.level is Level.GRID and not any(post.in_force(at) for post in posts):
            yield _fault(land, posts, at)


def _fault(land: Land, posts: Iterable[PostFact], at: datetime) -> Fault:
    """What became of the post that served the grid last, placed inside the grid."""
    point = land.shape.representative_point() if land.shape is not None else None
    lon, lat = (float(point.x), float(point.y)) if point is not None else (0.0, 0.0)
    ended = [(post.until, post.code) for post in posts if post.until and post.until <= at]
    if not ended:
        return Fault(FaultKind.UNSERVED, (land.name,), lon=lon, lat=lat)
    last = max(until for until, _code in ended)
    code = min(code for until, code in ended if until == last)
    detail = f"{code} {last.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return Fault(FaultKind.LAPSED, (land.name,), lon=lon, lat=lat, detail=detail)
