"""What an actor sees and may do: the permission matrix, on values."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.duties import (
    CHAIN,
    COUNTY,
    NEXT_TOWN,
    NOON,
    PERSON,
    POST,
    POSTS,
    ROLES,
    a_roster,
    away,
    uid,
)

from wangge.core.duty import STRANGER, SYSTEM, Actor, AreaScope, Roster, Scope, actor_of
from wangge.core.territory.level import Level

ELSEWHERE = (NEXT_TOWN, COUNTY)
RESIDENT = uid(7777)


def _actor(code: str, roster: Roster | None = None) -> Actor:
    return actor_of(PERSON[code], code, roster or a_roster(), ROLES, NOON)


@pytest.mark.parametrize(
    ("who", "here", "next_town", "owning"),
    [
        # who, sees a case of this grid, sees one of the next town, sees one its post owns there
        ("centre", True, True, True),
        ("acceptor", True, True, True),
        ("leader-town", True, False, True),
        ("dispatcher", True, False, True),
        ("desk", True, False, True),
        ("worker-1", True, False, True),
        ("dispatcher-next", False, True, True),
        ("road", False, False, True),
        ("road-town", False, False, True),
        ("auditor", True, True, True),
        ("administrator", False, False, True),
    ],
)
def test_who_sees_what(who: str, here: bool, next_town: bool, owning: bool) -> None:
    actor = _actor(who)
    assert actor.sees(CHAIN, "city") is here
    assert actor.sees(ELSEWHERE, "city") is next_town
    assert actor.sees(ELSEWHERE, "city", (POST[who],)) is owning


@pytest.mark.parametrize("chain", [CHAIN, ELSEWHERE, ()])
def test_a_stranger_sees_nothing(chain: tuple[UUID, ...]) -> None:
    assert not STRANGER.sees(chain, "city", (*POST.values(), RESIDENT, None))
    assert not STRANGER.reads_names(chain, "city", (None,))
    assert not STRANGER.may("log.read")
    assert STRANGER.scope().nothing
    assert STRANGER.is_stranger


def test_a_resident_sees_only_his_own() -> None:
    resident = actor_of(RESIDENT, "陈姨", a_roster(), ROLES, NOON)
    assert resident.sees(CHAIN, "city", (RESIDENT,))
    assert not resident.sees(CHAIN, "city", (uid(7778),))
    assert resident.scope() == Scope(person=RESIDENT)
    assert "只能看到自己上报的案件" in (resident.why_so_little() or "")


def test_time_itself_sees_everything() -> None:
    assert SYSTEM.sees((), None)
    assert SYSTEM.scope().everything
    assert not SYSTEM.is_stranger


def test_a_line_narrows_what_a_post_sees() -> None:
    posts = tuple(
        replace(post, lines=frozenset({"elder"})) if post.code == "dispatcher" else post
        for post in POSTS
    )
    actor = _actor("dispatcher", a_roster(posts=posts))
    assert actor.sees(CHAIN, "elder")
    assert not actor.sees(CHAIN, "city")
    assert actor.scope().areas == (
        AreaScope(Level.TOWN, frozenset({"elder"}), frozenset({CHAIN[2]})),
    )


def test_a_desk_sees_what_the_posts_under_it_own_and_a_handler_only_his_own() -> None:
    assert _actor("road").sees(CHAIN, "city", (POST["road-town"],))
    assert not _actor("road-town").sees(CHAIN, "city", (POST["road"],))
    assert _actor("road").scope().posts == {POST["road"], POST["road-town"]}


def test_names_are_masked_for_leaders_and_auditors_unless_they_are_on_the_case() -> None:
    assert not _actor("auditor").reads_names(CHAIN, "city")
    assert not _actor("leader-town").reads_names(CHAIN, "city")
    assert _actor("leader-town").reads_names(CHAIN, "city", (POST["leader-town"],))
    assert _actor("worker-1").reads_names(CHAIN, "city")


def test_a_stand_in_has_the_role_only_while_the_other_is_away() -> None:
    standing_in = _actor("dispatcher-next", a_roster(away("dispatcher", "dispatcher-next")))
    assert standing_in.post_as("dispatcher", CHAIN, "city") == POST["dispatcher"]
    assert _actor("dispatcher-next").post_as("dispatcher", CHAIN, "city") is None


def test_what_falls_upward_brings_its_role_along() -> None:
    actor = _actor("leader-town", a_roster(vacant=("dispatcher",)))
    assert actor.has_role("dispatcher", CHAIN)
    assert actor.answers_for(POST["dispatcher"])


@pytest.mark.parametrize("code", ["auditor", "administrator"])
def test_a_separated_role_never_falls_to_anybody(code: str) -> None:
    actor = _actor("centre", a_roster(vacant=(code,)))
    assert not actor.has_role(code)
    assert not actor.may("log.read")
    assert not actor.may("posts.write")


def test_an_administrator_keeps_the_machine_but_reads_no_case() -> None:
    admin = _actor("administrator")
    assert admin.may("posts.write", CHAIN)
    assert not admin.sees(CHAIN, "city")
    assert admin.scope().areas == ()


def test_an_auditor_reads_the_log_and_changes_nothing() -> None:
    auditor = _actor("auditor")
    assert auditor.may("log.read")
    assert not any(auditor.may(right) for right in ("posts.write", "accounts.write"))


@pytest.mark.parametrize("who", sorted(POST))
def test_scope_and_sees_agree(who: str) -> None:
    actor = _actor(who)
    scope = actor.scope()
    for chain in (CHAIN, ELSEWHERE, (COUNTY,)):
        for party in (*POST.values(), PERSON[who], RESIDENT):
            within = (
                any(area.areas & set(chain) for area in scope.areas)
                or party in scope.posts
                or party == scope.person
            )
            assert actor.sees(chain, "city", (party,)) is within
