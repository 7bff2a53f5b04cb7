"""Search: by case number, by a reporter's telephone, or by any words of two characters and more.

Words are looked up fortnight by fortnight, the newest first, by keys that also say where a case
lies (`lib.search_keys`): a word in a million texts costs what a rare one costs, and who answers
for one grid gets that grid's hits, however old. Keys only propose; whether the words stand in the
text as typed, and whether the actor sees the case, is read from its row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from wangge.cases.access import cases_for
from wangge.cases.models import Case, Reporter
from wangge.cases.queries.cursor import Mark, read_cursor, write_cursor
from wangge.cases.queries.filters import MOST_ROWS, Filters, Listed, narrow, size_of
from wangge.cases.queries.parties import taken_part
from wangge.cases.sealed import REPORTER_PHONE
from wangge.core.duty import Actor, Scope
from wangge.core.errors import Invalid, Refusal
from wangge.core.territory.level import Level
from wangge.lib.search_keys import FORTNIGHT_S, area_mark, code_mark, fortnight_of, words_of
from wangge.lib.text import folded, normalise
from wangge.privacy.sealing import blind
from wangge.territory.access import territory_index

#: So many proposals are looked at for one page, and so many fortnights; then the page says how
#: far back it has looked, and goes on from there when asked.
MOST_PROPOSED = 1000
MOST_FORTNIGHTS = 300
#: Of one's own cases, where one sees no others, so many.
MOST_OWN = 2000
#: A telephone that rang more often shows its latest calls.
MOST_CALLS = 1000
#: More words than this narrow nothing any more.
_MOST_PAIRS = 24

_NO = re.compile(r"C-\d{8}-\d{4,9}")
_PHONE = re.compile(r"\d{7,12}")
_WORD_BITS = 42


class TooShort(Invalid):
    """A search for less than can be looked up."""

    code = "too_short"
    zh = "请至少输入两个字，或案件编号、电话号码。"
    en = "Type at least two characters, or a case number or a telephone number."


class _Word(NamedTuple):
    """One word of what was typed: its letters alone, their pairs, and the areas of that name."""

    plain: str
    pairs: tuple[int, ...]
    areas: frozenset[UUID]


class _Proposed(NamedTuple):
    """Cases that may be hits, newest first; `to`: from where there are more, None at the end."""

    marks: list[Mark]
    to: Mark | None


def search(
    actor: Actor,
    words: str,
    filters: Filters | None = None,
    cursor: str | None = None,
    limit: int = 50,
    *,
    now: datetime,
) -> Listed:
    """Cases within sight by number, by a reporter's telephone, or by words, newest first.

    At most four queries. A telephone number finds only where the actor may read names, or his
    own reports. Refuses: TooShort, BadCursor.
    """
    filters = filters or Filters()
    asked = words.strip()
    number, digits = asked.upper(), re.sub(r"[\s-]", "", asked)
    if _NO.fullmatch(number):
        return Listed(list(cases_for(actor).filter(no=number)), None)
    if _PHONE.fullmatch(digits):
        return _by_phone(actor, digits, limit)
    wanted = _words(asked)
    if not wanted:
        raise TooShort(field="q")
    of = ["search", actor.user_id, [word.plain for word in wanted], filters]
    before = read_cursor(cursor, of=of) if cursor else None
    proposed = _propose(actor, wanted, filters, before, limit, now)
    found = _found(actor, wanted, filters, proposed.marks, size_of(limit) + 1, now)
    shown = found[: size_of(limit)]
    if len(found) > len(shown):
        return Listed(shown, write_cursor(Mark(shown[-1].reported_at, shown[-1].pk), of=of))
    if proposed.to is None:
        return Listed(shown, None)
    return Listed(shown, write_cursor(proposed.to, of=of), proposed.to.at)


def _by_phone(actor: Actor, digits: str, limit: int) -> Listed:
    mark = blind(digits, of=REPORTER_PHONE)
    hits = Reporter.objects.filter(phone_blind=mark).order_by("-at")
    ids = list(hits.values_list("case_id", flat=True)[:MOST_CALLS])
    rows = cases_for(actor).filter(pk__in=ids).order_by("-reported_at", "-id")
    found = rows[: min(limit, MOST_ROWS)]
    return Listed([row for row in found if _may_find_by_phone(actor, row)], None)


def _may_find_by_phone(actor: Actor, row: Case) -> bool:
    areas = [area for area in (row.grid_id, row.village_id, row.town_id, row.county_id) if area]
    return actor.user_id in row.requesters or actor.reads_names(areas, row.line, (row.owner_id,))


def _words(asked: str) -> list[_Word]:
    """The words of two characters and more; the areas a word names in full."""
    named = _areas_named()
    found = []
    for word in normalise(asked).split():
        pairs = tuple(sorted(words_of(word)))[:_MOST_PAIRS]
        if pairs:
            found.append(_Word(folded(word), pairs, named.get(folded(word), frozenset())))
    return found


_named: tuple[object, Mapping[str, frozenset[UUID]]] = (None, {})


def _areas_named() -> Mapping[str, frozenset[UUID]]:
    """Towns, villages and grids by their names, remembered as long as the territory stands."""
    global _named
    try:
        index = territory_index()
    except Refusal:  # no territory yet
        return {}
    if _named[0] is not index:
        names: dict[str, set[UUID]] = {}
        for area in index.areas.values():
            if area.level in (Level.TOWN, Level.VILLAGE, Level.GRID):
                names.setdefault(folded(area.name), set()).add(area.id)
        _named = (index, {name: frozenset(ids) for name, ids in names.items()})
    return _named[1]


def _propose(
    actor: Actor,
    wanted: list[_Word],
    filters: Filters,
    before: Mark | None,
    limit: int,
    now: datetime,
) -> _Proposed:
    """What the keys propose for a page, newest first. One query."""
    scope = actor.scope()
    most = MOST_PROPOSED if _is_narrowed(filters, scope) else 2 * (size_of(limit) + 1)
    if not scope.everything and not scope.areas:
        mine = taken_part(scope, before, MOST_OWN)
        return _Proposed(_saying(mine.marks, wanted), mine.to)
    areas, lines = _within(scope, filters)
    start = before.instant() if before else now
    newest = fortnight_of(start) + (0 if before else 1)  # a sender's clock may run ahead
    values: dict[str, Any] = {
        "newest": newest,
        "least": newest - MOST_FORTNIGHTS + 1,
        "length": FORTNIGHT_S,
        "most": most,
    }
    narrowed = [_has(word, values) for word in wanted]
    narrowed += [f"keys && {_keys(marks, values)}" for marks in (areas, lines) if marks]
    if before is not None:
        values |= {"at": before.instant(), "id": before.id}
        narrowed.append("reported_at <= %(at)s AND (reported_at, case_id) < (%(at)s, %(id)s)")
    with connection.cursor() as cursor:
        cursor.execute(_PROPOSE.format(" AND ".join(narrowed)), values)
        rows = cursor.fetchall()
    marks_found = [Mark(at, pk) for pk, at, _oldest in rows if pk is not None]
    oldest = next(one for pk, _at, one in rows if pk is None)
    if len(marks_found) == most:
        return _Proposed(marks_found, marks_found[-1])
    if oldest is not None and oldest < newest - MOST_FORTNIGHTS + 1:
        reached = datetime.fromtimestamp((newest - MOST_FORTNIGHTS + 1) * FORTNIGHT_S, now.tzinfo)
        return _Proposed(marks_found, Mark(reached, UUID(int=0)))
    return _Proposed(marks_found, None)


#: Newest fortnight first, and within it the newest case; the loop over fortnights ends as soon
#: as there are enough. A row without a case says where the oldest lies.
_PROPOSE = """
WITH reach AS MATERIALIZED (
    SELECT floor(extract(epoch FROM min(reported_at)) / %(length)s)::int AS oldest FROM cases_case
)
(SELECT NULL::uuid, NULL::timestamptz, oldest FROM reach)
UNION ALL
(SELECT hit.case_id, hit.reported_at, NULL::int
 FROM reach, generate_series(%(newest)s, greatest(reach.oldest, %(least)s), -1) AS f(n)
 CROSS JOIN LATERAL (
    SELECT case_id, reported_at FROM cases_searchtext WHERE {}
    ORDER BY reported_at DESC, case_id DESC LIMIT %(most)s
 ) AS hit
 LIMIT %(most)s)
