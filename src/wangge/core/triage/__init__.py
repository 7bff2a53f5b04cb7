"""Triage 智能分类: which class a text may mean, which texts speak of the same thing.

Small linear models over hashed n-grams of letters; they propose, people decide.
"""

from __future__ import annotations

from wangge.core.triage.advice import Advice, Advisor, Confidence
from wangge.core.triage.hints import hints, is_reported
from wangge.core.triage.letters import grams_of, letters_of, said
from wangge.core.triage.model import Candidate, Model, Piece
from wangge.core.triage.reading import Report, read
from wangge.core.triage.store import BadModel, pack, unpack

__all__ = [
    "Advice",
    "Advisor",
    "BadModel",
    "Candidate",
    "Confidence",
    "Model",
    "Piece",
    "Report",
    "grams_of",
    "hints",
    "is_reported",
    "letters_of",
    "pack",
    "read",
    "said",
    "unpack",
]
