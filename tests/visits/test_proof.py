"""Every household has a contact and is visited within its rule: now, and at every past instant."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.homes import Homes, register

from wangge.core.visits import FaultKind, HouseholdFault, Unit, due_on
from wangge.lib.clock import midnight
from wangge.lib.ids import uuid7
from wangge.registry.access import day_of
from wangge.registry.actions import enrol_special
from wangge.registry.models import Household, Move, Person
from wangge.territory.access import forget_roster
from wangge.territory.models import Holding, Post
from wangge.visits.actions import assign_contacts, record_past
from wangge.visits.actions.past import PastVisit
from wangge.visits.models import Contact, VisitRule
from wangge.visits.proof import household_faults
from wangge.visits.queries.rules import rules_on
from wangge.visits.queries.standing import EVERYWHERE, standings


def visited(homes: Homes, household: Household, at: datetime, **told: object) -> None:
    chain = household.chain_on(day_of(at))
    row = PastVisit(household_id=household.pk, at=at, chain=chain, **told)  # type: ignore[arg-type]
    assert record_past([row], now=homes.now) == 1


def all_visited(homes: Homes, at: datetime) -> None:
    for home in homes.all():
        visited(homes, home, at)


def faults(homes: Homes, at: datetime | None = None) -> list[HouseholdFault]:
    return list(household_faults(at=at or homes.now, now=homes.now)[1])


def kinds(homes: Homes, at: datetime | None = None) -> set[tuple[str, FaultKind]]:
    return {(one.no, one.kind) for one in faults(homes, at)}


def test_visited_households_with_contacts_are_proven(homes: Homes) -> None:
    all_visited(homes, homes.now - timedelta(days=1))
    count, found = household_faults(at=homes.now, now=homes.now)
    assert (count, list(found)) == (3, [])


def test_an_elder_living_alone_is_overdue_after_a_week_the_others_after_a_quarter(
    homes: Homes,
) -> None:
    all_visited(homes, homes.now - timedelta(days=9))
    assert kinds(homes) == {("7", FaultKind.OVERDUE)}
    assert kinds(homes, homes.now - timedelta(days=2)) == set()
    (fault,) = faults(homes)
    assert fault.days_late == 2
    day = day_of(homes.now - timedelta(days=9))
    assert (
        fault.say("zh")
        == f"东富镇东富村网格001的7号户（7组）超期2天未走访，上次是{day}，应每周一次。"
    )
    assert fault.say("en").startswith("Household 7 (7组)")
    assert fault.say("zh", masked=True).startswith("东富镇东富村网格001一户")
    assert "7组" not in fault.say("en", masked=True).replace("A household", "")


def test_who_was_never_visited_is_named_so(homes: Homes) -> None:
    assert kinds(homes) == {(no, FaultKind.NEVER_VISITED) for no in ("7", "8", "9")}


def test_a_telephone_call_counts_and_a_closed_door_does_not(homes: Homes) -> None:
    yesterday = homes.now - timedelta(days=1)
    visited(homes, homes.wangdie, yesterday, kind="phone")
    visited(homes, homes.plain, yesterday, kind="missed")
    assert {no for no, _ in kinds(homes)} == {"8", "9"}


def test_a_household_without_a_contact_is_named(homes: Homes) -> None:
    all_visited(homes, homes.now)
    Contact.objects.filter(household_id=homes.plain.pk).delete()
    assert kinds(homes) == {("8", FaultKind.NO_CONTACT)}
    Contact.objects.create(
        household_id=homes.plain.pk,
        post_id=homes.post,
        since=homes.now + timedelta(days=2),
        made_at=homes.now,
    )
    (fault,) = faults(homes)
    assert fault.kind is FaultKind.CONTACT_NOT_YET
    assert fault.day == day_of(homes.now + timedelta(days=2))


def test_a_contact_that_lapsed_is_a_hole_from_that_instant_on(homes: Homes) -> None:
    all_visited(homes, homes.now - timedelta(days=1))
    hour = homes.now - timedelta(hours=1)
    Contact.objects.filter(household_id=homes.plain.pk).update(until=hour)
    assert kinds(homes, hour - timedelta(seconds=1)) == set()
    assert kinds(homes, hour) == {("8", FaultKind.NO_CONTACT)}


def test_a_post_that_ended_falls_upward_and_is_no_fault_of_the_household(homes: Homes) -> None:
    all_visited(homes, homes.now)
    Post.objects.filter(pk=homes.post).update(valid_until=homes.now - timedelta(hours=2))
    forget_roster()
    assert kinds(homes) == set()
    forget_roster()


def test_a_post_the_county_never_had_is_one(homes: Homes) -> None:
    all_visited(homes, homes.now)
    Contact.objects.filter(household_id=homes.plain.pk).update(post_id=uuid7())
    assert kinds(homes) == {("8", FaultKind.UNKNOWN_POST)}


def test_where_even_the_centre_is_vacant_nobody_answers(homes: Homes) -> None:
    all_visited(homes, homes.now)
    Holding.objects.all().delete()
    forget_roster()
    assert {kind for _, kind in kinds(homes)} == {FaultKind.UNANSWERED}
    forget_roster()


def test_a_household_in_no_grid_is_named(homes: Homes) -> None:
    all_visited(homes, homes.now)
    Household.objects.filter(pk=homes.plain.pk).update(grid_id=homes.plain.village_id)
    (fault,) = faults(homes)
    assert (fault.no, fault.kind) == ("8", FaultKind.NO_GRID)


def test_before_it_was_registered_a_household_owes_nothing(homes: Homes) -> None:
    all_visited(homes, homes.now)
    register(homes.county, "10", homes.now)
    assert ("10", FaultKind.NO_CONTACT) in kinds(homes)
    assign_contacts(now=homes.now)
    assert kinds(homes) == set()
    assert ("10", FaultKind.NO_CONTACT) not in kinds(homes, midnight(day_of(homes.now)))
    count, _ = household_faults(at=homes.now - timedelta(days=1), now=homes.now)
    assert count == 3


def test_a_border_move_leads_back_to_the_grid_of_that_day(homes: Homes) -> None:
    all_visited(homes, homes.now - timedelta(days=6))
    gone, day = uuid7(), day_of(homes.now) - timedelta(days=2)
    Move.objects.create(
        kind="household",
        element_id=homes.plain.pk,
        from_grid_id=gone,
        to_grid_id=homes.grid,
        on=day,
        version_id=uuid7(),
    )
    assert kinds(homes) == set()
    assert kinds(homes, midnight(day)) == set()
    assert kinds(homes, midnight(day) - timedelta(seconds=1)) == {("8", FaultKind.NO_GRID)}


def test_a_member_of_the_special_domain_changes_nothing_that_shows(homes: Homes) -> None:
    all_visited(homes, homes.now - timedelta(days=20))
    person = Person.objects.get(name="刘二")
    before = {one.id: one.due for one in standings(EVERYWHERE, at=homes.now)}
    keeper = homes.county.actor("zhuanguan", at=homes.now)
    enrol_special(person.pk, ["mental"], reason="建档", actor=keeper, now=homes.now)
    assert {one.id: one.due for one in standings(EVERYWHERE, at=homes.now)} == before


_SPANS = st.tuples(st.integers(1, 14), st.sampled_from(list(Unit)))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spans=st.fixed_dictionaries(dict.fromkeys(("key", "difficult", "ordinary"), _SPANS)),
    since=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    ago=st.integers(0, 700),
)
def test_the_statement_says_what_the_judgement_says(
    homes: Homes, spans: dict[str, tuple[int, Unit]], since: date, ago: int
) -> None:
    VisitRule.objects.all().delete()
    for name, (every, unit) in spans.items():
        VisitRule.objects.create(visit_class=name, every=every, unit=unit, valid_from=since)
    at = homes.now + timedelta(days=60)
    for home in homes.all():
        visited(homes, home, at - timedelta(days=ago), id=uuid7())
    rules = rules_on(day_of(at))
    categories: dict[UUID, list[str]] = {homes.wangdie.pk: ["lives_alone"]}
    for one in standings(EVERYWHERE, at=at):
        rule = rules.for_household("ordinary", categories.get(one.id, []))
        assert one.rule == rule
        assert one.last_at is not None
        assert one.due == due_on(rule, first=one.first_on, last=day_of(one.last_at))
