"""Visits on the phone 走访: who is due, what is known of a household, and the form.

The list and an empty form are kept in the phone, so a visit is recorded without a network too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.access import sees
from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.core.visits import State
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.registry.access import reads_whole
from wangge.registry.models import Household
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.visits.access import household_seen_by, visits_to
from wangge.visits.models import Visit
from wangge.visits.queries.plans import (
    Planned,
    answering,
    members_of,
    names_of,
    plan,
    title_of,
    worries_of,
)
from wangge.visits.queries.problems import cases_of
from wangge.visits.queries.rules import visit_form
from wangge.visits.queries.standing import Standing, Where, standings
from wangge.web.classes import class_titled
from wangge.web.doors import actor_of, staff
from wangge.web.field.frame import frame
from wangge.web.field.visiting import take_visit

#: Households shown at first; the rest behind a link.
_SHOWN = 60
_LAST = 10
_PROBLEMS = 3
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@gzip_page
@never_cache
@require_GET
@staff
def visits(request: HttpRequest) -> HttpResponse:
    """My households, those due first."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    everything = request.GET.get("all") == "1"
    found = plan(actor, now=now, language=language)
    rows = found.rows if everything else found.rows[:_SHOWN]
    context = frame(request, "visits") | {
        "rows": [shown(row, language) for row in rows],
        "plan": found,
        "more": len(found.rows) - len(rows),
        "all": len(found.rows),
        "others": sorted({row.stands_in_for for row in found.rows if row.stands_in_for}),
        "homes": [
            {"id": str(row.home.id), "title": row.title, "place": row.home.address}
            for row in found.rows
        ],
    }
    return render(request, "web/field/visits.html", context)


@gzip_page
@never_cache
@require_GET
@staff
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """A household: who lives there, who is in touch with it, who called and what was found."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = household_seen_by(actor, household, now=now)
    (home,) = standings(Where(households=(row.pk,)), at=now) or (None,)
    whole = reads_all(actor, row, home, now)
    people = members_of([row.pk], now=now, language=language, whole=whole).get(row.pk, [])
    title, age, tags = title_of(row.no, people, language)
    context = frame(request, "visits") | {
        "home": row,
        "standing": home,
        "title": title,
        "age": age,
        "tags": tags,
        "state": state_words(home, language) if home else None,
        "rule": home.rule.say(language) if home and home.rule else "",
        "contact": answering(home.post_id, at=now, language=language) if home else None,
        "members": people,
        "visits": visits_shown(visits_to(row)[:_LAST], actor, language, whole=whole),
        "now": now,
    }
    return render(request, "web/field/household.html", context)


@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
@staff
def visit(request: HttpRequest) -> HttpResponse:
    """The form; `?household=` names whose. Without JavaScript it is sent like any form."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    given = request.POST if request.method == "POST" else request.GET
    sentence, status = "", 200
    if request.method == "POST":
        try:
            done = take_visit(request.POST, request.FILES, actor=actor, now=now)
        except NotFound:
            raise
        except Refusal as refusal:
            sentence, status = refusal.say(language), status_of(refusal)
        else:
            say(request, done_words(done))
            return HttpResponseRedirect(reverse("field:visits"))
    row, title = None, ""
    if wanted := given.get("household", ""):
        row = household_seen_by(actor, _uuid(wanted), now=now)
        (home,) = standings(Where(households=(row.pk,)), at=now) or (None,)
        whole = reads_all(actor, row, home, now)
        people = members_of([row.pk], now=now, language=language, whole=whole).get(row.pk, [])
        title = title_of(row.no, people, language)[0]
    form = visit_form()
    context = frame(request, "visits") | {
        "id": given.get("id") or uuid7(),
        "home": row,
        "title": title,
        "sentence": sentence,
        "kinds": [(one.code, one.called(language)) for one in form.kinds],
        "kind": given.get("visit_kind", "home"),
        "fields": [
            {
                "title": field.called(language),
                "later": field.later,
                "choices": [
                    {
                        "name": f"a-{field.code}-{one.code}",
                        "title": one.called(language),
                        "worry": one.worry,
                        "ticked": bool(given.get(f"a-{field.code}-{one.code}")),
                    }
                    for one in field.choices
                ],
            }
            for field in form.fields
        ],
        "note": given.get("note", ""),
        "problems": [
            {
                "place": place,
                "prefix": f"p{place}",
                "class": given.get(f"p{place}-class", ""),
                "text": given.get(f"p{place}-text", ""),
            }
            for place in range(1, _PROBLEMS + 1)
        ],
        "classes": _classes(form.problems, language),
        "round": given.get("round", ""),
    }
    return render(request, "web/field/visit.html", context, status=status)


