"""How far what moves with the borders has come, so that an interrupted run goes on. 划转进度。"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from wangge.lib.clock import SHANGHAI, midnight
from wangge.territory.models import Handover, TerritoryVersion


def handovers_due(part: str, *, now: datetime, grace: timedelta) -> list[Handover]:
    """One for each version whose day has come and that is not done, in order of their days.

    A version done less than `grace` ago counts as due: what was under way at that very instant
    may have been written after it was looked for. The first version moves nothing.
    """
    versions = versions_come(now=now)[1:]
    known = {row.version_id: row for row in Handover.objects.filter(part=part)}
    found = []
    for version in versions:
        row = known.get(version.pk) or Handover(version=version, part=part)
        row.version = version
        if row.done_at is None or now < row.done_at + grace:
            found.append(row)
    return found


def versions_come(*, now: datetime) -> list[TerritoryVersion]:
    """Every version that is or was in force, in order."""
    today = now.astimezone(SHANGHAI).date()
    come = TerritoryVersion.objects.filter(active=True, effective_from__lte=today)
    return list(come.order_by("effective_from", "number"))


def begins_at(version: TerritoryVersion) -> datetime:
    """The instant from which a version holds: its day, or its decision if that came later."""
    first = midnight(version.effective_from)
    return max(first, version.decided_at) if version.decided_at else first


def note_handover(
    row: Handover, *, moved: int, after: UUID | None, done_at: datetime | None
) -> None:
    """So many more have moved; where it stands, and whether it is done."""
    row.count += moved
    row.after = after
    row.done_at = row.done_at or done_at
    row.save()
