"""The follower that notes, for reports, what was suggested and what became of it.

So the accuracy in use is known, whether or not anybody looked at the suggestion. Reports older
than `KEPT` and imported ones are passed over: nobody was ever shown a suggestion for them. Where
very many come at once, only some are noted: the figure needs a sample, the processor is others'.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from wangge.audit.followers import Follower, register
from wangge.audit.log import LogEntry
from wangge.core.case.events import Classified, Moved, Reported, decode
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.triage import Report
from wangge.core.triage.advice import LEAST
from wangge.lib.clock import SHANGHAI
from wangge.triage.access import standing
from wangge.triage.actions import clear_outcomes, note_outcomes
from wangge.triage.models import SuggestionOutcome
from wangge.triage.queries.history import settling_states

NAME = "triage.outcomes"
BATCH = 1_000
#: Reports of one batch that are noted, the last ones.
SAMPLE = 50
#: How long an outcome is kept, and how old a report may be to get one.
KEPT = timedelta(days=180)

_REPORTED = f"case.{NAMES[Verb.REPORT].past}"


def register_all() -> None:
    """Make the follower of triage known."""
    register(Follower(NAME, follow, batch=BATCH, clear=clear_outcomes))


def follow(entries: Sequence[LogEntry], now: datetime) -> None:
    """Suggest for new reports; note their class when it changes and their end when it comes."""
    cases = [entry for entry in entries if entry.kind == "case" and entry.at >= now - KEPT]
    if not cases:
        return
    known = SuggestionOutcome.objects.in_bulk(list({entry.subject for entry in cases}))
    reported = [each for each in cases if each.name == _REPORTED and each.subject not in known]
    new = {row.case_id: row for row in _outcomes(reported[-SAMPLE:])}
    settling = {state for _, state in settling_states()}
    changed: set[UUID] = set()
    for entry in cases:
        row = known.get(entry.subject) or new.get(entry.subject)
        if row is not None and entry.name != _REPORTED:
            event = decode(entry.data)
            if isinstance(event, Classified):
                row.item = event.item
                changed.add(entry.subject)
            elif isinstance(event, Moved):
                settled = event.kind is Kind.CLOSED and event.state in settling
                row.settled_on = event.at.astimezone(SHANGHAI).date() if settled else None
                changed.add(entry.subject)
    note_outcomes(list(new.values()), [row for pk, row in known.items() if pk in changed])


def _outcomes(entries: Sequence[LogEntry]) -> list[SuggestionOutcome]:
    """What is suggested for these reports, among the items of their own line."""
    events = [event for entry in entries if isinstance(event := decode(entry.data), Reported)]
    if not events:
        return []
    advisor, model_id = standing()
    sure = advisor.probabilities([Report(event.text) for event in events])
    lines = np.array([label.partition(":")[0] for label in advisor.labels])
    found = []
    for event, row in zip(events, sure, strict=True):
        own = row * (lines == event.line)
        own /= max(float(own.sum()), 1e-9)
        best = [at for at in np.argsort(-own, kind="stable")[:3].tolist() if own[at] >= LEAST]
        items = [advisor.labels[at].partition(":")[2] for at in best]
        found.append(
            SuggestionOutcome(
                case_id=event.id,
                model_id=model_id,
                line=event.line,
                suggested=items[0] if items else "",
                others=items[1:],
                probability=float(own[best[0]]) if best else 0.0,
                given=event.item,
                item=event.item,
                reported_on=event.at.astimezone(SHANGHAI).date(),
            )
        )
    return found
