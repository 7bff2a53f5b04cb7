"""Who you are to the county."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wangge.cases.queries.shapes import AreaView


class PersonView(Struct, frozen=True, kw_only=True):
    """A person."""

    id: Annotated[UUID, Meta(description="The account's id.")]
    name: Annotated[str, Meta(description="The person's name.")]


class HeldPost(Struct, frozen=True, kw_only=True):
    """A post you answer for now."""

    id: Annotated[UUID, Meta(description="The post's id.")]
    code: Annotated[str, Meta(description="The post's code.")]
    title: Annotated[str, Meta(description="What it is called.")]
    role: Annotated[str, Meta(description="Its role, the code.")]
    role_title: Annotated[str, Meta(description="Its role in words.")]
    area: Annotated[AreaView | None, Meta(description="The area it serves.")]
    lines: Annotated[tuple[str, ...], Meta(description="Service lines; empty: all.")]


class GrantView(Struct, frozen=True, kw_only=True):
    """What a post lets you see and do."""

    role: Annotated[str, Meta(description="The role's code.")]
    area: Annotated[AreaView | None, Meta(description="Over this area and all below it.")]
    lines: Annotated[tuple[str, ...], Meta(description="For these service lines; empty: all.")]
    sees: Annotated[str, Meta(description="subtree, team, own or none.")]
    masked: Annotated[bool, Meta(description="True: names and numbers stay masked.")]
    rights: Annotated[tuple[str, ...], Meta(description="Administrative rights.")]


class BoxView(Struct, frozen=True, kw_only=True):
    """How full a box is."""

    box: Annotated[str, Meta(description="todo, overdue or supervised.")]
    count: Annotated[int, Meta(description="How many wait; counting stops at 1,000.")]
    said: Annotated[str, Meta(description="12, or 999+.")]


class LineView(Struct, frozen=True, kw_only=True):
    """A service line you may report to."""

    code: Annotated[str, Meta(description="Its code.")]
    title: Annotated[str, Meta(description="Its name.")]


class MeAnswer(Struct, frozen=True, kw_only=True):
    """You."""

    person: Annotated[PersonView, Meta(description="Whose token or session this is.")]
    posts: Annotated[tuple[HeldPost, ...], Meta(description="Posts you answer for now.")]
    grants: Annotated[tuple[GrantView, ...], Meta(description="What they let you see and do.")]
    boxes: Annotated[tuple[BoxView, ...], Meta(description="Your boxes.")]
    may_report: Annotated[tuple[LineView, ...], Meta(description="What you may report.")]
    note: Annotated[str, Meta(description="Why you see so little, if you do.")]
