"""What a county's own history teaches: closed cases with the item they ended with.

Bounded: the newest of each item, through the index of item and time, however many cases there
are. Ignores what was rejected, voided, merged or sent away: nobody settled their class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from wangge.cases.models import Case
from wangge.catalogue.access import catalogue
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import Verb
from wangge.triage.access import items_of

#: Closing by these says nothing about the class.
_UNSETTLED = {Verb.REJECT, Verb.VOID, Verb.MERGE, Verb.TRANSFER}
#: The newest cases of an item that are read.
MOST_OF_AN_ITEM = 300


class Past(NamedTuple):
    """One closed case as far as it teaches."""

    text: str
    label: str
    reported_at: datetime


def settling_states() -> frozenset[tuple[str, str]]:
    """(flow, state) of every state that closes a case of a settled class."""
    found: set[tuple[str, str]] = set()
    for flow in catalogue().flows.values():
        closed = {state.code for state in flow.states if state.kind is Kind.CLOSED}
        dropped = {rule.to for rule in flow.rules if rule.verb in _UNSETTLED}
        found |= {(flow.code, code) for code in closed - dropped}
    return frozenset(found)


def history(
    among: Collection[str] | None = None, *, most_of_an_item: int = MOST_OF_AN_ITEM
) -> Iterator[Past]:
    """The newest closed cases of every item people report (`among`: of these). A query an item."""
    states = {state for _, state in settling_states()}
    for label in items_of(catalogue()) if among is None else among:
        line, _, item = label.partition(":")
        rows = Case.objects.filter(item=item, line=line, kind="closed", state__in=states)
        newest = rows.order_by("-reported_at").values_list("text", "reported_at")
        for text, reported_at in newest[:most_of_an_item]:
            yield Past(text, label, reported_at)
