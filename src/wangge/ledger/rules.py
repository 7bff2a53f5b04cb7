"""Which rules the evaluation reckons by on a day: the county's own, else those shipped."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from wangge.catalogue import yaml_lines
from wangge.core.evaluation import Rules, read_rules
from wangge.core.evaluation.refusals import BadRules
from wangge.ledger.models import RuleBook

_SHIPPED = Path(__file__).parent / "data" / "evaluation.yaml"


class InForce(NamedTuple):
    """Rules, their text, and since when they hold; None: as shipped."""

    rules: Rules
    text: str
    since: date | None


def rules_on(day: date) -> InForce:
    """The rules for a period that begins on that day. One query."""
    book = RuleBook.objects.filter(since__lte=day).order_by("-since").first()
    if book is None:
        return InForce(read_text(shipped()), shipped(), None)
    return InForce(read_text(book.text), book.text, book.since)


@lru_cache(maxsize=1)
def shipped() -> str:
    """The rules that come with the program: proposals, to be made one's own."""
    return _SHIPPED.read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def read_text(text: str) -> Rules:
    """The rules of a YAML text. Refuses: BadRules, BadFormula."""
    document = yaml_lines.read(text)
    for fault in document.faults:
        where = f"第 {fault.line} 行 line {fault.line}"
        raise BadRules(field="text", where=where, what=fault.zh.rstrip("。"), what_en=fault.en)
    return read_rules(document.data)
