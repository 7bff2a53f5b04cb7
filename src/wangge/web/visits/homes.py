"""Households of an area with their contacts and visits; giving them to a post, one or many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.territory.access import roster, territory_index
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Tab
from wangge.ui.said import say
from wangge.visits.access import ARRANGE, household_seen_by, land_of, may_arrange, visits_to
from wangge.visits.actions import assign_contact, end_contact
from wangge.visits.actions.contacts import assign_many
from wangge.visits.models import Contact
from wangge.visits.queries.plans import answering, members_of, names_of, title_of
from wangge.visits.queries.standing import Standing, Where, standings
from wangge.web.doors import actor_of
from wangge.web.field.visits import reads_all, state_words, visits_shown
from wangge.web.visits.frame import area_named, crumbs, reader, shown

_PAGE = 50
_VISITS = 30
WANTED = ("", "overdue", "week", "uncontacted")


@require_GET
@reader
def homes(request: HttpRequest, area: UUID) -> HttpResponse:
    """The households of an area, those due first; `only` narrows, `page` goes on."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    where = land_of(actor, area, now=now)
    only = request.GET.get("only", "")
    only = only if only in WANTED else ""
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdigit() else 1
    found = standings(where, at=now, only=only, most=_PAGE + 1, skip=(page - 1) * _PAGE)
    rows, place = found[:_PAGE], area_named(area)
    arranging = actor.may(ARRANGE, [*chain_of(area)])
    context = {
        "place": place.name,
        "area": str(area),
        "crumbs": crumbs(actor, place, (_("各户"), "")),
        "tabs": [
            Tab(word, f"?{urlencode({'only': code})}", active=code == only)
            for code, word in zip(
                WANTED, (_("全部"), _("超期"), _("本周要访"), _("没有联系人")), strict=True
            )
        ],
        "rows": rows_of(rows, actor, now, language),
        "newer_href": _page(only, page - 1) if page > 1 else "",
        "older_href": _page(only, page + 1) if len(found) > _PAGE else "",
        "posts": _posts(chain_of(area), now, language) if arranging else [],
        "here": request.get_full_path(),
        "arranging": arranging,
    }
    return shown(request, "homes.html", context)


