"""Drawing grids anew on their own land: lands, codes, names and posts, tried or decided.

What `borders` asks for, whatever it is called: some grids go in, some come out, on the same land.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import shapely
from django.db.models import F, Max
from shapely.geometry.base import BaseGeometry

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.territory.codes import next_grid_codes
from wangge.core.territory.coverage import areal
from wangge.core.territory.cutting import with_corners
from wangge.core.territory.faults import Fault, FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane
from wangge.core.territory.proof import Land, land_faults
from wangge.core.territory.refusals import DayTooSoon, FaultyChange, NotAGrid, NoTerritory
from wangge.core.territory.shapes import pack
from wangge.lib.clock import SHANGHAI, midnight
from wangge.territory.access.areas import standing
from wangge.territory.actions.post_moves import drafted, make_and_end, posts_of, share_out
from wangge.territory.actions.versions import (
    activate_version,
    check_none_later,
    check_not_twice,
    version_in_force,
)
from wangge.territory.change import After, Before, Change, ChangeKind, PostAfter
from wangge.territory.hooks import Counted, Stretch, count_in
from wangge.territory.models import Area, AreaCode, Boundary, Post, TerritoryVersion
from wangge.territory.queries.areas import lands_of

_CODE_SOURCE = "本系统编制：网格变动，接续村内最大号"


@dataclass(frozen=True, slots=True)
class Ground:
    """The land on the day before anything changes, and the grids that are to change."""

    base: TerritoryVersion
    on: date
    olds: tuple[Area, ...]
    lands: tuple[Land, ...]
    #: Every drawn area of the base by id, degrees WGS-84.
    shapes: Mapping[UUID, BaseGeometry]

    @property
    def at(self) -> datetime:
        """The instant of the change."""
        return midnight(self.on)


@dataclass(frozen=True, slots=True)
class Part:
    """One grid to come out: new, or one that `stays` with another border."""

    shape: BaseGeometry
    stays: Area | None = None


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The parts with the areas they will be, and all shapes as they will be."""

    areas: tuple[Area, ...]
    parts: tuple[Part, ...]
    shapes: Mapping[UUID, BaseGeometry]
    #: Villages and towns that gain or lose land with them.
    around: frozenset[UUID]


def ground_of(codes: Sequence[str], *, on: date, actor: Actor, now: datetime) -> Ground:
    """The grids of these codes and all land around them, as of that day.

    Refuses: MayNot, DayTooSoon, LaterDecided, StillPending, NoTerritory, NotAGrid.
    """
    require(actor, "territory.write")
    require(actor, "posts.write")
    today = now.astimezone(SHANGHAI).date()
    if on <= today:
        raise DayTooSoon(field="effective_from", first=date.fromordinal(today.toordinal() + 1))
    check_none_later(on, now=now)
    base = version_in_force(on)
    if base is None:
        raise NoTerritory(field="effective_from")
    lands = tuple(lands_of(base.id, on=on))
    shapes = {land.id: land.shape for land in lands if land.shape is not None}
    rows = Area.objects.filter(standing(on), level=Level.GRID, code__in=codes)
    found = {row.code: row for row in rows.select_related("parent") if row.id in shapes}
    for code in codes:
        if code not in found:
            raise NotAGrid(field="grid", grid=code, day=on)
    olds = tuple(found[code] for code in dict.fromkeys(codes))
    check_not_twice([old.id for old in olds], now=now)
    return Ground(base, on, olds, lands, shapes)


def decide(
    kind: ChangeKind,
    ground: Ground,
    parts: Sequence[Part],
    *,
    names: Sequence[str],
    posts: Mapping[str, Sequence[int]],
    faults: Sequence[Fault],
    dry_run: bool,
    actor: Actor,
    now: datetime,
) -> Change:
    """The grids come out as these parts on the ground's day, or are only tried.

    Refuses: NoCodeLeft, FaultyChange, PostCodeTaken.
    """
    ending = [] if kind is ChangeKind.MOVE else posts_of(ground.olds, ground.at)
    drawn = _draw(ground, parts, names)
    shared = share_out(ending, len(parts), posts)
    drafts = {
        area.id: (area, drafted(area, shared[place], ground.at))
        for place, area in enumerate(drawn.areas)
        if area._state.adding
    }
    plane = Plane.for_geometry(shapely.union_all([part.shape for part in drawn.parts]))
    change = Change(
        kind=kind,
        on=ground.on,
        before=tuple(
            Before(old.code, old.name, plane.area_m2(ground.shapes[old.id])) for old in ground.olds
        ),
        after=tuple(
            After(
                area.code,
                area.name,
                part.shape,
                plane.area_m2(part.shape),
                counts,
                drafts[area.id][1] if area.id in drafts else (),
            )
            for area, part, counts in zip(
                drawn.areas, drawn.parts, _counts(ground, drawn.parts, now), strict=True
            )
        ),
        faults=(*faults, *_faults(ground, drawn), *_unserved(drafts, bool(Post.objects.exists()))),
        ending=tuple((post.code, post.title) for post in ending),
    )
    if dry_run:
        return change
    if change.faults:
        fault = change.faults[0].say()
        raise FaultyChange(field="line", count=len(change.faults), fault=fault)
    return _write(ground, drawn, change, drafts, ending, actor, now)