"""


_SAYING = """
WITH mine AS MATERIALIZED (SELECT unnest(%(ids)s::uuid[]) AS id)
SELECT s.case_id FROM mine
JOIN cases_searchtext AS s ON s.case_id = mine.id
CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM s.reported_at) / %(length)s) AS n) AS f
WHERE {}
"""


def _saying(marks: list[Mark], wanted: list[_Word]) -> list[Mark]:
    """Those of the cases whose keys have the words. One query."""
    if not marks:
        return []
    values: dict[str, Any] = {"ids": [mark.id for mark in marks], "length": FORTNIGHT_S}
    narrowed = [_has(word, values) for word in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_SAYING.format(" AND ".join(narrowed)), values)
        kept = {pk for (pk,) in cursor.fetchall()}
    return [mark for mark in marks if mark.id in kept]


def _has(word: _Word, values: dict[str, Any]) -> str:
    """That a text has all pairs of the word, or lies in an area of that name."""
    said = f"keys @> {_keys(word.pairs, values)}"
    if not word.areas:
        return said
    return f"({said} OR keys && {_keys(map(area_mark, word.areas), values)})"


def _keys(words: Iterable[int], values: dict[str, Any]) -> str:
    """The keys of these words in fortnight `f.n`, as an SQL expression."""
    parts = []
    for word in words:
        name = f"k{len(values)}"
        values[name] = word
        parts.append(f"(f.n::bigint << {_WORD_BITS}) | %({name})s::bigint")
    return f"ARRAY[{', '.join(parts)}]"


def _within(scope: Scope, filters: Filters) -> tuple[Collection[int], Collection[int]]:
    """Marks of areas and of lines one of which every hit must have; empty: any will do.

    They may let too much through, never too little.
    """
    whole = scope.everything or any(one.level is Level.COUNTY for one in scope.areas)
    if filters.area is not None and filters.level not in (None, Level.COUNTY):
        areas = {filters.area}
    else:
        areas = set() if whole else {area for one in scope.areas for area in one.areas}
    if filters.line is not None:
        lines = {filters.line}
    elif scope.everything or not all(one.lines for one in scope.areas):
        lines = set()
    else:
        lines = {line for one in scope.areas for line in one.lines}
    return [area_mark(area) for area in areas], [code_mark(line) for line in lines]


def _is_narrowed(filters: Filters, scope: Scope) -> bool:
    """Whether rows the keys propose may be left out for another reason than their words."""
    by_keys = Filters(line=filters.line, area=filters.area, level=filters.level)
    return filters != by_keys or len(scope.areas) > 1 or not (scope.everything or scope.areas)


def _found(
    actor: Actor,
    wanted: list[_Word],
    filters: Filters,
    marks: list[Mark],
    enough: int,
    now: datetime,
) -> list[Case]:
    """The proposed cases that are hits and within sight, as many as needed. At most two queries."""
    found: list[Case] = []
    for some in (marks[: 2 * enough], marks[2 * enough :]):
        if some and len(found) < enough:
            rows = narrow(cases_for(actor), filters, now).filter(pk__in=[one.id for one in some])
            rows = rows.order_by("-reported_at", "-id")
            found += [row for row in rows if all(_says(row, word) for word in wanted)]
    return found[:enough]


def _says(row: Case, word: _Word) -> bool:
    """Whether the word stands in the text as it was typed, or names where the case lies."""
    if word.areas & {row.town_id, row.village_id, row.grid_id}:
        return True
    return word.plain in folded(f"{row.text} {row.place}")
