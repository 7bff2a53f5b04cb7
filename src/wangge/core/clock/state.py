"""What a running clock is: values only, no reckoning.

A `Clock` carries all that happened to it (`turns`), so that it can be recomputed when a calendar
changes, and what is true now (`due_at` or `left_s`), so that lists need no calendar to show it.
All instants are aware, in UTC, and whole seconds.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from wangge.core.clock.limits import HOUR_S, Limit, limit_s


class TurnKind(StrEnum):
    """What may happen to a clock after it has begun."""

    #: 暂停
    paused = "paused"
    #: 恢复
    resumed = "resumed"
    #: 延期
    extended = "extended"


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened to a clock, with what `recompute` needs to do it again."""

    kind: TurnKind
    #: When it was paused or resumed; an extension has no moment of its own.
    at: datetime | None = None
    #: paused: until when
    until: datetime | None = None
    #: paused: why
    reason: str | None = None
    #: extended: by how much
    by: Limit | None = None
    #: What was left just after this turn, counted seconds.
    left_s: int = 0


class Amber(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a clock turns amber 黄灯: at most this share or this time left, whichever is less."""

    #: One third of all that is allowed.
    share: int = 3
    #: The last 24 hours, as the clock itself counts them.
    last_s: int = 24 * HOUR_S


#: A third, or 24 hours.
DEFAULT_AMBER = Amber()


class Clock(msgspec.Struct, frozen=True, omit_defaults=True):
    """A deadline that runs or is paused, and can say why it falls where it falls."""

    limit: Limit
    started_at: datetime
    #: When the time is up; None while paused.
    due_at: datetime | None
    #: While paused: the counted seconds left (negative if it was overdue); None while running.
    left_s: int | None = None
    paused_at: datetime | None = None
    #: Until when the pause was granted; whoever keeps the cases resumes the clock then.
    paused_until: datetime | None = None
    paused_reason: str | None = None
    #: The Chinese sentence that tells a clerk how `due_at` came about.
    explained: str = ""
    #: True when a year of the reckoning has no State Council notice (放假通知) yet.
    provisional: bool = False
    #: From when the clock counts since it last began to run (legal: the midnight after the start).
    running_since: datetime | None = None
    #: What was left at `running_since`, counted seconds.
    left_then_s: int = 0
    #: When a running clock turns amber; None while paused.
    amber_at: datetime | None = None
    amber: Amber = DEFAULT_AMBER
    turns: tuple[Turn, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether the clock stands."""
        return self.due_at is None

    @property
    def allowed_s(self) -> int:
        """All counted seconds allowed: the limit and every extension."""
        return limit_s(self.limit) + sum(limit_s(turn.by) for turn in self.turns if turn.by)

    @property
    def extensions(self) -> tuple[Limit, ...]:
        """The extensions granted so far, oldest first."""
        return tuple(turn.by for turn in self.turns if turn.by)


_DECODER = msgspec.json.Decoder(Clock)


def to_json(clock: Clock) -> bytes:
    """`clock` as UTF-8 JSON; instants in UTC."""
    return msgspec.json.encode(clock)


def from_json(data: bytes | str) -> Clock:
    """The clock that `to_json` wrote; raises `msgspec.DecodeError` on anything else."""
    return _DECODER.decode(data)
