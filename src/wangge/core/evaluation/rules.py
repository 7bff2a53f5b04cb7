"""The rules of the evaluation 综合评价规则, as data: indicators with formula, weight and floor.

Each kind of subject (area, department, post, collector) has its own indicators. A rule book holds
from its day on until the next; periods that began earlier keep the one of then.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec

from wangge.core.evaluation.formula import Formula, parse
from wangge.core.evaluation.refusals import BadFormula, BadRules


class Subject(StrEnum):
    """Who is evaluated."""

    AREA = "area"  #: 区域
    DEPARTMENT = "department"  #: 部门
    POST = "post"  #: 岗位
    COLLECTOR = "collector"  #: 采集员


class Better(StrEnum):
    """Which way is good."""

    HIGH = "high"
    LOW = "low"


class Unit(StrEnum):
    """How a value is said."""

    PERCENT = "percent"  #: 0 to 100
    HOURS = "hours"  #: of seconds of handling clocks
    NUMBER = "number"


_Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
_Weight = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator 指标: numerator ÷ denominator, worth points between `nought` and `full`."""

    code: _Code
    title: _Word
    title_en: _Word
    numerator: str
    denominator: str
    weight: _Weight  #: 0: shown, not scored
    better: Better
    full: float  #: from this value on all points
    nought: float  #: at this value none
    floor: Annotated[int, msgspec.Meta(ge=1)] = 1  #: smaller denominators say nothing
    unit: Unit = Unit.PERCENT
    basis: str = ""
    basis_en: str = ""
    verified: bool = False  #: against the standard's own text or a local document

    @property
    def above(self) -> Formula:
        """The numerator."""
        return parse(self.numerator)

    @property
    def below(self) -> Formula:
        """The denominator."""
        return parse(self.denominator)


class Grade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of results 等次, from so many points on."""

    code: _Code
    title: _Word
    title_en: _Word
    points: Annotated[float, msgspec.Meta(ge=0, le=100)]
    tone: Literal["plain", "accent", "red", "amber", "green", "slate"] = "plain"


class Scheme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one kind of subject is evaluated by. `floor`: smaller `volume` is not ranked."""

    subject: Subject
    volume: str
    floor: Annotated[int, msgspec.Meta(ge=1)]
    indicators: tuple[Indicator, ...]

    @property
    def size(self) -> Formula:
        """What the volume is counted by."""
        return parse(self.volume)


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule book 评价规则: a scheme a kind of subject, and the grades, best first."""

    schemes: tuple[Scheme, ...]
    grades: tuple[Grade, ...] = ()

    def scheme(self, subject: Subject) -> Scheme | None:
        """What subjects of that kind are evaluated by."""
        return next((one for one in self.schemes if one.subject is subject), None)


def read_rules(data: object) -> Rules:
    """The rules of plain data, every formula read. Refuses: BadRules, BadFormula."""
    try:
        rules = msgspec.convert(data, Rules, strict=False)
    except msgspec.ValidationError as fault:
        what, _, where = str(fault).partition(" - at ")
        raise BadRules(where=where.strip("`$") or "—", what=what, what_en=what) from None
    _once("schemes", [one.subject for one in rules.schemes])
    for scheme in rules.schemes:
        where = f"schemes.{scheme.subject}"
        _read(scheme.volume, f"{where}.volume")
        _once(where, [one.code for one in scheme.indicators])
        for one in scheme.indicators:
            _sound(one, f"{where}.{one.code}")
        if not any(one.weight for one in scheme.indicators):
            raise BadRules(where=where, what="所有权重都是零", what_en="every weight is nought")
    points = [one.points for one in rules.grades]
    if points != sorted(points, reverse=True):
        raise BadRules(
            where="grades", what="等次要从高到低写", what_en="grades go from high to low"
        )
    return rules


def _sound(one: Indicator, where: str) -> None:
    _read(one.numerator, f"{where}.numerator")
    _read(one.denominator, f"{where}.denominator")
    if one.full == one.nought or (one.full > one.nought) != (one.better is Better.HIGH):
        raise BadRules(
            where=where,
            what="满分值和零分值与“越高越好/越低越好”不符",
            what_en="full and nought do not fit which way is better",
        )


def _read(formula: str, where: str) -> None:
    try:
        parse(formula)
    except BadFormula as fault:
        raise BadRules(where=where, what=fault.say("zh"), what_en=fault.say("en")) from None


def _once(where: str, codes: list[Any]) -> None:
    twice = {one for one in codes if codes.count(one) > 1}
    if twice:
        named = "、".join(sorted(twice))
        raise BadRules(where=where, what=f"“{named}”写了两次", what_en=f"“{named}” stands twice")
