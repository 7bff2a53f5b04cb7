"""An import in the words of its page: where it stands, how far it is, what may be done next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.core.errors import Refusal
from wangge.core.registry.cells import text_of
from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday
from wangge.lib.masking import mask_id, mask_phone
from wangge.registry.codes import code_lists
from wangge.registry.importing.columns import columns_offered
from wangge.registry.importing.reading import Line
from wangge.registry.models import Import, ImportFault
from wangge.territory.access import TerritoryIndex

State = Import.State

#: Of the reasons, so many are told, the most frequent first.
_REASONS = 30
_SAMPLE_LENGTH = 24
_LONG_NUMBER = re.compile(r"\+?[\d\s-]{7,20}[Xx]?")
_ID_LENGTH = 15
_TONES = {
    State.UPLOADED: "amber",
    State.MATCHED: "amber",
    State.TRYING: "accent",
    State.TRIED: "amber",
    State.RUNNING: "accent",
    State.STOPPED: "slate",
    State.DONE: "green",
    State.FAILED: "red",
}
_STATES = {
    State.UPLOADED: gettext_lazy("待匹配列"),
    State.MATCHED: gettext_lazy("待试导入"),
    State.TRYING: gettext_lazy("正在试导入"),
    State.TRIED: gettext_lazy("待确认导入"),
    State.RUNNING: gettext_lazy("正在导入"),
    State.STOPPED: gettext_lazy("已暂停"),
    State.DONE: gettext_lazy("已完成"),
    State.FAILED: gettext_lazy("未能完成"),
}
_HOWS = {
    "name": gettext_lazy("同名"),
    "alias": gettext_lazy("常用别名“%(by)s”"),
    "like": gettext_lazy("与“%(by)s”相近，请核对"),
    "chosen": gettext_lazy("您指定的"),
    "none": gettext_lazy("没有对应的列，不导入"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of fault, how many rows have it, and an example."""

    column: str
    sentence: str
    count: int
    first_row: int


def state_words(row: Import) -> tuple[str, str]:
    """(where it stands, tone)."""
    state = State(row.state)
    return str(_STATES[state]), _TONES[state]


def progress_of(row: Import, now: datetime) -> dict[str, Any]:
    """How far it is, in rows, in words."""
    most = max(row.about, row.read, 1)
    words = _("%(read)s / %(most)s 行") % {"read": f"{row.read:,}", "most": f"{most:,}"}
    left = ""
    if row.at_work and row.began_at and row.read:
        seconds = max((now - row.began_at).total_seconds(), 0.1)
        pace = row.read / seconds
        left = _("每秒%(pace)s行，大约还要%(left)s") % {
            "pace": f"{pace:,.0f}",
            "left": _span((most - row.read) / max(pace, 0.1)),
        }
    return {"value": min(row.read, most), "most": most, "words": words, "left": left}


def _span(seconds: float) -> str:
    if seconds < 60:
        return _("%(n)s秒") % {"n": max(1, round(seconds))}
    return _("%(n)s分") % {"n": round(seconds / 60)}


def reasons(row: Import, language: str) -> list[Reason]:
    """The faults by column and reason, the most frequent first. One query."""
    said = "zh" if language.startswith("zh") else "en"
    titles = {one.name: one.title(language) for one in columns_offered(KINDS[row.kind])}
    grouped = (
        ImportFault.objects.filter(file=row)
        .values("column", "code")
        .annotate(count=Count("id"), first=Min("row"), sentence=Min(said))
        .order_by("-count", "column", "code")[:_REASONS]
    )
    return [
        Reason(titles.get(one["column"], "—"), one["sentence"], one["count"], one["first"])
        for one in grouped
    ]


def why_matched(match: dict[str, Any]) -> str:
    """Why the heading stands for that column."""
    return str(_HOWS[match["how"]]) % {"by": match["by"]}


def sample(cell: object) -> str:
    """A cell for recognising its column by; what looks like somebody's number is masked."""
    try:
        text = text_of(cell)
    except Refusal:
        text = str(cell)
    if _LONG_NUMBER.fullmatch(text):
        return mask_id(text) if len(text) >= _ID_LENGTH else mask_phone(text)
    return text[:_SAMPLE_LENGTH]


def said_value(kind: Kind, column: Column, value: object, index: TerritoryIndex) -> str:
    """A value as it was understood; numbers of people masked."""
    lists = code_lists()
    match column.type, value:
        case _, None:
            return ""
        case Type.ID_NUMBER, str():
            return mask_id(value)
        case Type.PHONE, str():
            return mask_phone(value)
        case Type.CODE, str():
            return lists.title(column.codes, value)
        case Type.CATEGORIES, tuple():
            return "、".join(lists.title(column.codes, str(one)) for one in value)
        case Type.BIRTHDAY, Birthday(day=day, calendar=calendar, lunar=lunar):
            if calendar != "lunar":
                return str(day or "")
            said = _("农历%(day)s") % {"day": lunar}
            return f"{said} ({day})" if day else said
        case Type.GRID, UUID():
            return index.name(value)
        case _:
            return str(value)


def said_line(kind: Kind, line: Line, index: TerritoryIndex, language: str) -> dict[str, Any]:
    """One row of the preview: its values as understood, and what is wrong with it."""
    wrong = {name: why.say(language) for name, why in line.faults}
    cells = []
    for column in kind.columns:
        if column.name not in line.values and column.name not in wrong:
            continue
        cells.append(
            {
                "title": column.title(language),
                "value": said_value(kind, column, line.values.get(column.name), index),
                "wrong": wrong.get(column.name, ""),
            }
        )
    return {"row": line.row, "cells": cells, "bad": bool(line.faults)}
