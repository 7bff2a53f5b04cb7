"""The demo county as every test finds it: Liling's land, packs, calendar, posts and people.

It is installed once a run, before the first test that wants it; each test's own rows are rolled
back. The cast is design's: 王芳, 李强, 周敏, 陈姨, 刘师傅, and 赵敏, who must see nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import shapely
from pytest_django.plugin import DjangoDbBlocker
from tests.rows import LILING, copy, work_on

from wangge.accounts.models import User
from wangge.cases.actions.numbers import forget_blocks
from wangge.core.duty import Actor
from wangge.ops.install import install
from wangge.ops.postgres import Cluster
from wangge.territory.access import actor_for
from wangge.territory.models import Boundary, Post

#: Nine in the morning of a Monday, in Shanghai.
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Liling:
    """Who and where, by name."""

    now: datetime = NINE

    def actor(self, username: str, *, at: datetime | None = None) -> Actor:
        """One of the cast."""
        return actor_for(User.objects.get(username=username), at=at or self.now)

    def post(self, username: str) -> Post:
        """The first post of one of the cast."""
        held = self.actor(username).posts
        return Post.objects.get(pk=held[0].id)

    def point_in(self, village: str) -> tuple[float, float]:
        """A point well inside the grid of a village, WGS-84."""
        border = Boundary.objects.filter(
            area__level="grid", area__full_name__contains=village
        ).earliest("area__sort_key")
        inside = shapely.from_wkb(bytes(border.wkb)).representative_point()
        return inside.x, inside.y


@pytest.fixture(scope="session")
def _installed(
    test_cluster: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    copy(test_cluster, LILING)
    before = work_on(LILING)
    with django_db_blocker.unblock():
        install(demo=True, past=False)
        work_on(before)


@pytest.fixture
def liling(_installed: None, db: None) -> Liling:
    """The county, installed; the test's own rows go away after it."""
    forget_blocks()
    return Liling()
