"""Counter-examples of every storey below as `Fault`: named, with a link, a chain and a place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

import shapely

from wangge.cases.models import Case
from wangge.core.case.problems import Problem
from wangge.core.proofs.facts import Fault, Promise
from wangge.core.proofs.log import LogFault
from wangge.core.territory.faults import Fault as LandFault
from wangge.core.territory.level import ORDER
from wangge.core.visits import HouseholdFault
from wangge.territory.access import TerritoryIndex, roster
from wangge.territory.models import Boundary

#: What the log calls a subject, and what people call it.
_SUBJECTS = {
    "case": ("案件", "case"),
    "post": ("岗位", "post"),
    "user": ("账号", "account"),
    "area": ("区划", "area"),
    "territory": ("区划版本", "territory version"),
    "token": ("令牌", "token"),
    "key": ("密钥", "key"),
    "reporter": ("诉求人", "reporter"),
    "calendar": ("工作日历", "calendar"),
    "person": ("人员", "person"),
    "household": ("户", "household"),
}


def of_land(faults: Iterable[LandFault], index: TerritoryIndex) -> Iterator[Fault]:
    """Faults of the land, each in the area it lies in. At most one query."""
    by_name: dict[str, list[UUID]] = {}
    for area in index.areas.values():
        by_name.setdefault(area.name, []).append(area.id)
    named = [(fault, _area_of(fault, by_name, index)) for fault in faults]
    unplaced = {area for fault, area in named if area and not _is_placed(fault)}
    middles = _middles(unplaced, index)
    for fault, found in named:
        areas = index.chain_of_area(found).areas() if found else (index.county_id,)
        placed = (fault.lon, fault.lat) if _is_placed(fault) else None
        lon, lat = placed or middles.get(found, (None, None))
        yield Fault(
            promise=Promise.LAND,
            kind=fault.kind.value,
            zh=f"{fault.say('zh')}。",
            en=f"{_begun(fault.say('en'))}.",
            names=fault.names,
            link=f"/county/areas/{areas[0]}/",
            areas=areas,
            lon=lon,
            lat=lat,
        )


def _is_placed(fault: LandFault) -> bool:
    return bool(fault.lon or fault.lat)


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _area_of(
    fault: LandFault, by_name: Mapping[str, Sequence[UUID]], index: TerritoryIndex
) -> UUID | None:
    """The area a fault lies in: the first it names, or else where its place is."""
    bearers = by_name.get(fault.names[0], ()) if fault.names else ()
    if not _is_placed(fault):
        finest = sorted(bearers, key=lambda one: ORDER.index(index.areas[one].level))
        return finest[-1] if finest else None
    place = index.place(fault.lon, fault.lat)
    near = [place.grid_id, *(one.grid_id for one in place.candidates)]
    around = [one for one in near if one in bearers] or [one for one in near if one]
    return around[0] if around else None


def _middles(
    areas: Collection[UUID], index: TerritoryIndex
) -> dict[UUID | None, tuple[float | None, float | None]]:
    """A point inside each of these areas, so that a map can show it."""
    rows = Boundary.objects.filter(version=index.version_id, area__in=areas) if areas else ()
    found: dict[UUID | None, tuple[float | None, float | None]] = {}
    for row in rows:
        point = shapely.from_wkb(bytes(row.wkb)).representative_point()
        found[row.area_id] = (float(point.x), float(point.y))
    return found


def of_household(fault: HouseholdFault, county: UUID) -> Fault:
    """A household without a contact, or one that was not visited in time."""
    return Fault(
        promise=Promise.HOUSEHOLDS,
        kind=fault.kind.value,
        zh=fault.say("zh"),
        en=fault.say("en"),
        names=(fault.no, *((fault.address,) if fault.address else ())),
        link=f"/registry/household/{fault.household_id}/",
        areas=fault.areas or (county,),
        lon=fault.lon,
        lat=fault.lat,
        masked_zh=fault.say("zh", masked=True),
        masked_en=fault.say("en", masked=True),
    )


def of_problem(problem: Problem, county: UUID) -> Fault:
    """A fault of a case."""
    point = problem.point
    return Fault(
        promise=Promise.PROBLEMS,
        kind=problem.kind.value,
        zh=problem.say("zh"),
        en=problem.say("en"),
        names=(problem.no,),
        link=f"/cases/{problem.no}/",
        areas=problem.chain.areas() if problem.chain else (county,),
        lon=point.lon if point else None,
        lat=point.lat if point else None,
    )


def of_log(faults: Iterable[LogFault], kinds: dict[UUID, str]) -> Iterator[Fault]:
    """Faults of the log, each with what people call its subject. One query."""
    faults = list(faults)
    subjects = {one for fault in faults for one in (fault.subject, fault.other) if one}
    numbers = dict(Case.objects.filter(pk__in=subjects).values_list("pk", "no"))
    for fault in faults:
        zh, en = _called(fault.subject, kinds, numbers)
        other_zh, other_en = _called(fault.other or fault.subject, kinds, numbers)
        yield Fault(
            promise=Promise.LOG,
            kind=fault.kind.value,
            zh=fault.say("zh", what=zh, other=other_zh),
            en=fault.say("en", what=en, other=other_en),
            names=(en,) if fault.subject else (),
            link=f"/admin/log/{fault.subject}/" if fault.subject else "/admin/log/anchors/",
        )


def _called(
    subject: UUID | None, kinds: dict[UUID, str], cases: dict[UUID, str]
) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if subject in cases:
        return f"案件 {cases[subject]} ", f"case {cases[subject]}"
    zh, en = _SUBJECTS.get(kinds.get(subject, ""), (kinds.get(subject, "案件"), "subject"))
    post = roster().posts.get(subject)
    if post is not None:
        return f"{zh} {post.code} {post.called('zh')} ", f"{en} {post.code} {post.called('en')}"
    return f"{zh} {subject} ", f"{en} {subject}"


def of_tally(sentences: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Numbers of the ledger that the log does not bear out."""
    for zh, en in sentences:
        yield Fault(promise=Promise.LEDGER, kind="differs", zh=zh, en=en)
