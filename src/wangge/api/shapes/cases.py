"""What is sent about cases, and the answers that are more than a case."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wangge.cases.queries.shapes import CaseRow, CaseView
from wangge.core.case.evidence import MOST_PHOTOS
from wangge.core.case.verbs import Verb

Code = Annotated[str, Meta(pattern=r"^[\w.-]{1,60}$")]
Number = Annotated[str, Meta(pattern=r"^C-[0-9]{8}-[0-9]{4,9}$")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
#: An instant without its zone is nobody's.
Instant = Annotated[datetime, Meta(tz=True)]
Hashes = Annotated[tuple[Hash, ...], Meta(max_length=4 * MOST_PHOTOS)]

_VERBS = ", ".join(verb.value for verb in Verb if verb is not Verb.REPORT)


class PointIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place as you know it; the datum must be named, for mixed up it is another village."""

    lon: Annotated[float, Meta(description="Longitude, degrees, in `datum`.")]
    lat: Annotated[float, Meta(description="Latitude, degrees, in `datum`.")]
    datum: Annotated[
        str,
        Meta(
            description="wgs84 (a phone's own position), gcj02 (Amap, Tencent), bd09 (Baidu) or "
            "cgcs2000 (Tianditu).",
            extra_json_schema={"enum": ["wgs84", "cgcs2000", "gcj02", "bd09"]},
        ),
    ]


class ReporterIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to be answered, when somebody reports for another 诉求人."""

    name: Annotated[str, Meta(description="Name; may be empty.")] = ""
    phone: Annotated[str, Meta(description="Telephone; with the number it opens the case.")] = ""
    confidential: Annotated[
        bool, Meta(description="True: not to be named to whoever handles it 保密.")
    ] = False


class ReportIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report 上报."""

    line: Annotated[str, Meta(description="Service line, its code in the catalogue.")]
    text: Annotated[str, Meta(description="What is wrong, in words; at most 4,000 characters.")]
    id: Annotated[
        UUID | None,
        Meta(description="Made by your side (UUIDv7): the same id again is the same case."),
    ] = None
    item: Annotated[str | None, Meta(description="Item; left out, the line's default one.")] = None
    point: Annotated[PointIn | None, Meta(description="Where, if you know the point.")] = None
    place: Annotated[str, Meta(description="Where, in words.")] = ""
    area: Annotated[
        UUID | None, Meta(description="Where, by area, if there is no point: an id of /locate.")
    ] = None
    reporter: Annotated[
        ReporterIn | None, Meta(description="Who is to be answered; left out, you.")
    ] = None
    source: Annotated[
        str, Meta(description="Where it came from, a code of the catalogue's sources.")
    ] = "resident"
    photos: Annotated[Hashes, Meta(description="Hashes that POST /photos gave.")] = ()
    extra: Annotated[
        dict[str, Any], Meta(description="The service line's own form, kept as it is.")
    ] = {}


class DuplicatesQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a report may be asked beside."""

    duplicates: Annotated[
        bool, Meta(description="1: name open cases nearby that may be the same problem.")
    ] = False


class DuplicateView(Struct, frozen=True, kw_only=True):
    """An open case that may be the same problem."""

    no: Annotated[str, Meta(description="Its number.")]
    item_title: Annotated[str, Meta(description="Its item.")]
    text: Annotated[
        str, Meta(description="The beginning of its words; empty if you do not see it.")
    ]
    state_title: Annotated[str, Meta(description="Its state.")]
    reported_at: Annotated[datetime, Meta(description="When it was reported.")]
    distance_m: Annotated[float | None, Meta(description="How far away, metres.")]
    similarity: Annotated[float, Meta(description="How alike the words are, 0 to 1.")]
    same_item: Annotated[bool, Meta(description="Of the same class.")]


class CaseAnswer(CaseView, frozen=True, kw_only=True):
    """A case, as one address gives it."""

    possible_duplicates: Annotated[
        tuple[DuplicateView, ...] | UnsetType,
        Meta(description="Only for a report with ?duplicates=1: most likely first."),
    ] = UNSET


class CaseList(Struct, frozen=True, kw_only=True):
    """A page of a list."""

    cases: Annotated[tuple[CaseRow, ...], Meta(description="The cases, in the list's order.")]
    cursor: Annotated[
        str | None, Meta(description="Send it back for the next page; null: this was the last.")
    ]


class ListQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which cases are wanted."""

    inbox: Annotated[
        Literal["todo", "done", "overdue", "supervised"] | None,
        Meta(description="One box 待办 已办 超期 督办; left out: all you see, newest first."),
    ] = None
    q: Annotated[
        str | None,
        Meta(description="A case number, a reporter's telephone, or two or more characters."),
    ] = None
    state: Annotated[Code | None, Meta(description="Only this state, its code.")] = None
    kind: Annotated[
        Literal["open", "waiting", "closed"] | None, Meta(description="Only states of this kind.")
    ] = None
    area: Annotated[
        str | None, Meta(description="Only in this area and below: its id or its code.")
    ] = None
    line: Annotated[Code | None, Meta(description="Only this service line.")] = None
    item: Annotated[Code | None, Meta(description="Only this item.")] = None
    owner: Annotated[str | None, Meta(description="Only owned by this post: its code or id.")] = (
        None
    )
    source: Annotated[Code | None, Meta(description="Only from this source.")] = None
    overdue: Annotated[bool, Meta(description="1: only open cases past their deadline.")] = False
    unlocated: Annotated[bool, Meta(description="1: only cases in no grid.")] = False
    box: Annotated[
        str | None,
        Meta(
            description="Only inside this rectangle: west,south,east,north, degrees, WGS-84. "
            "Without `kind`, only cases that are not closed.",
            examples=["113.3,27.5,113.5,27.7"],
        ),
    ] = None
    since: Annotated[
        Instant | None, Meta(description="Only reported at or after this instant.")
    ] = None
    until: Annotated[Instant | None, Meta(description="Only reported before this instant.")] = None
    cursor: Annotated[str | None, Meta(description="Where the page before ended.")] = None
    limit: Annotated[int, Meta(ge=1, le=100, description="How many on a page.")] = 50


class PartIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a case that is split 分办."""

    text: Annotated[str, Meta(description="What is to be done in this part.")]
    item: Annotated[str | None, Meta(description="Its item; left out, the case's own.")] = None


class ActIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An action on a case. The case's `may` says which are open to you and what each needs."""

    action: Annotated[Verb, Meta(description=f"The verb: {_VERBS}.")]
    version: Annotated[
        int | None,
        Meta(description="The version you saw; another one now: 409. Left out: not checked."),
    ] = None
    opinion: Annotated[str, Meta(description="Opinion 办理意见.")] = ""
    reason: Annotated[str, Meta(description="Reason 原因.")] = ""
    photos: Annotated[Hashes, Meta(description="Hashes that POST /photos gave.")] = ()
    condition: Annotated[str | None, Meta(description="Filing condition 立案条件, its code.")] = (
        None
    )
    post: Annotated[UUID | None, Meta(description="The post to dispatch or assign to.")] = None
    passed: Annotated[bool | None, Meta(description="Precheck: whether it is so.")] = None
    until: Annotated[
        Instant | None, Meta(description="Suspend: until when; within the flow's terms.")
    ] = None
    point: Annotated[PointIn | None, Meta(description="Relocate: the right place.")] = None
    place: Annotated[str, Meta(description="Relocate: the right place in words.")] = ""
    area: Annotated[UUID | None, Meta(description="Relocate: by area, without a point.")] = None
    item: Annotated[str | None, Meta(description="Reclassify: the right item.")] = None
    into: Annotated[Number | None, Meta(description="Merge: the number of the main case.")] = None
    parts: Annotated[
        tuple[PartIn, ...], Meta(max_length=20, description="Split: the parts, two or more.")
    ] = ()
    destination: Annotated[
        str, Meta(max_length=200, description="Transfer: where to, in words.")
    ] = ""
    stars: Annotated[int | None, Meta(description="Rate: 1 very bad to 5 very good.")] = None
    reached: Annotated[bool | None, Meta(description="Call back: somebody answered.")] = None
    solved: Annotated[bool | None, Meta(description="Call back: the problem is solved.")] = None
    satisfied: Annotated[bool | None, Meta(description="Call back: the requester is content.")] = (
        None
    )
    answers: Annotated[
        dict[str, str],
        Meta(description="To the flow's own form: what `may` calls answers.<code>, by code."),
    ] = {}


class MergeOne(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case to be merged."""

    no: Annotated[Number, Meta(description="Its number.")]
    version: Annotated[int, Meta(description="The version you saw.")]


class MergeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Merge several cases into one 合并: all of them, or none."""

    into: Annotated[Number, Meta(description="The number of the main case, which stays open.")]
    cases: Annotated[
        tuple[MergeOne, ...],
        Meta(min_length=1, max_length=50, description="The cases that repeat it."),
    ]
    opinion: Annotated[str, Meta(description="Opinion.")] = ""
    reason: Annotated[str, Meta(description="Reason.")] = ""


class LogEntryView(Struct, frozen=True, kw_only=True):
    """One entry of a case's log, exactly as it was hashed."""

    seq: Annotated[int, Meta(description="1, 2, 3 …: the version the case had after it.")]
    name: Annotated[str, Meta(description="Stable dotted name, `case.dispatched`.")]
    at: Annotated[datetime, Meta(description="When, to the microsecond.")]
    post: Annotated[UUID | None, Meta(description="The post that acted.")]
    person: Annotated[UUID | None, Meta(description="The person who acted for it.")]
    data: Annotated[str, Meta(description="What happened: canonical JSON, as it was hashed.")]
    hash: Annotated[str, Meta(description="SHA-256 over this entry and the hash before it.")]


class LogAnswer(Struct, frozen=True, kw_only=True):
    """The log of a case, so that anybody may verify the chain.

    `h0 = sha256("wangge.log.v1" + the 16 bytes of subject)`; each entry's hash is sha256 of hex(h
    before), subject hex, seq, name, microseconds since 1970, post hex, person hex, data, joined
    with byte 0x1F. Names and numbers of reporters are never in it.
    """

    subject: Annotated[UUID, Meta(description="The case's id.")]
    no: Annotated[str, Meta(description="The case's number.")]
    genesis: Annotated[str, Meta(description="h0, hex.")]
    entries: Annotated[tuple[LogEntryView, ...], Meta(description="All entries, first to last.")]
