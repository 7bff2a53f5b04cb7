"""Purposes 处理目的 as forms say them: remembered by each process, so that no page asks for them.

What a county changed is shown within half a minute everywhere. Where a county has no row of a
purpose (before it is installed), what is shipped is said.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wangge.core.errors import NotFound
from wangge.privacy.models import Purpose, Retention

LOOK_AGAIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Said:
    """A purpose in one language."""

    code: str
    title: str
    basis: str
    fields: str
    keep: str
    unverified: bool


def shipped(part: str) -> list[dict[str, Any]]:
    """The rows that a county begins with: "purposes", "retention" or "thresholds"."""
    found = _file("purposes" if part == "purposes" else "retention")[part]
    assert isinstance(found, list)
    return found


def purpose(code: str, language: str) -> Said:
    """Why a form asks, in that language. No query, mostly. Refuses: NotFound."""
    found = _known().get(code)
    if found is None:
        raise NotFound(field=code)
    return _said(found, language)


def shipped_purpose(code: str, language: str) -> Said:
    """The purpose as it is shipped, whatever the county made of it: for examples. No query."""
    row = next(row for row in shipped("purposes") if row["code"] == code)
    return _said(_with_days(Purpose(**row), _shipped_days()), language)


def _said(found: Purpose, language: str) -> Said:
    zh = language.startswith("zh")
    return Said(
        code=found.code,
        title=found.title if zh else found.title_en,
        basis=found.basis if zh else found.basis_en,
        fields=found.fields if zh else found.fields_en,
        keep=found.keep if zh else found.keep_en,
        unverified=found.provenance == "K",
    )


def forget_purposes() -> None:
    """This process reads the purposes afresh at the next form."""
    global _held
    _held = None


#: When they were read (monotonic seconds), and by code; put in place whole, never changed.
_held: tuple[float, dict[str, Purpose]] | None = None


def _known() -> dict[str, Purpose]:
    global _held
    held, at = _held, time.monotonic()
    if held is None or at - held[0] > LOOK_AGAIN_S:
        held = _held = (at, _read())
    return held[1]


def _read() -> dict[str, Purpose]:
    """The county's rows over what is shipped, with the days of their rules. Two queries."""
    days = _shipped_days() | dict(Retention.objects.values_list("code", "keep_days"))
    rows = {row["code"]: Purpose(**row) for row in shipped("purposes")}
    rows |= {row.code: row for row in Purpose.objects.all()}
    return {code: _with_days(row, days) for code, row in rows.items()}


def _shipped_days() -> dict[str, int]:
    return {row["code"]: row["keep_days"] for row in shipped("retention")}


def _with_days(row: Purpose, days: dict[str, int]) -> Purpose:
    said = str(days.get(row.retention, ""))
    row.keep = row.keep.replace("{days}", said)
    row.keep_en = row.keep_en.replace("{days}", said)
    return row


@cache
def _file(name: str) -> dict[str, list[dict[str, Any]]]:
    text = files("wangge.privacy").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found
