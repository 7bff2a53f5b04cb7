"""Registering an element, changing it, moving a person to another household, ending it.

What is wrong is said beside its field; nothing typed is ever lost, not even when somebody else
changed the element meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal, Stale
from wangge.core.registry.columns import Column, Kind
from wangge.lib.clock import utc_now
from wangge.registry.access import day_of, element_for, household_for, kind_called, reads_whole
from wangge.registry.actions import end, put
from wangge.registry.actions.changing import put_if_unchanged, version_of
from wangge.registry.models import Element
from wangge.registry.queries.cells import name_of
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.doors import actor_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.forms import Field, fields_of, freshen, take
from wangge.web.registry.frame import crumbs, element_href, list_href, reader, shown
from wangge.web.registry.typed import Typed, typed_values

#: Columns of the short form by which a person moves to another household.
_MOVE = ("household", "relation", "grid")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@reader("registry.write")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new element; registered, its page. Refuses: NotFound without the right."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found = kind_called(kind)
    fields = fields_of(found, found.columns, actor, language=language, now=now)
    status, other = 200, ""
    if request.method == "POST":
        take(fields, request.POST)
        read = typed_values(found, fields, request.POST, row=None, now=now)
        _tell(fields, read, language)
        if not read.faults:
            try:
                row = put(found, read.values, actor=actor, now=now)
                say(request, _("已登记。"))
                return HttpResponseRedirect(element_href(found, row.pk))
            except Refusal as refusal:
                other = _refused(fields, refusal, language)
                status = status_of(refusal)
        status = status if status != 200 else 422
    else:
        _begin(fields, request, actor, now)
    title = _("登记%(kind)s") % {"kind": found.title(language)}
    steps = ((found.title(language), list_href(found)), (title, ""))
    return _form(request, found, fields, title, steps, status=status, other=other)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@reader("registry.write")
def edit(request: HttpRequest, kind: str, element: UUID) -> HttpResponse:
    """An element changed. Refuses: NoSuchElement."""
    found = kind_called(kind)
    return _change(request, found, element, found.columns, _("修改"))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@reader("registry.write")
def move(request: HttpRequest, element: UUID) -> HttpResponse:
    """A person goes to another household, which is remembered in the one that is left."""
    found = kind_called("person")
    columns = tuple(found.column(name) for name in _MOVE)
    return _change(request, found, element, columns, _("转到别的户"))


@require_http_methods(["GET", "POST"])
@reader("registry.write")
def ended(request: HttpRequest, kind: str, element: UUID) -> HttpResponse:
    """The element is no more, from a day on, for a reason. Refuses: NoSuchElement."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found = kind_called(kind)
    row = _standing(actor, found, element, now)
    given = request.POST
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            day = date.fromisoformat(given.get("on", ""))
        except ValueError:
            errors["on"] = _("请选日期。")
            status = 422
        else:
            try:
                end(found, row.pk, on=day, reason=given.get("reason", ""), actor=actor, now=now)
                say(request, _("已注销。"))
                return HttpResponseRedirect(element_href(found, row.pk))
            except Refusal as refusal:
                errors[refusal.field or "reason"] = refusal.say(language)
                status = status_of(refusal)
    words = words_for(actor, found, [row], (), now=now, language=language)
    name = name_of(found, row, words)
    context = {
        "kind": found,
        "row": row,
        "name": name,
        "crumbs": crumbs(
            (found.title(language), list_href(found)),
            (name, element_href(found, row.pk)),
            (_("注销"), ""),
        ),
        "on": given.get("on", day_of(now).isoformat()),
        "reason": given.get("reason", ""),
        "errors": errors,
        "back": element_href(found, row.pk),
    }
    return shown(request, "end.html", context, status=status)


