"""What comes of the rules for one subject: values, points, and whether it may be ranked."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wangge.core.evaluation.rules import Grade, Indicator, Rules, Scheme, Unit

#: Of the weights at least this share must be reckoned, else the sum says nothing.
_ENOUGH = 0.5


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator of one subject. `value` in its unit and `points` 0 to 100; None: too few."""

    indicator: Indicator
    numerator: int
    denominator: int
    value: float | None
    points: float | None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """All indicators of one subject; `points` 0 to 100, None: not ranked."""

    volume: int
    readings: tuple[Reading, ...]
    points: float | None
    grade: Grade | None


def evaluate(rules: Rules, scheme: Scheme, counted: Mapping[str, int]) -> Result:
    """The result of a subject, of its numbers by measure.

    Indicators whose denominator is below their floor are left out, and the weights of the others
    count for the whole; below the scheme's own floor, or with less than half of the weights, the
    subject is not ranked.
    """
    readings = tuple(read(one, counted) for one in scheme.indicators)
    volume = scheme.size.of(counted)
    every = sum(one.weight for one in scheme.indicators)
    scored = [(one.indicator.weight, one.points) for one in readings if one.points is not None]
    weight = sum(weight for weight, _ in scored)
    enough = volume >= scheme.floor and weight > 0 and weight >= _ENOUGH * every
    points = sum(weight * points for weight, points in scored) / weight if enough else None
    grades = (one for one in rules.grades if points is not None and points >= one.points)
    return Result(volume=volume, readings=readings, points=points, grade=next(grades, None))


def read(indicator: Indicator, counted: Mapping[str, int]) -> Reading:
    """The value of one indicator and what it is worth."""
    above, below = indicator.above.of(counted), indicator.below.of(counted)
    value: float | None = None
    if below >= indicator.floor:
        value = above / below
        if indicator.unit is Unit.PERCENT:
            value *= 100
        elif indicator.unit is Unit.HOURS:
            value /= 3_600
    return Reading(
        indicator=indicator,
        numerator=above,
        denominator=below,
        value=value,
        points=None if value is None else worth(indicator, value),
    )


def worth(indicator: Indicator, value: float) -> float:
    """Points 0 to 100: on the straight line between `nought` and `full`, never beyond."""
    share = (value - indicator.nought) / (indicator.full - indicator.nought)
    return 100 * min(1.0, max(0.0, share))
