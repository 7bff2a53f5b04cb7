"""What a list must say of itself to be taken out, and the lists there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.privacy.access import digest_of
from wangge.territory.access import territory_index


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a list, and for which part of it."""

    actor: Actor
    #: The query of the list's own page, without cursors.
    given: Mapping[str, str]
    now: datetime
    language: str

    @property
    def zh(self) -> bool:
        """Whether it is asked for in Chinese."""
        return self.language.startswith("zh")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be taken out. Its functions may refuse as the list's page does."""

    code: str
    title: str | Promise
    headings: Callable[[Asked], Sequence[str]]
    #: Every row, read page by page; the values are those of the screen, masked as there.
    rows: Callable[[Asked], Iterator[Sequence[object]]]
    #: Exactly how many rows there are now.
    count: Callable[[Asked], int]
    #: Whether the actor may take it out at all.
    open_to: Callable[[Actor], bool]
    #: Holds data of people: beyond the limit somebody must approve.
    personal: bool = False
    #: Why the data is kept, a code of privacy's purposes; "" for none.
    purpose: str = ""


#: Parts of an address that say where one stands in a list, not which list it is.
_PLACES = frozenset(("cursor", "before", "after", "from", "open", "page"))

_LISTINGS: dict[str, Listing] = {}


def register(*listings: Listing) -> None:
    """Make lists known; `lists/` does so when the pages are ready."""
    for listing in listings:
        _LISTINGS[listing.code] = listing


def listing_for(actor: Actor, code: str) -> Listing:
    """That list, if the actor may take it out. Refuses: NotFound."""
    found = _LISTINGS.get(code)
    if found is None or not found.open_to(actor):
        raise NotFound(field="list")
    return found


def asked_of(
    actor: Actor, given: Iterable[tuple[str, str]], *, now: datetime, language: str
) -> Asked:
    """What an address asks for."""
    kept = {name: value for name, value in given if value and name not in _PLACES}
    return Asked(actor, dict(sorted(kept.items())), now, language)


def digest(listing: Listing, asked: Asked) -> str:
    """The same list with the same filters is the same text."""
    return digest_of({"list": listing.code, "given": dict(asked.given)})


def areas_of(asked: Asked) -> list[UUID]:
    """The area the list is about and all it lies in; who may approve answers for one of them."""
    index = territory_index(at=asked.now)
    area = next((grant.area_id for grant in asked.actor.grants), index.county_id)
    for name in ("area", "subject", "under"):
        try:
            wanted = UUID(asked.given.get(name, ""))
        except ValueError:
            continue
        if wanted in index.areas:
            area = wanted
    found: list[UUID] = []
    here = index.areas.get(area)
    while here is not None:
        found.append(here.id)
        here = index.areas.get(here.parent_id) if here.parent_id else None
    return found or [index.county_id]
