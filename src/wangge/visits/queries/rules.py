"""The rules of visits (走访规则) in force on a day, and the form. Reads only."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
from django.db.models import Q

from wangge.core.visits import Rules, VisitForm
from wangge.registry.codes import code_lists
from wangge.visits.models import VisitRule


def rules_on(day: date, *, but: tuple[VisitRule, ...] = ()) -> Rules:
    """The rules in force on that day; those of `but` take the place of their class's. One query."""
    rows = VisitRule.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day
    )
    facts = {row.visit_class: row.as_fact() for row in (*rows, *but)}
    return Rules(facts.values(), code_lists().visit_class)


def rule_history(visit_class: str) -> list[VisitRule]:
    """Every rule of the class, the latest first. One query."""
    return list(VisitRule.objects.filter(visit_class=visit_class).order_by("-valid_from"))


@cache
def visit_form() -> VisitForm:
    """What is asked on a visit."""
    text = files("wangge.visits").joinpath("data/form.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=VisitForm)
