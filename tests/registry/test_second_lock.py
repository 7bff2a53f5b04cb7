"""The special domain is shut by the database itself, whatever the code above forgets."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.liling import Liling
from tests.registry.test_put import home, wangdie

from wangge.accounts.models import User
from wangge.accounts.refusals import MayNot
from wangge.privacy.models import Look
from wangge.registry.access import special_domain
from wangge.registry.actions import enrol_special
from wangge.registry.models import Household, Person
from wangge.registry.refusals import NeedsReason
from wangge.territory.access import actor_for
from wangge.territory.access.posts import forget_roster
from wangge.territory.models import Holding

__all__: Sequence[str] = ["home"]


@pytest.fixture
def hidden(liling: Liling, home: Household) -> Person:
    person = wangdie(liling)
    keeper = liling.actor("zhuanguan")
    enrol_special(person.pk, ["mental"], reason="交接", actor=keeper, now=liling.now)
    return person


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM registry_person",
        "SELECT count(*) FROM registry_person WHERE name = '王爹'",
        "SELECT count(*) FROM registry_personcategory",
        "SELECT count(*) FROM registry_findable WHERE kind = 'person'",
    ],
)
def test_no_statement_sees_anybody(hidden: Person, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.fetchone() == (0,)


def test_nobody_slips_a_row_in(hidden: Person) -> None:
    chain = dict(
        zip(("grid_id", "village_id", "town_id"), hidden.chain_on(hidden.valid_from), strict=True)
    )
    row = Person(
        name="某", special=True, valid_from=hidden.valid_from, updated_at=hidden.updated_at, **chain
    )
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


def test_the_keeper_opens_it_with_a_reason_that_is_written_down(
    liling: Liling, hidden: Person
) -> None:
    keeper = liling.actor("zhuanguan")
    with special_domain(keeper, reason="季度走访", now=liling.now):
        assert Person.objects.get() == hidden
    assert not Person.objects.exists()
    look = Look.objects.get()
    assert (look.kind, look.reason, look.by_id) == ("special_domain", "季度走访", keeper.user_id)


def test_nobody_opens_it_without_the_right_or_without_a_reason(
    liling: Liling, hidden: Person
) -> None:
    for who in ("wangfang", "liqiang", "zhoumin", "sunzhuren", "heshen", "admin", "chenyi"):
        with (
            pytest.raises(MayNot),
            special_domain(liling.actor(who), reason="看看", now=liling.now),
        ):
            pass
    with (
        pytest.raises(NeedsReason),
        special_domain(liling.actor("zhuanguan"), reason=" ", now=liling.now),
    ):
        pass


def test_a_vacant_keeper_falls_to_nobody(liling: Liling) -> None:
    """The centre answers for every vacant post, but not for this one."""
    Holding.objects.filter(user__username="zhuanguan").delete()
    forget_roster()
    people = User.objects.filter(holdings__isnull=False).distinct()
    assert not any(actor_for(one, at=liling.now).may("special.read") for one in people)
