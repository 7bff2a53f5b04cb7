"""The ledger among real transactions: those that overlap, those that fail."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from tests.core.case.county import NINE
from tests.support.connections import another
from tests.support.logs import as_entries, random_life, write

from wangge.audit.followers import Follower, catch_up, register, reset, step
from wangge.audit.log import LogEntry
from wangge.ledger import actions, followers
from wangge.ledger.actions import writing
from wangge.ledger.followers import NAME, follow
from wangge.ledger.models import CountedCase, DayTally, OpenTally
from wangge.ledger.proof import tally_faults
from wangge.lib.ids import uuid7

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("flows")]


@pytest.fixture(autouse=True)
def _small_batches() -> Iterator[None]:
    """Batches of one entry, so that whatever can fall between two batches does."""
    register(Follower(NAME, follow, batch=1, clear=actions.clear))
    yield
    followers.register_all()


def insert(target: psycopg.Connection[object], entry: LogEntry) -> None:
    target.execute(
        "INSERT INTO audit_entry (kind, subject, seq, name, at, post, person, data, hash)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        tuple(entry[2:]),
    )


def a_life(seed: int) -> list[LogEntry]:
    found = as_entries(uuid7(), random_life(seed))
    assert len(found) >= 3
    return found


def rows() -> list[object]:
    days = DayTally.objects.order_by("pk")
    return [
        *({k: v for k, v in one.items() if v} for one in days.values()),
        *OpenTally.objects.order_by("pk").values_list(),
    ]


def test_an_early_transaction_that_writes_a_later_entry() -> None:
    """It stands first in the log's order; the entry before it is fetched, and not counted twice."""
    case, other = a_life(3), a_life(4)
    catch_up(now=NINE, names=[NAME])  # past what a county's log begins with
    with another() as early, another() as late:
        insert(early, other[0])  # takes the lower transaction id
        insert(late, case[0])
        insert(late, case[1])
        late.commit()
        insert(early, case[2])
        early.commit()
    assert catch_up(now=NINE, names=[NAME]) == 4
    assert CountedCase.objects.get(pk=case[0].subject).seq == 3
    assert tally_faults() == []


def test_a_batch_that_dies_before_its_commit_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(a_life(5))
    follower = Follower(NAME, follow, batch=2, clear=actions.clear)
    step(follower, now=NINE)
    before = rows()

    def dies(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing, "add_open", dies)
        with pytest.raises(KeyboardInterrupt):
            step(follower, now=NINE)
    assert rows() == before
    catch_up(now=NINE, names=[NAME])
    assert tally_faults() == []


def test_a_reset_reads_the_whole_log_again_to_the_same_numbers() -> None:
    write(a_life(6))
    write(a_life(7))
    catch_up(now=NINE, names=[NAME])
    before = rows()
    reset(NAME)
    assert rows() == []
    assert catch_up(now=NINE, names=[NAME]) > 0
    assert rows() == before
    assert tally_faults() == []
