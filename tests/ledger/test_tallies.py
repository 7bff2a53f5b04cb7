"""Whatever happens to cases, the ledger says what a full recount of the log says."""

from __future__ import annotations

import random

import pytest
from tests.support.logs import LogEntry, a_moment, random_log

from wangge.audit.models import Follower as Place
from wangge.ledger.actions import count_overdue
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


def everything() -> list[object]:
    """All rows of the ledger but empty sums."""
    days = [row for row in DayTally.objects.order_by("pk").values_list() if any(row[4:])]
    gauges = [row[:5] for row in OpenTally.objects.order_by("pk").values_list() if any(row[3:])]
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
