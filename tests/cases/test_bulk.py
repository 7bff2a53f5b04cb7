"""Lives written at once are, byte for byte, what writing event by event makes of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from tests.liling import Liling

from wangge.audit.log import entries_of
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.bulk import History, record_histories
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.numbers import next_number, take_numbers
from wangge.cases.actions.record import Reporter
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case
from wangge.cases.models import Reporter as ReporterRow
from wangge.core.case.events import Event, decode
from wangge.core.case.verbs import Verb


def _standing(pk: UUID) -> tuple[Any, ...]:
    """The row, its reporter and its log, as they stand; the log without its places."""
    log = [entry._replace(position=0, xid=0) for entry in entries_of(pk)]
    row = Case.objects.filter(pk=pk).values().get()
    told = list(ReporterRow.objects.filter(case_id=pk).values())
    return ({**row, "log_hash": bytes(row["log_hash"])}, told, log)


def test_a_life_written_at_once_equals_one_lived(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    with transaction.atomic():
        case, _ = report_case(
            Report(
                line="city_management",
                item="E01.13",
                text="路面破损",
                point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
            ),
            actor=liling.actor("chenyi"),
            now=liling.now,
        )
        wanted = Act(action=Verb.DISPATCH)
        act(case.no, wanted, actor=liling.actor("liqiang"), now=liling.now)
        lived = _standing(case.id)
        transaction.set_rollback(True)
    assert not Case.objects.filter(pk=case.id).exists()

    events: tuple[Event, ...] = tuple(decode(entry.data) for entry in lived[2])
    (told,) = lived[1]
    reporter = Reporter(id=told["id"], name=told["open_name"], user_id=told["user_id"])
    assert record_histories([History(events, (reporter,))]) == 1

    assert _standing(case.id) == lived


def test_numbers_taken_at_once_are_nobody_elses(liling: Liling) -> None:
    day = liling.now.date()
    taken = [*take_numbers(day, 30), next_number(liling.now), *take_numbers(day, 5)]
    assert len(set(taken)) == 36
