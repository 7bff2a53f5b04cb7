"""The third promise, proven from the rows: for now, or as it was at any past instant.

Every case is replayed from its log; for now its row must say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from wangge.cases.actions.record import columns_of
from wangge.cases.models import Case as Row
from wangge.catalogue.access import catalogue
from wangge.core.case.events import Event, decode
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Case
from wangge.core.case.problems import Problem, ProblemKind, problems_of
from wangge.territory.access import roles, roster

_BATCH = 5_000


def problem_faults(*, at: datetime, now: datetime) -> tuple[int, list[Problem]]:
    """How many cases were open at that instant, and every counter-example among them.

    Reads the log once, and for now the rows beside it, in one snapshot.
    """
    known, posts, parts = catalogue(), roster(), roles()
    open_cases, found = 0, list[Problem]()
    with transaction.atomic():
        rows = Row.objects.order_by("pk").iterator(_BATCH) if at >= now else None
        for case in _replayed(at):
            open_cases += case.is_open
            found += problems_of(case, known.flow(case.flow), posts, parts, at)
            if rows is not None:
                found += _unlike_row(case, rows)
        found += [Problem(ProblemKind.UNLIKE_LOG, row.no, "日志") for row in rows or ()]
    return open_cases, found


def _replayed(at: datetime) -> Iterator[Case]:
    """Every case that had been reported by then, as it was then."""
    for _, entries in groupby(_entries(at), key=lambda entry: entry[0]):
        yield replay(event for _, event in entries)


def _entries(at: datetime) -> Iterator[tuple[UUID, Event]]:
    """The events of all cases up to that instant, case by case, in order."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT subject, data FROM audit_entry WHERE kind = 'case' AND at <= %s"
            " ORDER BY subject, seq",
            [at],
        )
        while rows := cursor.fetchmany(_BATCH):
            for subject, data in rows:
                yield subject, decode(data)


def _unlike_row(case: Case, rows: Iterator[Row]) -> list[Problem]:
    """What the next row says otherwise than the log; both come in the order of their ids."""
    found: list[Problem] = []
    for row in rows:
        if row.pk == case.id:
            return found + _differences(case, row)
        found.append(Problem(ProblemKind.UNLIKE_LOG, row.no, "日志"))
    return [*found, Problem(ProblemKind.UNLIKE_LOG, case.no, "案件")]


def _differences(case: Case, row: Row) -> list[Problem]:
    if row.as_fact() != case:
        return [Problem(ProblemKind.UNLIKE_LOG, case.no, "内容")]
    return [
        Problem(ProblemKind.UNLIKE_LOG, case.no, column)
        for column, value in columns_of(case).items()
        if getattr(row, column) != value
    ]
