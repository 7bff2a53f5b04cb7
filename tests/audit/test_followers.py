"""Followers read every entry once, in order, whatever else goes on in the database.

Real connections and real commits: what one transaction does, another sees only afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from tests.core.case.county import NINE
from tests.support.connections import another
from tests.support.logs import as_entries, random_life, write

from wangge.audit import followers
from wangge.audit.followers import Follower, catch_up, register, reset, step
from wangge.audit.log import LogEntry
from wangge.audit.models import Follower as Place
from wangge.jobs.models import Turn
from wangge.lib.ids import uuid7
from wangge.ops import database

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "tests.reader"


class Reader:
    """A follower that remembers what it read, and can be told to fail."""

    def __init__(self) -> None:
        self.seen: list[LogEntry] = []
        self.fails_at: UUID | None = None
        self.cleared = 0

    def __call__(self, entries: Sequence[LogEntry], now: datetime) -> None:
        for entry in entries:
            # an effect in the database: one row for each entry
            Turn.objects.create(name=f"{entry.position:09d}", next_at=now)
            if entry.subject == self.fails_at:
                raise RuntimeError("no more")
            self.seen.append(entry)

    def clear(self) -> None:
        Turn.objects.all().delete()
        self.cleared += 1
        self.seen.clear()

    def subjects(self) -> list[UUID]:
        return [entry.subject for entry in self.seen]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The only follower there is, of a log that holds nothing yet."""
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")  # making the database's keys wrote of itself
    monkeypatch.setattr(followers, "_REGISTERED", {})
    found = Reader()
    register(Follower(NAME, found, batch=3, clear=found.clear))
    return found


def effects() -> list[str]:
    return list(Turn.objects.order_by("name").values_list("name", flat=True))


def insert(target: psycopg.Connection[object], subject: UUID, *, seq: int = 1) -> None:
    """One entry by that connection, not committed."""
    target.execute(
        "INSERT INTO audit_entry (kind, subject, seq, name, at, data, hash)"
        " VALUES ('note', %s, %s, 'note.made', now(), '{}', '')",
        [subject, seq],
    )


def test_it_reads_everything_in_order_and_only_once(reader: Reader) -> None:
    write(as_entries(uuid7(), random_life(1)))
    write(as_entries(uuid7(), random_life(2)))
    assert catch_up(now=NINE) == len(reader.seen) > 4
    assert [one.position for one in reader.seen] == sorted(one.position for one in reader.seen)
    assert catch_up(now=NINE) == 0


def test_it_waits_for_a_transaction_that_began_earlier(reader: Reader) -> None:
    slow, quick = uuid7(), uuid7()
    with another() as first, another() as second:
        insert(first, slow)
        insert(second, quick)
        second.commit()
        assert catch_up(now=NINE) == 0, "an entry with a lower transaction may still come"
        first.commit()
    assert catch_up(now=NINE) == 2
    assert reader.subjects() == [slow, quick]


def test_a_transaction_rolled_back_is_not_waited_for(reader: Reader) -> None:
    quick = uuid7()
    with another() as first, another() as second:
        insert(first, uuid7())
        insert(second, quick)
        second.commit()
        first.rollback()
    assert catch_up(now=NINE) == 1
    assert reader.subjects() == [quick]


def test_it_does_not_skip_a_lower_position_that_commits_later(reader: Reader) -> None:
    """Positions are given out before the commit: the higher one may be there first."""
    with another() as first, another() as second:
        insert(first, uuid7())
        insert(second, uuid7())
        second.commit()
        catch_up(now=NINE)
        insert(first, uuid7())
        first.commit()
    catch_up(now=NINE)
    assert len(reader.seen) == 3


def test_a_failure_leaves_neither_effects_nor_progress(reader: Reader) -> None:
    subjects = [uuid7() for _ in range(5)]
    with another() as writer:
        for subject in subjects:
            insert(writer, subject)
        writer.commit()
    reader.fails_at = subjects[4]
    follower = followers.registered()[0]
    assert step(follower, now=NINE) == 3
    with pytest.raises(RuntimeError):
        step(follower, now=NINE)
    assert len(effects()) == 3, "the fourth's effect went with the failed batch"
    place = Place.objects.get(name=NAME)
    assert "no more" in place.failure
    reader.fails_at = None
    reader.seen = reader.seen[:3]
    assert catch_up(now=NINE) == 2
    assert reader.subjects() == subjects
    assert Place.objects.get(name=NAME).failure == ""


def test_a_killed_batch_is_done_again_whole(reader: Reader) -> None:
    """The connection dies after the effects and before the commit."""
    with another() as writer:
        for _ in range(3):
            insert(writer, uuid7())
        writer.commit()
    follower = followers.registered()[0]

    def killed(entries: Sequence[LogEntry], now: datetime) -> None:
        reader(entries, now)
        with another() as killer, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
            killer.execute("SET ROLE NONE")
            killer.execute("SELECT pg_terminate_backend(%s)", [pid])

    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        step(Follower(NAME, killed), now=NINE)
    connection.close()
    assert effects() == []
    reader.seen.clear()
    assert step(follower, now=NINE) == 3
    assert len(effects()) == 3


def test_two_workers_do_not_do_the_same_batch(reader: Reader) -> None:
    with another() as writer:
        insert(writer, uuid7())
        writer.commit()
    Place.objects.create(name=NAME)
    with another() as busy:
        busy.execute("SELECT FROM audit_follower WHERE name = %s FOR UPDATE", [NAME])
        assert step(followers.registered()[0], now=NINE) == 0
    assert step(followers.registered()[0], now=NINE) == 1


def test_a_reset_clears_and_reads_again_from_the_beginning(reader: Reader) -> None:
    write(as_entries(uuid7(), random_life(3)))
    catch_up(now=NINE)
    before, rows = list(reader.seen), effects()
    reset(NAME)
    assert reader.cleared == 1
    assert effects() == []
    catch_up(now=NINE)
    assert reader.seen == before
    assert effects() == rows


def test_readers_and_writers_at_once_lose_nothing(reader: Reader) -> None:
    """Four writers commit in any order while the follower reads along."""
    wrote: set[UUID] = set()
    lock = threading.Lock()

    def writes() -> None:
        with another() as mine:
            for number in range(25):
                subjects = [uuid7() for _ in range(1 + number % 3)]
                for subject in subjects:
                    insert(mine, subject)
                if number % 7 == 3:
                    mine.rollback()
                    continue
                mine.commit()
                with lock:
                    wrote.update(subjects)

    writers = [threading.Thread(target=writes) for _ in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        catch_up(now=NINE)
    catch_up(now=NINE)
    assert len(reader.seen) == len(wrote)
    assert set(reader.subjects()) == wrote


def test_an_entry_of_the_running_transaction_is_not_read_yet(reader: Reader) -> None:
    with transaction.atomic():
        write(as_entries(uuid7(), random_life(4)))
        assert catch_up(now=NINE) == 0
    assert catch_up(now=NINE) > 0
