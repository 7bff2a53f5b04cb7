"""王芳's ground with its households: 王爹, 82, lives alone; two others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.liling import Liling

from wangge.core.duty import SYSTEM
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday
from wangge.lib.clock import utc_now
from wangge.registry.actions import put
from wangge.registry.models import Household
from wangge.visits.actions import assign_contacts, install_rules
from wangge.visits.models import Contact


@dataclass(frozen=True)
class Homes:
    """Three households of 王芳's grid, each with her post as its contact."""

    county: Liling
    wangdie: Household
    plain: Household
    empty: Household
    grid: UUID
    post: UUID
    now: datetime

    def all(self) -> list[Household]:
        return [self.wangdie, self.plain, self.empty]


def register(county: Liling, no: str, now: datetime, *people: dict[str, object]) -> Household:
    """A household in 王芳's grid, with its people."""
    grid = county.post("wangfang").area_id
    row = put(
        KINDS["household"], {"no": no, "grid": grid, "address": f"{no}组"}, actor=SYSTEM, now=now
    )
    for person in people:
        put(KINDS["person"], {"household": no, "grid": grid} | person, actor=SYSTEM, now=now)
    assert isinstance(row, Household)
    return Household.objects.get(pk=row.pk)


@pytest.fixture
def homes(liling: Liling) -> Homes:
    """They have been registered for half a year."""
    now = utc_now()
    install_rules(now)
    before = now - timedelta(days=180)
    wangdie = register(
        liling,
        "7",
        before,
        {"name": "王爹", "birth": Birthday(None), "relation": "02", "categories": ("lives_alone",)},
    )
    plain = register(liling, "8", before, {"name": "刘二", "relation": "02"})
    empty = register(liling, "9", before)
    post = liling.post("wangfang")
    assign_contacts(now=before, since=before)
    Contact.objects.update(post_id=post.id)
    return Homes(liling, wangdie, plain, empty, post.area_id, post.id, now)
