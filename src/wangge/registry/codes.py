"""The code lists (代码表) as every process remembers them, and reading a word as a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from wangge.registry.models import Code

_KEPT_S = 5.0


@dataclass(frozen=True, slots=True)
class Lists:
    """All code lists: by code, and the codes by what people write."""

    titles: Mapping[str, Mapping[str, tuple[str, str]]]
    by_word: Mapping[str, Mapping[str, str]]
    #: Codes of person categories in the special domain.
    special: frozenset[str]
    #: Person category → visit class of a household with such a person.
    visit_class: Mapping[str, str] = field(default_factory=dict)

    def title(self, name: str, code: str, language: str = "zh") -> str:
        """What the code means; the code itself where the list does not know it."""
        found = self.titles.get(name, {}).get(code)
        if found is None:
            return code
        return found[0] if language.startswith("zh") or not found[1] else found[1]

    def choices(self, name: str, language: str = "zh") -> list[tuple[str, str]]:
        """The codes of a list in their order, with their titles; special ones are left out."""
        return [
            (code, self.title(name, code, language))
            for code in self.titles.get(name, {})
            if name != "person_category" or code not in self.special
        ]

    def words(self, name: str) -> Mapping[str, str]:
        """What a clerk may write → code; special categories are no words of the general domain."""
        return self.by_word.get(name, {})


_read: tuple[float, Lists] | None = None


def code_lists() -> Lists:
    """The code lists; at most a few seconds old."""
    global _read
    if _read is None or monotonic() - _read[0] > _KEPT_S:
        _read = (monotonic(), _lists())
    return _read[1]


def forget_codes() -> None:
    """This process reads the lists again when it is next asked."""
    global _read
    _read = None


def _lists() -> Lists:
    titles: dict[str, dict[str, tuple[str, str]]] = {}
    by_word: dict[str, dict[str, str]] = {}
    special, visit_class = set[str](), dict[str, str]()
    for row in Code.objects.order_by("list", "place", "code"):
        titles.setdefault(row.list, {})[row.code] = (row.title, row.title_en)
        if row.domain == "special":
            special.add(row.code)
            continue
        words = by_word.setdefault(row.list, {})
        words[row.code] = words[row.title] = row.code
        if row.visit_class:
            visit_class[row.code] = row.visit_class
    return Lists(titles, by_word, frozenset(special), visit_class)
