"""Whatever happens to cases, the ledger says what a full recount of the log says."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.support.logs import LogEntry, a_moment, random_log

from wangge.audit.models import Follower as Place
from wangge.ledger.actions import clear, count_overdue
from wangge.ledger.followers import NAME, follow
from wangge.ledger.models import CountedCase, DayTally, OpenTally
from wangge.ledger.proof import tally_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flows")]


def read_to(entries: list[LogEntry], dice: random.Random) -> None:
    """Follow the entries in batches of any size, with the overdue job running in between."""
    start = 0
    while start < len(entries):
        end = min(len(entries), start + dice.choice([1, 2, 7, 50]))
        follow(entries[start:end], a_moment())
        place = {"xid": entries[end - 1].xid, "position": entries[end - 1].position}
        Place.objects.update_or_create(name=NAME, defaults=place)
        if dice.random() < 0.2:
            count_overdue(now=entries[end - 1].at)
        start = end


def without_zeros(row: dict[str, Any]) -> dict[str, Any]:
    """The row without what is nothing: null, nought, a list of noughts (and its noughts behind)."""
    found = {}
    for name, value in row.items():
        while isinstance(value, list) and value and not value[-1]:
            value.pop()
        if value or name == "item":
            found[name] = value
    return found


def everything() -> list[object]:
    """All rows of the ledger but empty sums."""
    days = [without_zeros(row) for row in DayTally.objects.order_by("pk").values()]
    days = [row for row in days if len(row) > 4]
    gauges = [
        (one.pk, one.count, one.paused)
        for one in OpenTally.objects.order_by("pk")
        if one.count or one.paused
    ]
    cases = list(CountedCase.objects.order_by("pk").values_list())
    return [*days, *gauges, *cases]


@pytest.mark.parametrize("seed", range(8))
def test_the_ledger_equals_a_recount_at_every_moment(seed: int) -> None:
    dice = random.Random(seed)
    entries = random_log(seed, cases=12)
    middle = dice.randrange(len(entries))
    read_to(entries[:middle], dice)
    assert tally_faults() == []
    read_to(entries[middle:], dice)
    assert tally_faults() == []
    assert DayTally.objects.exists()


def test_a_reset_ledger_becomes_the_same_again() -> None:
    dice = random.Random(1)
    entries = random_log(21, cases=10)
    read_to(entries, dice)
    before = everything()
    clear()
    assert everything() == []
    read_to(entries, dice)
    assert everything() == before


def test_reading_an_entry_twice_counts_it_once() -> None:
    entries = random_log(22, cases=5)
    follow(entries, a_moment())
    before = everything()
    follow(entries, a_moment())
    follow(entries[3:], a_moment())
    assert everything() == before


def test_entries_of_a_case_may_come_in_any_order() -> None:
    """A transaction that began early may write the later entry of a case."""
    entries = random_log(23, cases=6)
    follow(entries, a_moment())
    before = everything()
    clear()
    shuffled = list(entries)
    random.Random(3).shuffle(shuffled)
    for entry in shuffled:
        follow([entry], a_moment())
    assert everything() == before


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (DayTally, {"closed": 77}),
        (DayTally, {"handling_s": 1}),
        (OpenTally, {"count": 77}),
        (OpenTally, {"overdue": 77}),
        (CountedCase, {"seq": 77}),
    ],
)
def test_the_proof_names_a_number_that_was_changed(
    model: type[DayTally | OpenTally | CountedCase], change: dict[str, int]
) -> None:
    read_to(random_log(24, cases=6), random.Random(1))
    assert tally_faults() == []
    row = model.objects.order_by("pk").first()
    assert row is not None
    model.objects.filter(pk=row.pk).update(**change)
    (fault,) = tally_faults()
    assert "统计" in fault.say()
    assert "ledger" in fault.say("en")


def test_the_overdue_job_counts_each_case_once() -> None:
    read_to(random_log(25, cases=10), random.Random(1))
    first = count_overdue(now=a_moment(90))
    assert first > 0 or not CountedCase.objects.filter(open=True, due_at__isnull=False).exists()
    assert count_overdue(now=a_moment(90)) == 0
    assert count_overdue(now=a_moment(80)) == 0
    assert tally_faults() == []
