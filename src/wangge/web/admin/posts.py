"""Posts 岗位 by area: who holds each, who answers and why; appoint, relieve, make, close."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.accounts.access import user_named
from wangge.accounts.refusals import BadUsername
from wangge.cases.queries.counted import open_owned_by
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.territory.access import post_for, roles, territory_index
from wangge.territory.actions.absences import end_absence, set_absence
from wangge.territory.actions.posts import appoint, close_post, create_post, relieve
from wangge.territory.models import Post
from wangge.territory.queries import (
    PostRow,
    absence_of,
    absences_about,
    area_row,
    departments,
    holdings_of,
    posts_of_areas,
    role_row,
    vacant_posts,
    who_answers,
)
from wangge.ui.answers import language_of
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.county.place import chain_of
from wangge.web.doors import actor_of


@require_GET
@admin("posts")
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of an area (the county without one) and the areas below it; or all vacant ones."""
    index, now = territory_index(), utc_now()
    language = language_of(request)
    area = index.areas[_area_id(request) or index.county_id]
    vacant = request.GET.get("vacant") == "1"
    rows = vacant_posts(at=now) if vacant else posts_of_areas([area.id], at=now)
    below = [one for one in index.areas.values() if one.parent_id == area.id]
    here = reverse("admin_posts")
    context = {
        "area": area,
        "vacant": vacant,
        "vacant_count": len(vacant_posts(at=now)),
        "crumbs": [
            (_("岗位"), here),
            *((one.name, f"{here}?area={one.id}") for one in chain_of(area)),
        ],
        "rows": [_shown(row, language) for row in rows],
        "below": [
            {"name": one.name, "href": f"{here}?area={one.id}"}
            for one in sorted(below, key=lambda one: one.code)
        ],
        "may_write": actor_of(request).may("posts.write"),
    }
    return shown(request, "posts.html", context, section="posts")


