"""Rounds of visits 专项走访: opened with a list of households, ticked off by visits, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Q

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.visits import Field
from wangge.lib.ids import uuid7
from wangge.registry.access import day_of
from wangge.registry.actions.copying import insert_rows
from wangge.registry.models import Household
from wangge.visits.models import Round, RoundTarget, Visit
from wangge.visits.refusals import RoundClosed

_TARGET = ("id", "round_id", "household_id", "person_id", "grid_id", "village_id", "town_id")
_CHUNK = 10_000


@transaction.atomic
def open_round(
    code: str,
    title: str,
    *,
    line: str = "",
    checklist: Sequence[Field] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Round:
    """The round stands, without anybody on its list yet; the same code again is the same round.

    Refuses: MayNot (visits.write).
    """
    require(actor, "visits.write")
    row, made = Round.objects.get_or_create(
        code=code,
        defaults={
            "title": title,
            "line": line,
            "checklist": msgspec.to_builtins(list(checklist)),
            "since": since or now,
            "until": until,
            "by_id": actor.user_id,
            "made_at": now,
        },
    )
    if made:
        append(
            "round", row.pk, "round.opened", {"code": code, "title": title}, actor=actor, now=now
        )
    return row


@transaction.atomic
def add_targets(
    row: Round, targets: Iterable[tuple[UUID, UUID | None]], *, actor: Actor, now: datetime
) -> int:
    """The households (with the person meant, or None) are on the list; how many are new.

    Households that are not registered are left out. Refuses: MayNot, RoundClosed.
    """
    require(actor, "visits.write")
    if row.closed_at is not None:
        raise RoundClosed(field="round")
    known = set(row.targets.values_list("household_id", "person_id"))
    wanted = [one for one in dict.fromkeys(targets) if one not in known]
    day, new = day_of(now), 0
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        homes = {
            home.pk: home.chain_on(day)
            for home in Household.objects.filter(pk__in={household for household, _ in part})
        }
        rows = [
            (uuid7(), row.pk, household, person, *homes[household])
            for household, person in part
            if household in homes
        ]
        insert_rows(RoundTarget, _TARGET, rows)
        new += len(rows)
    append("round", row.pk, "round.targets", {"new": new}, actor=actor, now=now)
    return new


@transaction.atomic
def close_round(row: Round, *, reason: str = "", actor: Actor, now: datetime) -> None:
    """No visit is made for it any more. Refuses: MayNot."""
    require(actor, "visits.write")
    if Round.objects.filter(pk=row.pk, closed_at__isnull=True).update(closed_at=now):
        append("round", row.pk, "round.closed", {"reason": reason}, actor=actor, now=now)


def round_for(round_id: UUID, *, now: datetime) -> Round:
    """That round, if it runs. Refuses: RoundClosed."""
    running = Q(until__isnull=True) | Q(until__gt=now)
    row = Round.objects.filter(running, pk=round_id, closed_at__isnull=True).first()
    if row is None:
        raise RoundClosed(field="round")
    return row


def tick_off(visit: Visit) -> None:
    """The household is done in the visit's round; where a person was meant, that person."""
    assert visit.round_id is not None
    whom = Q(person_id__isnull=True)
    if visit.person_id is not None:
        whom |= Q(person_id=visit.person_id)
    RoundTarget.objects.filter(
        whom,
        round_id=visit.round_id,
        household_id=visit.household_id,
        done_at__isnull=True,
    ).update(visit_id=visit.pk, done_at=visit.at)
