"""A household in 东富村 with two people, as 王芳 registered them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from tests.liling import Liling

from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.registry.actions import put
from wangge.registry.models import Element, Household, Person
from wangge.territory.access import areas

NUMBER = "11010519491231002X"


@dataclass(frozen=True)
class Home:
    """Who lives there, and what stands there."""

    grid: UUID
    household: Household
    wangdie: Person
    zhangsan: Person
    lamp: Element


@pytest.fixture
def home(liling: Liling) -> Home:
    """王爹 lives alone with 张三 next door in the same books."""
    wangfang, now = liling.actor("wangfang"), utc_now()
    grid = areas(Level.GRID).filter(full_name__contains="东富村").earliest("sort_key").id
    lon, lat = liling.point_in("东富村")

    def put_as(kind: str, **values: object) -> Element:
        return put(KINDS[kind], values, actor=wangfang, now=now)

    household = put_as("household", no="0012", address="东富村3组12号", grid=grid, lon=lon, lat=lat)
    wangdie = put_as(
        "person", name="王老爹", id_number=NUMBER, phone="13800001234", sex="2", household="0012",
        relation="02", grid=grid, categories=("lives_alone",),
    )  # fmt: skip
    zhangsan = put_as("person", name="张三", household="0012", relation="80", grid=grid)
    lamp = put_as(
        "component",
        code="4302810211000001",
        item="C02.11",
        name="路灯",
        grid=grid,
        lon=lon,
        lat=lat,
    )
    assert isinstance(household, Household)
    assert isinstance(wangdie, Person)
    assert isinstance(zhangsan, Person)
    return Home(grid, household, wangdie, zhangsan, lamp)
