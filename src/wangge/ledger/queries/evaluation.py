"""The evaluation 综合评价 of areas, departments, posts or collectors over a period.

Numbers from the day tallies, rules from data; every number tells which cases it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from wangge.core.evaluation import Formula, Period, Result, Rules, Scheme, Subject, evaluate
from wangge.ledger.queries.behind import CountedWhat
from wangge.ledger.queries.compare import add_up, children_of
from wangge.ledger.queries.figures import Figures, figures_of
from wangge.ledger.rules import rules_on
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import roster, territory_index
from wangge.territory.models import Department

#: Whose post is a collector's 采集员.
_COLLECTOR = "grid_worker"


class Whom(msgspec.Struct, frozen=True, kw_only=True):
    """Who is evaluated. `area`: itself, or where its posts lie; `posts`: none for an area."""

    code: str
    name: str
    name_en: str
    area: UUID
    posts: tuple[UUID, ...] = ()
    department: str = ""


class Evaluated(msgspec.Struct, frozen=True, kw_only=True):
    """One subject with its result; `rank` from 1, equal points share one; None: not ranked."""

    whom: Whom
    result: Result
    rank: int | None


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """All subjects of a kind over a period, the best first, then those that are not ranked."""

    period: Period
    rules: Rules
    scheme: Scheme | None
    rules_since: date | None
    rows: tuple[Evaluated, ...]

    @property
    def ranked(self) -> list[Evaluated]:
        """Those with a rank."""
        return [one for one in self.rows if one.rank is not None]

    @property
    def unranked(self) -> list[Evaluated]:
        """Those with too few cases."""
        return [one for one in self.rows if one.rank is None]


def evaluation(subject: Subject, area: UUID, period: Period, *, now: datetime) -> Evaluation:
    """The parts, departments, posts or collectors of an area. At most four queries.

    Departments answer for the whole county: for any other area there are none.
    """
    book = rules_on(period.since)
    scheme = book.rules.scheme(subject)
    rows: list[tuple[Whom, Result]] = []
    if scheme is not None:
        whom = _subjects(subject, area, period, now)
        every = [id_ for one in whom for id_ in one.posts or (one.area,)]
        counted = figures_of(every, period.since, period.until)
        for one in whom:
            parts = [counted[id_] for id_ in one.posts or (one.area,) if id_ in counted]
            numbers = _numbers(parts[0] if len(parts) == 1 else add_up(parts))
            rows.append((one, evaluate(book.rules, scheme, numbers)))
    return Evaluation(
        period=period,
        rules=book.rules,
        scheme=scheme,
        rules_since=book.since,
        rows=tuple(_ranked(rows, few=subject in (Subject.AREA, Subject.DEPARTMENT))),
    )


def counted_by(whom: Whom, formula: Formula, period: Period) -> CountedWhat:
    """The cases that a formula counts for somebody in a period."""
    first, *others = formula.plus() or formula.minus()
    return CountedWhat(
        subject=whom.area,
        posts=whom.posts,
        measure=first,
        also=tuple(others),
        without=formula.minus() if formula.plus() else (),
        since=period.since,
        until=period.until,
    )


def _numbers(figures: Figures) -> dict[str, int]:
    numbers = msgspec.structs.asdict(figures)
    del numbers["spread"]
    return numbers


def _subjects(subject: Subject, area: UUID, period: Period, now: datetime) -> list[Whom]:
    match subject:
        case Subject.AREA:
            return _areas(area, period, now)
        case Subject.DEPARTMENT:
            return _departments(area)
        case Subject.POST | Subject.COLLECTOR:
            return _posts(area, collectors=subject is Subject.COLLECTOR)


def _areas(area: UUID, period: Period, now: datetime) -> list[Whom]:
    """The areas right below, as far as they stood in the period."""
    last = min(period.until, now.astimezone(SHANGHAI).date())
    return [
        Whom(code=one.code, name=one.name, name_en=one.name, area=one.id)
        for one in children_of(area, now=now)
        if one.since <= last and (one.until is None or period.since < one.until)
    ]


def _departments(area: UUID) -> list[Whom]:
    if area != territory_index().county_id:
        return []
    posts: dict[str, list[UUID]] = {}
    for post in roster().posts.values():
        if post.department is not None:
            posts.setdefault(post.department, []).append(post.id)
    return [
        Whom(
            code=one.code,
            name=one.title,
            name_en=one.title_en,
            area=area,
            posts=tuple(sorted(posts[one.code])),
            department=one.code,
        )
        for one in Department.objects.order_by("code")
        if one.code in posts
    ]


def _posts(area: UUID, *, collectors: bool) -> list[Whom]:
    index = territory_index()
    found = []
    for post in roster().posts.values():
        if (post.role == _COLLECTOR) is not collectors or post.area_id not in index.ever:
            continue
        if area in _around(post.area_id):
            found.append(
                Whom(
                    code=post.code,
                    name=post.title,
                    name_en=post.title_en or post.title,
                    area=post.area_id,
                    posts=(post.id,),
                )
            )
    return sorted(found, key=lambda one: one.code)


def _around(area: UUID) -> list[UUID]:
    """The area and all it lies in."""
    known, chain = territory_index().ever, [area]
    while (above := known[chain[-1]].parent_id) is not None:
        chain.append(above)
    return chain


def _ranked(rows: Sequence[tuple[Whom, Result]], *, few: bool) -> list[Evaluated]:
    """The best first; those not ranked by volume, those without any case only where few."""
    first = [(whom, one) for whom, one in rows if one.points is not None]
    first.sort(key=lambda row: (-(row[1].points or 0.0), row[0].code))
    rest = [(whom, one) for whom, one in rows if one.points is None and (few or _busy(one))]
    rest.sort(key=lambda row: (-row[1].volume, row[0].code))
    found: list[Evaluated] = []
    for place, (whom, result) in enumerate(first, start=1):
        last = found[-1] if found else None
        same = last is not None and last.result.points == result.points
        rank = last.rank if last is not None and same else place
        found.append(Evaluated(whom=whom, result=result, rank=rank))
    found += [Evaluated(whom=whom, result=result, rank=None) for whom, result in rest]
    return found


def _busy(result: Result) -> bool:
    return result.volume > 0 or any(one.denominator for one in result.readings)
