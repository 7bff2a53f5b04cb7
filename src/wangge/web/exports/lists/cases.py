"""The desk's lists of cases: a box, a search, or everything within sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.cases.models import Case
from wangge.cases.queries.case_view import case_row
from wangge.cases.queries.lists import MOST_ROWS, Box, Listed, inbox, listing, search
from wangge.lib.clock import SHANGHAI
from wangge.web.desk.filters import filters_of
from wangge.web.exports.listing import Asked, Listing


def headings(asked: Asked) -> Sequence[str]:
    """The columns of a list of cases."""
    return (
        *(_("编号"), _("业务线"), _("类别"), _("状态"), _("来源"), _("描述"), _("地点")),
        *(_("镇街"), _("村社区"), _("责任岗位"), _("上报时间"), _("到期时间"), _("结案时间")),
        *(_("督办"), _("合并件数")),
    )


def values(rows: Iterable[Case], asked: Asked) -> Iterator[Sequence[object]]:
    """Cases in the words of the list; who reported them is not in it."""
    for row in rows:
        case = case_row(row.as_fact(), now=asked.now, language=asked.language)
        yield (
            *(case.no, case.line_title, case.item_title, case.state_title, case.source_title),
            *(case.text, case.place),
            case.town.name if case.town else "",
            case.village.name if case.village else "",
            "" if case.light == "done" else case.owner.title,
            *(time_said(case.reported_at), time_said(case.due_at), time_said(case.closed_at)),
            _("是") if case.supervised else "",
            case.duplicates,
        )


def time_said(at: datetime | None) -> str:
    """An instant as it stands in a table."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _pages(asked: Asked) -> Iterator[Case]:
    cursor: str | None = None
    while True:
        page = _page(asked, cursor)
        yield from page.rows
        cursor = page.cursor
        if cursor is None:
            return


def _page(asked: Asked, cursor: str | None) -> Listed:
    """As the desk reads it. Refuses: TooShort."""
    actor, now, given = asked.actor, asked.now, asked.given
    filters, words = filters_of(given, now), given.get("q", "").strip()
    if words:
        return search(actor, words, filters, cursor, MOST_ROWS, now=now)
    box = given.get("box", Box.TODO.value)
    if box not in set(Box):
        return listing(actor, filters, cursor, MOST_ROWS, now=now)
    return inbox(actor, Box(box), filters, cursor, MOST_ROWS, now=now)


LISTINGS = (
    Listing(
        code="cases",
        title=gettext_lazy("案件"),
        headings=headings,
        rows=lambda asked: values(_pages(asked), asked),
        count=lambda asked: sum(1 for _one in _pages(asked)),
        open_to=lambda actor: bool(actor.posts),
        personal=True,
        purpose="case.report",
    ),
)
