"""Posts, who answers for them, and what an actor may see. Pure: values in, values out."""

from __future__ import annotations

from wangge.core.duty.actor import (
    STRANGER,
    SYSTEM,
    Actor,
    AreaScope,
    Grant,
    Scope,
    actor_of,
)
from wangge.core.duty.facts import AbsenceFact, HoldingFact, PostFact, Role, RoleFact, Sight
from wangge.core.duty.roster import Answer, NoSingleTop, Roster, Step, Turn

__all__ = [
    "STRANGER",
    "SYSTEM",
    "AbsenceFact",
    "Actor",
    "Answer",
    "AreaScope",
    "Grant",
    "HoldingFact",
    "NoSingleTop",
    "PostFact",
    "Role",
    "RoleFact",
    "Roster",
    "Scope",
    "Sight",
    "Step",
    "Turn",
    "actor_of",
]
