"""Administration's lists: accounts, posts, items with their limits, areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.accounts.access import users_for
from wangge.catalogue.access import catalogue
from wangge.core.clock import Limit
from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.territory.access import areas, territory_index
from wangge.territory.models import Area
from wangge.territory.queries import posts_of_areas, vacant_posts
from wangge.web.admin.frame import SECTIONS, may_enter
from wangge.web.exports.listing import Asked, Listing
from wangge.web.exports.lists.cases import time_said

_A_PAGE = 500


def _section(code: str) -> Callable[[Actor], bool]:
    """Whoever may enter that part of administration."""
    section = next(one for one in SECTIONS if one.code == code)
    return lambda actor: may_enter(actor, section)


def _people(asked: Asked) -> Iterator[Sequence[object]]:
    found = users_for(asked.actor, asked.given.get("q", "").strip()).order_by("username")
    for user in found.iterator(_A_PAGE):
        yield (
            *(user.name, user.username),
            _("可登录") if user.is_active else _("已停用"),
            time_said(user.last_sign_in_at),
        )


def _people_count(asked: Asked) -> int:
    return users_for(asked.actor, asked.given.get("q", "").strip()).count()


def _posts(asked: Asked) -> Iterator[Sequence[object]]:
    """The posts of an area and all below it, the county's without one; or the vacant ones."""
    index = territory_index()
    if asked.given.get("vacant") == "1":
        rows = vacant_posts(at=asked.now)
    else:
        try:
            top = UUID(asked.given.get("area", ""))
        except ValueError:
            top = index.county_id
        inside = [one.id for one in index.areas.values() if top in _chain(one.id)]
        rows = posts_of_areas(inside or [index.county_id], at=asked.now)
    for row in rows:
        yield (
            *(row.post.code, row.post.title, index.full_name(row.post.area_id)),
            *(row.holder, row.answering),
        )


def _chain(area_id: UUID) -> set[UUID]:
    index, found = territory_index(), set[UUID]()
    here = index.areas.get(area_id)
    while here is not None:
        found.add(here.id)
        here = index.areas.get(here.parent_id) if here.parent_id else None
    return found


def _items(asked: Asked) -> Iterator[Sequence[object]]:
    """Every filing condition of a line's items with its limit."""
    known = catalogue()
    wanted = asked.given.get("line", "")
    for line in known.lines:
        if wanted and line.code != wanted:
            continue
        for item in known.items(line.code):
            for one in item.conditions:
                yield (
                    *(line.title if asked.zh else line.title_en, item.code),
                    item.title if asked.zh else item.title_en or item.title,
                    *(one.when, Limit.parse(one.limit).say(asked.language), one.closing),
                    one.provenance.value,
                )


def _areas(asked: Asked) -> Iterator[Sequence[object]]:
    """The areas below one, the county's without one."""
    index = territory_index()
    try:
        under = UUID(asked.given.get("under", ""))
    except ValueError:
        under = index.county_id
    row: Area
    for row in areas(ever=True).filter(parent_id=under).iterator(_A_PAGE):
        yield (
            *(row.code, row.name, Level(row.level).zh, row.full_name),
            *(row.valid_from, row.valid_until or ""),
        )


LISTINGS = (
    Listing(
        code="admin.people",
        title=gettext_lazy("账户"),
        headings=lambda asked: (_("姓名"), _("用户名"), _("状态"), _("上次登录")),
        rows=_people,
        count=_people_count,
        open_to=_section("people"),
        personal=True,
        purpose="account",
    ),
    Listing(
        code="admin.posts",
        title=gettext_lazy("岗位"),
        headings=lambda asked: (_("代码"), _("岗位"), _("区域"), _("任职人"), _("现在谁应答")),
        rows=_posts,
        count=lambda asked: sum(1 for _one in _posts(asked)),
        open_to=_section("posts"),
        personal=True,
        purpose="account",
    ),
    Listing(
        code="admin.items",
        title=gettext_lazy("事项和时限"),
        headings=lambda asked: (
            *(_("业务线"), _("代码"), _("事项"), _("立案条件"), _("时限"), _("结案条件")),
            _("出处"),
        ),
        rows=_items,
        count=lambda asked: sum(1 for _one in _items(asked)),
        open_to=_section("catalogue"),
    ),
    Listing(
        code="admin.areas",
        title=gettext_lazy("区划"),
        headings=lambda asked: (_("代码"), _("名称"), _("层级"), _("全称"), _("自"), _("至")),
        rows=_areas,
        count=lambda asked: sum(1 for _one in _areas(asked)),
        open_to=_section("areas"),
    ),
)
