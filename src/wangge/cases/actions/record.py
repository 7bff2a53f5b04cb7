"""Write what was judged: the log entry and the case's row, in ONE round trip.

One statement inserts the entry and inserts or moves the row; it commits or nothing does. A row
that has moved on meanwhile makes the entry a duplicate (`subject`, `seq`), so the loser is told
and nothing is lost. Everything else that must follow is a follower's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from uuid import UUID

import msgspec
from django.db import connection, transaction
from psycopg import errors

from wangge.cases.actions.together import Write, gather
from wangge.cases.sealed import REPORTER_NAME, REPORTER_PHONE
from wangge.cases.statements import send
from wangge.core.case.events import Event, Reported, encode, name_of
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.facts import Case
from wangge.core.case.refusals import StaleVersion
from wangge.lib.chain import genesis, link
from wangge.privacy.sealing import blind, seal

# fmt: off
ROW = [
    "version", "line", "item", "flow", "state", "kind", "severity", "source", "text", "place",
    "lon", "lat", "located", "county_id", "town_id", "village_id", "grid_id", "owner_id",
    "posts", "requesters", "reported_at", "entered_at", "closed_at", "due_at", "wake_at",
    "paused", "supervised", "escalation", "duplicates", "parent_id", "log_hash", "fact",
]
ENTRY = ["kind", "subject", "seq", "name", "at", "post", "person", "data", "hash"]
REPORTER = [
    "id", "case_id", "user_id", "name", "name_sealed", "phone_sealed", "phone_blind", "text",
    "confidential", "at",
]
# fmt: on


class AlreadyReported(Exception):
    """The id was used before: the report is being sent again."""


class Reporter(msgspec.Struct, frozen=True, kw_only=True):
    """Who reported, as given; kept beside the case, never in the log."""

    id: UUID
    name: str = ""
    phone: str = ""
    user_id: UUID | None = None
    confidential: bool = False


def _insert(table: str, columns: Sequence[str], first: int, row: int = 0, rows: int = 1) -> str:
    """An INSERT of so many rows, whose parameters are numbered from `first`, rows `row` apart."""
    numbered = (
        ", ".join(f"${first + n * row + place}" for place in range(len(columns)))
        for n in range(rows)
    )
    values = ", ".join(f"({marks})" for marks in numbered)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"  # noqa: S608


@cache
def insert_cases(count: int, *, told: bool) -> str:
    """The statement that writes so many reports, each with its reporter if `told`."""
    case = ["id", "no", *ROW]
    teller = REPORTER if told else []
    row = len(case) + len(teller) + len(ENTRY)
    after_case = len(case) + 1
    filed = _insert("cases_case", case, 1, row, count)
    entered = _insert("audit_entry", ENTRY, after_case + len(teller), row, count)
    if not told:
        return f"WITH filed AS ({filed}) {entered}"
    known = _insert("cases_reporter", REPORTER, after_case, row, count)
    return f"WITH filed AS ({filed}), told AS ({known}) {entered}"


@cache
def move_cases(count: int) -> str:
    """The statement that moves so many cases' rows and writes the entries that say why."""
    size = len(ROW)
    row = size + 2 + len(ENTRY)
    moves = []
    for n in range(count):
        first = 1 + n * row
        values = ", ".join(f"{name} = ${first + place}" for place, name in enumerate(ROW))
        this_one = f"id = ${first + size} AND version = ${first + size + 1}"
        moves.append(f"move{n} AS (UPDATE cases_case SET {values} WHERE {this_one})")  # noqa: S608
    return f"WITH {', '.join(moves)} {_insert('audit_entry', ENTRY, size + 3, row, count)}"


INSERT_CASE = insert_cases(1, told=False)
INSERT_CASE_AND_REPORTER = insert_cases(1, told=True)
MOVE_CASE = move_cases(1)


