"""Act on a case: fetch with permission, judge, record. Every verb but report comes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from wangge.cases.access import case_for
from wangge.cases.actions.carry import carry_reopened
from wangge.cases.actions.evidence import check_photos
from wangge.cases.actions.gather import GivenPoint, spot_at, world_for
from wangge.cases.actions.record import record
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import OPEN
from wangge.cases.models import Case as Row
from wangge.core.case import intake
from wangge.core.case.decide import decide, merge
from wangge.core.case.facts import Case
from wangge.core.case.guards import check_needs, check_version, rule_for
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command, Part, World
from wangge.core.duty import Actor


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants done to a case, as it came in. `action` is the verb."""

    action: Verb
    version: int | None = None
    opinion: str = ""
    reason: str = ""
    photos: tuple[str, ...] = ()
    condition: str | None = None
    post: UUID | None = None
    passed: bool | None = None
    until: datetime | None = None
    point: GivenPoint | None = None
    place: str = ""
    area: UUID | None = None
    item: str | None = None
    into: str | None = None
    parts: tuple[Part, ...] = ()
    destination: str = ""
    stars: int | None = None
    reached: bool | None = None
    solved: bool | None = None
    satisfied: bool | None = None
    answers: dict[str, str] = msgspec.field(default_factory=dict)


def act(no: str, wanted: Act, *, actor: Actor, now: datetime) -> Case:
    """The case after the action. One read and one write for most verbs.

    Refuses what `core.case.decide` refuses, NoSuchCase for a stranger, StaleVersion when somebody
    else was first.
    """
    return act_on(case_for(actor, no), wanted, actor=actor, now=now)


def act_on(row: Row, wanted: Act, *, actor: Actor, now: datetime) -> Case:
    """As `act`, for a case that has already been fetched for this actor."""
    case = row.as_fact()
    if wanted.action is Verb.MERGE:
        return merge_cases(wanted.into or "", [row], wanted, actor=actor, now=now)
    if wanted.action is Verb.SPLIT:
        return _split(row, case, wanted, actor=actor, now=now)
    item = wanted.item if wanted.action is Verb.RECLASSIFY else case.item
    world = _with_children(world_for(case.line, item, actor=actor, now=now), case)
    if wanted.action is Verb.RECLASSIFY and wanted.item and world.item.code != wanted.item:
        raise intake.unknown_item(case.line, wanted.item)
    event = decide(case, _command(wanted, now), world)
    if case.is_open:
        return record(case, bytes(row.log_hash), event)
    with transaction.atomic():  # borders may have moved while it was closed
        after = record(case, bytes(row.log_hash), event)
        return carry_reopened(after.id, now=now) if after.is_open else after


@transaction.atomic
def merge_cases(
    into: str, rows: Sequence[Row], wanted: Act, *, actor: Actor, now: datetime
) -> Case:
    """All `rows` are merged into the case numbered `into`, or none is. The main case after it.

    The main case keeps every reporter. Merging in two directions at once: one of the two is
    told to look again, for both write both rows. Refuses: NoSuchCase, BadMerge, StaleVersion.
    """
    main_row = case_for(actor, into)
    main = main_row.as_fact()
    ended: list[Case] = []
    for row in sorted(rows, key=lambda one: one.pk):
        case = row.as_fact()
        world = replace(world_for(case.line, case.item, actor=actor, now=now), main=main)
        command = msgspec.structs.replace(_command(wanted, now), verb=Verb.MERGE, into=main.no)
        ended.append(record(case, bytes(row.log_hash), decide(case, command, world)))
    world = world_for(main.line, main.item, actor=actor, now=now)
    return record(main, bytes(main_row.log_hash), merge(main, tuple(ended), world))


@transaction.atomic
def _split(row: Row, case: Case, wanted: Act, *, actor: Actor, now: datetime) -> Case:
    """Sub-cases are made at the same place; the case itself stays and closes after them."""
    world = world_for(case.line, case.item, actor=actor, now=now)
    command = _command(wanted, now)
    check_version(case, command)
    rule, _ = rule_for(case, command, world)
    check_needs(command, rule, case)
    made = []
    for part in wanted.parts:
        point, given = case.point, None
        if point is not None:
            given = GivenPoint(lon=point.lon, lat=point.lat, datum="wgs84")
        child, _ = report_case(
            Report(
                line=case.line,
                text=part.text,
                item=part.item or case.item,
                point=given,
                place=case.place,
                area=None if given else case.chain.grid or case.chain.village,
                source=case.source,
                photos=case.photos,
                parent=case.id,
            ),
            actor=actor,
            now=now,
        )
        made.append((child.id, child.no))
    event = decide(case, command, replace(world, children=tuple(made)))
    return record(case, bytes(row.log_hash), event)


def _command(wanted: Act, now: datetime) -> Command:
    """The action as the judge takes it: photos known, place located."""
    spot = None
    if wanted.point is not None or wanted.area is not None:
        place = intake.check_place(wanted.place)
        spot = spot_at(wanted.point, place=place, area=wanted.area, now=now)
    return Command(
        verb=wanted.action,
        version=wanted.version,
        opinion=intake.check_opinion(wanted.opinion),
        reason=intake.check_opinion(wanted.reason),
        photos=check_photos(wanted.photos),
        condition=wanted.condition,
        post=wanted.post,
        passed=wanted.passed,
        until=wanted.until,
        spot=spot,
        item=wanted.item,
        into=wanted.into,
        parts=wanted.parts,
        destination=wanted.destination.strip(),
        stars=wanted.stars,
        reached=wanted.reached,
        solved=wanted.solved,
        satisfied=wanted.satisfied,
        answers={code: intake.check_opinion(answer) for code, answer in wanted.answers.items()},
    )


def _with_children(world: World, case: Case) -> World:
    if not case.children:
        return world
    waiting = Row.objects.filter(OPEN, parent_id=case.id).exists()
    return replace(world, open_children=waiting)
