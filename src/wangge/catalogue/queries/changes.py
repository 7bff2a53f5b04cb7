"""What a change of the catalogue would do, what changed before, and what is wrong with packs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wangge.catalogue import models
from wangge.catalogue.access import catalogue
from wangge.catalogue.loader import load_packs
from wangge.catalogue.places import county_vocabulary, pack_folders
from wangge.catalogue.reader import Problem
from wangge.core.clock import Limit


@dataclass(frozen=True, slots=True)
class LimitPreview:
    """What a change of a limit would do, shown before it is done."""

    item: str
    when: str
    before: Limit
    after: Limit
    #: Open cases filed under the condition; their running clocks keep the old limit.
    open_cases: int


def preview_limit_change(
    line: str, item: str, condition: str, limit: str, *, open_cases: Callable[[str, str, str], int]
) -> LimitPreview:
    """What setting that limit would mean. `open_cases`: (line, item, condition) → how many.

    Refuses: UnknownLine, UnknownItem, UnknownCondition, BadLimit.
    """
    known = catalogue()
    found = known.condition(line, item, condition)
    return LimitPreview(
        item=known.item(line, item).title,
        when=found.when,
        before=Limit.parse(found.limit),
        after=Limit.parse(limit),
        open_cases=open_cases(line, item, condition),
    )


def condition_history(line: str, item: str, condition: str) -> list[models.Condition]:
    """Every row of a condition, the newest first."""
    found = models.Condition.objects.filter(line=line, item=item, code=condition)
    return list(found.order_by("-valid_from", "-id"))


def pack_problems() -> tuple[Problem, ...]:
    """What is wrong with the packs in their folders now. Reads all files, about half a second."""
    return load_packs(pack_folders(), county_vocabulary()).problems
