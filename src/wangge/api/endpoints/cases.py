"""Report a case, read it, read its log, list what one sees."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.examples import CASE, CASE_LIST, DUPLICATES, LOG, REPORT, REPORT_BY_PHONE
from wangge.api.refusals import UnknownArea, WrongValue
from wangge.api.shapes.cases import (
    CaseAnswer,
    CaseList,
    DuplicatesQuery,
    DuplicateView,
    ListQuery,
    LogAnswer,
    LogEntryView,
    PointIn,
    ReportIn,
)
from wangge.audit.log import entries_of
from wangge.cases.access import case_for, confidential_among, sees, works_on
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.queries.case_view import case_row, case_view, flow_of, item_title
from wangge.cases.queries.cursor import BadCursor
from wangge.cases.queries.duplicates import Duplicate, possible_duplicates
from wangge.cases.queries.lists import Box, Filters, Listed, TooShort, inbox, listing, search
from wangge.cases.queries.may_do import state_title
from wangge.cases.queries.shapes import CaseView
from wangge.core.case import evidence, intake
from wangge.core.case.facts import Case
from wangge.core.case.refusals import IdTaken, NoSuchCase
from wangge.core.catalogue import UnknownItem, UnknownLine
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import BadCoordinate, MissingDatum, SwappedCoordinate
from wangge.lib.chain import genesis
from wangge.territory.access import roster, territory_index

T = TypeVar("T")


def report(call: Call[ReportIn, DuplicatesQuery]) -> Answer:
    """201 and the new case, or 200 and the same case if the id was sent before."""
    body = call.body
    told = body.reporter
    given = Report(
        line=body.line,
        text=body.text,
        id=body.id,
        item=body.item,
        point=given_point(body.point),
        place=body.place,
        area=body.area,
        reporter_name=told.name if told else "",
        reporter_phone=told.phone if told else "",
        confidential=told.confidential if told else False,
        source=body.source,
        photos=body.photos,
        extra=body.extra,
    )
    case, created = in_known_area(lambda: report_case(given, actor=call.actor, now=call.now))
    view = case_view(case, actor=call.actor, now=call.now, language=call.language)
    if call.query.duplicates:
        view = _with_duplicates(view, case, call)
    status = 201 if created else 200
    return Answer(view, status, {"Location": f"/api/v1/cases/{case.no}"})


def read_case(call: Call[None, None], no: str) -> Answer:
    """One query."""
    row = case_for(call.actor, known_number(no))
    case = row.as_fact()
    return Answer(case_view(case, actor=call.actor, now=call.now, language=call.language))


def read_log(call: Call[None, None], no: str) -> Answer:
    """Two queries: the case, for the right to read it, and its entries.

    Not for requesters: what staff say among themselves is in it.
    """
    row = case_for(call.actor, known_number(no))
    if not works_on(call.actor, row):
        raise NoSuchCase(no=row.no)
    return Answer(
        LogAnswer(
            subject=row.pk,
            no=row.no,
            genesis=genesis(row.pk).hex(),
            entries=tuple(
                LogEntryView(
                    seq=one.seq,
                    name=one.name,
                    at=one.at,
                    post=one.post,
                    person=one.person,
                    data=one.data,
                    hash=one.hash.hex(),
                )
                for one in entries_of(row.pk)
            ),
        )
    )


def list_cases(call: Call[None, ListQuery]) -> Answer:
    """At most five queries a page, none of them counting."""
    asked = call.query
    found = _found(call, asked, _filters(asked))
    return Answer(
        CaseList(
            cases=tuple(
                case_row(row.as_fact(), now=call.now, language=call.language) for row in found.rows
            ),
            cursor=found.cursor,
        )
    )


def _found(call: Call[None, ListQuery], asked: ListQuery, filters: Filters) -> Listed:
    if asked.q is not None:
        return search(call.actor, asked.q, filters, asked.cursor, asked.limit, now=call.now)
    if asked.inbox is not None:
        box = Box(asked.inbox)
        return inbox(call.actor, box, filters, asked.cursor, asked.limit, now=call.now)
    return listing(call.actor, filters, asked.cursor, asked.limit, now=call.now)


def given_point(point: PointIn | None) -> GivenPoint | None:
    """The point as the actions take it."""
    if point is None:
        return None
    return GivenPoint(lon=point.lon, lat=point.lat, datum=point.datum)


def known_number(no: str) -> str:
    """The number, if it can be one at all: anything else is no case. Refuses: NoSuchCase."""
    if not no.isascii() or not no.isprintable() or len(no) > 40:
        raise NoSuchCase(no="".join(sign for sign in no if sign.isprintable())[:40])
    return no


def in_known_area(do: Callable[[], T]) -> T:
    """What `do` gives. Where it names a field, the field is named as the body has it."""
    try:
        return do()
    except (MissingDatum, BadCoordinate) as refusal:
        refusal.field = "point.datum" if refusal.field == "datum" else "point"
        raise
    except NotFound as refusal:
        if refusal.field == "area":
            raise UnknownArea(field="area") from None
        raise


def _with_duplicates(
    view: CaseView, case: Case, call: Call[ReportIn, DuplicatesQuery]
) -> CaseAnswer:
    found = possible_duplicates(
        grid_id=case.chain.grid,
        point=case.point,
        item=case.item,
        text=case.text,
        now=call.now,
        besides=case.id,
    )
    hidden = confidential_among([one.case.pk for one in found])
    shown = [one for one in found if one.case.pk not in hidden or sees(call.actor, one.case)]
    return CaseAnswer(
        **{name: getattr(view, name) for name in view.__struct_fields__},
        possible_duplicates=tuple(_duplicate(one, call) for one in shown),
    )


def _duplicate(one: Duplicate, call: Call[ReportIn, DuplicatesQuery]) -> DuplicateView:
    """Of a case out of sight: that there is one, not what somebody said."""
    row, language = one.case, call.language
    flow = flow_of(row.as_fact())
    return DuplicateView(
        no=row.no,
        item_title=item_title(row.line, row.item, language),
        text=row.text[:100] if sees(call.actor, row) else "",
        state_title=state_title(flow, row.state, language) if flow else row.state,
        reported_at=row.reported_at,
        distance_m=None if one.distance_m is None else round(one.distance_m, 1),
        similarity=round(one.similarity, 2),
        same_item=one.same_item,
    )


def _filters(asked: ListQuery) -> Filters:
    area, level = _area(asked.area)
    return Filters(
        state=asked.state,
        kind=asked.kind,
        unfinished=asked.box is not None and asked.kind is None,
        line=asked.line,
        item=asked.item,
        owner=_post(asked.owner),
        area=area,
        level=level,
        source=asked.source,
        overdue=asked.overdue,
        unlocated=asked.unlocated,
        within=_rectangle(asked.box),
        since=asked.since,
        until=asked.until,
    )


def _area(text: str | None) -> tuple[UUID | None, Level | None]:
    """An area by id or by code. Refuses: UnknownArea."""
    if text is None:
        return None, None
    for area in territory_index().areas.values():
        if text in (area.code, str(area.id)):
            return area.id, area.level
    raise UnknownArea(field="area")


def _post(text: str | None) -> UUID | None:
    """A post by id or by code. Refuses: WrongValue."""
    if text is None:
        return None
    for post in roster().posts.values():
        if text in (post.code, str(post.id)):
            return post.id
    raise WrongValue(field="owner", name="owner", wanted="no such post", wanted_zh="没有这个岗位")


def _rectangle(text: str | None) -> tuple[float, float, float, float] | None:
    """west,south,east,north in degrees. Refuses: WrongValue."""
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise WrongValue(
            field="box",
            name="box",
            wanted="four numbers west,south,east,north in degrees",
            wanted_zh="应为四个数：西,南,东,北（度）",
        )
    return west, south, east, north


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/cases",
        name="report",
        group="cases",
        summary="Report a problem 上报",
        description="The report is located, routed, given a deadline, logged and durable when the "
        "answer comes. Send your own `id` and you may send it as often as you like: it is one "
        "case. A point outside the county is taken; the county centre owns it.",
        handle=report,
        body=ReportIn,
        query=DuplicatesQuery,
        requests={"a report from the place": REPORT, "taken down by the hotline": REPORT_BY_PHONE},
        answers={
            201: Shown(
                description="The new case.",
                shape=CaseAnswer,
                example=CASE | {"possible_duplicates": DUPLICATES},
            ),
            200: Shown(
                description="The case that this id already made.", shape=CaseAnswer, example=CASE
            ),
        },
        refusals=(
            *(intake.NoText, intake.TooLong, intake.BadCharacters, intake.BadPhone),
            *(intake.BadSource, UnknownLine, UnknownItem, MissingDatum, BadCoordinate),
            *(SwappedCoordinate, UnknownArea, evidence.UnknownPhoto, evidence.TooManyPhotos),
            IdTaken,
        ),
    ),
    Endpoint(
        method="GET",
        path="/cases",
        name="listCases",
        group="cases",
        summary="Cases you see: a box, a filter, a search",
        description="Newest first; boxes by deadline. A page may hold fewer rows than asked for "
        "and still go on: few cases matched where it looked. Pages go on by `cursor`, which "
        "belongs to its list and filters. A telephone number finds only where you may read names.",
        handle=list_cases,
        query=ListQuery,
        answers={200: Shown(description="A page.", shape=CaseList, example=CASE_LIST)},
        refusals=(BadCursor, TooShort, UnknownArea),
    ),
    Endpoint(
        method="GET",
        path="/cases/{no}",
        name="readCase",
        group="cases",
        summary="A case, and what you may do to it",
        handle=read_case,
        answers={200: Shown(description="The case.", shape=CaseAnswer, example=CASE)},
        refusals=(NoSuchCase,),
    ),
    Endpoint(
        method="GET",
        path="/cases/{no}/log",
        name="readLog",
        group="cases",
        summary="The log of a case, to be verified by all who see it by their post",
        handle=read_log,
        answers={200: Shown(description="The log.", shape=LogAnswer, example=LOG)},
        refusals=(NoSuchCase,),
    ),
)
