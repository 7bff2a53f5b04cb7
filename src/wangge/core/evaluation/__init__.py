"""Evaluation 综合评价 (GB/T 30428's seventh stage), pure: from rules as data to points."""

from __future__ import annotations

from wangge.core.evaluation.formula import Formula, parse
from wangge.core.evaluation.period import KINDS, Period, period_of, read_period
from wangge.core.evaluation.rules import (
    Better,
    Grade,
    Indicator,
    Rules,
    Scheme,
    Subject,
    Unit,
    read_rules,
)
from wangge.core.evaluation.score import Reading, Result, evaluate

__all__ = [
    "KINDS",
    "Better",
    "Formula",
    "Grade",
    "Indicator",
    "Period",
    "Reading",
    "Result",
    "Rules",
    "Scheme",
    "Subject",
    "Unit",
    "evaluate",
    "parse",
    "period_of",
    "read_period",
    "read_rules",
]
