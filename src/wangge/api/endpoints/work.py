"""Act on a case, and merge cases. Every verb comes through here."""

from __future__ import annotations

from uuid import UUID

import msgspec

from wangge.api.door import Answer, Call, Endpoint, Shown, refusal_answer
from wangge.api.endpoints.cases import given_point, in_known_area, known_number
from wangge.api.examples import ACTIONS, CASE_AFTER, MERGE
from wangge.api.refusals import UnknownArea
from wangge.api.shapes.cases import ActIn, CaseAnswer, MergeIn
from wangge.cases.access import case_for
from wangge.cases.actions.act import Act, act, merge_cases
from wangge.cases.models import Case as Row
from wangge.cases.queries.case_view import case_view
from wangge.core.case import evidence, refusals
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Part
from wangge.core.catalogue import UnknownItem
from wangge.core.errors import Stale
from wangge.core.territory.refusals import BadCoordinate, MissingDatum, SwappedCoordinate


def act_on_case(call: Call[ActIn, None], no: str) -> Answer:
    """The case after the action; with 409 the case as it stands."""
    number = known_number(no)
    body = call.body
    wanted = Act(
        action=body.action,
        version=body.version,
        opinion=body.opinion,
        reason=body.reason,
        photos=body.photos,
        condition=body.condition,
        post=body.post,
        passed=body.passed,
        until=body.until,
        point=given_point(body.point),
        place=body.place,
        area=body.area,
        item=body.item,
        into=body.into,
        parts=tuple(Part(text=one.text, item=one.item) for one in body.parts),
        destination=body.destination,
        stars=body.stars,
        reached=body.reached,
        solved=body.solved,
        satisfied=body.satisfied,
        answers=body.answers,
    )
    try:
        case = in_known_area(lambda: act(number, wanted, actor=call.actor, now=call.now))
    except Stale as stale:
        return _stale(stale, number, call)
    return Answer(case_view(case, actor=call.actor, now=call.now, language=call.language))


def merge(call: Call[MergeIn, None]) -> Answer:
    """The main case, with every reporter of the others; none is merged if one has changed."""
    body = call.body
    rows: dict[UUID, Row] = {}
    for one in body.cases:
        row = case_for(call.actor, one.no)
        if row.version != one.version:
            stale = refusals.StaleVersion(field="cases", yours=one.version, now=row.version)
            return _stale(stale, one.no, call)
        rows[row.pk] = row
    wanted = Act(action=Verb.MERGE, opinion=body.opinion, reason=body.reason, into=body.into)
    try:
        case = merge_cases(body.into, list(rows.values()), wanted, actor=call.actor, now=call.now)
    except Stale as stale:
        return _stale(stale, body.into, call)
    return Answer(case_view(case, actor=call.actor, now=call.now, language=call.language))


def _stale(stale: Stale, no: str, call: Call[ActIn, None] | Call[MergeIn, None]) -> Answer:
    """Somebody was first: the case as it is now comes with the refusal."""
    row = case_for(call.actor, no)
    view = case_view(row.as_fact(), actor=call.actor, now=call.now, language=call.language)
    return Answer(*refusal_answer(stale, call.language, msgspec.to_builtins(view)))


_REFUSALS = (
    *(refusals.NotNow, refusals.NotYours, refusals.OwnWork, refusals.Paused, refusals.TooOften),
    *(refusals.TooLate, refusals.NothingAsked, refusals.ChildrenOpen, refusals.StaleVersion),
    *(refusals.Missing, refusals.BadChoice, refusals.BadUntil, refusals.BadMerge),
    *(refusals.UnknownPost, refusals.NoSuchCase, UnknownItem, UnknownArea, MissingDatum),
    *(BadCoordinate, SwappedCoordinate, evidence.UnknownPhoto, evidence.TooManyPhotos),
)

ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/cases/{no}/actions",
        name="act",
        group="cases",
        summary="Act on a case",
        description="Which actions are open to you, and what each needs, is written in the case's "
        "`may`. Send the `version` you saw: if somebody was first, you get 409 with the case as it "
        "stands, and nothing you typed is lost.",
        handle=act_on_case,
        body=ActIn,
        requests=ACTIONS,
        answers={200: Shown(description="The case.", shape=CaseAnswer, example=CASE_AFTER)},
        refusals=_REFUSALS,
    ),
    Endpoint(
        method="POST",
        path="/cases/merge",
        name="merge",
        group="cases",
        summary="Merge cases into one",
        description="All or none. The main case keeps every reporter.",
        handle=merge,
        body=MergeIn,
        requests={"one duplicate": MERGE},
        answers={200: Shown(description="The main case.", shape=CaseAnswer, example=CASE_AFTER)},
        refusals=(
            *(refusals.NotNow, refusals.NotYours, refusals.BadMerge, refusals.NoSuchCase),
            refusals.StaleVersion,
        ),
    ),
)
