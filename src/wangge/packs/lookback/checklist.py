"""The checklist of the look-back 回头看清单, as questions of a round and problems they find.

Data of the pack (`checklist.yaml`). Ignores who visits whom: that is a round's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from wangge.core.catalogue import Provenance
from wangge.core.visits import Field
from wangge.core.visits.forms import Choice
from wangge.visits.actions.record import Problem

LINE = "lookback"

FINE = Choice("fine", "没问题", "Fine")
WRONG = Choice("wrong", "有问题", "A problem", worry=True)


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to look at or to ask for; `item` is what a problem with it is called."""

    code: str
    title: str
    title_en: str
    item: str


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All points, and where they come from."""

    checklist: str
    title: str
    title_en: str
    provenance: Provenance
    points: tuple[Point, ...]


@cache
def checklist() -> Checklist:
    """The checklist that comes with the pack."""
    text = files("wangge.packs.lookback").joinpath("checklist.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Checklist)


def questions() -> tuple[Field, ...]:
    """The points as questions of a round: fine, or not."""
    return tuple(
        Field(code(point), point.title, point.title_en, (FINE, WRONG), many=False)
        for point in checklist().points
    )


def code(point: Point) -> str:
    """What the question about the point is called in a form."""
    return f"{LINE}_{point.code}"


def problems(
    answers: Mapping[str, Sequence[str]],
    words: Mapping[str, str],
    photos: Mapping[str, tuple[str, ...]],
) -> tuple[Problem, ...]:
    """A problem for each point that is not fine, in the words and with the photos given for it."""
    return tuple(
        Problem(
            line=LINE,
            item=point.item,
            text=words.get(code(point), "").strip() or f"{point.title}：有问题",
            photos=photos.get(code(point), ()),
        )
        for point in checklist().points
        if WRONG.code in answers.get(code(point), ())
    )
