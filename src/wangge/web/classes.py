"""The class 小类 of a report for people who do not know the catalogue: suggested from their words.

One suggester over all lines, remembered as long as the catalogue stays the same. A class is named
across the web as `line:item`. Ignores place and history.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wangge.catalogue.access import catalogue
from wangge.core.catalogue import Catalogue, Item, ItemKind
from wangge.core.catalogue_suggest import Suggester

#: From this score on the first suggestion is taken where nobody chose: a word said in full.
SURE = 3.0


class ClassChoice(NamedTuple):
    """A class as a form offers it: `value` is what it sends."""

    value: str
    title: str
    why: tuple[str, ...] = ()
    score: float = 0.0


def suggest_classes(text: str, language: str, *, most: int = 3) -> tuple[ClassChoice, ...]:
    """The classes most likely meant, the surest first; none where the words say too little."""
    known = catalogue()
    suggester, lines = _suggester(known.version)
    suggested = suggester.suggest(text, most=most)
    return tuple(
        ClassChoice(
            f"{lines[found.item.code]}:{found.item.code}",
            _called(found.item, language),
            found.why,
            found.score,
        )
        for found in suggested
        if found.score >= suggested[0].score / 3  # a lone shared word beside a sure class misleads
    )


def class_meant(value: str, text: str) -> tuple[str, str | None]:
    """(line, item or None): the class chosen, else the one the words surely say, else none.

    Refuses: UnknownLine, UnknownItem.
    """
    known = catalogue()
    line, _, item = value.partition(":")
    if line:
        return line, known.item(line, item or None).code
    first = next(iter(suggest_classes(text, "zh", most=1)), None)
    if first is not None and first.score >= SURE:
        line, _, item = first.value.partition(":")
        return line, item
    return known.lines[0].code, None


def class_titled(line: str, item: str | None, language: str) -> str:
    """The name of a class; "" for none."""
    return _called(catalogue().item(line, item), language) if item else ""


def _called(item: Item, language: str) -> str:
    return item.title if language.startswith("zh") else item.title_en or item.title


@lru_cache(maxsize=2)
def _suggester(version: str) -> tuple[Suggester, dict[str, str]]:
    known: Catalogue = catalogue()
    line_of: dict[str, str] = {}
    items: list[Item] = []
    for line in known.lines:
        for item in known.items(line.code):
            if item.kind is ItemKind.INTERNAL:
                continue  # staff find or list these; nobody reports them in passing
            if item.code == line.default_item or item.code in line_of:
                continue  # 待分类 is what one has without a suggestion
            line_of[item.code] = line.code
            items.append(item)
    return Suggester(items), line_of
