"""The rows of visits, by noun: contacts, rules, visits, rounds, coverage."""

from __future__ import annotations

from wangge.visits.models.contacts import Contact
from wangge.visits.models.coverage import Coverage
from wangge.visits.models.rounds import Round, RoundTarget
from wangge.visits.models.rules import VisitRule
from wangge.visits.models.visits import Visit

__all__ = ["Contact", "Coverage", "Round", "RoundTarget", "Visit", "VisitRule"]
