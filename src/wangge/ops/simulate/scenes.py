"""The cast's own cases: what 王芳, 李强 and 刘师傅 find to do when somebody first looks around.

All in 东富镇东富村, all still open or just closed: one near duplicate pair, one supervised, one
suspended, one overdue, one with photos before and after waiting to be verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from wangge.cases.actions.evidence import Taken
from wangge.lib.clock import SHANGHAI
from wangge.ops.simulate.photos import photo_at
from wangge.ops.simulate.places import Grid, moved
from wangge.ops.simulate.plan import Report, report_at
from wangge.ops.simulate.words import topics

GRID = "430281121201001"


@dataclass(frozen=True, slots=True)
class _Scene:
    """`script` is read by `behaviour`: how far the case may get."""

    ago: timedelta
    item: str
    kind: str
    text: str
    source: str
    script: str
    username: str = ""
    repeats: bool = False


def _ago(**time: float) -> timedelta:
    return timedelta(**time)


_SCENES = (
    _Scene(
        _ago(days=9, hours=2),
        "E01.13",
        "road",
        "东富村村部前的路口水泥板断了，坑有脸盆大，昨天有人骑车摔倒，请尽快修补。",
        "resident",
        "overdue",
        "chenyi",
    ),
    _Scene(
        _ago(days=6, hours=5),
        "E01.25",
        "pond",
        "门口塘水面长满水葫芦，水不流了，蚊子很多。",
        "grid_worker",
        "supervise",
    ),
    _Scene(
        _ago(days=12, hours=3),
        "E01.11",
        "group",
        "三组屋场后面堆了一大堆旧砖和门板，下雨泥水流一路。",
        "hotline",
        "suspend",
    ),
    _Scene(
        _ago(days=2, hours=4),
        "E01.13",
        "school",
        "村小学门口的路面塌了一个角，接送车每天从这里过。",
        "grid_worker",
        "wait",
    ),
    _Scene(
        _ago(days=1, hours=6),
        "C01.03",
        "road",
        "桥头路段的雨水井盖一压就响，周围裂开一圈。",
        "wechat",
        "wait",
    ),
    _Scene(
        _ago(minutes=34),
        "E01.36",
        "group",
        "三组屋场路边码了一堆木料，占了半边路，晚上看不清。",
        "resident",
        "verify",
    ),
    _Scene(
        _ago(minutes=27),
        "E01.10",
        "market",
        "集贸市场东门外的垃圾袋破了一地，气味很重。",
        "resident",
        "verify",
        "chenyi",
    ),
    _Scene(
        _ago(minutes=11),
        "E06.96",
        "market",
        "集贸市场的垃圾桶满了，旁边又堆了一圈，麻烦派人清运。",
        "resident",
        "fresh",
        "chenyi",
    ),
    _Scene(
        _ago(minutes=6),
        "E06.96",
        "market",
        "市场门口垃圾桶满得盖不上，旁边堆了一圈垃圾。",
        "hotline",
        "fresh",
        repeats=True,
    ),
    _Scene(
        _ago(minutes=13),
        "E05.08",
        "road",
        "老供销社门前有根线垂到路面上，离地只有一人高。",
        "resident",
        "precheck",
    ),
    _Scene(
        _ago(minutes=8),
        "R07.03",
        "group",
        "走访时看到，独居老人家里电热毯老化，线皮都烤黄了。",
        "grid_worker",
        "fresh",
    ),
    _Scene(
        _ago(minutes=4),
        "E02.01",
        "estate",
        "家属院三栋单元门又贴满了小广告，请清理。",
        "resident",
        "fresh",
    ),
    _Scene(
        _ago(days=3, hours=1),
        "E01.37",
        "road",
        "路边有一只死狗，已经发臭了。",
        "resident",
        "",
        "chenyi",
    ),
)


def cast_reports(grids: Sequence[Grid], *, seed: int, now: datetime) -> list[Report]:
    """The reports of the scenes, with their photos stored."""
    grid = next((one for one in grids if one.code == GRID), None)
    if grid is None:
        return []
    rng = Random(f"{seed} scenes {now.astimezone(SHANGHAI).date()}")
    made: list[Report] = []
    for number, scene in enumerate(_SCENES):
        made.append(_report(scene, grid, number, rng, now))
        if scene.repeats:
            first = made[-2]
            assert first.point is not None
            made[-1].point, made[-1].place = moved(*first.point, 9, -6), first.place
    return made


def _report(scene: _Scene, grid: Grid, number: int, rng: Random, now: datetime) -> Report:
    topic = next(one for one in topics() if one.item == scene.item)
    spot = grid.of_kinds((scene.kind,))[0]
    one = report_at(now - scene.ago, grid, spot, topic, rng, source=scene.source)
    one.point, one.place, one.town = (spot.lon, spot.lat), spot.name, grid.code[:9]
    one.text, one.script, one.username = scene.text, scene.script, scene.username
    one.with_photo = False
    if topic.photo != "none":
        before = Taken(at=one.at, lon=spot.lon, lat=spot.lat)
        after = Taken(at=one.at + scene.ago * 0.6, lon=spot.lon, lat=spot.lat)
        one.photos = (photo_at(topic.photo, mended=False, seed=number, taken=before, now=one.at),)
        one.after = (photo_at(topic.photo, mended=True, seed=number, taken=after, now=one.at),)
    return one
