"""What is gone through: box tabs, filters, case rows, tables, pagers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.template import Context, Library
from django.template.loader import render_to_string

from wangge.ui.components.states import deadline_markup, instant_of

register = Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """One box 待办, 已办…: `tone` colours the count when there is something in it."""

    label: str
    href: str
    count: int | None = None
    active: bool = False
    tone: str = "plain"


class Column(NamedTuple):
    """A column of a table. `numeric` sets it right; `main` heads the card on a phone."""

    key: str
    label: str
    numeric: bool = False
    main: bool = False


class Cell(NamedTuple):
    """One value of a table with the label it carries on a phone."""

    column: Column
    value: object


@register.inclusion_tag("ui/components/box_tabs.html")
def box_tabs(tabs: Iterable[Tab], label: str = "") -> dict[str, object]:
    """The boxes with their counts, as links; the active one is announced."""
    return {"tabs": tabs, "label": label}


@register.simple_block_tag
def filter_bar(content: str, action: str = "", target: str = "", clear_href: str = "") -> str:
    """A GET form of filters: put labelled selects inside. `target`: what htmx exchanges."""
    return render_to_string(
        "ui/components/filter_bar.html",
        {"content": content, "action": action, "target": target, "clear_href": clear_href},
    )


@register.inclusion_tag("ui/components/case_row.html", takes_context=True)
def case_row(
    context: Context,
    case: object,
    href: str,
    *,
    now: datetime | None = None,
    selectable: bool = False,
    active: bool = False,
    target: str = "",
) -> dict[str, object]:
    """A case in one row of a list, a card on a phone.

    `case` gives (as keys or attributes) no, title, place, light, due_at, state and, where known,
    state_tone, owner, source, duplicates (how many), supervised, paused_until, paused_reason,
    explained, provisional.
    `target`: the element htmx fills with the case, so that the list keeps its place.
    """

    def of(name: str) -> Any:  # noqa: ANN401 - what a case says depends on the name
        found = case.get(name) if isinstance(case, Mapping) else getattr(case, name, None)
        return found if found is not None else ""

    return {
        "case": case,
        "href": href,
        "selectable": selectable,
        "active": active,
        "target": target,
        "state_tone": of("state_tone") or "plain",
        "deadline": deadline_markup(
            now=instant_of(context, now),
            due_at=of("due_at") or None,
            light=str(of("light") or "green"),
            paused_until=of("paused_until") or None,
            reason=str(of("paused_reason")),
            explained=str(of("explained")),
            provisional=bool(of("provisional")),
        ),
    }


@register.inclusion_tag("ui/components/data_table.html")
def data_table(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    caption: str,
    *,
    dense: bool = True,
    caption_shown: bool = False,
    empty: str = "",
) -> dict[str, object]:
    """A dense table that becomes cards on a phone. Values may be markup made by components.

    A row may carry `href`: the main column becomes a link to it.
    """
    return {
        "columns": columns,
        "rows": [
            {
                "href": row.get("href", ""),
                "cells": [Cell(column, row.get(column.key, "")) for column in columns],
            }
            for row in rows
        ],
        "caption": caption,
        "caption_shown": caption_shown,
        "dense": dense,
        "empty": empty,
    }


@register.inclusion_tag("ui/components/pager.html")
def pager(
    newer_href: str = "", older_href: str = "", shown: str = "", target: str = ""
) -> dict[str, object]:
    """Older and newer by key, never by page number; `shown` says what is on the screen."""
    return {"newer_href": newer_href, "older_href": older_href, "shown": shown, "target": target}
