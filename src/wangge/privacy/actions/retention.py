"""Rules of retention: changed by hand with a reason on record, carried out at night in batches."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from wangge.audit.actions import append
from wangge.core.catalogue import Provenance
from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.privacy.access import WRITE, rules_for
from wangge.privacy.models import Approval, Purpose, Retention
from wangge.privacy.purposes import forget_purposes
from wangge.privacy.refusals import MayNotSetRules, NoReason, TooShortToKeep
from wangge.privacy.retention import over_before, purger_of

#: Rows purged in one transaction, and for how long one night's turn goes on.
BATCH = 5_000
TURN_S = 300.0

_MOST_DAYS = 36_500


@transaction.atomic
def set_rule(
    code: str, *, keep_days: int, active: bool, reason: str, actor: Actor, now: datetime
) -> Retention:
    """The rule says so from the next night on; the log keeps what it said before.

    Needs "privacy.write". Refuses: MayNotSetRules, NotFound, NoReason, TooShortToKeep.
    """
    if not actor.may(WRITE):
        raise MayNotSetRules
    row = rules_for(actor).select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound(field="code")
    if not reason.strip():
        raise NoReason(field="reason")
    if not row.least_days <= keep_days <= _MOST_DAYS:
        raise TooShortToKeep(field="keep_days", least=row.least_days, most=_MOST_DAYS)
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
    code: str,
    *,
    basis: str,
    fields: str,
    keep: str,
    title: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Purpose:
    """The forms say so from now on (in Chinese; the English words follow the county's own).

    Needs "privacy.write". Refuses: MayNotSetRules, NotFound, NoReason.
    """
    if not actor.may(WRITE):
        raise MayNotSetRules
    row = Purpose.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound(field="code")
    given = {"title": title, "basis": basis, "fields": fields, "keep": keep}
    if not reason.strip() or not all(words.strip() for words in given.values()):
        raise NoReason(field="reason")
    told = {"before": {name: getattr(row, name) for name in given}, "reason": reason.strip()}
    for name, words in given.items():
        setattr(row, name, words.strip())
    row.provenance, row.updated_at = Provenance.LOCAL.value, now
    row.save()
    append("purpose", row.id, "purpose.changed", told, actor=actor, now=now)
    transaction.on_commit(forget_purposes)
    return row


def purge_due(*, now: datetime, seconds: float = TURN_S) -> dict[str, int]:
    """Everything whose time is over is purged, rule by rule; how many rows of each.

    Stops after `seconds`; what is left is purged at the next turn. The log holds counts alone.
    """
    until = time.monotonic() + seconds
    done: dict[str, int] = {}
    longest_ago = F("purged_at").asc(nulls_first=True)
    for rule in Retention.objects.filter(active=True).order_by(longest_ago, "code"):
        purger = purger_of(rule.code)
        if purger is None:
            continue
        if time.monotonic() >= until:
            break
        before, count = over_before(rule.keep_days, now), 0
        while (purged := purger.purge(before=before, most=BATCH)) > 0:
            count += purged
            if time.monotonic() >= until:
                break
        done[rule.code] = count
        _note(rule, count, now)
    return done


@transaction.atomic
def _note(rule: Retention, count: int, now: datetime) -> None:
    rule.purged_at, rule.purged_last, rule.purged = now, count, rule.purged + count
    rule.save(update_fields=["purged_at", "purged_last", "purged"])
    if count:
        told = {"code": rule.code, "rows": count, "keep_days": rule.keep_days}
        append("retention", rule.id, "retention.purged", told, actor=None, now=now)


def purge_looks(*, before: datetime, most: int) -> int:
    """Looks from before then are gone, by the one function that may; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_forget_looks(%s, %s)", [before, most])
        return int(cursor.fetchone()[0])


def purge_approvals(*, before: datetime, most: int) -> int:
    """Approvals asked for before then are gone; how many."""
    ids = Approval.objects.filter(asked_at__lt=before).order_by("asked_at").values("pk")[:most]
    return Approval.objects.filter(pk__in=ids).delete()[0]