@require_POST
@reader
def assign(request: HttpRequest) -> HttpResponse:
    """The ticked households are given to a post; back to where they were ticked."""
    actor, now = actor_of(request), utc_now()
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        there = reverse("visits")
    try:
        wanted = [_uuid(one) for one in request.POST.getlist("household")]
        count = assign_many(
            wanted,
            _uuid(request.POST.get("post", "")),
            reason=request.POST.get("reason", ""),
            actor=actor,
            now=now,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        say(request, refusal.say(language_of(request)), tone="red")
    else:
        say(request, _("已安排%(n)s户。") % {"n": count})
    return HttpResponseRedirect(there)


@require_http_methods(["GET", "POST"])
@reader
def home(request: HttpRequest, household: UUID) -> HttpResponse:
    """A household: its contacts and visits ever since; another contact from now on."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = household_seen_by(actor, household, now=now)
    if request.method == "POST":
        return _change(request, household, actor, now)
    (standing,) = standings(Where(households=(row.pk,)), at=now) or (None,)
    whole = reads_all(actor, row, standing, now)
    people = members_of([row.pk], now=now, language=language, whole=whole).get(row.pk, [])
    title, age, tags = title_of(row.no, people, language)
    arranging = may_arrange(actor, row, now=now)
    grid = standing.grid_id if standing else row.grid_id
    place = territory_index(at=now).areas.get(grid)
    context = {
        "home": row,
        "title": title,
        "age": age,
        "tags": tags,
        "crumbs": crumbs(actor, place, (_("%(no)s号户") % {"no": row.no}, "")),
        "state": state_words(standing, language) if standing else None,
        "rule": standing.rule.say(language) if standing and standing.rule else "",
        "members": people,
        "contacts": _contacts(row.pk, now, language),
        "visits": visits_shown(visits_to(row)[:_VISITS], actor, language, whole=whole),
        "posts": _posts(chain_of(grid), now, language) if arranging else [],
        "arranging": arranging,
    }
    return shown(request, "home.html", context)


def _change(request: HttpRequest, household: UUID, actor: Actor, now: datetime) -> HttpResponse:
    """Another contact, or the grid's own instead of this one."""
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("do") == "end":
            end_contact(household, reason=reason, actor=actor, now=now)
        else:
            post = _uuid(request.POST.get("post", ""))
            assign_contact(household, post, reason=reason, actor=actor, now=now)
    except NotFound:
        raise
    except Refusal as refusal:
        say(request, refusal.say(language_of(request)), tone="red")
    else:
        say(request, _("联系人已更换，从现在起生效。"))
    return HttpResponseRedirect(reverse("visits_home", args=[household]))


def rows_of(
    found: list[Standing], actor: Actor, now: datetime, language: str
) -> list[dict[str, Any]]:
    """Households for a table. Three queries."""
    whole = _reads_names(found, actor)
    people = members_of([one.id for one in found], now=now, language=language, whole=whole)
    rows = []
    for one in found:
        title, age, tags = title_of(one.no, people.get(one.id, []), language)
        contact = answering(one.post_id, at=now, language=language)
        words, tone = state_words(one, language)
        rows.append(
            {
                "id": one.id,
                "no": one.no,
                "title": title,
                "age": age,
                "tags": tags,
                "address": one.address,
                "contact": contact,
                "last_at": one.last_at,
                "rule": one.rule.say(language) if one.rule else "",
                "words": words,
                "tone": tone,
                "href": reverse("visits_home", args=[one.id]),
            }
        )
    return rows


def _reads_names(found: list[Standing], actor: Actor) -> bool:
    """Whether the actor reads the names of all of them as they are."""
    open_land = {
        grant.area_id
        for grant in actor.grants
        if "registry.read" in grant.rights and not grant.masked
    }
    county = territory_index().county_id
    return all(open_land & {one.grid_id, one.village_id, one.town_id, county} for one in found)


def _contacts(household: UUID, now: datetime, language: str) -> list[dict[str, Any]]:
    """Every contact it had, has, or will have, the latest first. Two queries."""
    found = list(Contact.objects.filter(household_id=household).order_by("-since"))
    names, known = names_of(row.by_id for row in found), roster()
    rows = []
    for row in found:
        runs = row.since <= now and (row.until is None or row.until > now)
        post = known.posts.get(row.post_id)
        at = now if runs else (row.since if row.since > now else row.until)
        rows.append(
            {
                "post": post.called(language) if post else "",
                "contact": answering(row.post_id, at=now, language=language) if runs else None,
                "since": row.since,
                "until": row.until,
                "runs": runs,
                "to_come": row.since > now,
                "reason": row.reason,
                "by": names.get(row.by_id, "") if row.by_id else "",
                "at": at,
            }
        )
    return rows


def _posts(chain: Iterable[UUID], now: datetime, language: str) -> list[tuple[str, str]]:
    """Posts that may be contacts there: of the grids, the village, the town. No query."""
    areas, known = set(chain), roster()
    index = territory_index(at=now)
    villages = {one for one in areas if index.areas[one].level is Level.VILLAGE}
    areas |= {one.id for one in index.areas.values() if one.parent_id in villages}
    found = []
    order = list(Level)
    nearest = sorted(
        known.posts.values(),
        key=lambda post: (post.department is not None, -order.index(post.level), post.code),
    )
    for post in nearest:
        if post.area_id in areas and post.level is not Level.COUNTY and post.in_force(now):
            holder = known.holder(post.id, now)
            name = known.people.get(holder, "") if holder else _("空缺")
            found.append((str(post.id), f"{post.called(language)} · {name}"))
    return found


def chain_of(area: UUID) -> list[UUID]:
    """The area and all it lies in, by id. Refuses: NotFound."""
    return list(territory_index().chain_of_area(area).areas())


def _page(only: str, page: int) -> str:
    return f"?only={only}&page={page}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(field="household") from None
