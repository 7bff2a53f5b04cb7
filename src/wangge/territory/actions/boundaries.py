"""Importing real borders as a new version of the territory, and putting versions in force.

A version is a complete snapshot: what the file does not name is taken over from the version it
builds on. A version with faults is kept, inactive, until somebody accepts them with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import shapely
from django.db import transaction
from django.db.models import Max

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.territory.codes import parent_code
from wangge.core.territory.coverage import suspect_datum
from wangge.core.territory.faults import Fault, FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane
from wangge.core.territory.proof import Land, land_faults
from wangge.core.territory.refusals import MissingDatum, NeedsReason, NoSuchVersion, NoTerritory
from wangge.core.territory.shapes import pack
from wangge.lib.datum import Datum
from wangge.territory.access.areas import areas
from wangge.territory.actions.versions import activate_version, version_in_force
from wangge.territory.models import Area, AreaCode, Boundary, TerritoryVersion
from wangge.territory.queries.areas import lands_of
from wangge.territory.reading import Contents, Feature, read_features
from wangge.territory.report import Report


@transaction.atomic
def import_boundaries(
    path: Path,
    *,
    level: Level,
    datum: Datum | str | None,
    code_field: str,
    effective_from: date,
    dry_run: bool,
    actor: Actor | None,
    now: datetime,
    name_field: str | None = None,
    whole_level: bool = False,
    onto: int | None = None,
    accept_faults: str | None = None,
    source: str = "",
) -> Report:
    """The borders in the file stand in a new version of the territory, or are only tried.

    1. read the file into WGS-84; a bad feature becomes a fault, the good ones go on;
    2. lay them over version `onto` (None: the latest in force on that day). A code nobody has
       whose first digits name an area above makes a new area; with `whole_level` the areas of the
       level that are not in the file end;
    3. prove invariant 1 of the result, and compare with what was there for a wrong datum;
    4. write it; without faults, or with a reason in `accept_faults`, put it in force.

    `actor` needs "territory.write"; None is the command line on the county's own machine.
    Refuses: MayNot, MissingDatum, MixedDatum, UnreadableFile, NoSuchField, NoTerritory,
    NoSuchVersion, NeedsReason.
    """
    if actor is not None:
        require(actor, "territory.write")
    known_datum = _datum(datum)
    if accept_faults is not None and not accept_faults.strip():
        raise NeedsReason(field="accept_faults")
    base = _base(onto, effective_from)
    contents = read_features(path, datum=known_datum, code_field=code_field, name_field=name_field)
    plan = _plan(contents, level, base, effective_from, whole_level)
    faults = (*plan.faults, *contents.faults, *land_faults(plan.lands))
    report = Report(
        file=path.name,
        level=level,
        datum=known_datum,
        read=contents.count,
        changed=len(plan.changed),
        new=tuple(area.code for area in plan.new),
        ended=tuple(plan.ended),
        faults=faults,
        dry_run=dry_run,
    )
    if dry_run:
        return report
    version = _write(plan, base, effective_from, report, source or path.name, actor, now)
    active = not faults or accept_faults is not None
    report = replace(report, version=version.number, active=active)
    version.report = report.as_row()
    version.save(update_fields=["report"])
    if active:
        activate_version(version.number, reason=accept_faults or "", actor=actor, now=now)
    return report


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an import would make of the territory."""

    lands: tuple[Land, ...]
    new: tuple[Area, ...]
    ended: tuple[str, ...]
    #: Ids of areas whose border comes from the file and differs from before.
    changed: frozenset[UUID]
    faults: tuple[Fault, ...]


def _datum(datum: Datum | str | None) -> Datum:
    try:
        return Datum(datum or "")
    except ValueError:
        raise MissingDatum(field="datum") from None


def _base(onto: int | None, day: date) -> TerritoryVersion:
    if onto is None:
        found = version_in_force(day)
        if found is None:
            raise NoTerritory(field="effective_from")
        return found
    named = TerritoryVersion.objects.filter(number=onto).first()
    if named is None:
        raise NoSuchVersion(field="onto", number=onto)
    return named


