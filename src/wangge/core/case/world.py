"""What the judge must know besides the case: the flow, the clock, the catalogue, who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from wangge.core.case.facts import Case, Chain, Point
from wangge.core.case.flow import Flow
from wangge.core.case.verbs import Verb
from wangge.core.catalogue import Item
from wangge.core.clock import WorkCalendar
from wangge.core.duty import Actor
from wangge.core.routing import Router


class Spot(msgspec.Struct, frozen=True):
    """A place that has been located."""

    chain: Chain
    point: Point | None = None
    place: str = ""
    located: str = "none"
    territory_version: int = 0


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a case to be split: its own words and class."""

    text: str
    item: str | None = None


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody wants done. Which fields a verb wants is written in the flow (`needs`)."""

    verb: Verb
    version: int | None = None
    opinion: str = ""
    reason: str = ""
    photos: tuple[str, ...] = ()
    condition: str | None = None
    post: UUID | None = None
    passed: bool | None = None
    until: datetime | None = None
    spot: Spot | None = None
    item: str | None = None
    into: str | None = None
    parts: tuple[Part, ...] = ()
    destination: str = ""
    stars: int | None = None
    reached: bool | None = None
    solved: bool | None = None
    satisfied: bool | None = None
    answers: dict[str, str] = msgspec.field(default_factory=dict)  #: to the rule's own `form`


class NewCase(msgspec.Struct, frozen=True, kw_only=True):
    """A report, located and checked, about to become a case."""

    id: UUID
    no: str
    line: str
    text: str
    source: str
    spot: Spot
    item: str
    severity: str = ""
    reporters: tuple[UUID, ...] = ()
    requesters: tuple[UUID, ...] = ()
    photos: tuple[str, ...] = ()
    parent: UUID | None = None
    extra: dict[str, object] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """Everything a judgement rests on, gathered before it is made."""

    flow: Flow
    calendar: WorkCalendar
    router: Router
    actor: Actor
    now: datetime
    item: Item  #: the case's class; when it is being reclassified, the new one
    main: Case | None = None  #: the case to be merged into
    open_children: bool = False
    children: tuple[tuple[UUID, str], ...] = ()  #: ids and numbers of the parts of a split
