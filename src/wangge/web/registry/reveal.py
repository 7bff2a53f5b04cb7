"""A sealed number whole 查看: once, for a reason, and the look is on record."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from wangge.core.errors import Invalid, NotFound
from wangge.core.registry.columns import Column, Kind
from wangge.lib.clock import utc_now
from wangge.privacy.actions import note_look
from wangge.registry.access import element_for, kind_called, reads_whole
from wangge.registry.queries.cells import whole_number
from wangge.ui.answers import language_of, status_of
from wangge.web.doors import actor_of
from wangge.web.registry.frame import crumbs, element_href, list_href, reader, shown


@sensitive_variables("context")
@require_http_methods(["GET", "POST"])
@reader()
def reveal(request: HttpRequest, kind: str, element: UUID, column: str) -> HttpResponse:
    """The form that asks why, then the number. Refuses: NotFound to whoever reads masked."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found = kind_called(kind)
    asked = _sealed(found, column)
    row = element_for(actor, found, element, now=now)
    if not reads_whole(actor, row, now=now):
        raise NotFound
    status = 200
    context: dict[str, object] = {
        "kind": found,
        "row": row,
        "column": asked,
        "title": asked.title(language),
        "crumbs": crumbs(
            (found.title(language), list_href(found)), (str(asked.title(language)), "")
        ),
        "href": element_href(found, row.pk),
    }
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            with transaction.atomic():
                note_look(
                    actor=actor, kind=found.code, subject=row.pk, what=asked.name,
                    reason=reason, now=now,
                )  # fmt: skip
                context["number"] = whole_number(found, asked, row) or "—"
        except Invalid as refusal:
            status = status_of(refusal)
            context |= {"error": refusal.say(language), "reason": reason}
    part = bool(request.headers.get("HX-Request"))
    template = "reveal_part.html" if part else "reveal.html"
    return shown(request, template, context, status=200 if part else status)


def _sealed(kind: Kind, name: str) -> Column:
    try:
        column = kind.column(name)
    except KeyError:
        raise NotFound from None
    if not column.sealed:
        raise NotFound
    return column