def _plan(
    contents: Contents,
    level: Level,
    base: TerritoryVersion,
    day: date,
    whole_level: bool,
) -> _Plan:
    before = lands_of(base.id, on=day)
    by_code = {land.code: land for land in before if land.level is level}
    given = {feature.code: feature for feature in contents.features}
    new, faults = _new_areas(contents.features, by_code, level, day)
    made = {area.code: area for area in new}
    ended = [code for code in by_code if whole_level and code not in given]
    after = [
        land if land.level is not level or land.code not in given
        else replace(land, shape=given[land.code].shape)
        for land in before
        if land.level is not level or land.code not in ended
    ]  # fmt: skip
    after += [
        Land(area.id, level, code, area.name, area.parent_id, given[code].shape)
        for code, area in made.items()
    ]
    old = {code: land.shape for code, land in by_code.items() if land.shape is not None}
    suspect = suspect_datum({code: feature.shape for code, feature in given.items()}, old)
    return _Plan(
        lands=tuple(after),
        new=new,
        ended=tuple(ended),
        changed=frozenset(
            land.id
            for land in after
            if land.level is level
            and land.code in given
            and (land.code not in old or not shapely.equals(land.shape, old[land.code]))
        ),
        faults=(*([suspect] if suspect else []), *faults),
    )


def _new_areas(
    features: Sequence[Feature], known: Mapping[str, Land], level: Level, day: date
) -> tuple[tuple[Area, ...], list[Fault]]:
    """Areas for codes that nobody has but whose parent is known, and faults for the others."""
    drafts = {area.code: area for area in Area.objects.filter(level=level, valid_until=None)}
    above = {area.code: area for area in areas(level.parent, on=day)}
    new, faults = [], []
    for feature in features:
        if feature.code in known:
            continue
        parent = above.get(parent_code(feature.code) or "")
        if feature.code in drafts:
            new.append(drafts[feature.code])
        elif parent is None:
            detail = feature.code + (f"（{feature.name}）" if feature.name else "")
            faults.append(Fault(FaultKind.UNKNOWN_CODE, (feature.name,), detail=detail))
        else:
            new.append(_new_area(feature, level, parent, day))
    return tuple(new), faults


def _new_area(feature: Feature, level: Level, parent: Area, day: date) -> Area:
    grid = level in (Level.GRID, Level.MICRO_GRID)
    name = feature.name or f"{parent.name}{level.zh}{feature.code[-3:]}"
    before = parent.full_name.removesuffix(parent.name) if grid else parent.full_name
    return Area(
        level=level,
        code=feature.code,
        name=name,
        full_name=before + name,
        sort_key=feature.code,
        parent=parent,
        valid_from=day,
    )


def _write(
    plan: _Plan,
    base: TerritoryVersion,
    day: date,
    report: Report,
    source: str,
    actor: Actor | None,
    now: datetime,
) -> TerritoryVersion:
    """The new version with all its borders stands, inactive."""
    number = (TerritoryVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    version = TerritoryVersion.objects.create(
        number=number,
        effective_from=day,
        note=f"{report.level.zh}边界，自{report.file}"[:200],
        made_at=now,
        made_by=actor.name if actor else "wangge",
    )
    fresh = [area for area in plan.new if area._state.adding]
    Area.objects.bulk_create(fresh)
    AreaCode.objects.bulk_create(
        AreaCode(area=area, system="stats", code=area.code, valid_from=day, source=source[:120])
        for area in fresh
    )
    kept = {row.area_id: row for row in Boundary.objects.filter(version=base)}
    drawn = [land for land in plan.lands if land.shape is not None]
    shapes = [land.shape for land in drawn]
    plane = Plane.for_geometry(shapely.box(*shapely.total_bounds(shapes)))
    rows = []
    for land, shape, wkb in zip(drawn, shapes, pack(shapes), strict=True):
        old = kept.get(land.id)
        same = old is not None and land.id not in plan.changed
        rows.append(
            Boundary(
                area_id=land.id,
                version=version,
                wkb=bytes(old.wkb) if old and same else wkb,
                area_m2=plane.area_m2(shape),
                synthetic=bool(old and same and old.synthetic),
                source=old.source if old and same else source[:200],
                source_datum=old.source_datum if old and same else report.datum,
            )
        )
    Boundary.objects.bulk_create(rows, batch_size=1_000)
    data = {"number": number, "from": str(day), "file": report.file, "faults": len(report.faults)}
    append("territory", version.id, "territory.imported", data, actor=actor, now=now)
    return version
