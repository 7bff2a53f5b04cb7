"""A row of another system as a program sends it, and what became of a stream of them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class ImportQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for all rows of a stream."""

    system: Annotated[
        str, Meta(description="Name of the system they come from, where no row says it.")
    ] = ""
    datum: Annotated[
        str, Meta(description="Datum of lon and lat, where no row says it: wgs84, gcj02 …")
    ] = ""
    time_zone: Annotated[str, Meta(description="Of times without one.")] = "Asia/Shanghai"
    line: Annotated[
        str, Meta(description="Service line of rows that name neither line nor a known type.")
    ] = ""
    dry_run: Annotated[bool, Meta(description="1: everything but the writing.")] = False


class ImportRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the stream: a case of another system."""

    number: Annotated[str, Meta(description="Its number there; with the system, what it is by.")]
    text: Annotated[str, Meta(description="What was wrong, in words.")]
    reported_at: Annotated[str, Meta(description="When it was reported: 2026-11-23 09:30.")]
    system: Annotated[str, Meta(description="The system it comes from.")] = ""
    line: Annotated[str, Meta(description="Service line, by code or title.")] = ""
    item: Annotated[str, Meta(description="Item, by code or title.")] = ""
    type: Annotated[
        str, Meta(description="Its class there, where line and item are not known.")
    ] = ""
    place: Annotated[str, Meta(description="Where, in words.")] = ""
    lon: Annotated[float | None, Meta(description="Longitude, degrees, in `datum`.")] = None
    lat: Annotated[float | None, Meta(description="Latitude, degrees, in `datum`.")] = None
    datum: Annotated[str, Meta(description="wgs84, cgcs2000, gcj02 or bd09.")] = ""
    due_at: Annotated[
        str, Meta(description="Its deadline there; a bare day is met until that day ends.")
    ] = ""
    closed_at: Annotated[str, Meta(description="When it was closed there.")] = ""
    outcome: Annotated[
        str,
        Meta(
            description="open, closed, self_handled, rejected, voided, merged or transferred; "
            "left out, closed where there is a closing time."
        ),
    ] = ""
    source: Annotated[str, Meta(description="Where it came from, a code of the sources.")] = ""
    name: Annotated[str, Meta(description="Who reported it; kept outside the log.")] = ""
    phone: Annotated[str, Meta(description="That person's telephone; kept sealed.")] = ""
    confidential: Annotated[str, Meta(description="是: not to be named to whoever handles it.")] = (
        ""
    )
    opinion: Annotated[str, Meta(description="What was done, in words.")] = ""
    stars: Annotated[str | int, Meta(description="Satisfaction: 1 to 5, or in words.")] = ""


class ImportFault(Struct, frozen=True, kw_only=True):
    """Why a row stays behind."""

    row: Annotated[int, Meta(description="Its line in the stream, the first is 1.")]
    field: Annotated[str, Meta(description="Where it is wrong.")]
    code: Annotated[str, Meta(description="Why, for programs.")]
    message: Annotated[str, Meta(description="Why, for people.")]


class ImportSummary(Struct, frozen=True, kw_only=True):
    """The last line of the answer."""

    rows: Annotated[int, Meta(description="Read.")]
    new: Annotated[int, Meta(description="Cases that are new.")]
    same: Annotated[int, Meta(description="Known before, with the same content.")]
    changed: Annotated[int, Meta(description="Known before with other content; not overwritten.")]
    bad: Annotated[int, Meta(description="Left behind, the changed ones among them.")]
    open: Annotated[int, Meta(description="Of the new ones, those that go on in the loop.")]
    located: Annotated[int, Meta(description="Of the new ones, those in a grid of the county.")]
    untold: Annotated[int, Meta(description="Faults beyond those told one by one.")]
    whole: Annotated[bool, Meta(description="False: the stream broke off; send it again.")]
