"""Somebody of the cast at a browser without JavaScript, and cases to look at."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from PIL import Image
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.cases.actions.act import Act, act
from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(liling: Liling) -> SignedIn:
    """`signed_in("liqiang")` is that person's browser."""
    return browser_of


def a_photo(colour: str = "red") -> io.BytesIO:
    """A small picture as a browser sends it."""
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "JPEG")
    file.seek(0)
    file.name = "现场.jpg"
    return file


def kept_photo(liling: Liling, colour: str = "red") -> str:
    """The hash of a stored photo."""
    file = a_photo(colour)
    size = len(file.getvalue())
    return keep_photo(file, "x.jpg", size, taken=Taken(), by=None, now=liling.now)


def reported(liling: Liling, who: str = "chenyi", **more: object) -> Case:
    """A manhole cover missing in 东富村."""
    lon, lat = liling.point_in("东富村")
    given: dict[str, object] = {
        "line": "city_management",
        "item": "C01.02",
        "text": "东富村污水井盖不见了",
        "point": GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        "reporter_name": "陈美华",
        "reporter_phone": "13812345678",
    }
    report = Report(**(given | more))  # type: ignore[arg-type]
    case, _ = report_case(report, actor=liling.actor(who), now=liling.now)
    return case


def say(liling: Liling, who: str, case: Case, verb: Verb, **given: object) -> Case:
    """The case after somebody acted on it."""
    wanted = Act(action=verb, version=case.version, **given)  # type: ignore[arg-type]
    return act(case.no, wanted, actor=liling.actor(who), now=liling.now)
