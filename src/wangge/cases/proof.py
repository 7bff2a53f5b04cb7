"""The third promise, proven from the rows: for now, or as it was at any past instant.

Whether a case was open is read from its log alone, never from its row: from the last entry that
moved it. Every open one is replayed from its whole log and judged, and for now its row must say
the same in every column. A closed one owes nothing more, so its row must only say that it is closed
and has come as far as its log; that its columns, too, are the fold of its log is asked where
`whole` is wanted (`wangge prove --log`). So the proof costs one pass over the entries inside the
database, and a replay of what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import msgspec
from django.db import connection

from wangge.audit.log import entries_of, snapshot
from wangge.cases.actions.record import ROW, row_values
from wangge.cases.models import Case as Row
from wangge.catalogue.access import catalogue
from wangge.core.case.events import decode
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Case
from wangge.core.case.problems import Problem, ProblemKind, problems_of
from wangge.core.catalogue import Catalogue
from wangge.core.duty import RoleFact, Roster
from wangge.core.errors import Refusal
from wangge.core.proofs.judge import check_chain
from wangge.territory.access import forget_roster, roles, roster

#: Is told how many cases were replayed.
Heed = Callable[[int], None]

_BATCH = 1_000

#: What the log says of every case: its last entry, and whether the last move closed it. A move
#: begins with its tag; quotes inside what people wrote are escaped, so none can feign a kind. A
#: case from another system says it in its first entry, just behind the verb.
_TOLD = """
    SELECT subject, max(seq) AS seq, max(
        CASE WHEN data LIKE '{"type":"moved"%%'
        THEN 2 * seq + (data LIKE '%%"kind":"closed"%%')::int
        WHEN seq = 1 AND data LIKE '{"type":"imported"%%'
        THEN 2 + (data LIKE '%%"verb":"import","kind":"closed"%%')::int END
    ) %% 2 = 1 AS closed
    FROM audit_entry WHERE kind = 'case' AND (%(at)s::timestamptz IS NULL OR at <= %(at)s)
    GROUP BY subject
"""
#: The same, each beside its row.
_STANDING = f"""
    SELECT coalesce(c.id, told.subject), c.no, told.subject IS NULL, c.id IS NULL,
        c.version <> told.seq, (c.kind = 'closed') <> (closed IS TRUE), closed IS TRUE
    FROM ({_TOLD}) told FULL JOIN cases_case c ON c.id = told.subject
    WHERE %(whole)s OR closed IS NOT TRUE OR c.id IS NULL OR c.version <> told.seq
        OR c.kind <> 'closed'
    ORDER BY 1
"""  # noqa: S608 - constants only


def problem_faults(
    *,
    at: datetime,
    now: datetime,
    whole: bool = False,
    known: Collection[UUID] = (),
    heed: Heed | None = None,
) -> tuple[int, list[Problem]]:
    """How many cases were open at that instant, and every counter-example among them.

    `whole`: the rows of closed cases are compared in every column, too. `known`: cases whose log
    is known to be false; nothing is derived from it. One snapshot.
    """
    found: list[Problem] = []
    open_cases = 0
    until = at if at < now else None
    forget_roster()  # posts are read as of the same moment as the cases they own
    with snapshot():
        judge = Judge(catalogue(), roster(), roles(), at)
        ids = _standing(whole, found) if until is None else _open_at(until)
        found[:] = [one for one in found if one.case not in known]
        besides = {*known, *(one.case for one in found)}
        ids = [one for one in ids if one not in known]
        for start in range(0, len(ids), _BATCH):
            for case in _replayed(ids[start : start + _BATCH], until, besides, found):
                open_cases += case.is_open
                found += judge.problems(case)
            if heed:
                heed(min(start + _BATCH, len(ids)))
    return open_cases, found


@dataclass(frozen=True, slots=True)
class Judge:
    """What an open case is judged by, as of one instant."""

    known: Catalogue
    posts: Roster
    parts: Mapping[str, RoleFact]
    at: datetime

    def problems(self, case: Case) -> list[Problem]:
        """Everything wrong with the case; one in a state or flow there is not has no way on."""
        if not case.is_open:
            return []
        try:
            flow = self.known.flow(case.flow)
            return problems_of(case, flow, self.posts, self.parts, self.at)
        except (LookupError, Refusal):
            detail = f"{case.flow}/{case.state}"
            chain, point = case.chain, case.point
            return [Problem(ProblemKind.NO_STEP, case.no, detail, case.id, chain, point)]


def _open_at(until: datetime) -> list[UUID]:
    """The cases that were open then, by their logs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT subject FROM ({_TOLD}) told WHERE closed IS NOT TRUE ORDER BY 1",  # noqa: S608
            {"at": until},
        )
        return [subject for (subject,) in cursor.fetchall()]


