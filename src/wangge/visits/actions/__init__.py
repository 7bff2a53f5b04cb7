"""Writing contacts, visits, rules and rounds; nothing else does."""

from __future__ import annotations

from wangge.visits.actions.borders import pass_on, take_back
from wangge.visits.actions.contacts import assign_contact, end_contact, give_contact
from wangge.visits.actions.coverage import count_coverage
from wangge.visits.actions.defaults import assign_contacts, mend_contacts
from wangge.visits.actions.past import record_past
from wangge.visits.actions.record import Problem, VisitGiven, record_visit
from wangge.visits.actions.rounds import add_targets, close_round, open_round
from wangge.visits.actions.rules import install_rules, set_rule

__all__ = [
    "Problem",
    "VisitGiven",
    "add_targets",
    "assign_contact",
    "assign_contacts",
    "close_round",
    "count_coverage",
    "end_contact",
    "give_contact",
    "install_rules",
    "mend_contacts",
    "open_round",
    "pass_on",
    "record_past",
    "record_visit",
    "set_rule",
    "take_back",
]
