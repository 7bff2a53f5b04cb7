"""A pack's catalogue, read from its folder."""

from __future__ import annotations

from wangge.catalogue.loader import OUR_PACKS, load_packs
from wangge.core.catalogue import Catalogue


def known(pack: str) -> Catalogue:
    """What the pack of that name brings, alone."""
    loaded = load_packs([OUR_PACKS / pack])
    assert not loaded.problems
    found = loaded.packs[0][0]
    return Catalogue.of("test", found.lines, found.flows, {})