def _standing(whole: bool, found: list[Problem]) -> list[UUID]:
    """The cases that are open by their logs; `whole`: and all others.

    Into `found`: rows without a log, logs without a row, rows that stand elsewhere than their log.
    """
    ids: list[UUID] = []
    with connection.chunked_cursor() as cursor:
        cursor.execute(_STANDING, {"at": None, "whole": whole})
        rows = cursor.fetchall()
    for case, no, no_log, no_row, other_end, other_state, closed in rows:
        if whole or not closed:
            ids.append(case)
        if not (no_log or no_row or other_end or other_state):
            continue
        detail = "日志" if no_log else "案件" if no_row else "状态" if other_state else "日志进度"
        unlike = Problem(ProblemKind.UNLIKE_LOG, no or str(case), detail, case)
        found.append((None if no_log or no_row else _broken(case, no)) or unlike)
    return ids


def _replayed(
    ids: Sequence[UUID],
    until: datetime | None,
    besides: Collection[UUID | None],
    found: list[Problem],
) -> Iterator[Case]:
    """The cases as they were; for now (`until` None) also compared with their rows.

    Of those in `besides` it is said already that row and log differ.
    """
    rows = {} if until else _rows(ids)
    for subject, entries in groupby(_entries(ids, until), key=itemgetter(0)):
        row = rows.get(subject)
        try:
            case = replay(decode(data) for _, data in entries)
        except (ValueError, AssertionError, msgspec.MsgspecError):
            if subject not in besides:
                no = str(row[1] if row else subject)
                unreadable = Problem(ProblemKind.UNREADABLE, no, "", subject)
                found.append(_broken(subject, no) or unreadable)
            continue
        if row is not None and subject not in besides and (unlike := _unlike(case, row)):
            found.append(_broken(subject, case.no) or unlike)
        yield case


def _entries(ids: Sequence[UUID], until: datetime | None) -> Iterator[tuple[UUID, str]]:
    """What happened to these cases up to then, case by case, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, data FROM audit_entry WHERE subject = ANY(%s) AND kind = 'case'"
            " AND (%s::timestamptz IS NULL OR at <= %s) ORDER BY subject, seq",
            [list(ids), until, until],
        )
        yield from cursor.fetchall()


def _rows(ids: Sequence[UUID]) -> dict[UUID, tuple[object, ...]]:
    """The rows of these cases: id, number, and the columns of `ROW`."""
    with connection.cursor() as cursor:
        columns = ", ".join(["id", "no", *ROW])
        cursor.execute(f"SELECT {columns} FROM cases_case WHERE id = ANY(%s)", [list(ids)])  # noqa: S608
        return {row[0]: row for row in cursor.fetchall()}


#: What people call the columns that a clerk would look for first; others bear their own name.
_CALLED = {
    "owner_id": "责任岗位", "state": "状态", "kind": "状态", "due_at": "期限", "line": "业务线",
    "item": "类别", "text": "描述", "place": "地点", "grid_id": "网格", "village_id": "村（社区）",
    "town_id": "镇街", "closed_at": "结案时间", "fact": "内容", "paused": "挂账",
}  # fmt: skip
_DECODER = msgspec.json.Decoder(Case)


def _unlike(case: Case, row: Sequence[object]) -> Problem | None:
    """The first thing in which the row differs from the case that its log makes."""
    right = row_values(case, b"")
    for column, value, says in zip(ROW, right, row[2:], strict=True):
        if column == "log_hash" or value == says:
            continue
        if column == "fact" and _DECODER.decode(str(says)) == case:
            continue  # the same value, written by an earlier release
        return Problem(ProblemKind.UNLIKE_LOG, case.no, _CALLED.get(column, column), case.id)
    if row[1] != case.no:
        return Problem(ProblemKind.UNLIKE_LOG, case.no, "编号", case.id)
    return None


def _broken(case: UUID, no: str) -> Problem | None:
    """That not the row but an entry of the log was touched, where the chain shows it."""
    fault = next(iter(check_chain(entries_of(case))), None)
    return Problem(ProblemKind.LOG_ALTERED, no, str(fault.seq), case) if fault else None


def marks() -> Iterator[tuple[UUID, int, bytes]]:
    """How far every case says its log has come, in order of their ids: for the proof of the log."""
    rows = Row.objects.order_by("pk").values_list("pk", "version", "log_hash")
    for pk, version, digest in rows.iterator(5_000):
        yield pk, version, bytes(digest)
