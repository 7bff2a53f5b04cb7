"""Changes filing conditions and duty by hand: the county's own word over the pack's."""

from __future__ import annotations

from datetime import datetime
from fnmatch import fnmatchcase
from uuid import UUID, uuid5

from django.db import transaction

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.catalogue import models
from wangge.catalogue.access import catalogue
from wangge.catalogue.actions.stamp import renew_stamp
from wangge.catalogue.models.versioned import in_force
from wangge.catalogue.refusals import (
    DepartmentOrRole,
    LastDuty,
    NoItemMatches,
    NoSuchDuty,
    ReasonMissing,
    UnknownArea,
    UnknownDepartment,
    UnknownRole,
)
from wangge.core.case.flow_words import ROLES
from wangge.core.catalogue import Provenance, UnknownCondition
from wangge.core.clock import Limit
from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.lib.ids import uuid7
from wangge.territory.models import Area, Department, Role

#: Rows follow each other; in the log a condition or a duty entry keeps one id all its life.
_SPACE = UUID("0192f3a0-7d8e-7c4b-9a51-3f1f6f0a7a11")


def subject_of(*codes: str) -> UUID:
    """The id under which the log speaks of a condition (line, item, code) or duty entry."""
    return uuid5(_SPACE, "/".join(codes))


@transaction.atomic
def edit_condition_limit(
    line: str, item: str, condition: str, limit: str, *, reason: str, actor: Actor, now: datetime
) -> models.Condition:
    """From now on cases filed under that condition have that limit; running clocks keep theirs.

    The row is the county's own afterwards (provenance L), and newer packs leave it alone.
    Refuses: MayNot, ReasonMissing, BadLimit, UnknownLine, UnknownItem, UnknownCondition.
    """
    require(actor, "catalogue.write")
    _reasoned(reason)
    wanted = str(Limit.parse(limit))
    renew_stamp(now=now)
    old = models.Condition.objects.filter(
        in_force(None), line=line, item=item, code=condition
    ).first()
    if old is None:
        catalogue().condition(line, item, condition)  # refuses, naming what is unknown
        raise UnknownCondition(field="condition", item=item, condition=condition, choices="")
    if old.limit == wanted and old.local:
        return old
    models.Condition.objects.filter(id=old.id).update(valid_until=now)
    new = models.Condition.objects.create(
        line=line,
        item=item,
        code=condition,
        when=old.when,
        limit=wanted,
        severity=old.severity,
        closing=old.closing,
        provenance=Provenance.LOCAL.value,
        place=old.place,
        local=True,
        valid_from=now,
    )
    append(
        "condition",
        subject_of(line, item, condition),
        "condition.limit_changed",
        {
            "line": line,
            "item": item,
            "condition": condition,
            "before": old.limit,
            "after": wanted,
            "reason": reason,
        },
        actor=actor,
        now=now,
    )
    return new


@transaction.atomic
def set_duty(
    line: str,
    item: str,
    *,
    department: str = "",
    role: str = "",
    area: str = "",
    level: Level = Level.COUNTY,
    note: str = "",
    reason: str,
    actor: Actor,
    now: datetime,
) -> models.DutyEntry:
    """From now on new steps for items like `item` (in that area) go to that department or role.

    Refuses: MayNot, ReasonMissing, DepartmentOrRole, UnknownLine, UnknownDepartment, UnknownRole,
    UnknownArea, NoItemMatches.
    """
    require(actor, "catalogue.write")
    _reasoned(reason)
    if bool(department) == bool(role):
        raise DepartmentOrRole(field="department")
    if department and not Department.objects.filter(code=department).exists():
        raise UnknownDepartment(field="department", department=department)
    if role and role not in ROLES and not Role.objects.filter(code=role).exists():
        raise UnknownRole(field="role", role=role)
    if area and not Area.objects.filter(code=area, valid_until__isnull=True).exists():
        raise UnknownArea(field="area", area=area)
    if not any(fnmatchcase(each.code, item) for each in catalogue().items(line)):
        raise NoItemMatches(field="item", item=item)
    renew_stamp(now=now)
    old = models.DutyEntry.objects.filter(in_force(None), line=line, item=item, area=area).first()
    if old is not None:
        models.DutyEntry.objects.filter(id=old.id).update(valid_until=now)
    new = models.DutyEntry.objects.create(
        id=uuid7(),
        line=line,
        item=item,
        department=department,
        role=role,
        area=area,
        level=level.value,
        note=note,
        place=old.place if old else 0,
        local=True,
        valid_from=now,
    )
    _log_duty(old, new, reason, actor=actor, now=now)
    return new


@transaction.atomic
def remove_duty(
    line: str, item: str, *, area: str = "", reason: str, actor: Actor, now: datetime
) -> None:
    """That entry no longer holds; the next best one does.

    Refuses: MayNot, ReasonMissing, NoSuchDuty, LastDuty.
    """
    require(actor, "catalogue.write")
    _reasoned(reason)
    renew_stamp(now=now)
    standing = list(models.DutyEntry.objects.filter(in_force(None), line=line))
    old = next((row for row in standing if (row.item, row.area) == (item, area)), None)
    if old is None:
        raise NoSuchDuty(field="item")
    others = [row.item for row in standing if not row.area and row.id != old.id]
    for each in models.Item.objects.filter(in_force(None), line=line):
        if not any(fnmatchcase(each.code, pattern) for pattern in others):
            raise LastDuty(field="item", item=each.title)
    models.DutyEntry.objects.filter(id=old.id).update(valid_until=now)
    _log_duty(old, None, reason, actor=actor, now=now)


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field="reason")


def _log_duty(
    old: models.DutyEntry | None,
    new: models.DutyEntry | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    row = new or old
    assert row is not None
    append(
        "duty",
        subject_of("duty", row.line, row.item, row.area),
        "duty.changed" if new else "duty.removed",
        {
            "line": row.line,
            "item": row.item,
            "area": row.area,
            "before": (old.department or old.role) if old else None,
            "after": (new.department or new.role) if new else None,
            "reason": reason,
        },
        actor=actor,
        now=now,
    )
