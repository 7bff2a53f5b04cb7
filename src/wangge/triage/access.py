"""The advisor as every process remembers it: the model in force and the catalogue's items.

Made again only when the catalogue's stamp has changed; putting a model in force renews that stamp.
So a suggestion costs no query beyond what the catalogue itself looks up. Anybody may ask it: it
knows classes, no cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple
from uuid import UUID

from wangge.catalogue.access import catalogue
from wangge.core.catalogue import Catalogue, Item
from wangge.core.triage import Advisor, BadModel, Model, is_reported, unpack
from wangge.triage.models import TriageModel

START = "start.npz"


class Standing(NamedTuple):
    """The advisor in force; `model_id` is None for the model Wangge comes with."""

    advisor: Advisor
    model_id: UUID | None


def standing() -> Standing:
    """The advisor in force now. One query after the catalogue or the model changed, else none."""
    return _standing(catalogue().version)


def advisor_of(model: Model) -> Advisor:
    """That model with the items of the catalogue in force."""
    return Advisor(model, items_of(catalogue()))


def items_of(known: Catalogue) -> Mapping[str, Item]:
    """Everything people report (`line:item` → item), without what stands for “not yet classed”."""
    found: dict[str, Item] = {}
    for line in known.lines:
        for item in known.items(line.code):
            if is_reported(item) and item.code != line.default_item:
                found[f"{line.code}:{item.code}"] = item
    return found


@lru_cache(maxsize=1)
def start_model() -> Model:
    """The model Wangge comes with."""
    return unpack(files("wangge.triage").joinpath(f"data/{START}").read_bytes())


@lru_cache(maxsize=2)
def _standing(version: str) -> Standing:
    """`version` only tells this catalogue from the last."""
    row = TriageModel.objects.filter(in_force=True).first()
    if row is not None:
        try:
            return Standing(advisor_of(unpack(bytes(row.body))), row.id)
        except BadModel:  # of an older format: the county trains anew when it likes
            pass
    return Standing(advisor_of(start_model()), None)
