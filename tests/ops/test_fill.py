"""A filled county is what its doors would have made: proven, and read anew to the same rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.liling import Liling

from wangge.audit.followers import registered
from wangge.audit.log import entries_by_subject
from wangge.audit.proof import log_faults
from wangge.cases.models import Case, Involvement, SearchText
from wangge.cases.proof import marks, problem_faults
from wangge.catalogue.access import catalogue
from wangge.core.case.events import Imported, Reported, decode
from wangge.core.case.stages import clock_of
from wangge.core.clock.limits import Counting
from wangge.core.clock.meters import meter_of
from wangge.ledger.proof import tally_faults
from wangge.ops.simulate.fill.actions import stand_behind
from wangge.ops.simulate.fill.run import add_up, setting_of, units_of
from wangge.ops.simulate.fill.shares import Made, Unit
from wangge.ops.simulate.fill.unit import Maker
from wangge.territory.access import territory_index

LIVED, BROUGHT, STAYING = 24, 30, 30


@pytest.fixture
def filled(liling: Liling, settings: pytest.FixtureRequest, tmp_path: Path) -> list[Made]:
    settings.EVIDENCE_ROOT = tmp_path  # type: ignore[attr-defined]
    setting = setting_of(liling.now, 7, tmp_path)
    maker = Maker(setting)
    units = (
        Unit(0, (date(2026, 3, 2), date(2026, 3, 3)), (LIVED, LIVED), whole=20),
        Unit(1, staying=STAYING),
        Unit(2, (date(2023, 5, 9), date(2023, 5, 13)), (BROUGHT, BROUGHT), brought=True),
    )
    made = [maker.make(unit) for unit in units]
    gauges = {key: amounts for one in made for key, amounts in one.gauges.items()}
    assert sum(len(one.gauges) for one in made[:1]) == 0, "what is old is closed"
    add_up(tmp_path, gauges)
    stand_behind(now=liling.now)
    return made


def boxes_and_words() -> tuple[list[Any], list[Any]]:
    involved = Involvement.objects.order_by("post_id", "case_id")
    found = SearchText.objects.order_by("case_id")
    return (
        list(involved.values_list("post_id", "case_id", "last_at", "last_verb", "reported_at")),
        list(found.values_list("case_id", "reported_at", "keys")),
    )


def test_every_promise_holds_and_the_log_tells_the_same(liling: Liling, filled: list[Made]) -> None:
    open_cases, faults = problem_faults(at=liling.now, now=liling.now, whole=True)

    assert faults == []
    assert open_cases == sum(one.open_now for one in filled) > STAYING / 2
    assert log_faults(marks()) == []
    assert tally_faults() == []
    assert Case.objects.count() == sum(one.cases for one in filled)

    before = boxes_and_words()
    (boxes,) = (one for one in registered() if one.name == "cases.boxes")
    assert boxes.clear is not None
    boxes.clear()
    boxes.handle(list(entries_by_subject()), liling.now)
    assert boxes_and_words() == before


def test_what_is_told_again_is_judged_as_the_judge_would(filled: list[Made]) -> None:
    known, index = catalogue(), territory_index()
    told = Case.objects.filter(state="self_handled", reported_at__date__lt=date(2026, 3, 4))
    kinds = set()
    for entry in entries_by_subject():
        if entry.seq == 1 and told.filter(pk=entry.subject).exists():
            event = decode(entry.data)
            assert isinstance(event, Reported | Imported)
            kinds.add(type(event))
            assert event.point is not None
            place = index.place(event.point.lon, event.point.lat)
            assert (place.how, place.grid_id) == ("inside", event.chain.grid)
            if isinstance(event, Reported):
                flow = known.flow(event.flow)
                calendar = known.calendar_of(event.line)
                assert event.clock == clock_of(flow.state(flow.initial), event.at, calendar)
            else:
                assert event.closed_at is not None
                count = meter_of(Counting.working, known.calendar_of(event.line)).count
                assert event.handled_s == count(event.closed_at) - count(event.reported_at)
    assert kinds == {Reported, Imported}


def test_the_shares_add_up(liling: Liling, tmp_path: Path) -> None:
    setting = setting_of(liling.now, 7, tmp_path)

    units = units_of(1_000_000, setting, liling.now)

    brought = sum(sum(unit.short) for unit in units if unit.brought)
    lived = sum(sum(unit.short) + unit.whole + unit.staying for unit in units if not unit.brought)
    assert brought + lived == 1_000_000
    days = [day for unit in units for day in unit.days]
    assert len(days) == len(set(days))
    assert len({unit.number for unit in units}) == len(units)
