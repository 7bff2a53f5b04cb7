"""A county small enough to think about: two towns, one village each, and the cast.

Pure values: posts, people, a router, a calendar, and the real flows of the packs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

import msgspec
import yaml

from wangge.core.case.decide import decide, report
from wangge.core.case.events import Event
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.facts import Case, Chain, Point
from wangge.core.case.flow import Flow
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command, NewCase, Spot, World
from wangge.core.catalogue import Condition, DutyEntry, Item, ItemKind, Provenance, Severity
from wangge.core.clock import WorkCalendar
from wangge.core.duty import (
    SYSTEM,
    AbsenceFact,
    Actor,
    HoldingFact,
    PostFact,
    RoleFact,
    Roster,
    Sight,
    actor_of,
)
from wangge.core.routing import DutyMatrix, PostIndex, Router
from wangge.core.territory.level import Level

PACKS = Path(__file__).parents[3] / "src/wangge/packs"
SPACE = UUID("00000000-0000-7000-8000-000000000000")
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a Monday
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CALENDAR = WorkCalendar(days={}, confirmed=frozenset({2026}), name="test")


@cache
def name(word: str) -> UUID:
    """A stable id for a word."""
    return uuid5(SPACE, word)


def load_flow(path: Path) -> Flow:
    """The flow of a pack's YAML file."""
    data = yaml.safe_load(path.read_text())
    data["code"] = data.pop("flow")
    return msgspec.convert(data, Flow)


FLOWS = {flow.code: flow for flow in (load_flow(one) for one in sorted(PACKS.glob("*/flow.yaml")))}
CITY = FLOWS["city_case"]

LID = Item(
    code="C01.02",
    category="公用设施",
    title="污水井盖",
    kind=ItemKind.COMPONENT,
    provenance=Provenance.PUBLISHED,
    conditions=(
        Condition(
            code="1",
            when="缺失",
            limit="2uh",
            severity=Severity.URGENT,
            closing="补齐",
            provenance=Provenance.PUBLISHED,
        ),
        Condition(
            code="2",
            when="破损",
            limit="4wh",
            severity=Severity.NORMAL,
            closing="修复",
            provenance=Provenance.PUBLISHED,
        ),
    ),
)
HERE = Chain(
    county=name("醴陵市"), town=name("东富镇"), village=name("东富村"), grid=name("东富网格")
)

_COUNTY, _TOWN, _VILLAGE, _GRID = Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID
#: post, role, area, level, above, holder
_POSTS = (
    ("中心", "centre", "醴陵市", _COUNTY, None, "值班长"),
    ("受理", "acceptor", "醴陵市", _COUNTY, "中心", "周敏"),
    ("领导", "leader", "醴陵市", _COUNTY, "中心", "孙主任"),
    ("话务", "operator", "醴陵市", _COUNTY, "中心", "何话务"),
    ("路政", "handler", "东富镇", _TOWN, "中心", "刘师傅"),
    ("路政二", "handler", "醴陵市", _COUNTY, "中心", "唐师傅"),
    ("派遣", "dispatcher", "东富镇", _TOWN, "中心", "李强"),
    ("村岗", "village_desk", "东富村", _VILLAGE, "派遣", "村支书"),
    ("网格一", "grid_worker", "东富网格", _GRID, "村岗", "王芳"),
    ("网格二", "grid_worker", "东富网格", _GRID, "村岗", "谭芳"),
    ("邻镇派遣", "dispatcher", "孙家湾镇", _TOWN, "中心", "赵敏"),
)
_AREAS = {name(area): area for _, _, area, _, _, _ in _POSTS}
_ROLES = {
    code: RoleFact(code=code, title=code, title_en=code, sees=sees)
    for code, sees in (
        ("centre", Sight.SUBTREE),
        ("acceptor", Sight.SUBTREE),
        ("leader", Sight.SUBTREE),
        ("operator", Sight.SUBTREE),
        ("handler", Sight.OWN),
        ("dispatcher", Sight.SUBTREE),
        ("village_desk", Sight.SUBTREE),
        ("grid_worker", Sight.SUBTREE),
    )
}


def roster(absences: tuple[AbsenceFact, ...] = (), vacant: frozenset[str] = frozenset()) -> Roster:
    """The posts above, with whom the test sends away or leaves out."""
    posts = [
        PostFact(
            id=name(code),
            code=code,
            title=code,
            role=role,
            area_id=name(area),
            level=level,
            department="road" if role == "handler" else None,
            above=name(above) if above else None,
        )
        for code, role, area, level, above, _ in _POSTS
    ]
    holdings = [
        HoldingFact(post_id=name(code), person=name(holder), since=LONG_AGO)
        for code, _, _, _, _, holder in _POSTS
        if code not in vacant
    ]
    return Roster(posts, holdings, absences, {name(one[5]): one[5] for one in _POSTS})


@dataclass
class County:
    """Time, people and one case, moved by what people say."""

    flow: Flow = CITY
    now: datetime = NINE
    roster: Roster = field(default_factory=roster)
    case: Case | None = None
    log: list[Event] = field(default_factory=list)

    def actor(self, who: str) -> Actor:
        """Somebody of the cast, as of now; residents have no post."""
        if who == "时间":
            return SYSTEM
        return actor_of(name(who), who, self.roster, _ROLES, self.now)

    def world(self, who: str) -> World:
        """What the judge is told when `who` asks."""
        index = PostIndex(self.roster, self.now, _AREAS)
        duty = DutyEntry(item="*", department="road", area="")
        lines = dict.fromkeys(("city_management", "village_affairs"), (duty,))
        return World(
            flow=self.flow,
            calendar=CALENDAR,
            router=Router(index, DutyMatrix(lines), self.now),
            actor=self.actor(who),
            now=self.now,
            item=LID,
        )

    def later(self, **time: float) -> County:
        """Let time pass."""
        self.now += timedelta(**time)
        return self

    def reports(self, who: str, chain: Chain = HERE, text: str = "井盖不见了") -> Case:
        """`who` reports the missing lid."""
        new = NewCase(
            id=name(f"case {self.now}"),
            no="C-20261123-0001",
            line="city_management",
            item=LID.code,
            text=text,
            source="resident",
            spot=Spot(chain=chain, point=Point(113.52, 27.6), located="inside"),
            requesters=(name(who),),
        )
        event = report(new, self.world(who))
        self.log = [event]
        self.case = begin(event)
        return self.case

    def does(self, who: str, verb: Verb, world: World | None = None, **given: object) -> Case:
        """`who` says the verb; what follows, follows. Raises the refusal if there is one."""
        assert self.case is not None
        command = msgspec.convert({"verb": verb, **given}, Command, from_attributes=True)
        event = decide(self.case, command, world or self.world(who))
        self.case = evolve(self.case, event)
        self.log.append(event)
        return self.case

    def with_world(self, who: str, **facts: object) -> World:
        """The world of `who` with some facts told otherwise."""
        return replace(self.world(who), **facts)  # type: ignore[arg-type]  # test convenience
