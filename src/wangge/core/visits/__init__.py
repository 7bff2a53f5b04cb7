"""How often somebody calls at a household, and when the next call is due. Pure: values in, out."""

from __future__ import annotations

from wangge.core.visits.due import State, Unit, VisitRule, due_on, overdue_days, state_of
from wangge.core.visits.faults import FaultKind, HouseholdFault
from wangge.core.visits.forms import Field, VisitForm, check_answers
from wangge.core.visits.rules import Rules
from wangge.core.visits.spread import spread

__all__ = [
    "FaultKind",
    "Field",
    "HouseholdFault",
    "Rules",
    "State",
    "Unit",
    "VisitForm",
    "VisitRule",
    "check_answers",
    "due_on",
    "overdue_days",
    "spread",
    "state_of",
]
