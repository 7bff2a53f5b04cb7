"""A county that is no demo has an owner for every case from its first minute."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wangge.accounts.actions import sign_in
from wangge.core.territory.level import Level
from wangge.territory.access import actor_for, forget_roster, routing_index
from wangge.territory.actions.first import install_first_posts
from wangge.territory.actions.install import install_roles
from wangge.territory.models import Area, Post

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def bare(db: None) -> Area:
    install_roles(NOW)
    return Area.objects.create(
        level=Level.COUNTY,
        code="999999",
        name="试验县",
        full_name="试验县",
        sort_key="999999",
        valid_from=NOW.date(),
    )


def test_the_centre_stands_and_the_administrator_can_sign_in(bare: Area) -> None:
    password = install_first_posts(NOW)
    assert password is not None
    forget_roster()
    user = sign_in("admin", password, address=None, now=NOW)
    assert user.must_change_password
    assert actor_for(user, at=NOW).may("posts.write")
    assert routing_index(at=NOW).centre.code == "P-999999-centre"


def test_a_second_start_changes_nothing(bare: Area) -> None:
    install_first_posts(NOW)
    assert install_first_posts(NOW) is None
    assert Post.objects.count() == 2
