"""The follower that keeps the ledger: every entry about a case is counted once, exactly.

It keeps what it must know of each case (`CountedCase`), so it reads no case row and no log twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec
from django.db import connection

from wangge.audit.followers import Follower, register
from wangge.audit.log import LogEntry, entries_of
from wangge.catalogue.access import catalogue
from wangge.core.case.events import Beginning, decode
from wangge.core.case.flow import Stage
from wangge.core.tally import HandlingStates, Life, begin_life, live_on
from wangge.ledger.actions import Change, clear, count

NAME = "ledger.tallies"
#: Many at once are added up before they are written; a full batch takes about half a second.
BATCH = 8_000

_DECODER = msgspec.json.Decoder(Life)


def register_all() -> None:
    """Make the follower of the ledger known."""
    register(Follower(NAME, follow, batch=BATCH, clear=clear))


def follow(entries: Sequence[LogEntry], now: datetime) -> None:
    """Count what the entries changed."""
    by_case: dict[UUID, list[LogEntry]] = {}
    for entry in entries:
        if entry.kind == "case":
            by_case.setdefault(entry.subject, []).append(entry)
    handling = handling_states()
    changes = []
    known = _lives(by_case)
    for case_id in sorted(by_case):
        before = known.get(case_id)
        after = lived(before, case_id, by_case[case_id], handling)
        if after is not before and after is not None:
            changes.append(Change(case_id, before, after))
    if changes:
        count(changes)


def lived(
    life: Life | None, case_id: UUID, entries: Iterable[LogEntry], handling: HandlingStates
) -> Life | None:
    """The life after the entries, however they are ordered; those it knows already are skipped.

    The log's order is by transaction; a transaction that began early and waited may write the
    later entry of a case and still stand first. Then the entry in between is fetched.
    """
    for entry in sorted(entries, key=lambda one: one.seq):
        seq = life.seq if life else 0
        if entry.seq > seq + 1:
            missing = [one for one in entries_of(case_id) if seq < one.seq < entry.seq]
            life = lived(life, case_id, missing, handling)
        if entry.seq > seq:
            life = _after(life, entry, handling)
    return life


def handling_states() -> HandlingStates:
    """(flow, state) of every state in which cases are handled, by the catalogue in force."""
    return _handling_states(catalogue().version)


@lru_cache(maxsize=2)
def _handling_states(version: str) -> HandlingStates:
    return frozenset(
        (flow.code, state.code)
        for flow in catalogue().flows.values()
        for state in flow.states
        if state.stage is Stage.HANDLE
    )


def _after(life: Life | None, entry: LogEntry, handling: HandlingStates) -> Life:
    event = decode(entry.data)
    if life is None:
        assert isinstance(event, Beginning)
        return begin_life(event, handling)
    return live_on(life, event, handling)


def _lives(cases: Iterable[UUID]) -> dict[UUID, Life]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, life FROM ledger_countedcase WHERE case_id = ANY(%s)", [list(cases)]
        )
        return {pk: _DECODER.decode(life) for pk, life in cursor.fetchall()}
