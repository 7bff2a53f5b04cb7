"""The rows of the registry (人地物组织), by noun.

An element 要素 is anything that stands on the land: each knows its grid. What happens (事) is a
case and lives in `cases`.
"""

from __future__ import annotations

from wangge.registry.models.among import Among
from wangge.registry.models.base import Element, Scoped
from wangge.registry.models.codes import Code
from wangge.registry.models.households import Household
from wangge.registry.models.imports import Import, ImportFault
from wangge.registry.models.moves import Move
from wangge.registry.models.organisations import Organisation
from wangge.registry.models.people import FormerMembership, Person, PersonCategory
from wangge.registry.models.places import Building, Dwelling, Site
from wangge.registry.models.search import Findable
from wangge.registry.models.things import Component, Device, Vehicle

__all__ = [
    "Among",
    "Building",
    "Code",
    "Component",
    "Device",
    "Dwelling",
    "Element",
    "Findable",
    "FormerMembership",
    "Household",
    "Import",
    "ImportFault",
    "Move",
    "Organisation",
    "Person",
    "PersonCategory",
    "Scoped",
    "Site",
    "Vehicle",
]
