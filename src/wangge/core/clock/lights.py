"""The light 灯 of a clock: one look, no reckoning, no calendar."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from wangge.core.clock.state import Clock


class Light(StrEnum):
    """What a list shows beside a case, always with words."""

    #: 正常
    green = "green"
    #: 临期
    amber = "amber"
    #: 超期
    red = "red"
    #: 暂停
    paused = "paused"


def light(clock: Clock, at: datetime) -> Light:
    """Red after the deadline, amber once `clock.amber` says so, else green; paused while paused.

    At the very instant of the deadline a clock is not overdue yet.
    """
    if clock.due_at is None or clock.amber_at is None:
        return Light.paused
    if at > clock.due_at:
        return Light.red
    return Light.amber if at >= clock.amber_at else Light.green
