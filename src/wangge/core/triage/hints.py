"""What the catalogue itself says of its classes, as if somebody had reported it.

So a class is known from its first day, before anybody has reported it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wangge.core.catalogue import Item, ItemKind
from wangge.core.triage.reading import Report


def is_reported(item: Item) -> bool:
    """Whether people report such things: not what staff alone find or list."""
    return item.kind is not ItemKind.INTERNAL


def hints(items: Mapping[str, Item]) -> Iterator[tuple[Report, str]]:
    """(words, label) for each item: title, keywords, and each filing condition with the title.

    A condition belongs to many items, so it never stands without its title.
    """
    for label, item in items.items():
        words = [item.title, *item.keywords, "，".join((item.title, *item.keywords))]
        words += [f"{item.title}，{condition.when}" for condition in item.conditions]
        yield from ((Report(said), label) for said in dict.fromkeys(words))
