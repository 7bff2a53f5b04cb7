"""Commands done together share a commit, and never each other's fate."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest
from django.db import transaction
from tests.support.logs import random_life

from wangge.audit.log import entries_of
from wangge.cases.actions.record import AlreadyReported, Reporter, record, record_report
from wangge.cases.actions.together import Failed, do_together
from wangge.cases.models import Case as Row
from wangge.cases.models import Reporter as ReporterRow
from wangge.core.case.events import Event, Reported
from wangge.core.case.facts import Case
from wangge.core.case.refusals import StaleVersion
from wangge.lib.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


def a_life(seed: int) -> tuple[Reported, Event]:
    """How a case begins, and the first thing that happens to it."""
    first, second, *_ = random_life(seed)
    assert isinstance(first, Reported)
    return msgspec.structs.replace(first, no=f"T-{seed}"), second


def move(case: Case, event: Event) -> Case:
    row = Row.objects.get(pk=case.id)
    return record(case, bytes(row.log_hash), event)


def test_what_is_done_together_is_one_transaction() -> None:
    told = Reporter(id=uuid7(), name="陈姨", phone="13800000000")
    reports = [
        partial(record_report, a_life(seed)[0], told if seed == 1 else None)
        for seed in (1, 2, 3, 4)
    ]
    cases = do_together(reports)
    assert all(isinstance(case, Case) for case in cases)
    written = [entries_of(case.id) for case in cases if isinstance(case, Case)]
    assert [len(entries) for entries in written] == [1, 1, 1, 1]
    assert len({entries[0].xid for entries in written}) == 1
    assert ReporterRow.objects.get(pk=told.id).phone == "13800000000"


def test_of_two_who_move_the_same_case_one_is_told_and_nobody_else_suffers() -> None:
    (first, event), (other, _) = a_life(5), a_life(6)
    case = record_report(first, None)
    moved = partial(move, case, event)
    won, lost, neighbour = do_together([moved, moved, partial(record_report, other, None)])
    assert isinstance(won, Case)
    assert isinstance(lost, Failed)
    assert isinstance(lost.error, StaleVersion)
    assert isinstance(neighbour, Case)
    assert Row.objects.filter(pk=other.id).exists()
    assert len(entries_of(case.id)) == 2


def test_a_report_sent_twice_at_once_is_one_case() -> None:
    first, _ = a_life(7)
    outcomes = do_together([partial(record_report, first, None)] * 2)
    assert isinstance(outcomes[0], Case)
    assert isinstance(outcomes[1], Failed)
    assert isinstance(outcomes[1].error, AlreadyReported)
    assert len(entries_of(first.id)) == 1


def test_who_fails_while_judged_writes_nothing_and_harms_nobody() -> None:
    (half, _), (whole, _) = a_life(8), a_life(9)

    def fails_after_writing() -> Case:
        record_report(half, None)
        raise StaleVersion(field="version", yours=1, now=2)

    failed, done = do_together([fails_after_writing, lambda: record_report(whole, None)])
    assert isinstance(failed, Failed)
    assert isinstance(done, Case)
    assert list(Row.objects.values_list("pk", flat=True)) == [whole.id]


def test_a_command_with_a_transaction_of_its_own_writes_in_it() -> None:
    first, event = a_life(10)

    @transaction.atomic
    def reported_and_moved() -> Case:
        return move(record_report(first, None), event)

    (outcome,) = do_together([reported_and_moved])
    assert isinstance(outcome, Case)
    assert outcome.version == 2
    assert Row.objects.get(pk=first.id).version == 2
