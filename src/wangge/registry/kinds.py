"""Which rows each kind of element (要素) is kept in."""

from __future__ import annotations

from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.registry.models import (
    Building,
    Component,
    Device,
    Dwelling,
    Element,
    Household,
    Organisation,
    Person,
    Site,
    Vehicle,
)

MODELS: dict[str, type[Element]] = {
    "person": Person,
    "household": Household,
    "building": Building,
    "dwelling": Dwelling,
    "site": Site,
    "component": Component,
    "vehicle": Vehicle,
    "device": Device,
    "organisation": Organisation,
}

assert MODELS.keys() == KINDS.keys()


def model_of(kind: Kind) -> type[Element]:
    """The rows of that kind."""
    return MODELS[kind.code]
