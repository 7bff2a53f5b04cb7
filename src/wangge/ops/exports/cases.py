"""`wangge export cases FILE`: a table with Chinese headings, names and telephones masked.

CSV (UTF-8 with a mark, as spreadsheets like it) or XLSX, by the file's ending, with who took it
out and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wangge.core.case.intake import SOURCES
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.masking import mask_name, mask_phone
from wangge.ops.county import county
from wangge.ops.exports._table import check_suffix, write_table
from wangge.ops.options import data_option
from wangge.ops.trouble import Trouble

if TYPE_CHECKING:
    from wangge.cases.models import Case, Reporter

_PAGE = 2_000
# fmt: off
_HEADINGS = (
    "编号", "业务线", "类别", "状态", "来源", "描述", "地点", "经度", "纬度", "镇街", "村社区",
    "网格", "责任岗位", "上报时间", "到期时间", "结案时间", "超期", "督办", "挂账", "升级次数",
    "合并件数", "上报人", "电话",
)
# fmt: on


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", metavar="DAY", help="Reported on that day or later, YYYY-MM-DD.")
@click.option("--open-only", is_flag=True, help="Only cases that still want work.")
@data_option
def command(file: Path, since: str | None, open_only: bool, data: Path) -> None:
    """Export cases to FILE.csv or FILE.xlsx, the oldest first."""
    from_day = _day(since) if since else None
    check_suffix(file)
    with county(data):
        from wangge.cases.models import OPEN, Case  # why: only a county has models

        chosen = Case.objects.order_by("reported_at", "id")
        if open_only:
            chosen = chosen.filter(OPEN)
        if from_day:
            chosen = chosen.filter(reported_at__gte=from_day)
        rows = _rows(chosen.iterator(_PAGE), utc_now())
        written = write_table(file, _HEADINGS, rows, sheet="案件", now=utc_now())
    click.echo(f"{written} 件案件写入 {file}。{written} cases written.")


def _rows(cases: Iterable[Case], now: datetime) -> Iterator[list[object]]:
    from wangge.cases.models import Reporter  # why: only a county has models

    page: list[Case] = []
    for case in cases:
        page.append(case)
        if len(page) == _PAGE:
            yield from _page(page, Reporter, now)
            page = []
    yield from _page(page, Reporter, now)


def _page(page: list[Case], reporters: type[Reporter], now: datetime) -> Iterator[list[object]]:
    told: dict[object, Reporter] = {}
    for one in reporters.objects.filter(case_id__in=[case.pk for case in page]).order_by("-at"):
        told[one.case_id] = one
    for case in page:
        yield _row(case, told.get(case.pk), now)


def _row(case: Case, told: Reporter | None, now: datetime) -> list[object]:
    from wangge.cases.queries.case_view import item_title, line_title, state_of  # why: a county
    from wangge.territory.access import roster, territory_index  # why: only a county has models

    index, post = territory_index(), roster().posts.get(case.owner_id)
    state = state_of(case.as_fact())
    late = bool(case.due_at and case.due_at < (case.closed_at or now))
    return [
        *(case.no, line_title(case.line, "zh"), item_title(case.line, case.item, "zh")),
        *(state.title if state else case.state, SOURCES.get(case.source, (case.source,))[0]),
        *(case.text, case.place, case.lon, case.lat),
        *(index.name(case.town_id), index.name(case.village_id), index.name(case.grid_id)),
        post.title if post else "",
        *(_time(case.reported_at), _time(case.due_at), _time(case.closed_at)),
        *("是" if yes else "" for yes in (late, case.supervised, case.paused)),
        *(case.escalation, case.duplicates),
        *(mask_name(told.name) if told else "", mask_phone(told.phone) if told else ""),
    ]


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Trouble(f"日期“{text}”不对，请写 2026-12-01 这样。Please write a day.") from None
