"""What happened to a case, as values: the entries of its log.

Each event says only what changed; `evolve` folds it into the case. Times live on the log entry
(`at`), the actor too; an event carries the actor's post and person again so that replay needs
nothing else.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from wangge.core.case.facts import Chain, Origin, Party, Point
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.clock import Clock


class Happening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every event carries: when, and by whom."""

    at: datetime
    by: Party
    verb: Verb


class Reported(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="reported"):
    """A case began."""

    id: UUID
    no: str
    line: str
    item: str
    flow: str
    state: str
    text: str
    source: str
    chain: Chain
    owner: UUID
    owner_why: str
    clock: Clock
    point: Point | None = None
    place: str = ""
    located: str = "none"
    territory_version: int = 0
    severity: str = ""
    reporters: tuple[UUID, ...] = ()
    requesters: tuple[UUID, ...] = ()
    photos: tuple[str, ...] = ()
    parent: UUID | None = None
    escalate_at: datetime | None = None
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


class Imported(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="imported"):
    """It came whole from another system. What happened to it there nobody here saw.

    So this one entry stands for its life until then. `kind` comes first: proofs read it there.
    """

    kind: Kind
    id: UUID
    no: str
    line: str
    item: str
    flow: str
    state: str
    text: str
    source: str
    chain: Chain
    owner: UUID
    owner_why: str
    origin: Origin
    reported_at: datetime
    closed_at: datetime | None = None
    handled_s: int = 0  #: counted seconds from report to closing, by the calendar of its line
    clock: Clock | None = None  #: of an open one, begun here
    point: Point | None = None
    place: str = ""
    located: str = "none"
    territory_version: int = 0
    reporters: tuple[UUID, ...] = ()
    requesters: tuple[UUID, ...] = ()
    opinion: str = ""
    stars: int | None = None
    escalate_at: datetime | None = None
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


class Moved(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="moved"):
    """It went to another state, with a new owner and a new clock."""

    origin: str
    state: str
    kind: Kind
    owner: UUID
    owner_why: str
    clock: Clock | None
    used_s: int  #: seconds of the left clock that were used
    limit_s: int  #: what that clock allowed
    kept: Clock | None = None  #: the stopped handling clock, should the work come back
    escalate_at: datetime | None = None
    opinion: str = ""
    reason: str = ""
    condition: str | None = None
    severity: str = ""
    photos: tuple[str, ...] = ()
    into: str | None = None
    destination: str = ""
    passed: bool | None = None
    from_m: int | None = None  #: metres from the case at which the step was taken, if known
    answers: dict[str, str] = msgspec.field(default_factory=dict)  #: to the flow's own form


class Reassigned(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="reassigned"):
    """The owner changed and nothing else (assign)."""

    owner: UUID
    owner_why: str
    opinion: str = ""


class Placed(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="placed"):
    """It was found to lie elsewhere; the owner follows the ground."""

    chain: Chain
    point: Point | None
    place: str
    located: str
    territory_version: int
    owner: UUID
    owner_why: str
    reason: str = ""


class Rezoned(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="rezoned"):
    """The border moved over it: the same place, another grid from the day `on`."""

    chain: Chain
    territory_version: int
    on: date
    owner: UUID
    owner_why: str


class Classified(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="classified"):
    """It was found to be of another class; the owner follows the class."""

    item: str
    owner: UUID
    owner_why: str
    severity: str = ""
    reason: str = ""


class Clocked(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="clocked"):
    """Its clock changed: extended, suspended, resumed or recomputed."""

    clock: Clock
    escalate_at: datetime | None
    reason: str = ""


class ExtensionAsked(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="extension"):
    """An extension was asked for (`by_limit`) or refused (None)."""

    by_limit: str | None
    reason: str


class Supervised(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="supervised"):
    """A leader ordered haste, in writing."""

    number: int
    reason: str
    level: str = "leader"


class Escalated(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="escalated"):
    """Time carried it upward: `to` has been told and now shares the answer for it."""

    level: int
    to: UUID
    to_why: str
    late_s: int
    escalate_at: datetime | None


class Absorbed(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="absorbed"):
    """Duplicates were merged into this case; it keeps every reporter of theirs."""

    duplicates: tuple[str, ...]
    reporters: tuple[UUID, ...]
    requesters: tuple[UUID, ...]


class Divided(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="divided"):
    """Sub-cases were made of it."""

    children: tuple[UUID, ...]
    numbers: tuple[str, ...]
    reason: str = ""


class Rated(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="rated"):
    """The requester said how it was: 5 best, 1 worst."""

    stars: int
    opinion: str = ""


class Noted(Happening, frozen=True, kw_only=True, omit_defaults=True, tag="noted"):
    """Something was said or seen that moves nothing: urge, sign, note, call-back, answer."""

    opinion: str = ""
    photos: tuple[str, ...] = ()
    reached: bool | None = None  #: call-back: somebody answered
    solved: bool | None = None
    satisfied: bool | None = None
    answers: dict[str, str] = msgspec.field(default_factory=dict)  #: to the flow's own form


Event = (
    Reported
    | Imported
    | Moved
    | Reassigned
    | Placed
    | Rezoned
    | Classified
    | Clocked
    | ExtensionAsked
    | Supervised
    | Escalated
    | Absorbed
    | Divided
    | Rated
    | Noted
)

#: What a log may begin with.
Beginning = Reported | Imported

_DECODER = msgspec.json.Decoder(Event)
_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(event: Event) -> bytes:
    """The event as canonical JSON: same value, same bytes."""
    return _ENCODER.encode(event)


def decode(data: bytes | str) -> Event:
    """The event of that JSON. Raises msgspec.ValidationError for anything else."""
    event: Event = _DECODER.decode(data)
    return event


def name_of(event: Event) -> str:
    """Its stable dotted name in log, API and documents: `case.dispatched`."""
    return f"case.{NAMES[event.verb].past}"
