"""What is sent about elements of the registry, and the answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from wangge.cases.queries.shapes import AreaView


class ElementsQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which elements are wanted."""

    area: Annotated[
        str | None, Meta(description="Only in this area and below: its id or its code.")
    ] = None
    q: Annotated[
        str | None,
        Meta(
            description="Two or more characters of a name or address, or a whole telephone, "
            "identity number, code, plate or household number. The best twenty, without cursor."
        ),
    ] = None
    category: Annotated[
        str | None, Meta(description="Of people: only in this category, its code.")
    ] = None
    ended: Annotated[bool, Meta(description="1: those that are no more.")] = False
    cursor: Annotated[str | None, Meta(description="Where the page before ended.")] = None
    limit: Annotated[int, Meta(ge=1, le=100, description="How many on a page.")] = 50


class ElementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element as it shall stand."""

    values: Annotated[
        dict[str, Any],
        Meta(
            description="By name of the column, as a clerk would write it: codes or their titles, "
            "days as 2026-11-23, a grid by code or names. null empties; what is left out stays."
        ),
    ]
    datum: Annotated[
        str | None,
        Meta(
            description="Datum of lon and lat; needed with them.",
            extra_json_schema={"enum": ["wgs84", "cgcs2000", "gcj02", "bd09", None]},
        ),
    ] = None


class ElementChange(ElementIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element changed."""

    version: Annotated[str, Meta(description="The version you saw; another one now: 409.")]


class ElementView(Struct, frozen=True, kw_only=True):
    """An element of the registry 要素."""

    id: Annotated[UUID, Meta(description="Its id.")]
    kind: Annotated[str, Meta(description="person, household, building …")]
    values: Annotated[
        dict[str, str],
        Meta(
            description="By name of the column: codes, days, texts. Identity numbers and "
            "telephones are masked for everybody, names and addresses by your role; what is "
            "masked is not to be sent back."
        ),
    ]
    grid: Annotated[AreaView | None, Meta(description="The grid it stands in.")]
    village: Annotated[AreaView | None, Meta(description="The village.")]
    town: Annotated[AreaView | None, Meta(description="The town.")]
    valid_from: Annotated[date, Meta(description="The first day it stands.")]
    valid_until: Annotated[
        date | None, Meta(description="The first day it stands no more; null: it stands.")
    ]
    updated_at: Annotated[datetime, Meta(description="When it was last changed.")]


class ElementAnswer(ElementView, frozen=True, kw_only=True):
    """One element, with what a change of it must name."""

    version: Annotated[str, Meta(description="Send it with a change.")]


class ElementList(Struct, frozen=True, kw_only=True):
    """A page of elements, newest first."""

    elements: Annotated[tuple[ElementView, ...], Meta(description="The elements.")]
    cursor: Annotated[
        str | None, Meta(description="Ask with it for the next page; null at the end.")
    ]
