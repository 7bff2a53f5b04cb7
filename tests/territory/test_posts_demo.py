"""The demo county's roster: complete, the same every time, with the cast on its posts."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from django.contrib.auth.hashers import check_password
from tests.territory.conftest import NOW
from tests.territory.small_county import actor, make_areas, user

from wangge.accounts.models import User
from wangge.accounts.rights import RIGHTS
from wangge.core.duty import Role as KnownRole
from wangge.territory.access import roles, roster, routing_index
from wangge.territory.actions import DEMO_PASSWORD, install_demo_posts
from wangge.territory.cast import LEFT_VACANT
from wangge.territory.models import Department, Holding, Post
from wangge.territory.people import invented_name
from wangge.territory.queries import vacant_posts


@pytest.fixture
def small(db: None) -> None:
    make_areas()
    install_demo_posts(NOW)


@pytest.mark.usefixtures("liling")
def test_every_grid_village_and_town_of_liling_has_its_posts() -> None:
    install_demo_posts(NOW)
    posts = {post.code: post for post in roster().posts.values()}
    count = Counter(post.role for post in posts.values())
    assert count["grid_worker"] == 810
    assert count["village_desk"] == 272
    assert count["dispatcher"] == 25
    assert count["leader"] == 25 + 2
    assert count["centre"] == 1
    assert count["department"] == Department.objects.count()
    teams = {KnownRole.TEAM.value}  # sent for a time, none from the first day
    assert set(count) == {role.value for role in KnownRole} - teams

    vacant = vacant_posts(at=NOW)
    assert {row.post.code for row in vacant} == LEFT_VACANT
    assert all(row.falls_upward and row.answering for row in vacant)

    away = posts["P-430281125206001-1"]
    assert len(roster().answering(away.id, NOW).steps) == 2, "his stand-in is away too"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("username", "title"),
    [
        ("wangfang", "东富村网格001网格员一岗"),
        ("liqiang", "东富镇派遣岗"),
        ("zhoumin", "县受理一岗"),
        ("liushifu", "市政道路维护中心东富镇处置岗"),
        ("zhaomin", "孙家湾镇派遣岗"),
        ("sunzhuren", "县领导一岗"),
        ("heshen", "审计管理员"),
        ("admin", "系统管理员"),
        ("chenyi", None),
        ("wangdie", None),
    ],
)
def test_the_cast_stands_on_its_posts(username: str, title: str | None) -> None:
    assert [post.title for post in actor(username, NOW).posts] == ([title] if title else [])
    assert check_password(DEMO_PASSWORD, user(username).password)


@pytest.mark.usefixtures("small")
def test_installing_again_changes_nothing_and_takes_no_time() -> None:
    before = (User.objects.count(), Post.objects.count(), Holding.objects.count())
    began = time.perf_counter()
    install_demo_posts(NOW)
    assert time.perf_counter() - began < 0.5
    assert (User.objects.count(), Post.objects.count(), Holding.objects.count()) == before


@pytest.mark.usefixtures("small")
def test_every_role_is_known_and_every_right_is_a_right() -> None:
    assert set(roles()) == {role.value for role in KnownRole}
    assert {right for role in roles().values() for right in role.rights} <= set(RIGHTS)


@pytest.mark.usefixtures("small")
def test_the_routing_index_is_built_once() -> None:
    assert routing_index(at=NOW) is routing_index(at=NOW)


def test_invented_names_do_not_repeat() -> None:
    assert len({invented_name(number) for number in range(5_917)}) == 5_917
