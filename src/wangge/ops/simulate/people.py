"""Who acts in the demo's past, and what the judge is told: actors and worlds at any moment.

As `cases.actions.gather`, but for many moments at once: the roster is worked out once for each
span in which nobody comes or goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from wangge.accounts.models import User
from wangge.catalogue.access import catalogue
from wangge.core.case.world import World
from wangge.core.catalogue import Catalogue
from wangge.core.duty import STRANGER, SYSTEM, Actor, PostFact, RoleFact, Roster, actor_of
from wangge.core.routing import DutyMatrix, PostIndex, Router
from wangge.ops.simulate.behaviour import Life
from wangge.ops.simulate.plan import Report
from wangge.territory.access import roles, roster
from wangge.territory.models import Area

_Span = tuple[datetime | None, datetime | None]


@dataclass(slots=True)
class _Time:
    """The roster in one span of time."""

    index: PostIndex
    actors: dict[UUID, Actor]


class People:
    """The county's posts and people at any moment of the past."""

    def __init__(self) -> None:
        self.roster: Roster = roster()
        self._roles: Mapping[str, RoleFact] = roles()
        self._catalogue: Catalogue = catalogue()
        self._matrix = DutyMatrix.of(self._catalogue)
        self._codes = dict(Area.objects.values_list("id", "code"))
        self._times: dict[_Span, _Time] = {}
        cast = User.objects.filter(username__in=("chenyi", "wangdie"))
        self._residents = {user.username: Actor(user_id=user.id, name=user.name) for user in cast}
        by_code = sorted(self.roster.posts.values(), key=lambda post: post.code)
        self._posts = {post.code: post for post in by_code}
        self._under: dict[UUID | None, list[PostFact]] = {}
        for post in by_code:
            self._under.setdefault(post.above, []).append(post)

    def world(
        self, line: str, item: str, *, actor: Actor, at: datetime, load: Mapping[UUID, int]
    ) -> World:
        """Everything the judge wants to know at that moment."""
        known = self._catalogue
        return World(
            flow=known.flow_of(line),
            calendar=known.calendar_of(line),
            router=Router(self._time(at).index, self._matrix, at, load),
            actor=actor,
            now=at,
            item=known.item(line, item),
        )

    def actor(self, who: str, life: Life, at: datetime) -> Actor:
        """Who acts: the owner, the requester, the reporter, time, or a role over the case."""
        case = life.now_case
        match who:
            case "system":
                return SYSTEM
            case "owner":
                return self._answering(case.owner, at)
            case "requester":
                return self._requester(life, at)
            case "reporter":
                return self.reporting(life.report, at)
            case _:
                role = who.removeprefix("role:")
                return self._of_role(role, case.chain.areas(), life.dice, at)

    def reporting(self, one: Report, at: datetime) -> Actor:
        """Who sits before the form: a worker of the grid, a clerk, or nobody we know."""
        dice = Random(one.seed)
        if one.username:
            return self._residents.get(one.username, STRANGER)
        county = (one.grid.code[:6],)
        match one.source:
            case "grid_worker":
                return self.coded(f"P-{one.grid.code}-{dice.randint(1, 3)}", at)
            case "hotline":
                return self.coded(f"P-{county[0]}-operator-{dice.randint(1, 4)}", at)
            case "wechat":
                return self.coded(f"P-{one.grid.code[:12]}-desk", at)
            case "leader":
                return self.coded(f"P-{one.grid.code[:9]}-leader", at)
            case "video" | "department" | "petition":
                return self.coded(f"P-{county[0]}-acceptor-{dice.randint(1, 3)}", at)
            case _:
                return STRANGER

    def handler_for(self, life: Life, at: datetime) -> UUID | None:
        """Somebody of the department whose desk has the case, for the place it lies in."""
        case = life.now_case
        areas = case.chain.areas()
        known = [
            post.id
            for post in self._under.get(case.owner, ())
            if post.area_id in areas and post.in_force(at) and post.works_for(case.line)
        ]
        return life.dice.choice(known) if known else None

    def _requester(self, life: Life, at: datetime) -> Actor:
        person = life.now_case.requesters[0]
        known = self._time(at).actors.get(person)
        return known or Actor(user_id=person, name=life.report.name)

    def coded(self, code: str, at: datetime) -> Actor:
        """Who answers for the post of that code; a stranger where there is none."""
        post = self._posts.get(code)
        return STRANGER if post is None else self._answering(post.id, at)

    def _of_role(self, role: str, areas: tuple[UUID, ...], dice: Random, at: datetime) -> Actor:
        """Somebody of that role for the smallest area that has one."""
        index = self._time(at).index
        for area in areas:
            posts = index.of_role(role, area)
            if posts:
                return self._answering(dice.choice(posts).id, at)
        return self._answering(index.centre.id, at)

    def _answering(self, post: UUID, at: datetime) -> Actor:
        person = self.roster.answering(post, at).person
        if person is None:
            return STRANGER
        known = self._time(at).actors
        if person not in known:
            name = self.roster.people.get(person, "")
            known[person] = actor_of(person, name, self.roster, self._roles, at)
        return known[person]

    def _time(self, at: datetime) -> _Time:
        span = self.roster.span(at)
        if span not in self._times:
            self._times[span] = _Time(PostIndex(self.roster, at, self._codes), {})
        return self._times[span]
