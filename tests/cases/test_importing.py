"""Cases of another system: taken once, whole, and refused in the words every report hears."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.liling import Liling

from wangge.accounts.refusals import MayNot
from wangge.audit.log import entries_of
from wangge.cases.actions.importing.batch import Brought, import_batch
from wangge.cases.models import Case, Reporter
from wangge.cases.queries.case_page import case_page
from wangge.core.case.facts import Outcome
from wangge.core.duty import SYSTEM
from wangge.core.importing.foreign import ForeignSystem, read_map
from wangge.core.importing.ids import case_id
from wangge.core.importing.judge import Rows
from wangge.core.proofs.facts import Promise
from wangge.core.tally import Measure
from wangge.core.territory.locate import How
from wangge.ledger.followers import follow
from wangge.ledger.models import CountedCase
from wangge.lib.datum import Datum, from_wgs84
from wangge.proofs.prove import prove
from wangge.territory.access import roster

OLD = ForeignSystem(system="老12345", datum="wgs84", line="city_management")


def a_row(liling: Liling, **changed: object) -> dict[str, object]:
    """A closed case of the old system, in 东富村."""
    lon, lat = liling.point_in("东富村")
    return {
        "number": "202601150001",
        "item": "C01.37",
        "text": "路灯不亮",
        "place": "3组路口",
        "lon": lon,
        "lat": lat,
        "reported_at": "2026-01-15 09:00:00",
        "due_at": "2026-01-16 09:00:00",
        "closed_at": "2026-01-15 15:00:00",
        "outcome": "已办结",
        "source": "热线电话",
        "name": "王小二",
        "phone": "139 1234 5678",
        "opinion": "已换灯泡",
        "stars": "满意",
        **changed,
    }


def bring(liling: Liling, *rows: dict[str, object], **given: Any) -> Brought:
    cells = {name: [row.get(name) for row in rows] for name in {**rows[0], **rows[-1]}}
    foreign = given.pop("foreign", OLD)
    return import_batch(
        Rows(range(2, 2 + len(rows)), cells), foreign, actor=SYSTEM, now=liling.now, **given
    )


def the_case(number: str = "202601150001") -> Case:
    return Case.objects.get(pk=case_id("老12345", number))


def test_a_closed_case_stands_with_one_entry_that_says_what_is_known(liling: Liling) -> None:
    done = bring(liling, a_row(liling))
    assert (done.new, done.located, done.open, done.faults) == (1, 1, 0, ())
    row = the_case()
    fact = row.as_fact()
    assert (row.state, row.kind, row.line, row.item) == ("closed", "closed", *_STREET_LAMP)
    assert row.reported_at == datetime(2026, 1, 15, 1, tzinfo=UTC)
    assert row.closed_at == datetime(2026, 1, 15, 7, tzinfo=UTC)
    assert fact.origin is not None
    assert (fact.origin.system, fact.origin.number) == ("老12345", "202601150001")
    assert fact.origin.due_at == datetime(2026, 1, 16, 1, tzinfo=UTC)
    assert fact.chain.grid is not None
    assert [one.name for one in entries_of(row.pk)] == ["case.imported"]


_STREET_LAMP = ("city_management", "C01.37")


def test_who_reported_lies_sealed_and_outside_the_log(liling: Liling) -> None:
    bring(liling, a_row(liling))
    told = Reporter.objects.get(case_id=the_case().pk)
    assert (told.name, told.phone) == ("王小二", "13912345678")
    assert "13912345678" not in bytes(told.phone_sealed).decode("latin-1")
    assert "王小二" not in entries_of(the_case().pk)[0].data


def test_an_open_one_goes_on_in_the_loop_like_any_report(liling: Liling) -> None:
    done = bring(liling, a_row(liling, closed_at=None, outcome="在办", stars=None))
    row = the_case()
    assert done.open == 1
    assert (row.state, row.kind) == ("reported", "open")
    assert row.due_at is not None
    assert row.due_at > liling.now
    assert row.owner_id == the_case().as_fact().owner


def test_the_same_again_changes_nothing_and_a_changed_row_is_told(liling: Liling) -> None:
    bring(liling, a_row(liling))
    again = bring(liling, a_row(liling))
    assert (again.new, again.same, again.faults) == (0, 1, ())
    other = bring(liling, a_row(liling, text="路灯不亮，路也坏了"))
    assert (other.new, other.same) == (0, 0)
    assert other.faults[0].why.code == "already_other"
    assert the_case().no in other.faults[0].why.say()
    assert "描述" in other.faults[0].why.say()
    assert the_case().text == "路灯不亮"


def test_one_number_stands_once_even_within_a_file(liling: Liling) -> None:
    done = bring(liling, a_row(liling), a_row(liling), a_row(liling, text="别的事"))
    assert (done.new, done.same) == (1, 1)
    assert [(one.row, one.why.code) for one in done.faults] == [(4, "twice_otherwise")]


_WRONG: list[tuple[dict[str, object], str]] = [
    ({"text": " "}, "no_text"),
    ({"text": "字" * 4001}, "too_long"),
    ({"place": "路口\x00"}, "bad_characters"),
    ({"phone": "12"}, "bad_phone"),
    ({"source": "道听途说"}, "bad_source"),
    ({"item": "C99.99"}, "unknown_item"),
    ({"lon": 27.66, "lat": 113.5}, "swapped_coordinate"),
    ({"lat": None}, "half_a_point"),
    ({"number": ""}, "missing_value"),
    ({"number": 1.2e18}, "lost_digits"),
    ({"reported_at": "去年"}, "bad_time"),
    ({"reported_at": "2031-01-01 00:00:00", "closed_at": None, "outcome": ""}, "time_in_future"),
    ({"closed_at": "2026-01-14 15:00:00"}, "closed_before_reported"),
    ({"closed_at": None}, "closing_missing"),
    ({"outcome": "在办"}, "open_and_closed"),
    ({"outcome": "不知道"}, "bad_outcome"),
    ({"stars": "还行吧"}, "bad_stars"),
]


def test_every_bad_row_is_named_in_the_words_of_a_report_and_the_others_go_in(
    liling: Liling,
) -> None:
    bad = [a_row(liling, number=f"{n}") | row for n, (row, _) in enumerate(_WRONG, 3)]
    done = bring(liling, a_row(liling), *bad)
    assert done.new == 1
    assert [(one.row, one.why.code) for one in done.faults] == [
        (row, code) for row, (_, code) in enumerate(_WRONG, 3)
    ]


def test_a_coordinate_without_a_datum_is_refused(liling: Liling) -> None:
    done = bring(liling, a_row(liling), foreign=ForeignSystem(system="甲", line="city_management"))
    assert [one.why.code for one in done.faults] == ["missing_datum"]


def test_other_datums_come_to_the_same_grid_as_a_report(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    x, y = from_wgs84(lon, lat, Datum.BD09)
    bring(liling, a_row(liling), a_row(liling, number="2", lon=x, lat=y, datum="bd09"))
    first, second = the_case(), the_case("2")
    assert second.grid_id == first.grid_id
    assert second.lon == pytest.approx(lon, abs=1e-8)
    assert first.located == How.INSIDE


def test_what_lies_outside_is_taken_and_owned_by_the_centre(liling: Liling) -> None:
    bring(liling, a_row(liling, lon=-71.06, lat=42.35))
    row = the_case()
    assert (row.located, row.grid_id) == ("outside", None)
    assert row.owner_id == roster().centre.id


def test_only_who_may_import_for_the_county_may(liling: Liling) -> None:
    rows = Rows([1], {name: [cell] for name, cell in a_row(liling).items()})
    with pytest.raises(MayNot):
        import_batch(rows, OLD, actor=liling.actor("wangfang"), now=liling.now)


def test_a_trial_writes_nothing(liling: Liling) -> None:
    done = bring(liling, a_row(liling), dry_run=True)
    assert (done.new, Case.objects.count()) == (1, 0)


def test_it_proves_clean(liling: Liling) -> None:
    bring(liling, a_row(liling), a_row(liling, number="2", closed_at=None, outcome="在办"))
    proofs = list(prove(at=liling.now, now=liling.now, log=True))
    assert [one.faults for one in proofs if one.promise is not Promise.LAND] == [()] * (
        len(proofs) - 1
    )


def test_it_counts_as_the_other_system_says(liling: Liling) -> None:
    late = a_row(liling, number="2", closed_at="2026-01-20 15:00:00", stars=None)
    bring(liling, a_row(liling), late, a_row(liling, number="3", outcome="不予立案"))
    entries = [one for case in Case.objects.all() for one in entries_of(case.pk)]
    follow(entries, liling.now)
    marks = {row.case_id: set(row.marks) for row in CountedCase.objects.all()}
    assert f"{Measure.ON_TIME}:2026-01-15" in marks[the_case().pk]
    assert f"{Measure.LATE}:2026-01-20" in marks[the_case("2").pk]
    assert f"{Measure.REJECTED}:2026-01-15" in marks[the_case("3").pk]


def test_the_case_page_says_where_it_comes_from(liling: Liling) -> None:
    rows = Rows(
        [2], {name: [cell] for name, cell in a_row(liling).items()}, {"承办单位": ["路灯所"]}
    )
    import_batch(rows, OLD, actor=SYSTEM, now=liling.now)
    page = case_page(SYSTEM, the_case(), liling.now, "zh")
    assert "来自“老12345”，原编号202601150001" in page.timeline[0].note
    assert "承办单位：路灯所" in page.timeline[0].note
    assert page.timeline[0].opinion == "已换灯泡"
    assert page.log_intact


def test_foreign_classes_words_and_zones_are_explained_by_a_map(liling: Liling) -> None:
    foreign = read_map(
        "system: 外地\ndatum: wgs84\ntime_zone: America/New_York\n"
        "types: {Street Light Outages: city_management/C01.37, '*': village_affairs}\n"
        "outcomes: {Closed: closed}\nsatisfaction: {好: 5}\n".encode()
    )
    row = {
        **a_row(liling, item="", outcome="Closed", stars="好"),
        "type": "Street Light Outages",
        "reported_at": "2026-01-15 09:00:00",
    }
    done = bring(liling, row, {**row, "number": "2", "type": "Other"}, foreign=foreign)
    assert done.new == 2, done.faults
    first = Case.objects.get(pk=case_id("外地", "202601150001"))
    assert first.reported_at == datetime(2026, 1, 15, 14, tzinfo=UTC)
    assert first.item == "C01.37"
    assert first.as_fact().extra == {"原类别": "Street Light Outages"}
    assert first.as_fact().ratings[0][1] == 5
    assert Case.objects.get(pk=case_id("外地", "2")).line == "village_affairs"


def test_every_outcome_ends_where_the_flow_ends_such_cases(liling: Liling) -> None:
    closed = [one for one in Outcome if one is not Outcome.OPEN]
    rows = [a_row(liling, number=str(n), outcome=one.value) for n, one in enumerate(closed)]
    assert bring(liling, *rows).new == len(closed)
    states = {the_case(str(n)).state for n in range(len(closed))}
    assert states == {"closed", "self_handled", "rejected", "voided", "merged", "transferred"}
