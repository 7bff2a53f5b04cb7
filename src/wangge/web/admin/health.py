"""How the machine runs 运行: how far followers have read, when jobs had their turn, faults."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wangge.audit.followers import registered as followers
from wangge.audit.queries import follower_places, last_position
from wangge.jobs.queries import turns
from wangge.jobs.schedule import registered as jobs
from wangge.lib.clock import utc_now
from wangge.web.admin.frame import admin, shown


@require_GET
@admin("health")
def health(request: HttpRequest) -> HttpResponse:
    """Followers with their lag, jobs with their last turn. Three queries."""
    now = utc_now()
    newest = last_position()
    places = {place.name: place for place in follower_places()}
    taken = {turn.name: turn for turn in turns()}
    readers = []
    for follower in followers():
        place = places.get(follower.name)
        readers.append(
            {
                "name": follower.name,
                "lag": max(0, newest - (place.position if place else 0)),
                "moved_at": place.moved_at if place else None,
                "failure": place.failure if place else "",
            }
        )
    rounds = []
    for job in jobs():
        turn = taken.get(job.name)
        rounds.append(
            {
                "name": job.name,
                "every": job.every,
                "last_at": turn.last_at if turn else None,
                "next_at": turn.next_at if turn else None,
                "late": turn is not None and turn.next_at + job.every < now,
                "failure": turn.failure if turn else "",
            }
        )
    context = {
        "newest": newest,
        "readers": readers,
        "rounds": rounds,
        "failures": sum(bool(one["failure"]) for one in (*readers, *rounds)),
    }
    return shown(request, "health.html", context, section="health")
