"""What frames every page of the phone: whose it is, and whose ground."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wangge.territory.access import territory_index
from wangge.ui.answers import language_of
from wangge.web.doors import actor_of
from wangge.web.field.ground import ground_of


def frame(request: HttpRequest, tab: str) -> dict[str, Any]:
    """The context every page of the field has; `tab`: which entry of the bar it is."""
    actor, language = actor_of(request), language_of(request)
    post = ground_of(actor)
    index = territory_index()
    return {
        "tab": tab,
        "actor": actor,
        "user": str(actor.user_id),
        "ground": index.name(post.area_id) if post else "",
        "post_title": post.called(language) if post else "",
        "menu_links": [(_("工作台"), "/desk/"), (_("群众端首页"), "/")],
    }