def _draw(ground: Ground, parts: Sequence[Part], names: Sequence[str]) -> _Drawn:
    """Areas and shapes as they will be; new ones by number, old ones in the order given."""
    given = [part for part in parts if part.stays is None]
    village = ground.olds[0].parent
    assert village is not None
    used = AreaCode.objects.filter(system="stats", code__startswith=village.code)
    used = used.exclude(valid_until=F("valid_from"))  # of a change that was taken back
    middles = [part.shape.representative_point() for part in given]
    codes = next_grid_codes(
        village.code,
        [(point.x, point.y) for point in middles],
        used=[code for code in used.values_list("code", flat=True) if len(code) == 15],
    )
    ordered = sorted(zip(codes, given, strict=True), key=lambda one: one[0])
    fresh = [
        _new_grid(code, names[place] if place < len(names) else "", village, ground.on)
        for place, (code, _part) in enumerate(ordered)
    ]
    areas = [part.stays for part in parts if part.stays is not None] + fresh
    drawn = [part for part in parts if part.stays is not None] + [part for _code, part in ordered]
    shapes, around = _shapes_after(ground, areas, drawn)
    return _Drawn(tuple(areas), tuple(drawn), shapes, around)


def _new_grid(code: str, name: str, village: Area, day: date) -> Area:
    name = name.strip() or f"{village.name}网格{code[-3:]}"
    return Area(
        level=Level.GRID,
        code=code,
        name=name,
        full_name=village.full_name.removesuffix(village.name) + name,
        sort_key=code,
        parent=village,
        valid_from=day,
    )


def _shapes_after(
    ground: Ground, areas: Sequence[Area], parts: Sequence[Part]
) -> tuple[dict[UUID, BaseGeometry], frozenset[UUID]]:
    """Every shape of the county once the parts stand, shared borders shared corner by corner.

    And which villages and towns gain or lose land.
    """
    gone = {old.id for old in ground.olds}
    others = {key: shape for key, shape in ground.shapes.items() if key not in gone}
    whole = shapely.union_all([ground.shapes[old.id] for old in ground.olds])
    others |= with_corners(others, [part.shape for part in parts], whole)
    around: set[UUID] = set()
    for old, part in zip(areas, parts, strict=True):
        if old.id in gone:  # a border moved: what this grid gets, the areas around it get
            gained = areal(shapely.difference(part.shape, ground.shapes[old.id]))
            moved = _gaining(ground, others, old, gained)
            others |= moved
            around |= moved.keys()
    own = {area.id: part.shape for area, part in zip(areas, parts, strict=True)}
    return others | own, frozenset(around)


def _gaining(
    ground: Ground, shapes: Mapping[UUID, BaseGeometry], grid: Area, gained: BaseGeometry
) -> dict[UUID, BaseGeometry]:
    """Village and town of a grid with the land it gained, and those that lost it."""
    by_id = {land.id: land for land in ground.lands}
    after: dict[UUID, BaseGeometry] = {}
    getter = by_id.get(grid.parent_id) if grid.parent_id else None
    while getter is not None and getter.level is not Level.COUNTY:
        if getter.id in shapes:
            for land in ground.lands:
                if land.level is getter.level and land.id != getter.id and land.id in shapes:
                    lost = shapely.intersection(shapes[land.id], gained).area
                    if lost > 0.0:
                        after[land.id] = areal(shapely.difference(shapes[land.id], gained))
            beyond = shapely.difference(gained, shapes[getter.id]).area
            if beyond > 0.0:
                after[getter.id] = areal(shapely.union(shapes[getter.id], gained))
        getter = by_id.get(getter.parent_id) if getter.parent_id else None
    return after


