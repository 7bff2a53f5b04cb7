"""The cast as programs, each with a token."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.programs import Cast, Program
from tests.liling import Liling

from wangge.accounts.actions.tokens import make_token
from wangge.accounts.models import User
from wangge.lib.clock import utc_now


@pytest.fixture
def program(liling: Liling) -> Cast:
    """The program of one of the cast."""

    def of(username: str) -> Program:
        user = User.objects.get(username=username)
        return Program(make_token(user, title="test", now=utc_now()))

    return of


@pytest.fixture
def nobody(liling: Liling) -> Program:
    """A program without a token."""
    return Program(None)


@pytest.fixture
def a_report(liling: Liling) -> dict[str, Any]:
    """A report of a missing cover in 东富村."""
    lon, lat = liling.point_in("东富村")
    return {
        "line": "city_management",
        "item": "C01.02",
        "text": "东富村污水井盖不见了",
        "point": {"lon": lon, "lat": lat, "datum": "wgs84"},
        "place": "3组路口",
    }
