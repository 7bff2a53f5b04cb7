"""The roster of the county as every process remembers it, and who an account is in it.

The whole roster (about 1,400 posts) is kept in memory as one value and read again only after its
stamp has changed, looked up at most once a second. So asking who somebody is, or which post owes
a step, costs no query.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from wangge.accounts.models import User
from wangge.core.duty import (
    AbsenceFact,
    Actor,
    HoldingFact,
    PostFact,
    RoleFact,
    Roster,
    Sight,
    actor_of,
)
from wangge.core.errors import NotFound
from wangge.core.routing import PostIndex
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.territory.models import (
    Absence,
    Area,
    AreaSuccession,
    Holding,
    Post,
    Role,
    RosterVersion,
)

_CHECK_EVERY = timedelta(seconds=1)
_ACTORS_KEPT = 5_000

_Span = tuple[datetime | None, datetime | None]


@dataclass(slots=True)
class _Read:
    """What was read at one stamp."""

    stamp: UUID | None
    checked_at: datetime
    roster: Roster
    roles: Mapping[str, RoleFact]
    area_codes: Mapping[UUID, str]
    inherited: Mapping[UUID, Sequence[str]]
    index: tuple[_Span, PostIndex] | None = None
    actors: dict[UUID, tuple[_Span, Actor]] = field(default_factory=dict)


_read: _Read | None = None
_reading = threading.Lock()


def roster() -> Roster:
    """All posts, holdings and absences, at every instant; at most a second old."""
    return _now_known().roster


def roles() -> Mapping[str, RoleFact]:
    """All roles by code."""
    return _now_known().roles


def actor_for(user: User, *, at: datetime) -> Actor:
    """Who that account is at that instant: its posts and grants. No query."""
    known = _now_known()
    found = known.actors.get(user.id)
    if found is not None and _within(found[0], at):
        return found[1]
    actor = actor_of(user.id, user.name, known.roster, known.roles, at)
    if len(known.actors) >= _ACTORS_KEPT:
        known.actors.clear()
    known.actors[user.id] = (known.roster.span(at), actor)
    return actor


def routing_index(*, at: datetime) -> PostIndex:
    """The posts in force at that instant, ready for `core.routing.Router`. No query.

    Raises ValueError in a county without posts.
    """
    known = _now_known()
    if known.index is None or not _within(known.index[0], at):
        index = PostIndex(known.roster, at, known.area_codes, known.inherited)
        known.index = (known.roster.span(at), index)
    return known.index[1]


def posts_for(actor: Actor) -> QuerySet[Post]:
    """The posts an actor may look up: all for staff, none for others."""
    if not (actor.posts or actor.system):
        return Post.objects.none()
    return Post.objects.select_related("role", "area", "department", "above")


def post_for(actor: Actor, code: str, *, lock: bool = False) -> Post:
    """The post of that code. Refuses: NotFound, also to who is no staff."""
    found = posts_for(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    post = found.filter(code=code).first()
    if post is None:
        raise NotFound(field="post")
    return post


def absences_for(actor: Actor) -> QuerySet[Absence]:
    """Absences the actor may see: everybody's for staff, else none."""
    if not (actor.posts or actor.system):
        return Absence.objects.none()
    return Absence.objects.select_related("user", "stand_in", "post")


def chain_of(area: Area) -> tuple[UUID, ...]:
    """Ids of the area and all areas it lies in, smallest first. One query a level."""
    chain = [area.id]
    while area.parent is not None:
        area = area.parent
        chain.append(area.id)
    return tuple(chain)


def forget_roster() -> None:
    """This process reads the roster afresh at the next question."""
    global _read
    _read = None


def _now_known() -> _Read:
    global _read
    now = utc_now()
    known = _read
    if known is not None and _fresh(known, now):
        return known
    with _reading:
        known = _read
        if known is not None and _fresh(known, now):
            return known  # another thread has just looked
        # The stamp first: what is read after it is at least as new.
        stamp = RosterVersion.objects.values_list("stamp", flat=True).first()
        if known is not None and stamp is not None and known.stamp == stamp:
            known.checked_at = now
            return known
        fresh = _Read(
            stamp=stamp,
            checked_at=now,
            roster=_read_roster(),
            roles=_read_roles(),
            area_codes=dict(Area.objects.values_list("id", "code")),
            inherited=_read_inherited(),
        )
        _read = fresh
        return fresh


def _fresh(known: _Read, now: datetime) -> bool:
    return known.checked_at <= now < known.checked_at + _CHECK_EVERY


def _within(span: _Span, at: datetime) -> bool:
    since, until = span
    return (since is None or since <= at) and (until is None or at < until)


def _read_roles() -> dict[str, RoleFact]:
    return {
        role.code: RoleFact(
            code=role.code,
            title=role.title,
            title_en=role.title_en,
            sees=Sight(role.sees),
            masked=role.masked,
            rights=frozenset(role.rights),
            separate=role.separate,
        )
        for role in Role.objects.all()
    }


def _read_inherited() -> dict[UUID, list[str]]:
    """The codes of ended areas by who got their land: the duty matrix may still name those."""
    ended = AreaSuccession.objects.filter(before__valid_until__isnull=False)
    before: dict[UUID, list[tuple[UUID, str]]] = {}
    for after, old, code in ended.order_by("after", F("share").desc(nulls_last=True)).values_list(
        "after_id", "before_id", "before__code"
    ):
        before.setdefault(after, []).append((old, code))

    def codes(area: UUID, been: frozenset[UUID]) -> list[str]:
        olds = [one for one in before.get(area, ()) if one[0] not in been]
        further = been | {old for old, _code in olds}
        return [code for _old, code in olds] + [c for old, _ in olds for c in codes(old, further)]

    return {area: codes(area, frozenset({area})) for area in before}


def _read_roster() -> Roster:
    rows = Post.objects.order_by().values_list(
        "id",
        "code",
        "title",
        "role_id",
        "area_id",
        "area__level",
        "department__code",
        "lines",
        "above_id",
        "title_en",
        "valid_from",
        "valid_until",
    )
    posts = [
        PostFact(*row[:5], Level(row[5]), row[6], frozenset(row[7]), *row[8:])  # same order
        for row in rows
    ]
    holdings = [
        HoldingFact(*row)
        for row in Holding.objects.order_by().values_list("post_id", "user_id", "since", "until")
    ]
    absences = [
        AbsenceFact(*row)
        for row in Absence.objects.order_by().values_list(
            "user_id", "stand_in_id", "since", "until", "post_id"
        )
    ]
    # Who was closed out is away for good: his posts fall to whoever comes next.
    closed = User.objects.filter(closed_at__isnull=False).values_list("id", "closed_at")
    absences += [AbsenceFact(person=id_, stand_in=None, since=at) for id_, at in closed if at]
    wanted = {holding.person for holding in holdings}
    wanted |= {absence.stand_in for absence in absences if absence.stand_in is not None}
    people = dict(User.objects.filter(id__in=wanted).order_by().values_list("id", "name"))
    return Roster(posts, holdings, absences, people)
