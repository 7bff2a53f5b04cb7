"""How a case looks to people and programs: plain values, named and translated, ready to show.

Pages read the attributes, the JSON interface writes them out as they are, so both always say the
same. Instants are aware UTC; coordinates are WGS-84 longitude, latitude in degrees.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct


class AreaView(Struct, frozen=True, kw_only=True):
    """An area of the territory 区划."""

    id: Annotated[UUID, Meta(description="Its id; codes may change, this never does.")]
    level: Annotated[str, Meta(description="county, town, village, grid or micro_grid.")]
    code: Annotated[str, Meta(description="Its code in force 代码.")]
    name: Annotated[str, Meta(description="Its short name.")]


class PostView(Struct, frozen=True, kw_only=True):
    """A post 岗位 and who answers for it now."""

    id: Annotated[UUID, Meta(description="The post's id.")]
    code: Annotated[str, Meta(description="The post's code.")]
    title: Annotated[str, Meta(description="What the post is called.")]
    answered_by: Annotated[
        str, Meta(description="The person who answers for it now; empty where nobody holds it.")
    ] = ""
    answered_why: Annotated[
        str, Meta(description="How it came to be that person, when it is not the holder.")
    ] = ""


class PointView(Struct, frozen=True, kw_only=True):
    """A place on the ground, WGS-84."""

    lon: Annotated[float, Meta(description="Longitude, degrees, WGS-84.")]
    lat: Annotated[float, Meta(description="Latitude, degrees, WGS-84.")]
    given_datum: Annotated[str, Meta(description="The datum it was given in.")] = "wgs84"
    given_lon: Annotated[float | None, Meta(description="Longitude as given.")] = None
    given_lat: Annotated[float | None, Meta(description="Latitude as given.")] = None


class Choice(Struct, frozen=True, kw_only=True):
    """One value a field may have."""

    value: Annotated[str | int | bool, Meta(description="What to send.")]
    title: Annotated[str, Meta(description="What it means.")]


class Need(Struct, frozen=True, kw_only=True):
    """Something an action must, or may, be given."""

    fields: Annotated[
        tuple[str, ...], Meta(description="The field; where several, one of them will do.")
    ]
    title: Annotated[str, Meta(description="What it is called.")]
    required: Annotated[bool, Meta(description="False: left out, a default holds.")] = True
    choices: Annotated[
        tuple[Choice, ...], Meta(description="What it may be; empty where it is free.")
    ] = ()
    kind: Annotated[
        str, Meta(description="Of `answers.<code>` fields: choice, date or text; else empty.")
    ] = ""


class Sayable(Struct, frozen=True, kw_only=True):
    """An action the one who asks may take now."""

    action: Annotated[str, Meta(description="The verb to send.")]
    title: Annotated[str, Meta(description="What the button says.")]
    to: Annotated[str | None, Meta(description="The state it leads to; null: it stays.")] = None
    needs: Annotated[tuple[Need, ...], Meta(description="What it must be given.")] = ()


class CaseRow(Struct, frozen=True, kw_only=True):
    """A case 案件 in a list."""

    id: Annotated[UUID, Meta(description="The id the reporter's side made (UUIDv7).")]
    no: Annotated[str, Meta(description="The case number, readable over the phone.")]
    version: Annotated[int, Meta(description="Rises with every action; send it back with yours.")]
    line: Annotated[str, Meta(description="Service line 业务线, its code.")]
    line_title: Annotated[str, Meta(description="Service line, its name.")]
    item: Annotated[str, Meta(description="Item 事项, its code.")]
    item_title: Annotated[str, Meta(description="Item, its name.")]
    state: Annotated[str, Meta(description="State in the flow, its code.")]
    state_title: Annotated[str, Meta(description="State in the flow, its name.")]
    kind: Annotated[str, Meta(description="open, waiting or closed.")]
    stage: Annotated[str, Meta(description="Which of the seven national stages it is in.")]
    severity: Annotated[str, Meta(description="A urgent, B major, C normal, or empty.")]
    source: Annotated[str, Meta(description="Where it came from 来源, its code.")]
    source_title: Annotated[str, Meta(description="Where it came from, its name.")]
    text: Annotated[str, Meta(description="What was reported, in the reporter's words.")]
    place: Annotated[str, Meta(description="The place in words.")]
    point: Annotated[PointView | None, Meta(description="The place; null where none is known.")]
    located: Annotated[
        str, Meta(description="inside, near_border, outside, named (by its area) or none.")
    ]
    grid: Annotated[AreaView | None, Meta(description="Its grid; null where unlocated.")]
    village: Annotated[AreaView | None, Meta(description="Its village.")]
    town: Annotated[AreaView | None, Meta(description="Its town.")]
    county: Annotated[AreaView, Meta(description="Its county.")]
    owner: Annotated[PostView, Meta(description="The one post that owes the next step.")]
    reported_at: Annotated[datetime, Meta(description="When it was reported.")]
    entered_at: Annotated[datetime, Meta(description="When it came into its present state.")]
    closed_at: Annotated[datetime | None, Meta(description="When it was closed.")]
    due_at: Annotated[
        datetime | None, Meta(description="When the owner must have acted; null: paused, closed.")
    ]
    paused_until: Annotated[datetime | None, Meta(description="Suspended until then, else null.")]
    light: Annotated[str, Meta(description="green, amber, red, paused, or done when closed.")]
    supervised: Annotated[bool, Meta(description="A supervision 督办 waits for an answer.")]
    urges: Annotated[int, Meta(description="How often it was urged 催办.")]
    duplicates: Annotated[int, Meta(description="How many reports were merged into it.")]
    photos: Annotated[tuple[str, ...], Meta(description="Hashes of the photos reported with it.")]


class CaseView(CaseRow, frozen=True, kw_only=True):
    """A whole case 案件, with what the one who asks may do to it."""

    owner_why: Annotated[str, Meta(description="Why that post owns it, for a clerk (Chinese).")]
    due_explained: Annotated[
        str, Meta(description="How the deadline came about, for a clerk (Chinese).")
    ]
    limit: Annotated[str | None, Meta(description="The running limit, as “4wh”; null if closed.")]
    limit_said: Annotated[str, Meta(description="The running limit in words.")]
    provisional: Annotated[
        bool, Meta(description="True: a year in the reckoning has no holiday notice yet.")
    ]
    condition: Annotated[str | None, Meta(description="The filing condition chosen 立案条件.")]
    condition_title: Annotated[str, Meta(description="The filing condition in words.")]
    closing: Annotated[str, Meta(description="What must be so to close it 结案条件.")]
    after: Annotated[tuple[str, ...], Meta(description="Hashes of the handler's photos.")]
    returns: Annotated[int, Meta(description="How often it was returned 退回.")]
    reworks: Annotated[int, Meta(description="How often it was sent to rework 返工.")]
    extensions: Annotated[int, Meta(description="How often its limit was extended 延期.")]
    extension_asked: Annotated[str | None, Meta(description="An extension asked for, as “4wh”.")]
    suspensions: Annotated[int, Meta(description="How often it was suspended 挂账.")]
    escalation: Annotated[int, Meta(description="How many posts time has carried it upward.")]
    into: Annotated[str | None, Meta(description="The case it was merged into, its number.")]
    parent: Annotated[UUID | None, Meta(description="The case it is a part of, its id.")]
    children: Annotated[tuple[UUID, ...], Meta(description="Its parts 分办, their ids.")]
    stars: Annotated[
        tuple[int, ...], Meta(description="The requesters' ratings, 1 to 5; empty: none yet.")
    ]
    territory_version: Annotated[int, Meta(description="The territory version it was located in.")]
    extra: Annotated[dict[str, Any], Meta(description="The service line's own form.")]
    may: Annotated[tuple[Sayable, ...], Meta(description="What you may do to it now.")]


class Who(Struct, frozen=True, kw_only=True):
    """Who did something: a post and the person who acted for it."""

    post: str = ""  #: the post's title
    person: str = ""  #: masked where the reader may not read names
    system: bool = False  #: time did it


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """One step of a case, as the page tells it 流转记录."""

    seq: int
    at: datetime
    action: str
    name: str  #: stable dotted name, `case.dispatched`
    title: str  #: 派遣
    who: Who
    state: str = ""  #: title of the state reached, where it moved
    owner: str = ""  #: title of the post that owes the next step since, where it changed
    opinion: str = ""
    reason: str = ""
    note: str = ""  #: what else there is to say: condition, stars, parts, sub-cases …
    photos: tuple[str, ...] = ()
    used_s: int | None = None  #: seconds of the left clock that were used
    limit_s: int | None = None  #: what it allowed
    over: bool = False  #: the limit was overrun


class ReporterView(Struct, frozen=True, kw_only=True):
    """Who reported, masked unless the reader may read names."""

    id: UUID
    name: str
    phone: str
    masked: bool
    confidential: bool
    yours: bool  #: the reader is this reporter
    at: datetime
    text: str = ""  #: what this reporter said, where it is another text than the case's


class Related(Struct, frozen=True, kw_only=True):
    """Another case this one hangs together with."""

    no: str
    relation: str  #: parent or child
    state_title: str
    kind: str


class CasePage(Struct, frozen=True, kw_only=True):
    """Everything a case page shows."""

    case: CaseView
    timeline: tuple[TimelineEntry, ...]
    reporters: tuple[ReporterView, ...]
    related: tuple[Related, ...]
    log_intact: bool = True  #: every entry's hash follows from the one before, up to the row's
