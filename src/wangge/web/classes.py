"""The class 小类 of a report for people who do not know the catalogue.

Classes are suggested by triage from the words and named across the web as `line:item`. A suggestion
is only shown: what nobody chose is left for the acceptor 待分类, who sees the same suggestion.
"""

from __future__ import annotations

from typing import NamedTuple

from wangge.catalogue.access import catalogue
from wangge.core.catalogue import Item
from wangge.core.triage import Confidence
from wangge.triage.queries import Suggested, suggest


class ClassChoice(NamedTuple):
    """A class as a form offers it: `value` is what it sends, `said` how likely it is."""

    value: str
    title: str
    said: str = ""
    why: tuple[str, ...] = ()


def suggest_classes(text: str, language: str, *, most: int = 3) -> tuple[Suggested, ...]:
    """The classes most likely meant, the surest first; none where the words say too little."""
    return suggest(text, language, most=most)


def class_choices(text: str, chosen: str, language: str) -> list[ClassChoice]:
    """The classes a form offers: those suggested by the words, and the one chosen before."""
    found = [
        ClassChoice(one.value, one.title, one.said, one.why)
        for one in suggest_classes(text, language)
    ]
    if chosen and chosen not in {one.value for one in found}:
        line, _, item = chosen.partition(":")
        known = item in {each.code for each in _items(line)}
        found.append(ClassChoice(chosen, class_titled(line, item, language) if known else chosen))
    return found


def class_meant(value: str, text: str) -> tuple[str, str | None]:
    """(line, item or None): the class chosen; else no item, and the line it very likely belongs to.

    The line only says whose acceptor reads it first. Refuses: UnknownLine, UnknownItem.
    """
    known = catalogue()
    line, _, item = value.partition(":")
    if line:
        return line, known.item(line, item or None).code
    first = next(iter(suggest_classes(text, "zh", most=1)), None)
    if first is not None and first.confidence is Confidence.LIKELY:
        return first.line, None
    return known.lines[0].code, None


def class_titled(line: str, item: str | None, language: str) -> str:
    """The name of a class; "" for none."""
    return _called(catalogue().item(line, item), language) if item else ""


def _items(line: str) -> tuple[Item, ...]:
    known = catalogue()
    return known.items(line) if line in {each.code for each in known.lines} else ()


def _called(item: Item, language: str) -> str:
    return item.title if language.startswith("zh") else item.title_en or item.title
