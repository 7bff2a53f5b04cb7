"""Lists are taken out: as on the screen, with a watermark, beyond the limit only if approved."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.db import connection
from tests.liling import Liling
from tests.registry.importing.rows import number_of
from tests.web.signed import browser_of

from wangge.audit.models import Entry
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.duty import SYSTEM
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Draft
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.lib.tables import NOTE, Table, read_table
from wangge.privacy.actions.approvals import grant
from wangge.privacy.models import Approval, Threshold
from wangge.registry.actions import put_many
from wangge.territory.access import areas
from wangge.web.exports import jobs, pages
from wangge.web.exports.actions import purge_files
from wangge.web.models import Export

PEOPLE = "/exports/new/registry.person/"


@pytest.fixture
def people(liling: Liling) -> Iterator[int]:
    """Twelve people of 东富村, and two of another town."""
    here = areas(Level.GRID).filter(full_name__contains="东富村").earliest("sort_key").id
    there = areas(Level.GRID).filter(full_name__contains="石亭镇").earliest("sort_key").id
    drafts = [
        Draft(
            n,
            {
                "name": f"张小{n}",
                "id_number": number_of(n),
                "phone": f"138{n:08d}",
                "grid": here if n < 12 else there,
            },
        )
        for n in range(14)
    ]
    put_many(KINDS["person"], drafts, actor=SYSTEM, now=liling.now, source="test")
    yield 12
    jobs._making.clear()


def table_of(answer: object) -> Table:
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return read_table(io.BytesIO(content), ".xlsx")


def few(limit: int) -> None:
    Threshold.objects.filter(code="export.rows").update(number=limit)


def test_a_list_comes_masked_and_of_ones_own_land_alone(liling: Liling, people: int) -> None:
    li = browser_of("liqiang")
    assert f">{people}<" in li.get(PEOPLE).content.decode()
    table = table_of(li.post(PEOPLE, {"do": "export"}))
    rows = [dict(zip(table.headings, cells, strict=False)) for _, cells in table.rows]
    assert len(rows) == people
    assert {str(row["身份证号"])[6:14] for row in rows} == {"*" * 8}
    assert {str(row["联系电话"])[3:7] for row in rows} == {"****"}
    assert {row["姓名"] for row in rows} == {f"张小{n}" for n in range(12)}


def test_whoever_reads_masked_takes_out_masked(liling: Liling, people: int) -> None:
    assert browser_of("sunzhuren").get(PEOPLE).status_code == 404  # a leader reads, no more


def test_the_watermark_names_who_and_the_log_who_and_how_many(liling: Liling, people: int) -> None:
    answer = browser_of("liqiang").post(PEOPLE, {"do": "export"})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    page = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    first = next(page.iter_rows(values_only=True))[0]
    assert str(first).startswith(f"{NOTE}李强")
    entry = Entry.objects.get(name="export.made")
    assert '"rows":12' in entry.data
    assert "张小" not in entry.data


def test_beyond_the_limit_somebody_else_must_approve(liling: Liling, people: int) -> None:
    few(10)
    li = browser_of("liqiang")
    assert "审批" in li.get(PEOPLE).content.decode()
    assert li.post(PEOPLE, {"do": "export"}).status_code == 403
    assert li.post(PEOPLE, {"do": "ask", "reason": ""}).status_code == 422
    assert li.post(PEOPLE, {"do": "ask", "reason": "核对参保"}).status_code == 302
    asked = Approval.objects.get()
    assert (asked.rows, asked.reason) == (people, "核对参保")
    grant(asked.id, actor=liling.actor("sunzhuren", at=utc_now()), now=utc_now())
    assert len(list(table_of(li.post(PEOPLE, {"do": "export"})).rows)) == people
    other = li.post(f"{PEOPLE}?sex=1", {"do": "export"})
    assert other.status_code in (200, 403)
    assert Entry.objects.filter(name="approval.used").count() == 1


def test_a_long_list_is_written_by_the_worker_and_fetched_later(
    liling: Liling, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 5)
    li = browser_of("liqiang")
    there = li.post(PEOPLE, {"do": "export"})["Location"]
    assert "排队中" in li.get(there).content.decode()
    assert li.get(f"{there}file.xlsx").status_code == 422
    assert jobs.take_turn(utc_now())
    assert "12行已写好" in li.get(there).content.decode()
    assert len(list(table_of(li.get(f"{there}file.xlsx")).rows)) == people
    for who in ("zhaomin", "zhoumin"):
        assert browser_of(who).get(f"{there}file.xlsx").status_code == 404
    assert purge_files(before=utc_now(), most=5) == 1
    assert li.get(f"{there}file.xlsx").status_code == 422


def test_an_export_that_a_killed_worker_left_is_begun_anew(liling: Liling, people: int) -> None:
    li = liling.actor("liqiang", at=utc_now())
    row = Export.objects.create(
        code="registry.person",
        title="人员",
        language="zh-hans",
        state=Export.State.RUNNING,
        written=7,
        by_id=li.user_id,
        by_name=li.name,
        at=utc_now(),
    )
    assert jobs.take_turn(utc_now())
    assert Export.objects.get(pk=row.pk).written == people


def test_the_desks_list_is_taken_out_as_it_is_filtered(liling: Liling) -> None:
    now = utc_now()
    lon, lat = liling.point_in("东富村")
    for text in ("井盖不见了", "路灯不亮了"):
        given = Report(
            line="city_management",
            item="C01.02",
            text=text,
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        )
        report_case(given, actor=liling.actor("chenyi", at=now), now=now)
    li = browser_of("liqiang")
    table = table_of(li.post("/exports/new/cases/?box=all", {"do": "export"}))
    found = [dict(zip(table.headings, cells, strict=False)) for _, cells in table.rows]
    assert {row["描述"] for row in found} == {"井盖不见了", "路灯不亮了"}
    assert "陈姨" not in str(found)
    zhao = browser_of("zhaomin")
    assert "没有可导出的记录" in zhao.get("/exports/new/cases/?box=all").content.decode()


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("county.areas", "sunzhuren"),
        ("admin.people", "admin"),
        ("admin.posts", "admin"),
        ("admin.items", "admin"),
        ("admin.areas", "admin"),
        *((f"registry.{kind}", "liqiang") for kind in KINDS if kind != "person"),
    ],
)
def test_every_list_can_be_taken_out_by_whom_it_is_open_to(
    liling: Liling, code: str, who: str
) -> None:
    few(100_000)
    there = f"/exports/new/{code}/"
    assert browser_of("chenyi").get(there).status_code == 404
    browser = browser_of(who)
    page = browser.get(there)
    assert page.status_code == 200
    answer = browser.post(there, {"do": "export"})
    assert answer.status_code in (200, 302)
    if answer.status_code == 200 and code.startswith(("admin", "county")):
        assert len(list(table_of(answer).rows)) > 3


def test_the_special_domain_is_in_no_export(liling: Liling, people: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('wangge.special', 'on', true)")
        cursor.execute("UPDATE registry_person SET special = true WHERE name = '张小3'")
        cursor.execute("SELECT set_config('wangge.special', 'off', true)")
    table = table_of(browser_of("liqiang").post(PEOPLE, {"do": "export"}))
    names = [cells[0] for _, cells in table.rows]
    assert len(names) == people - 1
    assert "张小3" not in names
