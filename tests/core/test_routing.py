"""Which post owes the next step."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.duties import (
    AREA_CODES,
    CHAIN,
    COUNTY,
    GRID,
    NEXT_TOWN,
    NOON,
    PERSON,
    POST,
    POSTS,
    TOWN,
    VILLAGE,
    a_roster,
    away,
    uid,
)

from wangge.core.catalogue import DutyEntry
from wangge.core.duty import Roster
from wangge.core.routing import DutyMatrix, PostIndex, Router


@dataclass(frozen=True)
class Land:
    ids: tuple[UUID, ...]

    def areas(self) -> tuple[UUID, ...]:
        return self.ids


HERE = Land(CHAIN)
NEXT = Land((NEXT_TOWN, COUNTY))
MATRIX = DutyMatrix(
    {
        "city": (
            DutyEntry(item="C01.*", department="road"),
            DutyEntry(item="C01.9*", role="dispatcher"),
            DutyEntry(item="C01.95", role="grid_worker", area="430281121"),
            DutyEntry(item="C02.*", department="nobody_there"),
        )
    }
)


def a_router(roster: Roster | None = None, load: dict[UUID, int] | None = None) -> Router:
    return Router(PostIndex(roster or a_roster(), NOON, AREA_CODES), MATRIX, NOON, load or {})


def _owner(
    rule: str,
    land: Land = HERE,
    item: str | None = None,
    router: Router | None = None,
    named: UUID | None = None,
    exclude: frozenset[UUID] = frozenset(),
) -> str:
    router = router or a_router()
    found = router.owner(rule, chain=land, line="city", item=item, named=named, exclude=exclude)
    assert found.why
    return router.index.roster.posts[found.post_id].code


def test_a_role_means_its_post_of_the_smallest_area() -> None:
    assert _owner("role:dispatcher") == "dispatcher"
    assert _owner("role:dispatcher", NEXT) == "dispatcher-next"
    assert _owner("role:acceptor") == "acceptor"


def test_among_equal_posts_the_one_with_the_fewest_open_cases() -> None:
    load = {POST["worker-1"]: 3, POST["worker-2"]: 1, POST["worker-3"]: 1}
    assert _owner("role:grid_worker", router=a_router(load=load)) == "worker-2"


def test_among_equal_posts_one_with_somebody_in_it() -> None:
    router = a_router(a_roster(away("worker-1"), vacant=("worker-2",)))
    assert _owner("role:grid_worker", router=router) == "worker-3"


def test_who_handled_it_does_not_get_it_to_verify() -> None:
    handled = frozenset({POST["worker-1"]})
    assert _owner("role:grid_worker", exclude=handled) == "worker-2"
    by_person = frozenset({PERSON["worker-1"], PERSON["worker-2"]})
    assert _owner("role:grid_worker", exclude=by_person) == "worker-3"
    everybody = frozenset({POST["worker-1"], POST["worker-2"], POST["worker-3"]})
    assert _owner("role:grid_worker", exclude=everybody) == "desk"


def test_the_duty_matrix_names_a_department_and_its_nearest_post_takes_it() -> None:
    assert _owner("duty", item="C01.10") == "road-town"
    assert _owner("duty", NEXT, item="C01.10") == "road"


def test_the_longest_pattern_wins_but_a_narrower_area_wins_over_it() -> None:
    assert _owner("duty", NEXT, item="C01.95") == "dispatcher-next"
    assert _owner("duty", item="C01.95") == "worker-1"


def test_the_land_takes_what_nobody_is_named_for() -> None:
    assert _owner("duty", item="E99.01") == "desk"
    assert _owner("duty", item="C02.01") == "desk"
    assert _owner("duty", NEXT, item="E99.01") == "dispatcher-next"
    assert _owner("duty", Land((COUNTY,)), item="E99.01") == "centre"
    assert _owner("role:nobody_has_it", Land(())) == "centre"


def test_the_reason_says_that_it_was_a_fallback() -> None:
    found = a_router().owner("duty", chain=HERE, line="city", item="E99.01")
    assert found.why == "职责表没有规定，属地兜底由desk负责"


def test_a_named_post_is_taken_if_it_may_take_the_case() -> None:
    assert _owner("named", named=POST["road"]) == "road"
    assert _owner("named", named=POST["dispatcher-next"]) == "desk"
    assert _owner("named", named=uid(424242)) == "desk"


def test_keepers_of_the_machine_and_of_the_log_own_no_case() -> None:
    router = a_router()
    for code in ("administrator", "auditor"):
        assert not router.accepts(POST[code], chain=HERE, line="city")
        assert _owner(f"role:{code}") == "desk"


def test_a_post_for_other_lines_is_passed_over() -> None:
    elder_only = tuple(
        replace(post, lines=frozenset({"elder"})) if post.code == "worker-1" else post
        for post in POSTS
    )
    router = a_router(a_roster(posts=elder_only))
    assert _owner("role:grid_worker", router=router) == "worker-2"
    assert not router.accepts(POST["worker-1"], chain=HERE, line="city")


def test_a_closed_post_takes_nothing() -> None:
    closed = tuple(
        replace(post, until=NOON - timedelta(days=1)) if post.code == "road-town" else post
        for post in POSTS
    )
    router = a_router(a_roster(posts=closed))
    assert _owner("duty", item="C01.10", router=router) == "road"
    assert not router.accepts(POST["road-town"], chain=HERE, line="city")


def test_climbing_ends_at_the_centre() -> None:
    router = a_router()
    climbed = [router.above(POST["worker-1"], steps).post_id for steps in range(6)]
    codes = [router.index.roster.posts[post].code for post in climbed]
    assert codes == ["worker-1", "desk", "dispatcher", "leader-town", "centre", "centre"]


def test_a_county_without_posts_cannot_route() -> None:
    with pytest.raises(ValueError, match="nobody"):
        PostIndex(Roster(()), NOON, {})


@given(
    rule=st.sampled_from(
        ["duty", "named", "handler", "stay", "role:grid_worker", "role:handler", "role:none"]
    ),
    areas=st.lists(st.sampled_from([GRID, VILLAGE, TOWN, NEXT_TOWN, COUNTY]), unique=True),
    item=st.sampled_from([None, "C01.10", "C01.95", "C02.01", "E01"]),
    vacant=st.sets(st.sampled_from(sorted(POST))),
    exclude=st.sets(st.sampled_from(sorted(POST))),
)
def test_there_is_always_an_owner_in_force_and_never_an_excluded_one(
    rule: str,
    areas: list[UUID],
    item: str | None,
    vacant: set[str],
    exclude: set[str],
) -> None:
    router = a_router(a_roster(vacant=tuple(vacant)))
    excluded = frozenset(POST[code] for code in exclude if code != "centre")
    found = router.owner(rule, chain=Land(tuple(areas)), line="city", item=item, exclude=excluded)
    assert found.post_id not in excluded
    assert router.index.roster.posts[found.post_id].in_force(NOON)


def test_routing_takes_less_than_20_microseconds() -> None:
    router = a_router()
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(1_000):
            router.owner("role:grid_worker", chain=HERE, line="city", item="C01.10")
            router.owner("duty", chain=HERE, line="city", item="C01.10")
        best = min(best, (time.perf_counter() - began) / 2_000)
    assert best < 20e-6
