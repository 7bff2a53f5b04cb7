"""The county's tables: its parts with their figures, and the cases behind a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.cases.access import cases_for
from wangge.cases.models import Case
from wangge.catalogue.access import catalogue
from wangge.ledger.access import area_for
from wangge.ledger.queries import by_child_areas, cases_behind
from wangge.territory.access import territory_index
from wangge.web.county.asked import asked_number, days_of
from wangge.web.county.numbers import percent, span_said
from wangge.web.exports.listing import Asked, Listing
from wangge.web.exports.lists.cases import headings, values

#: As many as the page lists: the newest of a number.
_LISTED = 1_000


def _line(asked: Asked) -> str | None:
    wanted = asked.given.get("line", "")
    return wanted if wanted in {line.code for line in catalogue().lines} else None


def _parts(asked: Asked) -> Iterator[Sequence[object]]:
    """The parts of an area, the county's without one. Refuses: NotFound."""
    area = area_for(asked.actor, _id(asked.given.get("area", "")))
    today, since = days_of(asked.now)
    index = territory_index()
    for one in by_child_areas(area, since, today, now=asked.now, line=_line(asked)):
        named = index.ever.get(one.area_id)
        yield (
            *(named.code if named else "", one.name, one.live.open, one.live.overdue),
            *(one.figures.reported, one.figures.closed),
            *(percent(one.figures.on_time_rate), span_said(one.figures.handling_median_s)),
        )


def _part_headings(asked: Asked) -> Sequence[str]:
    return (
        *(_("代码"), _("区域"), _("在办"), _("超期"), _("近30天上报"), _("近30天结案")),
        *(_("按期结案率"), _("处置用时（中位）")),
    )


def _behind(asked: Asked) -> list[UUID]:
    """The cases of one number, as the page asks for them. Refuses: NotFound."""
    what = asked_number(asked.given)
    area_for(asked.actor, what.subject)
    return list(cases_behind(what, now=asked.now, limit=_LISTED))


def _behind_rows(asked: Asked) -> Iterator[Sequence[object]]:
    ids = _behind(asked)
    known: dict[UUID, Case] = cases_for(asked.actor).in_bulk(ids)
    yield from values((known[one] for one in ids if one in known), asked)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


LISTINGS = (
    Listing(
        code="county.areas",
        title=gettext_lazy("各地情况"),
        headings=_part_headings,
        rows=_parts,
        count=lambda asked: sum(1 for _one in _parts(asked)),
        open_to=lambda actor: actor.may("ledger.read"),
    ),
    Listing(
        code="county.cases",
        title=gettext_lazy("数字背后的案件"),
        headings=headings,
        rows=_behind_rows,
        count=lambda asked: len(_behind(asked)),
        open_to=lambda actor: actor.may("ledger.read"),
        personal=True,
        purpose="case.report",
    ),
)