@require_http_methods(["GET", "POST"])
@admin("posts")
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: its way up, its holders, what may be done. Refuses: NotFound."""
    actor, now = actor_of(request), utc_now()
    row = post_for(actor, code)
    here = reverse("admin_post", args=[code])
    refused: Refused | None = None
    if request.method == "POST":
        refused = tried(request, lambda: _change(request, row, now))
        if refused is None:
            return done(request, _("已办。"), here)
    language = language_of(request)
    who = who_answers(row.pk, at=now)
    index = territory_index()
    area = index.areas.get(row.area_id)
    above = [] if row.above_id is None else [who_answers(row.above_id, at=now)]
    context = {
        "post": row,
        "shown": _shown(who, language),
        "above": [_shown(one, language) for one in above],
        "area": area,
        "role": _role_title(row, language),
        "crumbs": [
            (_("岗位"), reverse("admin_posts")),
            *(
                (one.name, f"{reverse('admin_posts')}?area={one.id}")
                for one in (chain_of(area) if area else [])
            ),
            (row.title, ""),
        ],
        "open_cases": open_owned_by(row.pk),
        "holdings": holdings_of(row.pk),
        "absences": absences_about(who.holder_id) if who.holder_id else [],
        "value": request.POST,
        "refused": refused,
        "may_write": actor.may("posts.write"),
        "may_absence": actor.may("absences.write"),
    }
    status = refused.status if refused else 200
    return shown(request, "post.html", context, section="posts", status=status)


@require_http_methods(["GET", "POST"])
@admin("posts")
def new(request: HttpRequest) -> HttpResponse:
    """A new post in an area, under another post. Refuses: NotFound without "posts.write"."""
    actor, now, given = actor_of(request), utc_now(), request.POST
    if not actor.may("posts.write"):
        raise NotFound
    index = territory_index()
    area = index.areas[_area_id(request) or index.county_id]
    zh = language_of(request).startswith("zh")
    refused: Refused | None = None
    if request.method == "POST":

        def make() -> None:
            body = given.get("department", "")
            create_post(
                given.get("code", "").strip(),
                title=given.get("title", "").strip(),
                title_en=given.get("title_en", "").strip(),
                role=role_row(given.get("role", "")),
                area=area_row(area.id),
                above=post_for(actor, given.get("above", "").strip()),
                department=next((one for one in departments() if one.code == body), None),
                actor=actor,
                now=now,
            )

        refused = tried(request, make)
        if refused is None:
            there = reverse("admin_post", args=[given.get("code", "").strip()])
            return done(request, _("岗位已设，现在空着，由上级岗位代答。"), there)
    context = {
        "area": area,
        "crumbs": [(_("岗位"), reverse("admin_posts")), (_("新岗位"), "")],
        "roles": [(one.code, one.title if zh else one.title_en) for one in roles().values()],
        "departments": [(one.code, one.title if zh else one.title_en) for one in departments()],
        "value": given,
        "refused": refused,
        "code_hint": f"P-{area.code}-…",
        "above_hint": "、".join(row.post.code for row in _above_candidates(area.id, now)),
    }
    status = refused.status if refused else 200
    return shown(request, "post_new.html", context, section="posts", status=status)


def _change(request: HttpRequest, row: Post, now: datetime) -> None:
    """What the form of a post asks for. Refuses as the actions do, and BadUsername."""
    given, actor = request.POST, actor_of(request)
    match given.get("do"):
        case "appoint":
            person = user_named(given.get("username", ""))
            if person is None:
                raise BadUsername(field="username", username=given.get("username", ""))
            appoint(row, person, actor=actor, now=now, replace=given.get("replace") == "on")
        case "relieve":
            relieve(row, actor=actor, now=now)
        case "close":
            close_post(row, actor=actor, now=now)
        case "absence":
            holder = user_named(given.get("person", ""))
            if holder is None:
                raise BadUsername(field="person", username=given.get("person", ""))
            stand_in = user_named(given.get("stand_in", "")) if given.get("stand_in") else None
            if given.get("stand_in") and stand_in is None:
                raise BadUsername(field="stand_in", username=given["stand_in"])
            set_absence(
                holder,
                since=_instant(given.get("since", ""), now),
                until=_instant(given.get("until", ""), now + timedelta(days=1)),
                stand_in=stand_in,
                reason=given.get("reason", ""),
                actor=actor,
                now=now,
            )
        case "back":
            absence = absence_of(given.get("absence", ""))
            end_absence(absence, actor=actor, now=now)
        case _:
            raise NotFound


def _instant(text: str, otherwise: datetime) -> datetime:
    """A local time as a form gives it; an empty or odd one is the other."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return otherwise
    return otherwise if found is None else found.replace(tzinfo=SHANGHAI)


def _area_id(request: HttpRequest) -> UUID | None:
    wanted = request.POST.get("area") or request.GET.get("area", "")
    if not wanted:
        return None
    try:
        found = UUID(wanted)
    except ValueError:
        raise NotFound(field="area") from None
    if found not in territory_index().areas:
        raise NotFound(field="area")
    return found


def _shown(row: PostRow, language: str) -> dict[str, object]:
    return {
        "code": row.post.code,
        "title": row.post.called(language),
        "holder": row.holder,
        "vacant": row.is_vacant,
        "answering": row.answering,
        "why": row.answer.say(language),
        "upward": row.falls_upward,
        "href": reverse("admin_post", args=[row.post.code]),
    }


def _role_title(row: Post, language: str) -> str:
    role = roles()[row.role_id]
    return role.title if language.startswith("zh") else role.title_en


def _above_candidates(area: UUID, now: datetime) -> list[PostRow]:
    """Posts of the area and of the one above that others may hang under."""
    index = territory_index()
    parent = index.areas[area].parent_id
    wanted = [area] + ([parent] if parent else [])
    known = roles()
    if index.areas[area].level is Level.COUNTY:
        wanted = [area]
    found = posts_of_areas(wanted, at=now)
    return [row for row in found if not known[row.post.role].separate][:12]
