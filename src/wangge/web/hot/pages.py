"""What many people speak of just now 热点, in an area: a page, and a panel for the overview.

For whoever reads the area's figures. The cases behind a topic are listed as far as the reader may
see them; the topic itself names nobody.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.access import cases_for
from wangge.lib.clock import utc_now
from wangge.triage.queries import HotTopicView, hot_topics
from wangge.ui.answers import language_of
from wangge.web.county.place import address_of, area_of, crumbs
from wangge.web.doors import actor_of, staff

#: Cases listed for each topic, the newest first.
_CASES = 5


@require_GET
@staff
def hot(request: HttpRequest, area: UUID | None = None) -> HttpResponse:
    """The topics of an area; for htmx the list alone, without cases."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    place = area_of(actor, area)
    topics = hot_topics(place.level, place.id, now, language=language)
    part = bool(request.headers.get("HX-Request"))
    numbers: dict[UUID, str] = {}
    if topics and not part:
        wanted = [one for topic in topics for one in topic.case_ids[:_CASES]]
        numbers = dict(cases_for(actor).filter(pk__in=wanted).values_list("pk", "no"))
    context = {
        "now": now,
        "place": place,
        "crumbs": crumbs(actor, place, _("热点")),
        "here": address_of(place),
        "topics": [_shown(one, numbers) for one in topics],
    }
    template = "web/hot/part.html" if part else "web/hot/hot.html"
    answer = render(request, template, context)
    answer["Cache-Control"] = "private, no-store"
    answer["Vary"] = "HX-Request, Cookie"
    return answer


def _shown(topic: HotTopicView, numbers: dict[UUID, str]) -> dict[str, object]:
    return {
        "topic": topic,
        "cases": [numbers[one] for one in topic.case_ids[:_CASES] if one in numbers],
    }