def _faults(ground: Ground, drawn: _Drawn) -> list[Fault]:
    """Faults of the whole county's land that concern what is drawn anew."""
    gone = {old.id for old in ground.olds}
    kept = [
        replace(land, shape=drawn.shapes.get(land.id)) for land in ground.lands
        if land.id not in gone
    ]  # fmt: skip
    fresh = [
        Land(area.id, Level.GRID, area.code, area.name, area.parent_id, drawn.shapes[area.id])
        for area in drawn.areas
    ]
    names = {area.name for area in drawn.areas}
    names |= {land.name for land in ground.lands if land.id in drawn.around}
    return [fault for fault in land_faults([*kept, *fresh]) if names & set(fault.names)]


def _unserved(
    drafts: Mapping[UUID, tuple[Area, tuple[PostAfter, ...]]], posts_are_known: bool
) -> list[Fault]:
    return [
        Fault(FaultKind.UNSERVED, (area.name,))
        for area, posts in drafts.values()
        if posts_are_known and not posts
    ]


def _counts(ground: Ground, parts: Sequence[Part], now: datetime) -> list[tuple[Counted, ...]]:
    """What stands on each part now; things without a point go with the larger part."""
    main: dict[int, set[UUID]] = {}
    shares = {
        old.id: [shapely.intersection(ground.shapes[old.id], part.shape).area for part in parts]
        for old in ground.olds
    }
    for old in ground.olds:
        stays = [place for place, part in enumerate(parts) if part.stays == old]
        largest = max(range(len(parts)), key=lambda place: shares[old.id][place])
        main.setdefault(stays[0] if stays else largest, set()).add(old.id)
    return [
        count_in(
            Stretch(
                part.shape,
                frozenset(old for old, share in shares.items() if share[place] > 0.0),
                frozenset(main.get(place, ())),
            ),
            now=now,
        )
        for place, part in enumerate(parts)
    ]


def _write(
    ground: Ground,
    drawn: _Drawn,
    change: Change,
    drafts: Mapping[UUID, tuple[Area, tuple[PostAfter, ...]]],
    ending: Sequence[Post],
    actor: Actor,
    now: datetime,
) -> Change:
    """The version stands, decided for its day, with its areas, codes, borders and posts."""
    TerritoryVersion.objects.select_for_update().get(pk=ground.base.pk)  # changes take turns
    check_none_later(ground.on, now=now)
    if version_in_force(ground.on) != ground.base:
        raise FaultyChange(field="line", count=1, fault="界线刚被别人改过")
    last = TerritoryVersion.objects.aggregate(last=Max("number"))["last"]
    version = TerritoryVersion.objects.create(
        number=last + 1,
        effective_from=ground.on,
        note=change.say()[:200],
        made_at=now,
        made_by=actor.name,
    )
    fresh = [area for area in drawn.areas if area._state.adding]
    Area.objects.bulk_create(fresh)
    AreaCode.objects.bulk_create(
        AreaCode(
            area=area, system="stats", code=area.code, valid_from=ground.on, source=_CODE_SOURCE
        )
        for area in fresh
    )
    Boundary.objects.bulk_create(_borders(ground, drawn, version), batch_size=1_000)
    version.report = change.as_row()
    if ending:
        version.report["posts"] = make_and_end(drafts, ending, at=ground.at, actor=actor, now=now)
    version.save(update_fields=["report"])
    data = change.as_row() | {"number": version.number, "from": str(ground.on)}
    append("territory", version.id, "territory.redrawn", data, actor=actor, now=now)
    activate_version(version.number, reason="", actor=actor, now=now)
    return replace(change, version=version.number)


def _borders(ground: Ground, drawn: _Drawn, version: TerritoryVersion) -> list[Boundary]:
    """The base's borders, those that changed drawn anew."""
    kept = {row.area_id: row for row in Boundary.objects.filter(version=ground.base)}
    model = kept[ground.olds[0].id]
    plane = Plane.for_geometry(shapely.box(*shapely.total_bounds(list(drawn.shapes.values()))))
    rows = []
    for key, shape in drawn.shapes.items():
        old = kept.get(key)
        same = old is not None and ground.shapes.get(key) is shape
        source = old or model
        rows.append(
            Boundary(
                area_id=key,
                version=version,
                wkb=bytes(old.wkb) if old and same else pack([shape])[0],
                area_m2=old.area_m2 if old and same else plane.area_m2(shape),
                synthetic=source.synthetic,
                source=source.source,
                source_datum=source.source_datum,
            )
        )
    return rows
