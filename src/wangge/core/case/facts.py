"""What a case is, as plain frozen values: the thing the judge looks at.

Nothing here knows the database. A `Case` is wholly determined by its log
(`core.case.evolve.replay`), and the row that carries it is only its fold.
Times are aware UTC; coordinates are CGCS2000/WGS-84 longitude, latitude in degrees.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from math import cos, hypot, radians
from typing import Any
from uuid import UUID

import msgspec

from wangge.core.case.flow import Kind
from wangge.core.clock import Clock

_M_PER_DEGREE = 111_320.0


class Chain(msgspec.Struct, frozen=True):
    """Where a case stands: its grid and what that lies in. All but the county may be unknown."""

    county: UUID
    town: UUID | None = None
    village: UUID | None = None
    grid: UUID | None = None

    def areas(self) -> tuple[UUID, ...]:
        """The known areas, smallest first."""
        return tuple(area for area in (self.grid, self.village, self.town, self.county) if area)


class Point(msgspec.Struct, frozen=True):
    """A place on the ground, in WGS-84, with what was given and in which datum."""

    lon: float
    lat: float
    datum: str = "wgs84"  #: the datum it was given in
    given_lon: float | None = None
    given_lat: float | None = None

    def distance_m(self, other: Point) -> float:
        """Metres to another point, right within 1 % over a few kilometres."""
        east = (self.lon - other.lon) * _M_PER_DEGREE * cos(radians(self.lat))
        return hypot(east, (self.lat - other.lat) * _M_PER_DEGREE)


class Party(msgspec.Struct, frozen=True):
    """Who did something: a post, and the person who acted for it (None for the system)."""

    post: UUID | None = None
    person: UUID | None = None


class Supervision(msgspec.Struct, frozen=True):
    """A numbered, formal order to hurry (督办) that wants an answer."""

    number: int
    by: Party
    reason: str
    at: datetime
    level: str = "leader"
    answered: bool = False


class Outcome(StrEnum):
    """How a case of another system stood when it came."""

    OPEN = "open"  #: 在办
    CLOSED = "closed"  #: 结案
    SELF_HANDLED = "self_handled"  #: 自处置结案
    REJECTED = "rejected"  #: 不予立案
    VOIDED = "voided"  #: 作废
    MERGED = "merged"  #: 合并
    TRANSFERRED = "transferred"  #: 转办


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an imported case comes from 来源系统, and what that system says of it."""

    system: str
    number: str  #: its number there
    outcome: Outcome
    due_at: datetime | None = None  #: its deadline there; a closed case has no other


class Step(msgspec.Struct, frozen=True):
    """What the last move left behind, so that its maker may withdraw it."""

    verb: str
    by: Party
    at: datetime
    state: str
    owner: UUID
    clock: Clock | None


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One case 案件, at one moment of its life."""

    id: UUID
    no: str
    line: str
    item: str
    flow: str
    state: str
    kind: Kind
    version: int
    text: str
    source: str
    reported_at: datetime
    entered_at: datetime  #: when it came into its present state
    chain: Chain
    owner: UUID  #: the one post that owes the next step
    owner_why: str
    clock: Clock | None
    point: Point | None = None
    place: str = ""  #: the place in words
    located: str = "none"  #: inside | border | outside | none
    territory_version: int = 0
    severity: str = ""
    condition: str | None = None  #: the filing condition chosen
    reporters: tuple[UUID, ...] = ()  #: ids of reporter records; names stand outside the log
    requesters: tuple[UUID, ...] = ()  #: users who may follow, urge, reopen and rate
    photos: tuple[str, ...] = ()  #: content hashes of the evidence given at report
    after: tuple[str, ...] = ()  #: content hashes of the handler's evidence
    handlers: tuple[Party, ...] = ()  #: everybody who handled, in order: none of them may verify
    posts: tuple[UUID, ...] = ()  #: every post that ever owned or acted
    kept: Clock | None = None  #: the handling clock, stopped while others verify
    last: Step | None = None
    returns: int = 0
    reworks: int = 0
    extensions: int = 0
    extension_asked: str | None = None
    suspensions: int = 0
    supervisions: tuple[Supervision, ...] = ()
    urges: int = 0
    escalation: int = 0  #: how many times time has carried it upward
    escalate_at: datetime | None = None
    duplicates: int = 0
    into: str | None = None  #: the number of the case it was merged into
    parent: UUID | None = None
    children: tuple[UUID, ...] = ()
    closed_at: datetime | None = None
    ratings: tuple[tuple[UUID, int], ...] = ()
    callbacks: int = 0
    origin: Origin | None = None  #: of a case that was imported
    extra: dict[str, Any] = msgspec.field(default_factory=dict)  #: the pack's own form

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.kind is not Kind.CLOSED

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still (挂账)."""
        return self.clock is not None and self.clock.paused_at is not None

    @property
    def due_at(self) -> datetime | None:
        """When the present owner must have acted; None while paused or closed."""
        return self.clock.due_at if self.clock else None

    def supervised(self) -> tuple[Supervision, ...]:
        """The supervisions that still want an answer."""
        return tuple(one for one in self.supervisions if not one.answered)
