"""The checklist at a household's door: each point fine or not, a word and a photo where it is not.

Works without JavaScript and keeps what was typed; the id in the form makes sending twice harmless.
"""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.actions.gather import GivenPoint
from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.core.visits import Field
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.lib.masking import mask_name
from wangge.packs.lookback.checklist import WRONG
from wangge.packs.lookback.checklist import problems as problems_in
from wangge.registry.access import reads_whole
from wangge.registry.models import Household, Person
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.visits.access import household_seen_by, visits_to
from wangge.visits.actions.record import VisitGiven, record_visit
from wangge.visits.models import Round
from wangge.visits.queries.rounds import checklist_of
from wangge.visits.queries.rules import visit_form
from wangge.web.doors import actor_of, staff
from wangge.web.rounds.frame import crumbs, named, round_of, shown


@require_http_methods(["GET", "POST"])
@staff
def visit(request: HttpRequest, round_id: UUID, household: UUID) -> HttpResponse:
    """The checklist of a household on the list (GET), and the visit (POST).

    Refuses: NotFound, for a household of other land or not on the list.
    """
    actor, now = actor_of(request), utc_now()
    row = round_of(actor, round_id)
    home = household_seen_by(actor, household, now=now)
    target = row.targets.filter(household_id=home.pk).first()
    if target is None:
        raise NotFound(field="household")
    questions = checklist_of(row)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            given = _given(request, row, home, questions, actor)
            record_visit(given, actor=actor, now=now)
        except Refusal as refused:
            refusal, status = refused.say(language_of(request)), status_of(refused)
        else:
            words = (
                _("已登记，发现%(n)s个问题，已自动立案。")
                if given.problems
                else _("已登记，没有问题。")
            )
            say(request, words % {"n": len(given.problems)} if given.problems else words)
            asked = f"?area={home.grid_id}&state=open"
            return HttpResponseRedirect(reverse("round_homes", args=[row.pk]) + asked)
    context = {
        "crumbs": crumbs(
            (row.title, reverse("round", args=[row.pk])),
            (_("走访名单"), reverse("round_homes", args=[row.pk])),
            (home.no, ""),
        ),
        "round": row,
        "home": _home(home, actor),
        "household": home.pk,
        "done_at": target.done_at,
        "points": _points(questions, request.POST, language_of(request)),
        "kinds": [(one.code, one.called(language_of(request))) for one in visit_form().kinds],
        "given": request.POST,
        "kind": request.POST.get("kind", "home"),
        "id": request.POST.get("id") or str(uuid7()),
        "kept": request.POST.getlist("kept"),
        "refusal": refusal,
        "visits": list(visits_to(home)[:3]),
        "closed": row.closed_at is not None or (row.until is not None and row.until <= now),
    }
    return shown(request, "visit.html", context, status=status)


def _given(
    request: HttpRequest, row: Round, home: Household, questions: tuple[Field, ...], actor: Actor
) -> VisitGiven:
    """The visit as the form says it. Refuses: NotAPhoto, TooLarge, and an id that is none."""
    said, codes = request.POST, [field.code for field in questions]
    answers = {code: said.getlist(code) for code in codes if said.getlist(code)}
    words = {code: said.get(f"words-{code}", "") for code in codes}
    photos = {code: _photos(request, f"photo-{code}", actor) for code in codes}
    point = None
    if said.get("lon") and said.get("lat"):
        point = GivenPoint(lon=_number(said, "lon"), lat=_number(said, "lat"), datum="wgs84")
    return VisitGiven(
        id=_id(said.get("id", "")),
        household_id=home.pk,
        kind=said.get("kind", "home"),
        answers=answers,
        note=said.get("note", ""),
        point=point,
        problems=problems_in(answers, words, photos) if said.get("kind") != "missed" else (),
        round_id=row.pk,
    )


def _photos(request: HttpRequest, name: str, actor: Actor) -> tuple[str, ...]:
    now = utc_now()
    return tuple(
        keep_photo(
            cast("BinaryIO", file.file),
            file.name or "",
            file.size or 0,
            taken=Taken(),
            by=actor.user_id,
            now=now,
        )
        for file in request.FILES.getlist(name)[:3]
    )


def _points(questions: tuple[Field, ...], said: QueryDict, language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": field.code,
            "title": field.called(language),
            "choices": [
                (one.code, one.called(language), one.worry, said.get(field.code) == one.code)
                for one in field.choices
            ],
            "wrong": said.get(field.code) == WRONG.code,
            "words": said.get(f"words-{field.code}", ""),
        }
        for field in questions
    ]


def _home(home: Household, actor: Actor) -> dict[str, object]:
    whole = reads_whole(actor, home, now=utc_now())
    head = Person.objects.filter(pk=home.head_id, special=False).first() if home.head_id else None
    return {
        "no": home.no,
        "head": "" if head is None else head.name if whole else mask_name(head.name),
        "address": home.address if whole else "",
        "place": f"{named(home.village_id)} {named(home.grid_id)}",
    }


def _number(said: QueryDict, name: str) -> float:
    try:
        return float(said.get(name, ""))
    except ValueError:
        raise NotFound(field=name) from None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
