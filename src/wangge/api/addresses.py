"""All addresses of the JSON interface, in the order the document tells them."""

from __future__ import annotations

from wangge.api.door import Endpoint
from wangge.api.endpoints import (
    cases,
    catalogue,
    imports,
    people,
    photos,
    places,
    proofs,
    registry,
    triage,
    work,
)

#: Of the interface, not of the program: it rises when a program that uses it must change.
VERSION = "1.0.0"

ENDPOINTS: tuple[Endpoint, ...] = (
    *cases.ENDPOINTS,
    *work.ENDPOINTS,
    *imports.ENDPOINTS,
    *photos.ENDPOINTS,
    *catalogue.ENDPOINTS,
    *triage.ENDPOINTS,
    *registry.ENDPOINTS,
    *places.ENDPOINTS,
    *people.ENDPOINTS,
    *proofs.ENDPOINTS,
)
