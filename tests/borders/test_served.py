"""Every grid is served by a post: one that lapsed is named, and what it owed falls upward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.borders.ground import DONGFU
from tests.liling import Liling

from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.proof import problem_faults
from wangge.core.territory.faults import FaultKind
from wangge.territory.access import roster
from wangge.territory.actions import renew_roster
from wangge.territory.models import Holding, Post
from wangge.territory.proof import land_faults

#: Last night, two hours before midnight in Shanghai.
LAST_NIGHT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def end_posts(*codes: str, at: datetime = LAST_NIGHT) -> None:
    Post.objects.filter(code__in=codes).update(valid_until=at)
    renew_roster(now=at)


def test_a_grid_whose_posts_lapsed_last_night_is_named_once(liling: Liling) -> None:
    end_posts(f"P-{DONGFU}-1", at=LAST_NIGHT - timedelta(days=3))
    end_posts(f"P-{DONGFU}-2", f"P-{DONGFU}-3")
    (fault,) = land_faults(liling.now)
    assert (fault.kind, fault.names) == (FaultKind.LAPSED, ("东富村网格001",))
    assert fault.detail == f"P-{DONGFU}-2 2026-11-22 22:00"
    assert fault.lon > 113
    assert "最后的岗位" in fault.say("zh")
    assert "make one" in fault.say("en")
    assert land_faults(LAST_NIGHT - timedelta(seconds=1)) == []


def test_one_post_of_several_and_a_vacant_one_serve(liling: Liling) -> None:
    end_posts(f"P-{DONGFU}-1", f"P-{DONGFU}-2")
    Holding.objects.filter(post__code=f"P-{DONGFU}-3").update(until=LAST_NIGHT)
    renew_roster(now=LAST_NIGHT)
    assert land_faults(liling.now) == []


def test_a_grid_that_never_had_a_post_is_named(liling: Liling) -> None:
    far = Post.objects.exclude(area__code=DONGFU).filter(area__level="grid").first()
    assert far is not None
    Post.objects.filter(area__code=DONGFU).update(area=far.area)
    renew_roster(now=LAST_NIGHT)
    (fault,) = land_faults(liling.now)
    assert (fault.kind, fault.names) == (FaultKind.UNSERVED, ("东富村网格001",))


def test_open_cases_of_a_lapsed_post_fall_upward_to_somebody(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    case, _new = report_case(
        Report(
            line="city_management",
            text="井盖缺失",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
            source="grid_worker",
        ),
        actor=liling.actor("wangfang"),
        now=LAST_NIGHT - timedelta(hours=1),
    )
    end_posts(f"P-{DONGFU}-1", f"P-{DONGFU}-2", f"P-{DONGFU}-3")
    count, faults = problem_faults(at=liling.now, now=liling.now)
    assert (count, faults) == (1, [])
    for post in Post.objects.filter(area__code=DONGFU):
        answer = roster().answering(post.pk, liling.now)
        assert answer.person is not None
        assert answer.post.code == "P-430281121201-desk"
    assert roster().answering(case.owner, liling.now).person is not None
