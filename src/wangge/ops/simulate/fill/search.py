"""The search row of a case, as the follower of boxes would have made it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wangge.core.case.facts import Case
from wangge.ops.simulate.fill.patterns import Pattern
from wangge.ops.simulate.fill.texts import Said, said_of

COLUMNS = ("case_id", "reported_at", "grams")


def search_line(id_: UUID, at_text: str, at: datetime, said: Said, pattern: Pattern) -> str:
    """One row of `COLUMNS`, as COPY reads it, of a telling."""
    return f"{id_.hex}\t{at_text}\t{said.grams}"


def whole_line(case: Case) -> str:
    """The same for a case that was lived whole."""
    return f"{case.id.hex}\t{case.reported_at}\t{said_of(case.text, case.place).grams}"
