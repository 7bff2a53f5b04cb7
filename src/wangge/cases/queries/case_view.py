"""Give a case its names: areas, posts, states, items, in the language of the reader. No query.

Everything looked up stands in memory (catalogue, territory, roster), so a row of a list costs
some tens of microseconds and the answer to a report not one question to the database.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wangge.cases.queries.may_do import condition_title, item_of, may_do
from wangge.cases.queries.shapes import AreaView, CaseRow, CaseView, PointView, PostView
from wangge.catalogue.access import catalogue
from wangge.core.case.facts import Case
from wangge.core.case.flow import Flow, State
from wangge.core.case.intake import SOURCES
from wangge.core.catalogue import UnknownFlow, UnknownLine
from wangge.core.clock import light
from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.territory.access import roster, territory_index

DONE = "done"  #: the light of a closed case


def case_row(case: Case, *, now: datetime, language: str) -> CaseRow:
    """The case as a row of a list."""
    return CaseRow(**_row(case, now, language))  # type: ignore[arg-type]  # one dict for two structs


def case_view(case: Case, *, actor: Actor, now: datetime, language: str) -> CaseView:
    """The whole case, with what the actor may do to it."""
    clock = case.clock
    item = item_of(case.line, case.item)
    conditions = item.conditions if item else ()
    chosen = next((one for one in conditions if one.code == case.condition), None)
    flow = flow_of(case)
    zh = language.startswith("zh")
    return CaseView(
        **_row(case, now, language),  # type: ignore[arg-type]
        owner_why=case.owner_why,
        due_explained=clock.explained if clock else "",
        limit=str(clock.limit) if clock else None,
        limit_said=clock.limit.say(language) if clock else "",
        provisional=clock.provisional if clock else False,
        condition=case.condition,
        condition_title=condition_title(chosen, zh=zh) if chosen else "",
        closing=chosen.closing if chosen else "",
        after=case.after,
        returns=case.returns,
        reworks=case.reworks,
        extensions=case.extensions,
        extension_asked=case.extension_asked,
        suspensions=case.suspensions,
        escalation=case.escalation,
        into=case.into,
        parent=case.parent,
        children=case.children,
        stars=tuple(stars for _, stars in case.ratings),
        territory_version=case.territory_version,
        extra=case.extra,
        may=may_do(case, flow, actor, now=now, language=language) if flow else (),
    )


def area_view(area_id: UUID | None) -> AreaView | None:
    """The area by name; None for none or one the territory in force does not know."""
    try:
        area = territory_index().ever.get(area_id) if area_id else None
    except Refusal:  # no territory yet
        return None
    if area is None:
        return None
    return AreaView(id=area.id, level=area.level.value, code=area.code, name=area.name)


def post_view(post_id: UUID, *, now: datetime, language: str) -> PostView:
    """The post and who answers for it now."""
    known = roster()
    post = known.posts.get(post_id)
    if post is None:
        return PostView(id=post_id, code="", title="")
    answer = known.answering(post_id, now)
    return PostView(
        id=post_id,
        code=post.code,
        title=post.called(language),
        answered_by=known.people.get(answer.person, "") if answer.person else "",
        answered_why=answer.say(language),
    )


def flow_of(case: Case) -> Flow | None:
    """The flow the case follows, if the catalogue still has it."""
    try:
        return catalogue().flow(case.flow)
    except UnknownFlow:
        return None


def light_of(case: Case, now: datetime) -> str:
    """green, amber, red or paused while open; done when closed."""
    return light(case.clock, now).value if case.is_open and case.clock else DONE


def source_title(source: str, language: str) -> str:
    """The name of a source."""
    zh, en = SOURCES.get(source, (source, source))
    return zh if language.startswith("zh") else en


def line_title(line: str, language: str) -> str:
    """The name of a service line; its code where the catalogue has it no more."""
    try:
        known = catalogue().line(line)
    except UnknownLine:
        return line
    return known.title if language.startswith("zh") else known.title_en


def item_title(line: str, item: str, language: str) -> str:
    """The name of an item; its code where the catalogue has it no more."""
    known = item_of(line, item)
    if known is None:
        return item
    return known.title if language.startswith("zh") else known.title_en or known.title


def state_of(case: Case) -> State | None:
    """The state the case is in, as its flow knows it."""
    flow = flow_of(case)
    if flow is None:
        return None
    return next((state for state in flow.states if state.code == case.state), None)


def _row(case: Case, now: datetime, language: str) -> dict[str, object]:
    state = state_of(case)
    zh = language.startswith("zh")
    chain, point = case.chain, case.point
    county = area_view(chain.county)
    return {
        "id": case.id,
        "no": case.no,
        "version": case.version,
        "line": case.line,
        "line_title": line_title(case.line, language),
        "item": case.item,
        "item_title": item_title(case.line, case.item, language),
        "state": case.state,
        "state_title": (state.title if zh else state.title_en) if state else case.state,
        "kind": case.kind.value,
        "stage": state.stage.value if state else "",
        "severity": case.severity,
        "source": case.source,
        "source_title": source_title(case.source, language),
        "text": case.text,
        "place": case.place,
        "point": point
        and PointView(
            lon=point.lon,
            lat=point.lat,
            given_datum=point.datum,
            given_lon=point.given_lon,
            given_lat=point.given_lat,
        ),
        "located": case.located,
        "grid": area_view(chain.grid),
        "village": area_view(chain.village),
        "town": area_view(chain.town),
        "county": county or AreaView(id=chain.county, level="county", code="", name=""),
        "owner": post_view(case.owner, now=now, language=language),
        "reported_at": case.reported_at,
        "entered_at": case.entered_at,
        "closed_at": case.closed_at,
        "due_at": case.due_at,
        "paused_until": case.clock.paused_until if case.clock and case.is_paused else None,
        "light": light_of(case, now),
        "supervised": bool(case.supervised()),
        "urges": case.urges,
        "duplicates": case.duplicates,
        "photos": case.photos,
    }
