"""Recording a visit 登记走访: once, whatever the phone sends; its problems become cases at once.

The visit and its cases stand together or not at all. Ignores how the form looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction

from wangge.cases.actions.evidence import check_photos
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.intake import check_text
from wangge.core.duty import Actor, Role
from wangge.core.visits import VisitForm, check_answers
from wangge.core.visits.places import metres_between
from wangge.lib.ids import uuid7
from wangge.privacy.sealing import seal
from wangge.registry.access import day_of
from wangge.registry.models import Household
from wangge.territory.access import locate_point
from wangge.visits.access import household_seen_by, post_to_visit_for
from wangge.visits.actions.rounds import round_for, tick_off
from wangge.visits.models import Visit
from wangge.visits.models.visits import COUNTING, VISIT_ANSWERS, VISIT_NOTE
from wangge.visits.queries.problems import problem_id
from wangge.visits.queries.rounds import checklist_of
from wangge.visits.queries.rules import visit_form
from wangge.visits.refusals import TooManyProblems, UnknownKind, VisitTaken

#: A visit may wait in a phone without network for so long; older ones count as made now.
OLDEST = timedelta(days=30)
MOST_PROBLEMS = 6
_AHEAD = timedelta(minutes=5)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong that was found on a visit."""

    line: str
    item: str | None = None
    text: str
    photos: tuple[str, ...] = ()


class VisitGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as it came in, before anything is believed. `id` is made by the phone."""

    household_id: UUID
    id: UUID | None = None
    person_id: UUID | None = None
    at: datetime | None = None
    kind: str = "home"
    answers: Mapping[str, Sequence[str]] = {}
    note: str = ""
    photos: tuple[str, ...] = ()
    point: GivenPoint | None = None
    problems: tuple[Problem, ...] = ()
    round_id: UUID | None = None


def record_visit(given: VisitGiven, *, actor: Actor, now: datetime) -> Visit:
    """The visit stands, and each problem found is a case with the visitor as reporter.

    The same id sent again gives the same visit and changes nothing; `received_at` tells when it
    came first. Cases bear ids made from the visit's, so they too are there once.
    Refuses: NoSuchElement, NotYourHousehold, VisitTaken, UnknownKind, UnknownAnswer,
    TooManyProblems, RoundClosed, UnknownPhoto, and what `report_case` refuses.
    """
    household = household_seen_by(actor, given.household_id, now=now)
    known = Visit.objects.filter(pk=given.id).first() if given.id else None
    if known is not None:
        return _the_same(known, given, actor)
    at = _believed(given.at, now)
    post = post_to_visit_for(actor, household, at=at, now=now)
    visit = _visit(given, household, post, at, actor, now)
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
            for place, problem in enumerate(given.problems):
                _report(problem, place, visit, household, given.point, actor, now)
            if visit.round_id is not None and visit.kind in COUNTING:
                tick_off(visit)
    except IntegrityError:
        known = Visit.objects.filter(pk=visit.pk).first()
        if known is None:
            raise
        return _the_same(known, given, actor)  # another request with the same id was first
    return visit


def worries_in(form: VisitForm, answers: Mapping[str, str | list[str]]) -> int:
    """How many of the answers say that something is wrong."""
    worrying = {
        (field.code, choice.code)
        for field in form.fields
        for choice in field.choices
        if choice.worry
    }
    return sum(
        (code, one) in worrying
        for code, said in answers.items()
        for one in (said if isinstance(said, list) else [said])
    )


def sealed(visit: Visit, answers: Mapping[str, str | list[str]], note: str) -> Visit:
    """The visit with its answers and its note sealed."""
    if answers:
        text = msgspec.json.encode(answers, order="deterministic").decode()
        visit.answers_sealed = seal(text, of=VISIT_ANSWERS, row=visit.id)
    if note:
        visit.note_sealed = seal(note, of=VISIT_NOTE, row=visit.id)
    return visit


def _visit(
    given: VisitGiven,
    household: Household,
    post: UUID | None,
    at: datetime,
    actor: Actor,
    now: datetime,
) -> Visit:
    form = visit_form()
    if given.kind not in {kind.code for kind in form.kinds}:
        raise UnknownKind(field="kind")
    if len(given.problems) > MOST_PROBLEMS:
        raise TooManyProblems(field="problems", most=MOST_PROBLEMS)
    asked = round_for(given.round_id, now=now) if given.round_id else None
    if asked is not None:
        form = msgspec.structs.replace(form, fields=(*form.fields, *checklist_of(asked)))
    answers = check_answers(form, given.answers)
    note = check_text(given.note) if given.note.strip() else ""
    lon, lat = _place(given.point, now)
    grid, village, town = household.chain_on(day_of(now))
    visit = Visit(
        id=given.id or uuid7(),
        household_id=household.pk,
        person_id=given.person_id,
        post_id=post,
        by_id=actor.user_id,
        at=at,
        kind=given.kind,
        worries=worries_in(form, answers),
        found=len(given.problems),
        photos=list(check_photos(given.photos)),
        lon=lon,
        lat=lat,
        distance_m=metres_between((lon, lat), (household.lon, household.lat)),
        round_id=given.round_id,
        received_at=now,
        grid_id=grid,
        village_id=village,
        town_id=town,
    )
    return sealed(visit, answers, note)


def _report(
    problem: Problem,
    place: int,
    visit: Visit,
    household: Household,
    point: GivenPoint | None,
    actor: Actor,
    now: datetime,
) -> None:
    """The problem is a case, at the visitor's place, else the household's, else in its grid."""
    if point is None and household.lon is not None and household.lat is not None:
        point = GivenPoint(lon=household.lon, lat=household.lat, datum="wgs84")
    report_case(
        Report(
            id=problem_id(visit.pk, place),
            line=problem.line,
            item=problem.item,
            text=problem.text,
            point=point,
            area=None if point else visit.grid_id,
            source="grid_worker" if actor.has_role(Role.GRID_WORKER) else "department",
            photos=problem.photos,
            extra={
                "visit": str(visit.pk),
                "household": str(household.pk),
                "noted_at": visit.at.isoformat(),
            },
        ),
        actor=actor,
        now=now,
    )


def _the_same(known: Visit, given: VisitGiven, actor: Actor) -> Visit:
    if (known.household_id, known.by_id) != (given.household_id, actor.user_id):
        raise VisitTaken(field="id")
    return known


def _believed(at: datetime | None, now: datetime) -> datetime:
    """When the phone says it was, where that can be."""
    if at is None or not now - OLDEST <= at <= now + _AHEAD:
        return now
    return min(at, now)


def _place(point: GivenPoint | None, now: datetime) -> tuple[float | None, float | None]:
    if point is None:
        return None, None
    found = locate_point(point.lon, point.lat, point.datum, at=now)
    return found.lon, found.lat
