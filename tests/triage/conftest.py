"""Reports of the demo county, for triage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.liling import Liling

from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.facts import Case
from wangge.core.duty import Actor

Told = Callable[..., Case]


@pytest.fixture
def told(liling: Liling) -> Told:
    """Somebody reports something in 东富村."""

    def tell(
        text: str,
        phone: str = "",
        *,
        item: str | None = None,
        at: datetime | None = None,
        confidential: bool = False,
    ) -> Case:
        lon, lat = liling.point_in("东富村")
        given = Report(
            line="city_management",
            item=item,
            text=text,
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
            reporter_phone=phone,
            confidential=confidential,
            source="resident",
        )
        stranger = Actor(user_id=None, name="")
        return report_case(given, actor=stranger, now=at or liling.now - timedelta(hours=1))[0]

    return tell
