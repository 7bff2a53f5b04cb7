"""What the registry needs of the catalogue: the titles of items, and cells that say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wangge.catalogue.access import catalogue
from wangge.core.duty import Actor
from wangge.core.registry.columns import Column, Kind
from wangge.registry.models import Element
from wangge.registry.queries import cells
from wangge.registry.queries.cells import said

__all__ = ["said", "words_for"]


def words_for(
    actor: Actor,
    kind: Kind,
    rows: Iterable[Element],
    columns: Iterable[Column],
    *,
    now: datetime,
    language: str,
) -> cells.Words:
    """As `cells.words_for`, with the titles of items."""
    return cells.words_for(
        actor, kind, rows, columns, now=now, language=language, item_title=_item_title
    )


def _item_title(code: str, language: str) -> str:
    for line in catalogue().lines:
        for item in catalogue().items(line.code):
            if item.code == code:
                title = item.title if language.startswith("zh") else item.title_en or item.title
                return f"{title} {code}"
    return code