def _change(
    request: HttpRequest, kind: Kind, element: UUID, columns: Sequence[Column], title: str
) -> HttpResponse:
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = _standing(actor, kind, element, now)
    words = words_for(actor, kind, [row], kind.columns, now=now, language=language)
    fields = fields_of(kind, columns, actor, row=row, words=words, language=language, now=now)
    version, status, other = version_of(row), 200, ""
    told: list[dict[str, str]] = []
    name = name_of(kind, row, words)
    if request.method == "POST":
        take(fields, request.POST)
        read = typed_values(kind, fields, request.POST, row=row, now=now)
        _tell(fields, read, language)
        status = 422
        if not read.faults:
            try:
                if read.values:
                    put_if_unchanged(
                        kind, read.values, id=row.pk, version=request.POST.get("version", ""),
                        actor=actor, now=now,
                    )  # fmt: skip
                say(request, _("已保存。") if read.values else _("没有改动。"))
                return HttpResponseRedirect(element_href(kind, row.pk))
            except Stale as refusal:
                other, status = refusal.say(language), status_of(refusal)
                current = fields_of(
                    kind, columns, actor, row=row, words=words, language=language, now=now
                )
                told = freshen(fields, current)
            except Refusal as refusal:
                other, status = _refused(fields, refusal, language), status_of(refusal)
        if not told:
            version = request.POST.get("version", "")
    steps = ((kind.title(language), list_href(kind)), (name, element_href(kind, row.pk)),
             (title, ""))  # fmt: skip
    return _form(request, kind, fields, title, steps, status=status, other=other,
                 told=told, version=version, row=row)  # fmt: skip


def _standing(actor: Actor, kind: Kind, element: UUID, now: datetime) -> Element:
    """An element the actor may change: on his land, not ended, read whole. Refuses: NotFound."""
    row = element_for(actor, kind, element, now=now, right="registry.write")
    over = row.valid_until is not None and row.valid_until <= day_of(now)
    if over or not reads_whole(actor, row, now=now):
        raise NotFound
    return row


def _begin(fields: Sequence[Field], request: HttpRequest, actor: Actor, now: datetime) -> None:
    """A new form knows what is known already: the household it was opened from, the only grid."""
    by_name = {one.name: one for one in fields}
    grid = by_name.get("grid")
    if grid is not None and len(grid.options) == 1:
        grid.value = grid.options[0][0]
    asked = request.GET.get("household", "")
    if asked and "household" in by_name:
        try:
            home = household_for(actor, UUID(asked), now=now)
        except (ValueError, NotFound):
            return
        by_name["household"].value = home.no
        if grid is not None and grid.look == "select":
            grid.value = str(home.grid_on(day_of(now)))


def _tell(fields: Sequence[Field], read: Typed, language: str) -> None:
    by_name = {one.name: one for one in fields}
    for name, refusal in read.faults:
        if name in by_name and not by_name[name].error:
            by_name[name].error = refusal.say(language)


def _refused(fields: Sequence[Field], refusal: Refusal, language: str) -> str:
    """The sentence stands beside its field; where it has none here it is given back."""
    for one in fields:
        if one.name == refusal.field:
            one.error = refusal.say(language)
            return ""
    return refusal.say(language)


def _form(
    request: HttpRequest,
    kind: Kind,
    fields: Sequence[Field],
    title: str,
    steps: tuple[tuple[str, str], ...],
    *,
    status: int,
    other: str,
    told: Sequence[dict[str, str]] = (),
    version: str = "",
    row: Element | None = None,
) -> HttpResponse:
    names = {one.name for one in fields}
    context = {
        "kind": kind,
        "title": title,
        "crumbs": crumbs(*steps),
        "fields": fields,
        "other_error": other,
        "wrong": sum(1 for one in fields if one.error),
        "told": told,
        "version": version,
        "purpose": f"registry.{kind.code}" if kind.code in _PURPOSES else "registry.household",
        "personal": kind.personal,
        "point": {"lon", "lat"} <= names,
        "datum": _posted(request).get("datum", "wgs84"),
        "back": element_href(kind, row.pk) if row is not None else list_href(kind),
    }
    return shown(request, "form.html", context, status=status)


_PURPOSES = frozenset(("person", "household", "organisation"))


def _posted(request: HttpRequest) -> QueryDict:
    return request.POST
