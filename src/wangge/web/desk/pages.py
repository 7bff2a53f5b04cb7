"""The desk 工作台: the boxes, the list in order of danger, and beside it the case that is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.queries.lists import (
    Box,
    Filters,
    Listed,
    counts,
    inbox,
    listing,
    say_count,
    search,
)
from wangge.core.duty import Actor
from wangge.core.errors import Invalid
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Tab
from wangge.web.case.rows import list_rows
from wangge.web.desk.filters import NAMES, choices_for, filters_of
from wangge.web.doors import actor_of, staff

ALL = "all"
A_PAGE = 50


@require_GET
@staff
def desk(request: HttpRequest) -> HttpResponse:
    """One box as a list; for htmx the list alone. At most eight queries."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    given = request.GET
    words = given.get("q", "").strip()
    box = given.get("box", Box.TODO.value)
    box = ALL if words and "box" not in given else box
    if box not in {*Box, ALL}:
        box = Box.TODO.value
    sentence, listed = "", Listed([], None)
    filters = filters_of(given, now)
    try:
        listed = _listed(actor, box, words, filters, given.get("cursor") or None, now)
    except Invalid as refusal:
        sentence = refusal.say(language)
    here = _address(given, leave_out=("open",))
    part = request.headers.get("HX-Target") == "list"
    context: dict[str, object] = {
        "rows": list_rows(listed.rows, now=now, language=language, back=here),
        "now": now,
        "box": box,
        "q": words,
        "sentence": sentence,
        "searched_to": listed.searched_to,
        "here": here,
        "narrowed": filters != Filters(),
        "first_href": _address(given, leave_out=("cursor", "open")) if given.get("cursor") else "",
        "next_href": _address(given, cursor=listed.cursor) if listed.cursor else "",
        "tabs": _tabs(actor, box, words, now),
        "chosen": {name: given.get(name, "") for name in NAMES},
        "choices": choices_for(actor, given, language),
        "clear_href": _address({"box": box, **({"q": words} if words else {})}),
        "keys": _keys(),
    }
    template = "web/desk/list_part.html" if part else "web/desk/desk.html"
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Target"])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _listed(
    actor: Actor, box: str, words: str, filters: Filters, cursor: str | None, now: datetime
) -> Listed:
    if words:
        return search(actor, words, filters, cursor, A_PAGE, now=now)
    if box == ALL:
        return listing(actor, filters, cursor, A_PAGE, now=now)
    return inbox(actor, Box(box), filters, cursor, A_PAGE, now=now)


def _tabs(actor: Actor, box: str, words: str, now: datetime) -> list[Tab]:
    counted = counts(actor, now=now)
    tones = {Box.TODO: "accent", Box.OVERDUE: "red", Box.SUPERVISED: "red"}
    labels = {
        Box.TODO: _("待办"),
        Box.DONE: _("已办"),
        Box.OVERDUE: _("超期"),
        Box.SUPERVISED: _("督办"),
    }
    tabs = [
        Tab(
            label,
            f"{reverse('desk')}?{urlencode({'box': one.value})}",
            say_count(counted[one]) if one in counted else None,  # type: ignore[arg-type]
            active=box == one.value and not words,
            tone=tones.get(one, "plain") if counted.get(one) else "plain",
        )
        for one, label in labels.items()
    ]
    everything = f"{reverse('desk')}?{urlencode({'box': ALL})}"
    return [*tabs, Tab(_("全部"), everything, None, active=box == ALL and not words)]


def _address(
    given: Mapping[str, str], *, leave_out: tuple[str, ...] = (), **more: str | None
) -> str:
    """The desk's address with these parts, empty ones left out."""
    left = {"cursor"} if "cursor" in more else set()
    parts = {k: v for k, v in given.items() if v and k not in {*leave_out, *left, "open"}}
    parts |= {name: value for name, value in more.items() if value}
    return f"{reverse('desk')}?{urlencode(parts)}" if parts else reverse("desk")


def _keys() -> list[tuple[str, str]]:
    """What `?` shows besides the common keys."""
    return [
        ("A", _("立案")),
        ("D", _("派遣（勾选后成批派遣）")),
        ("H", _("处置反馈")),
        ("V", _("核实、核查")),
        ("R", _("退回")),
        ("M", _("合并（勾选后成批合并）")),
        ("U", _("催办")),
        ("P", _("督办")),
        ("N", _("备注")),
    ]
