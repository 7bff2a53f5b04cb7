"""What stands in the menu under one's name, on every page that has one."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from wangge.core.duty import Actor
from wangge.privacy.access import APPROVE
from wangge.web.doors import actor_of
from wangge.web.rounds.frame import watches

_FIELD_ROLES = frozenset({"grid_worker", "village_desk", "handler"})
HOTLINE_ROLES = frozenset({"operator", "acceptor", "centre"})
_ADMIN_RIGHTS = ("posts.write", "catalogue.write", "accounts.lock", "log.read")


def menu(request: HttpRequest) -> dict[str, object]:
    """`menu_links` for the templates; worked out only where a menu is shown."""
    return {"menu_links": SimpleLazyObject(lambda: links_for(actor_of(request)))}


def links_for(actor: Actor) -> list[tuple[str, str]]:
    """The doors that actor may pass, and the way to a new password."""
    roles = {grant.role for grant in actor.grants}
    links: list[tuple[str, str]] = []
    if actor.posts:
        links.append((_("工作台"), "/desk/"))
    if roles & HOTLINE_ROLES:
        links.append((_("热线登记"), "/hotline/"))
    if roles & _FIELD_ROLES:
        links.append((_("网格员端"), "/field/"))
    if actor.may("registry.read"):
        links.append((_("登记"), "/registry/"))
    if watches(actor):
        there = "/rounds/" if actor.may("registry.read") else "/rounds/clearance/"
        links.append((_("专项走访"), there))
    if actor.may("registry.read"):
        links.append((_("包户走访"), "/visits/"))
    if actor.may("ledger.read"):
        links.append((_("今日（手机）"), "/wall/phone/"))
        links.append((_("县域总览"), "/county/"))
        links.append((_("综合评价"), "/county/evaluation/"))
    elif actor.may("catalogue.write"):
        links.append((_("评价规则"), "/county/evaluation/rules/"))
    if any(actor.may(right) for right in ("ledger.read", "log.read", "territory.write")):
        links.append((_("三条承诺"), "/county/proofs/"))
        links.append((_("大屏"), "/wall/"))
    if any(actor.may(right) for right in _ADMIN_RIGHTS):
        links.append((_("管理"), "/admin/"))
    if actor.may(APPROVE):
        links.append((_("导出审批"), "/admin/privacy/approvals/"))
    links.append((_("通知"), "/inbox/"))
    links.append((_("我的账户"), "/me/"))
    links.append((_("我的信息"), "/me/data/"))
    links.append((_("修改密码"), "/password/"))
    return links
