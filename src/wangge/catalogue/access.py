"""The catalogue as every process remembers it: one immutable value, a second old at most.

Read from the rows again only after the stamp has changed, which is looked up at most once a second
(WANGGE_CATALOGUE_CHECK_S; 0 looks every time). So asking for an item, a flow or a calendar costs
no query. Everybody may read the catalogue; only `actions` changes it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.conf import settings

from wangge.catalogue.models import CatalogueVersion
from wangge.catalogue.rows import read_catalogue
from wangge.core.catalogue import Catalogue

NAME = "catalogue"


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: UUID | None
    good_until_s: float
    catalogue: Catalogue


_read: _Read | None = None
_reading = threading.Lock()


def catalogue(at: datetime | None = None) -> Catalogue:
    """The catalogue in force now, or at an instant (then read from the rows: ten queries)."""
    if at is not None:
        return read_catalogue(f"at {at.isoformat()}", at)
    global _read
    known = _read
    if known is not None and monotonic() < known.good_until_s:
        return known.catalogue
    with _reading:
        stamp = _stamp()
        before = _read.catalogue if _read else None
        if _read is None or _read.stamp != stamp:
            found = read_catalogue(str(stamp), None, before=before)
        else:
            found = _read.catalogue
        _read = _Read(stamp, monotonic() + _check_every_s(), found)
        return found


def forget() -> None:
    """The next question reads the catalogue afresh. For whoever changed it, and for tests."""
    global _read
    with _reading:
        _read = None


def _check_every_s() -> float:
    return float(getattr(settings, "WANGGE_CATALOGUE_CHECK_S", 1.0))


def _stamp() -> UUID | None:
    return CatalogueVersion.objects.filter(name=NAME).values_list("stamp", flat=True).first()