def shown(row: Planned, language: str) -> dict[str, Any]:
    """A household for the list."""
    words, tone = state_words(row.home, language)
    return {
        "id": row.home.id,
        "title": row.title,
        "age": row.age,
        "tags": row.tags,
        "address": row.home.address or row.home.no,
        "words": words,
        "tone": tone,
        "late": row.home.state is State.OVERDUE,
        "not_this_week": row.home.state in (State.WEEK, State.TODAY) and not row.seen_this_week,
        "other": row.stands_in_for,
        "lon": row.home.lon,
        "lat": row.home.lat,
        "href": reverse("field:household", args=[row.home.id]),
        "visit_href": f"{reverse('field:visit')}?household={row.home.id}",
    }


def state_words(home: Standing, language: str) -> tuple[str, str]:
    """How a household stands, in words and a colour."""
    match home.state:
        case State.OVERDUE:
            late = home.days_late
            said = _("超期%(n)s天") % {"n": late}
            return (said if home.last_at else _("未走访过，%(said)s") % {"said": said}), "red"
        case State.TODAY:
            return _("今天到期"), "amber"
        case State.WEEK:
            assert home.due is not None
            day = _WEEKDAYS[home.due.weekday()] if language.startswith("zh") else f"{home.due:%a}"
            return _("%(day)s前") % {"day": day}, "amber"
        case State.FINE:
            assert home.due is not None
            return _("%(day)s前") % {"day": f"{home.due:%m-%d}"}, "plain"
        case State.NONE:
            return _("不定期"), "plain"


def visits_shown(
    rows: Any,  # noqa: ANN401 - visits, in a query set or a list
    actor: Actor,
    language: str,
    *,
    whole: bool,
) -> list[dict[str, Any]]:
    """Visits for people; what was said at home only for who may read it. At most two queries."""
    found: list[Visit] = list(rows)
    cases, names = cases_of(found), names_of(one.by_id for one in found)
    kinds = {one.code: one.called(language) for one in visit_form().kinds}
    return [
        {
            "at": one.at,
            "kind": kinds.get(one.kind, one.kind),
            "missed": one.kind == "missed",
            "who": names.get(one.by_id, "") if one.by_id else "",
            "worries": worries_of(one, language) if whole and one.worries else [],
            "note": one.note if whole else "",
            "far_m": round(one.distance_m) if one.distance_m is not None else None,
            "photos": len(one.photos),
            "found": one.found,
            "cases": [case for case in cases.get(one.pk, ()) if sees(actor, case)],
        }
        for one in found
    ]


def reads_all(actor: Actor, row: Household, home: Standing | None, now: datetime) -> bool:
    """Whether names and what was said at home may be shown: the land's readers, and its contact."""
    mine = home is not None and actor.answers_for(home.post_id)
    return mine or reads_whole(actor, row, now=now)


def done_words(visit: Visit) -> str:
    """What to say when a visit was taken."""
    if visit.found:
        return _("走访已登记，%(n)s个问题已上报。") % {"n": visit.found}
    return _("走访已登记。")


def due_today(actor: Actor, *, now: datetime, language: str) -> tuple[int, list[dict[str, Any]]]:
    """How many visits are owed today, and the first of them, for the first page."""
    found = plan(actor, now=now, language=language, only="week", most=3)
    return found.now, [shown(row, language) for row in found.rows]


def _classes(wanted: tuple[str, ...], language: str) -> list[tuple[str, str]]:
    found = []
    for value in wanted:
        line, _colon, item = value.partition(":")
        try:
            found.append((value, class_titled(line, item, language)))
        except Refusal:
            continue  # the county has no such item
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(field="household") from None
