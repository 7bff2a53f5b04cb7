"""Which service line and item a row of another system belongs to (归类).

Its own words come first: line and item by code or title. Then its class in the other system, by
the map file, by the codes other systems are known to use, or by an item of the same title. Then
what the map file says of everything else. Ignores what the text says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from wangge.core.case.intake import unknown_item
from wangge.core.catalogue import Catalogue, UnknownLine
from wangge.core.errors import Refusal
from wangge.core.importing.foreign import ForeignSystem
from wangge.core.importing.judge import Fault, Verified
from wangge.core.importing.refusals import UnknownType
from wangge.core.registry.refusals import MissingValue
from wangge.lib.text import folded

Class = tuple[str, str]  #: codes of line and item

#: Under this name the other system's class is kept with the case.
KEPT_TYPE = "原类别"


def classify(
    rows: Verified, foreign: ForeignSystem, catalogue: Catalogue, faults: list[Fault]
) -> Verified:
    """The rows whose class is known, with codes for words; why the others stay: `faults`."""
    known = Classes(catalogue, foreign)
    memo: dict[tuple[str, str, str, str], Class | Refusal] = {}
    good = [True] * len(rows)
    words = zip(rows.system, rows.line, rows.item, rows.type, strict=True)
    for place, key in enumerate(words):
        found = memo.get(key)
        if found is None:
            found = memo[key] = _or_refusal(known.of, key)
        if isinstance(found, Refusal):
            faults.append(Fault(rows.rows[place], found.field or "type", found))
            good[place] = False
            continue
        rows.line[place], rows.item[place] = found
        if key[3]:
            rows.extra[place][KEPT_TYPE] = key[3]
    return rows if all(good) else rows.only(good)


def _or_refusal(
    of: Callable[[str, str, str, str], Class], key: tuple[str, str, str, str]
) -> Class | Refusal:
    try:
        return of(*key)
    except Refusal as why:
        return why


@dataclass(slots=True)
class Classes:
    """The catalogue as another system's words look into it."""

    catalogue: Catalogue
    foreign: ForeignSystem
    _lines: dict[str, str] = field(init=False)
    _items: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._lines, self._items = {}, {}
        for line in self.catalogue.lines:
            for word in (line.title_en, line.title, line.code):
                self._lines[folded(word)] = line.code
            items = self._items[line.code] = {}
            for item in self.catalogue.items(line.code):
                for word in (item.title_en, item.title, item.code):
                    if word:
                        items[folded(word)] = item.code

    def of(self, system: str, line: str, item: str, theirs: str) -> Class:
        """The class of such a row. Refuses: UnknownLine, UnknownItem, UnknownType, MissingValue."""
        if line:
            code = self._line(line)
            return code, self._item(code, item, system)
        if item and self.foreign.line:
            code = self._line(self.foreign.line)
            return code, self._item(code, item, system)
        if theirs and (found := self._theirs(system, theirs)):
            return found
        if self.foreign.line:
            code = self._line(self.foreign.line)
            return code, self._item(code, self.foreign.item, system)
        if theirs:
            raise UnknownType(field="type", value=theirs[:40])
        raise MissingValue(field="line", column="业务线")

    def _theirs(self, system: str, theirs: str) -> Class | None:
        types = self.foreign.types
        said = types.get(theirs) or types.get("*", "") if types else ""
        if said:
            line, _, item = said.partition("/")
            code = self._line(line)
            return code, self._item(code, item, system)
        if aliased := self.catalogue.by_alias(system, theirs):
            return aliased[0], self._item(*aliased, system)
        named = folded(theirs)
        places = [(line, items[named]) for line, items in self._items.items() if named in items]
        return places[0] if len(places) == 1 else None

    def _line(self, word: str) -> str:
        code = self._lines.get(folded(word))
        if code is None:
            raise UnknownLine(field="line", line=word[:20])
        return code

    def _item(self, line: str, word: str, system: str) -> str:
        """The code of the item; that of the line's default one for an empty word."""
        if not word:
            return self.catalogue.item(line).code
        code = self._items[line].get(folded(word))
        aliased = None if code else self.catalogue.by_alias(system, word)
        if aliased and aliased[0] == line:
            code = self._items[line].get(folded(aliased[1]))
        if code is None:
            raise unknown_item(line, word)
        return code
