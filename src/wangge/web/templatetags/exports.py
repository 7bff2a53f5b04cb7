"""The way from a list to its spreadsheet: `{% load exports %}{% export_link "admin.people" %}`."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template import Context, Library
from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.core.errors import NotFound
from wangge.ui.components.controls import link_button
from wangge.web.doors import actor_of
from wangge.web.exports.listing import listing_for

register = Library()


@register.simple_tag(takes_context=True)
def export_link(context: Context, code: str, **given: object) -> str:
    """A link to take out the list as it is narrowed now; nothing for whom it is not open.

    `given`: what the page knows and its address does not say.
    """
    request: HttpRequest = context["request"]
    try:
        listing_for(actor_of(request), code)
    except NotFound:
        return ""
    asked = request.GET.dict() | {name: str(value) for name, value in given.items() if value}
    href = reverse("export_new", args=[code])
    return link_button(_("导出"), f"{href}?{urlencode(asked)}" if asked else href, icon="download")
