"""One box that finds people, places, things and organisations.

Words of two characters and more are looked up as character pairs; a telephone or identity number,
a code, a plate or the number of a household is looked up exactly. Of several words one may be the
place: 张三 东富 is a 张三 who lives in 东富. Whoever reads masked finds nobody by a telephone or
identity number. People of the special domain have no row here and cannot be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from wangge.core.duty import Actor
from wangge.core.errors import Invalid
from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.text import bigrams, folded, is_storable, normalise
from wangge.registry.access import day_of, findable_for
from wangge.registry.kinds import model_of
from wangge.registry.models import Element, Findable, Person
from wangge.registry.models.base import ScopedSet, lies_in
from wangge.registry.queries.exact import exact_ids, is_personal_number
from wangge.registry.queries.scope import parts_of
from wangge.territory.access import TerritoryIndex, territory_index

#: Elements of one kind that are shown.
MOST_SHOWN = 20
#: Of one kind so many hits are read and put in order; of all kinds so many are looked at.
_READ = 60
_LOOKED_AT = 3_000
_MOST_WORDS = 4
#: A word that names more areas than these is no place (村, 社区).
_MOST_PLACES = 60
_LONGEST = 60


class TooShort(Invalid):
    """A search for less than can be looked up."""

    code = "registry_too_short"
    zh = "请至少输入两个字的姓名或地址，或完整的电话、证件号、编码、车牌、户号。"
    en = (
        "Type at least two characters of a name or address, or a whole telephone number, "
        "ID number, code, plate or household number."
    )


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind; `more`: say more words to see the rest."""

    kind: Kind
    rows: list[Element]
    more: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """What was typed: each word's pairs, and the areas each may name."""

    words: tuple[str, ...]
    grams: tuple[tuple[str, ...], ...]
    places: tuple[tuple[UUID, ...], ...] = field(default=())


def search(actor: Actor, typed: str, *, now: datetime) -> list[Hits]:
    """What answers the words on the actor's land, by kind; the best fits first.

    At most one query for each kind found, and three more. Refuses: TooShort.
    """
    text = normalise(typed)[:_LONGEST]
    if not is_storable(text):
        raise TooShort(field="q")
    if not parts_of(actor, now=now):
        return []
    exact = exact_ids(actor, text, now=now)
    if any(exact.values()):
        return _read(exact, text, now)
    asked = _asked(text, now)
    if not any(asked.grams):
        raise TooShort(field="q")
    if is_personal_number(text):
        return []  # its fragments are nobody's business
    with _by_index():
        ids = _ids(actor, asked, now)
    return _read(ids, asked.words[0], now)


def _asked(text: str, now: datetime) -> _Words:
    words = tuple(dict.fromkeys(folded(word) for word in text.split()))[:_MOST_WORDS]
    words = tuple(word for word in words if len(word) >= 2)
    index = territory_index(at=now)
    places = tuple(
        tuple(_named(index.version_id, word, now)) if len(words) > 1 else () for word in words
    )
    return _Words(words, tuple(tuple(sorted(bigrams(word))) for word in words), places)


def _ids(actor: Actor, asked: _Words, now: datetime) -> dict[str, list[UUID]]:
    """Ids of the hits by kind: rows that hold every word, then who lives at a place named."""
    index, day = territory_index(at=now), day_of(now)
    mine = findable_for(actor, now=now)
    everything = sorted({gram for grams in asked.grams for gram in grams})
    found = _by_kind(mine.filter(grams__contains=everything))
    if len(asked.words) == 1 or any(len(ids) >= _READ for ids in found.values()):
        return found
    for place, areas in enumerate(asked.places):
        who = sorted({g for n, grams in enumerate(asked.grams) if n != place for g in grams})
        rows = mine.filter(grams__contains=who)
        if areas:
            _add(found, _by_kind(rows.filter(_in_any(index, areas, day))))
        elif not found.get("person"):
            _add(found, {"person": _living_at(rows, asked.grams[place])})
    return found


def _by_kind(rows: ScopedSet[Findable]) -> dict[str, list[UUID]]:
    """At most `_READ` ids of each kind among the first `_LOOKED_AT` rows."""
    sql, given = rows.values("kind", "element_id")[:_LOOKED_AT].query.sql_with_params()
    found: dict[str, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, element_id FROM (SELECT kind, element_id, row_number() OVER"  # noqa: S608 - made of the ORM's own statement
            f" (PARTITION BY kind) place FROM ({sql}) hits) ranked WHERE place <= %s",
            [*given, _READ],
        )
        for kind, element_id in cursor.fetchall():
            found.setdefault(kind, []).append(element_id)
    return found


def _living_at(people: ScopedSet[Findable], grams: Iterable[str]) -> list[UUID]:
    """Of the people found those whose household's address holds these pairs."""
    hits = people.filter(kind="person").values("element_id")[:_LOOKED_AT]
    homes = Findable.objects.filter(kind="household", grams__contains=list(grams))
    ids = Person.objects.filter(pk__in=hits, household__in=homes.values("element_id"))
    return list(ids.values_list("pk", flat=True)[:_READ])


@contextmanager
def _by_index() -> Iterator[None]:
    """Inside, the planner walks indexes: a page of hits is never worth reading a whole table."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = on")


def _add(found: dict[str, list[UUID]], more: Mapping[str, Iterable[UUID]]) -> None:
    for kind, ids in more.items():
        known = found.setdefault(kind, [])
        known += [one for one in ids if one not in known]


def _read(ids: Mapping[str, list[UUID]], first: str, now: datetime) -> list[Hits]:
    """The rows of these ids: the very word first, then the shortest that holds it."""
    day = day_of(now)
    hits: list[Hits] = []
    for code, kind in KINDS.items():
        wanted = ids.get(code)
        if not wanted:
            continue
        rows: list[Element] = list(model_of(kind).objects.filter(pk__in=wanted).standing(day))
        rows.sort(key=lambda row: (_how_far(kind, row, first), row.pk))
        if rows:
            more = len(rows) > MOST_SHOWN or len(wanted) >= _READ
            hits.append(Hits(kind, rows[:MOST_SHOWN], more))
    return hits


def _how_far(kind: Kind, row: Element, word: str) -> int:
    """How many characters the closest searched column has beside the word."""
    texts = (folded(str(getattr(row, name) or "")) for name in kind.searched)
    wanted = folded(word)
    far = [len(text) - len(wanted) for text in texts if wanted in text]
    return min(far, default=_LONGEST)


def _in_any(index: TerritoryIndex, areas: Iterable[UUID], day: date) -> Q:
    by_level: dict[Level, list[UUID]] = {}
    for area in areas:
        by_level.setdefault(index.areas[area].level, []).append(area)
    found = Q(pk__in=[])
    for level, ids in by_level.items():
        found |= lies_in(level, ids, day)
    return found


def _named(version: UUID, word: str, now: datetime) -> list[UUID]:
    """The areas whose name holds the word, none where they are too many to mean one."""
    found = [area for area, name in _names(version, day_of(now)) if word in name]
    return found if len(found) <= _MOST_PLACES else []


@lru_cache(maxsize=2)
def _names(version: UUID, day: date) -> list[tuple[UUID, str]]:
    """(area, its name as it is compared) of every town, village and grid of that version."""
    index = territory_index()
    return [
        (area.id, folded(area.name))
        for area in index.areas.values()
        if area.level in (Level.TOWN, Level.VILLAGE, Level.GRID)
    ]
