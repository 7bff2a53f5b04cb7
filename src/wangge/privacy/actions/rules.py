"""Change the rules for personal data 个人信息规则: what forms say, what is kept how long, limits.

Every change needs "privacy.write" and a reason, and the log keeps what stood before.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models, transaction

from wangge.audit.actions import append
from wangge.core.catalogue import Provenance
from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.privacy.access import WRITE
from wangge.privacy.models import Purpose, Retention, Threshold
from wangge.privacy.purposes import forget_purposes
from wangge.privacy.refusals import (
    MayNotSetRules,
    NoReason,
    NotANumber,
    NothingSaid,
    TooShortToKeep,
)

MOST_DAYS = 36_500
MOST_THRESHOLD = 10_000_000

_R = TypeVar("_R", bound=models.Model)


@transaction.atomic
def set_rule(
    code: str, *, keep_days: int | None, active: bool, reason: str, actor: Actor, now: datetime
) -> Retention:
    """The rule says so from the next night on. `keep_days` None: what was typed is no number.

    Refuses: MayNotSetRules, NotFound, NoReason, TooShortToKeep.
    """
    row = _row(Retention, code, reason, actor)
    if keep_days is None or not row.least_days <= keep_days <= MOST_DAYS:
        raise TooShortToKeep(field="keep_days", least=row.least_days, most=MOST_DAYS)
    told = {
        "code": code,
        "before": {"keep_days": row.keep_days, "active": row.active},
        "after": {"keep_days": keep_days, "active": active},
        "reason": reason.strip(),
    }
    row.keep_days, row.active = keep_days, active
    row.provenance, row.updated_at = Provenance.LOCAL.value, now
    row.save(update_fields=["keep_days", "active", "provenance", "updated_at"])
    append("retention", row.id, "retention.changed", told, actor=actor, now=now)
    transaction.on_commit(forget_purposes)
    return row


@transaction.atomic
def set_purpose(
    code: str, said: dict[str, str], *, reason: str, actor: Actor, now: datetime
) -> Purpose:
    """The forms say so from now on. `said`: title, basis, fields and keep, and each with `_en`.

    Refuses: MayNotSetRules, NotFound, NoReason, NothingSaid.
    """
    row = _row(Purpose, code, reason, actor)
    for name in SAID:
        if not said.get(name, "").strip():
            raise NothingSaid(field=name)
    before = {name: getattr(row, name) for name in SAID}
    for name in SAID:
        setattr(row, name, said[name].strip())
    row.provenance, row.updated_at = Provenance.LOCAL.value, now
    row.save()
    told = {"code": code, "before": before, "reason": reason.strip()}
    append("purpose", row.id, "purpose.changed", told, actor=actor, now=now)
    transaction.on_commit(forget_purposes)
    return row


#: What a purpose says, in both languages.
SAID = tuple(f"{name}{end}" for name in ("title", "basis", "fields", "keep") for end in ("", "_en"))


@transaction.atomic
def set_threshold(
    code: str, *, number: int | None, reason: str, actor: Actor, now: datetime
) -> Threshold:
    """The number is this from now on. Refuses: MayNotSetRules, NotFound, NoReason, NotANumber."""
    row = _row(Threshold, code, reason, actor)
    if number is None or not 0 < number <= MOST_THRESHOLD:
        raise NotANumber(field="number", most=MOST_THRESHOLD)
    told = {"code": code, "before": row.number, "after": number, "reason": reason.strip()}
    row.number, row.provenance, row.updated_at = number, Provenance.LOCAL.value, now
    row.save(update_fields=["number", "provenance", "updated_at"])
    append("threshold", row.id, "threshold.changed", told, actor=actor, now=now)
    return row


def _row(kind: type[_R], code: str, reason: str, actor: Actor) -> _R:
    """The row to be changed, locked, once it is sure that the actor may and says why."""
    if not actor.may(WRITE):
        raise MayNotSetRules
    row = kind._default_manager.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound(field="code")
    if not reason.strip():
        raise NoReason(field="reason")
    return row
