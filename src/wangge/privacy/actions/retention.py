"""Carry out the rules of retention: in batches, noting how many and never who."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from wangge.audit.actions import append
from wangge.privacy.models import Approval, Retention
from wangge.privacy.retention import over_before, purger_of

#: Rows purged in one transaction, and for how long one night's turn goes on.
BATCH = 5_000
TURN_S = 300.0


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
