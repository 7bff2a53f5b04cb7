"""Contacts and visits as tables: how well an area's parts are looked after, and its households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.core.errors import NotFound
from wangge.lib.clock import SHANGHAI
from wangge.visits.access import land_of
from wangge.visits.queries.standing import Standing, standings
from wangge.web.exports.listing import Asked, Listing
from wangge.web.visits.coverage import parts_of
from wangge.web.visits.homes import WANTED, chain_of, rows_of

RIGHT = "registry.export"
_BATCH = 500


def _coverage(asked: Asked) -> Iterator[Sequence[object]]:
    _, rows = parts_of(asked.actor, _id(asked), now=asked.now)
    for row in rows:
        yield (
            *(row["code"], row["name"], row["households"], row["rate"]),
            *(row["overdue"], row["due_week"], row["uncontacted"]),
        )


def _coverage_headings(asked: Asked) -> Sequence[str]:
    return (
        *(_("代码"), _("区域"), _("户数"), _("按期走访率")),
        *(_("超期未访"), _("本周要访"), _("没有联系人")),
    )


def _standings(asked: Asked) -> list[Standing]:
    """The households of the area, if they may be taken out. Refuses: NotFound."""
    area = _id(asked)
    if area is None:
        raise NotFound(field="area")
    where = land_of(asked.actor, area, now=asked.now)
    if not asked.actor.may(RIGHT, chain_of(area)):
        raise NotFound(field="area")
    only = asked.given.get("only", "")
    return standings(where, at=asked.now, only=only if only in WANTED else "")


def _homes(asked: Asked) -> Iterator[Sequence[object]]:
    found = iter(_standings(asked))
    while some := list(islice(found, _BATCH)):
        for row in rows_of(some, asked.actor, asked.now, asked.language):
            contact, last = row["contact"], row["last_at"]
            yield (
                *(row["no"], row["title"], row["age"], "、".join(row["tags"]), row["address"]),
                *((contact.name, contact.title) if contact else ("", "")),
                last.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if last else "",
                *(row["rule"], row["words"]),
            )


def _home_headings(asked: Asked) -> Sequence[str]:
    return (
        *(_("户号"), _("户"), _("年龄"), _("人员类别"), _("地址"), _("联系人"), _("岗位")),
        *(_("上次走访"), _("规则"), _("下次")),
    )


def _id(asked: Asked) -> UUID | None:
    text = asked.given.get("area", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(field="area") from None


LISTINGS = (
    Listing(
        code="visits.coverage",
        title=gettext_lazy("走访覆盖"),
        headings=_coverage_headings,
        rows=_coverage,
        count=lambda asked: sum(1 for _one in _coverage(asked)),
        open_to=lambda actor: actor.may("registry.read"),
    ),
    Listing(
        code="visits.homes",
        title=gettext_lazy("各户走访"),
        headings=_home_headings,
        rows=_homes,
        count=lambda asked: len(_standings(asked)),
        open_to=lambda actor: actor.may(RIGHT),
        personal=True,
        purpose="visits.visit",
    ),
)
