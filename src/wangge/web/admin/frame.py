"""What frames the pages of administration: who may enter which section, and the menu.

三员分立 by rights, not by role: whoever keeps the county's order writes it, the security officer
looks after accounts, the auditor reads everything and changes nothing. Actions ask for their
rights again; this only decides which doors there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of, status_of
from wangge.ui.components.lists import Tab
from wangge.ui.said import say
from wangge.web.doors import actor_of, staff

_P = ParamSpec("_P")
Page = Callable[Concatenate[HttpRequest, _P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of administration: where it begins, and which rights open it (any of them)."""

    code: str
    title: str | Promise
    rights: tuple[str, ...]
    #: What one does there, for the first page.
    what: str | Promise


SECTIONS: tuple[Section, ...] = (
    Section(
        "catalogue",
        _("事项"),
        ("catalogue.write", "log.read"),
        _("事项、立案条件和时限，改之前先看影响"),
    ),
    Section("duty", _("职责"), ("catalogue.write", "log.read"), _("哪类事项在哪里归谁办")),
    Section("flows", _("流程"), ("catalogue.write", "log.read"), _("每条业务线怎么走，证明走得通")),
    Section(
        "posts",
        _("岗位"),
        ("posts.write", "absences.write", "log.read"),
        _("谁在岗、谁代理、哪里空岗"),
    ),
    Section(
        "people",
        _("人员"),
        ("accounts.write", "accounts.lock", "log.read"),
        _("账户、解锁、重置密码"),
    ),
    Section("calendar", _("日历"), ("calendar.write", "log.read"), _("工作日、放假和调休")),
    Section("areas", _("区划"), ("territory.write", "log.read"), _("代码、版本和边界导入")),
    Section(
        "visits", _("走访"), ("catalogue.write", "log.read"), _("每类户多久走访一次，改前先看影响")
    ),
    Section("settings", _("建县设置"), ("catalogue.write", "log.read"), _("县里必须定下来的事")),
    Section("log", _("日志"), ("log.read",), _("谁在何时做了什么，有没有人动过")),
    Section(
        "privacy",
        _("个人信息"),
        ("privacy.read", "privacy.write"),
        _("为什么收集、留多久、谁查看过谁"),
    ),
    Section("health", _("运行"), ("jobs.run", "log.read"), _("后台读到哪里、任务好不好")),
)
_BY_CODE = {section.code: section for section in SECTIONS}


def may_enter(actor: Actor, section: Section) -> bool:
    """Whether any right of the section is held."""
    return any(actor.may(right) for right in section.rights)


def admin(code: str = "") -> Callable[[Page[_P]], Page[_P]]:
    """A page of a section; without a code, of administration at all. Others hear 404."""

    def guard(page: Page[_P]) -> Page[_P]:
        @staff
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            actor = actor_of(request)
            wanted = (_BY_CODE[code],) if code else SECTIONS
            if not any(may_enter(actor, section) for section in wanted):
                raise NotFound
            return page(request, *args, **kwargs)

        return guarded

    return guard


def shown(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    section: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page in its frame: the menu of the sections open to the actor."""
    actor = actor_of(request)
    tabs = [
        Tab(str(one.title), reverse(f"admin_{one.code}"), active=one.code == section)
        for one in SECTIONS
        if may_enter(actor, one)
    ]
    given: dict[str, object] = {
        "now": utc_now(),
        "desk_counts": (),
        "sections": tabs,
        "zh": language_of(request).startswith("zh"),
    }
    answer = render(request, f"web/admin/{template}", given | dict(context), status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not done: shown above the form, which keeps what was typed."""

    sentence: str
    field: str
    status: int


def tried(request: HttpRequest, do: Callable[[], object]) -> Refused | None:
    """Do it; a refusal comes back as what to show."""
    try:
        do()
    except Refusal as refusal:
        return Refused(refusal.say(language_of(request)), refusal.field or "", status_of(refusal))
    return None


def done(request: HttpRequest, sentence: str, there: str) -> HttpResponse:
    """Go on to a page that says what was done."""
    say(request, sentence)
    return HttpResponseRedirect(there)
