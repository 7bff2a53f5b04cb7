"""The rules of visits: what a county begins with, and changing one. 走访规则."""

from __future__ import annotations

from datetime import date, datetime
from importlib.resources import files
from uuid import UUID

import yaml
from django.db import transaction
from django.db.models import Q

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.visits import Unit
from wangge.registry.codes import code_lists
from wangge.visits.models import VisitRule
from wangge.visits.queries.standing import day_of
from wangge.visits.refusals import BadSpan, BeginsInPast, UnknownClass

#: Subject of the log's entries about rules.
RULES = UUID("019b0000-0000-7000-8000-000000000006")
MOST = 400
#: From when the shipped rules hold: before any household is registered.
_ALWAYS = date(2020, 1, 1)


@transaction.atomic
def install_rules(now: datetime) -> None:
    """Every class of data/rules.yaml has a rule; those that had one keep what the county made."""
    text = files("wangge.visits").joinpath("data/rules.yaml").read_text(encoding="utf-8")
    known = set(VisitRule.objects.values_list("visit_class", flat=True))
    VisitRule.objects.bulk_create(
        VisitRule(
            visit_class=rule["visit_class"],
            every=rule["every"],
            unit=rule["unit"],
            valid_from=_ALWAYS,
            basis=rule["basis"],
            provenance=rule["provenance"],
        )
        for rule in yaml.safe_load(text)["rules"]
        if rule["visit_class"] not in known
    )


@transaction.atomic
def set_rule(
    visit_class: str,
    every: int,
    unit: str,
    *,
    since: date,
    basis: str,
    actor: Actor,
    now: datetime,
) -> VisitRule:
    """Households of the class are visited so often from that day on.

    Nobody is late by it before one of its spans has passed. What was planned for later goes.
    Refuses: MayNot (catalogue.write), UnknownClass, BadSpan, BeginsInPast.
    """
    require(actor, "catalogue.write")
    check_rule(visit_class, every, unit, since=since, now=now)
    rows = VisitRule.objects.filter(visit_class=visit_class)
    rows.filter(valid_from__gte=since).delete()
    rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=since)).update(valid_until=since)
    row = VisitRule.objects.create(
        visit_class=visit_class,
        every=every,
        unit=unit,
        valid_from=since,
        basis=basis.strip(),
        provenance="L",
    )
    data = {"class": visit_class, "every": every, "unit": unit, "since": since.isoformat()}
    append("visits", RULES, "visits.rule", data | {"basis": row.basis}, actor=actor, now=now)
    return row


def check_rule(visit_class: str, every: int, unit: str, *, since: date, now: datetime) -> None:
    """Such a rule can be made. Refuses: UnknownClass, BadSpan, BeginsInPast."""
    if visit_class not in code_lists().titles.get("visit_class", {}):
        raise UnknownClass(field="visit_class")
    if not 1 <= every <= MOST or unit not in list(Unit):
        raise BadSpan(field="every", most=MOST)
    today = day_of(now)
    if since < today:
        raise BeginsInPast(field="since", today=today)