def record_report(event: Reported, reporter: Reporter | None) -> Case:
    """The case exists with its first entry, durably (outside a transaction).

    Raises AlreadyReported when the id is taken.
    """
    case = begin(event)
    told = reporter is not None
    write = Write(
        INSERT_CASE_AND_REPORTER if told else INSERT_CASE,
        insert_values(case, event, reporter),
        partial(insert_cases, told=told),
    )
    try:
        _execute(write)
    except errors.UniqueViolation as error:
        if error.diag.constraint_name in ("cases_case_pkey", "audit_entry_once"):
            raise AlreadyReported from error
        raise
    return case


def insert_values(case: Case, event: Reported, reporter: Reporter | None) -> list[object]:
    """The parameters of `INSERT_CASE` or `INSERT_CASE_AND_REPORTER`."""
    entry, digest = entry_values(case.id, 1, genesis(case.id), event)
    told = reporter_values(reporter, case, event.at) if reporter else []
    return [case.id, case.no, *row_values(case, digest), *told, *entry]


def record(case: Case, log_hash: bytes, event: Event) -> Case:
    """The case after `event`, row and log moved together. Raises StaleVersion if it had moved."""
    after = evolve(case, event)
    entry, digest = entry_values(case.id, after.version, log_hash, event)
    values = [*row_values(after, digest), case.id, case.version, *entry]
    try:
        _execute(Write(MOVE_CASE, values, move_cases))
    except errors.UniqueViolation as error:
        raise StaleVersion(field="version", yours=case.version, now=case.version + 1) from error
    return after


def _execute(write: Write) -> None:
    """Write it on this thread's connection: its own transaction, one round trip.

    With those of its neighbours where several are done together. Where a transaction runs
    already, in a savepoint of it, so that a refusal leaves it usable.
    """
    if gather(write):
        return
    if connection.in_atomic_block:
        with transaction.atomic():
            send(write.statement, write.values)
    else:
        send(write.statement, write.values)


def reporter_values(reporter: Reporter, case: Case, at: datetime) -> list[object]:
    """The columns of `REPORTER`, in its order: the telephone sealed, a confidential name too."""
    name, phone, row = reporter.name, reporter.phone, reporter.id
    hidden = reporter.confidential and name != ""
    return [
        *(row, case.id, reporter.user_id, "" if hidden else name),
        seal(name, of=REPORTER_NAME, row=row) if hidden else None,
        seal(phone, of=REPORTER_PHONE, row=row) if phone else None,
        blind(phone, of=REPORTER_PHONE) if phone else None,
        *(case.text, reporter.confidential, at),
    ]


def entry_values(subject: UUID, seq: int, prev: bytes, event: Event) -> tuple[list[object], bytes]:
    """The columns of `ENTRY`, in its order, for what follows the hash `prev`; and its own hash."""
    data = encode(event).decode()
    name, at = name_of(event), event.at
    post, person = event.by.post, event.by.person
    digest = link(
        prev, subject=subject, seq=seq, name=name, at=at, post=post, person=person, data=data
    )
    return ["case", subject, seq, name, at, post, person, data, digest], digest


def row_values(case: Case, digest: bytes) -> list[object]:
    """The columns of `ROW`, in its order, from the case."""
    point, chain = case.point, case.chain
    return [
        *(case.version, case.line, case.item, case.flow, case.state, case.kind.value),
        *(case.severity, case.source, case.text, case.place),
        *(point.lon if point else None, point.lat if point else None, case.located),
        *(chain.county, chain.town, chain.village, chain.grid),
        *(case.owner, list(case.posts), list(case.requesters)),
        *(case.reported_at, case.entered_at, case.closed_at, case.due_at, case.escalate_at),
        *(case.is_paused, bool(case.supervised()), case.escalation, case.duplicates, case.parent),
        *(digest, msgspec.json.encode(case, order="deterministic").decode()),
    ]


def columns_of(case: Case) -> dict[str, object]:
    """What the row's columns must say for this case: for the proof that rows equal their logs."""
    names = [name for name in ROW if name not in ("log_hash", "fact")]
    return dict(zip(names, row_values(case, b""), strict=False))
