"""Counting again while the county runs: no figure dips, and nothing is counted twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from tests.core.case.county import HERE, NINE
from tests.ledger.test_with_commits import a_life
from tests.support.logs import write

from wangge.audit.followers import catch_up
from wangge.ledger.actions import count_overdue
from wangge.ledger.actions.recount import TABLES, recount
from wangge.ledger.followers import NAME
from wangge.ledger.models import CountedCase, DayTally, OpenTally
from wangge.ledger.proof import tally_faults
from wangge.ledger.queries import figures
from wangge.ops.database import as_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("flows")]

EVER = (date(2026, 1, 1), date(2027, 12, 31))


def shape() -> list[tuple[object, ...]]:
    """Tables, columns, indexes and rights of the ledger, as the database tells them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT table_name, column_name || data_type || is_nullable, '' FROM
                information_schema.columns
                WHERE table_schema = %(schema)s AND table_name = ANY(%(tables)s)
            UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes
                WHERE schemaname = %(schema)s AND tablename = ANY(%(tables)s)
            UNION ALL SELECT table_name, grantee, privilege_type FROM
                information_schema.role_table_grants
                WHERE table_schema = %(schema)s AND table_name = ANY(%(tables)s)
                    AND grantee = %(role)s
            ORDER BY 1, 2, 3
            """,
            {
                "schema": settings.COUNTY_SCHEMA,
                "tables": list(TABLES),
                "role": settings.APP_ROLE,
            },
        )
        return [tuple(row) for row in cursor.fetchall()]


def test_what_comes_in_meanwhile_is_counted_once_and_no_figure_dips() -> None:
    for seed in (6, 7, 8):
        write(a_life(seed))
    catch_up(now=NINE, names=[NAME])
    count_overdue(now=NINE)
    before, seen, more = shape(), [], [a_life(9), a_life(10)]

    def heed(done: int, position: int, last: int) -> None:
        """Between two batches: a report comes, the follower counts it, somebody reads."""
        if more:
            write(more.pop())
            catch_up(now=NINE, names=[NAME])
        seen.append(figures(HERE.county, *EVER).reported)

    with as_owner():
        done = recount(now=NINE, heed=heed, batch=5)
    assert seen == sorted(seen)
    assert seen[0] == 4
    assert figures(HERE.county, *EVER).reported == CountedCase.objects.count() == 5
    assert done.entries >= sum(CountedCase.objects.values_list("seq", flat=True))
    assert tally_faults() == []
    assert shape() == before


def test_a_wrong_figure_is_right_again() -> None:
    write(a_life(6))
    catch_up(now=NINE, names=[NAME])
    DayTally.objects.update(reported=77)
    OpenTally.objects.update(count=77)
    assert tally_faults() != []
    with as_owner():
        recount(now=NINE)
    assert tally_faults() == []
    write(a_life(7))
    assert catch_up(now=NINE, names=[NAME]) > 0
    assert tally_faults() == []


def test_a_recount_that_dies_leaves_the_ledger_as_it_was() -> None:
    write(a_life(6))
    catch_up(now=NINE, names=[NAME])
    DayTally.objects.update(reported=77)

    def dies(done: int, position: int, last: int) -> None:
        raise KeyboardInterrupt

    with as_owner():
        with pytest.raises(KeyboardInterrupt):
            recount(now=NINE, heed=dies)
        assert set(DayTally.objects.values_list("reported", flat=True)) == {77}
        recount(now=NINE)
    assert tally_faults() == []
