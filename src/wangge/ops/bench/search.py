"""`wangge bench search`: one box over a million people, by every way of asking.

The slowest way's 95th of a hundred counts. Ways: a rare and a very frequent pair of characters of
a name, telephone, identity number, part of an address, number of a household, name and place; by
the county and by one town. The page around the answer is not counted. `cold`: the slowest of the
first answers after a start with none of the database's files in memory.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, cpu_s, peopled_county

#: Promised: a search within 1,000,000 people.
_BUDGET_MS = 50.0
_ASKED = 60

if TYPE_CHECKING:
    from wangge.registry.queries.search import Hits

#: Way → (p50 ms, p95 ms, hits at most, mean processor ms with the database's).
Answers = dict[str, tuple[float, float, int, float]]


def bench_search(*, full: bool = False) -> Figures:
    """Milliseconds, the 95th of a hundred, of the slowest way of asking."""
    began = time.monotonic()
    with peopled_county(full=full) as data:
        asked = apart(questions, data)
        _cool(data)
        people, cold_ms, ways = apart(measure_search, data, asked)
    slowest = max(p95 for _, p95, _, _ in ways.values())
    told = (
        f"{way} {p50:.1f}/{p95:.1f}/{cpu:.1f} ({n})" for way, (p50, p95, n, cpu) in ways.items()
    )
    return {
        "name": "search",
        "value": round(slowest, 1),
        "unit": "ms",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_MS,
        "ratio": round(_BUDGET_MS / slowest, 2),
        "n": people,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"cold {cold_ms:.0f} ms; p50/p95/processor ms (hits): " + ", ".join(told),
    }


def _cool(data: Path) -> None:
    """The machine no longer remembers the database's files, as after a night."""
    for file in (data / "postgres" / "base").rglob("*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def measure_search(asked: dict[str, list[str]]) -> tuple[int, float, Answers]:
    """How many people there are, the slowest first answer (ms), and each way's answers."""
    from wangge.accounts.models import User  # why: what follows needs a county
    from wangge.core.duty import SYSTEM  # why: as above
    from wangge.registry.models import Person  # why: as above
    from wangge.registry.queries.search import search  # why: as above
    from wangge.territory.access import actor_for, territory_index  # why: as above

    now = utc_now()
    town = actor_for(User.objects.get(username="liqiang"), at=now)
    territory_index(at=now)  # every process has it since its start
    cold = [
        _timed(lambda text: search(SYSTEM, text, now=now), one[-1:])[1] for one in asked.values()
    ]
    ways: Answers = {}
    for way, words in asked.items():
        ways[way] = _timed(lambda text: search(SYSTEM, text, now=now), words)
        if way in ("rare", "frequent", "address"):
            ways[f"{way}, town"] = _timed(lambda text: search(town, text, now=now), words)
    return Person.objects.count(), max(cold), ways


def _timed(
    ask: Callable[[str], Iterable[Hits]], words: list[str]
) -> tuple[float, float, int, float]:
    for text in words if len(words) > 1 else ():
        ask(text)  # once before, for what the disk takes is told by `cold`
    times, hits, cpu = [], 0, cpu_s()
    for text in words:
        began = time.perf_counter()
        answer = ask(text)
        times.append((time.perf_counter() - began) * 1_000)
        hits = max(hits, sum(len(one.rows) for one in answer))
    cpu_ms = (cpu_s() - cpu) * 1_000 / len(times)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)], hits, cpu_ms


def questions() -> dict[str, list[str]]:
    """What is typed, way by way: from people of the county, drawn by chance."""
    from wangge.privacy.sealing import unseal  # why: needs a county
    from wangge.registry.models import Household, Person  # why: as above
    from wangge.territory.access import territory_index  # why: as above

    index = territory_index()
    dice = Random(1)
    ids = _some_ids("registry_person", 600)
    people = list(Person.objects.filter(pk__in=ids))
    dice.shuffle(people)
    homes = list(Household.objects.filter(pk__in=_some_ids("registry_household", 200)))
    often = _pairs(rare=False)
    return {
        "rare": _take(_pairs(rare=True), dice),
        "frequent": _take(often, dice),
        "whole name": [one.name for one in people if len(one.name) >= 2][:_ASKED],
        "phone": [
            unseal(one.phone_sealed, of="person.phone", row=one.pk)
            for one in people
            if one.phone_sealed
        ][:_ASKED],
        "id": [
            unseal(one.id_sealed, of="person.id_number", row=one.pk)
            for one in people
            if one.id_sealed
        ][:_ASKED],
        "address": [one.address[3:] for one in homes[:_ASKED]],
        "village": [index.name(one.village_id) for one in homes[:_ASKED]],
        "number": [one.no for one in homes[:_ASKED]],
        "name and place": [
            f"{one.name[:2]} {index.name(one.village_id)}" for one in people[:_ASKED]
        ],
    }


def _some_ids(table: str, count: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} TABLESAMPLE BERNOULLI (5) REPEATABLE (7) LIMIT %s",  # noqa: S608 - our own tables
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _pairs(*, rare: bool) -> list[str]:
    """The first two characters of names that are met most or least often."""
    order = "ASC" if rare else "DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(name, 2) FROM registry_person WHERE length(name) >= 2"  # noqa: S608 - ASC or DESC
            f" GROUP BY 1 ORDER BY count(*) {order}, 1 LIMIT 20"
        )
        return [row[0] for row in cursor.fetchall()]


def _take(words: list[str], dice: Random) -> list[str]:
    return [dice.choice(words) for _ in range(_ASKED)]
