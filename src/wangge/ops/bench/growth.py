"""`wangge bench growth`: what each kind of question costs as a county fills, and a picture of it.

Microseconds by the wall of a whole life over HTTP (at 16 connections, that share the machine);
microseconds of the processor, the database's included, of the first page of a list, of a box, of
searches for frequent and rare words, and of tallies: a busy machine hardly changes those. With
`--full` in counties of 10,000 cases to 10,000,000, and the picture is kept in `docs/pictures`. The
value is the worst growth from the smallest county to the largest; its ratio the other way round.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median

from django.db import connection

from wangge.lib.clock import SHANGHAI, utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, cpu_s
from wangge.ops.bench.drawing import Line, Titles, chart
from wangge.ops.bench.grown import FULL, grown_counties
from wangge.ops.bench.lifecycle import rates

#: Name → what it is called on the picture.
KINDS = {
    "life": ("一生四步", "a life, 4 calls"),
    "list": ("案件列表", "list, page one"),
    "box": ("待办", "a desk's box"),
    "frequent": ("搜常见字", "search, frequent"),
    "rare": ("搜少见字", "search, rare"),
    "year": ("全年统计", "tallies of a year"),
    "open": ("在办统计", "open now"),
}
_ASKED = 25
PICTURE = Path(__file__).parents[4] / "docs" / "pictures" / "growth.svg"


def bench_growth(*, full: bool = False) -> Figures:
    """The worst of all growths; raises NotAll where a life went wrong."""
    began = time.monotonic()
    sizes, turns, seconds = (FULL, 3, 8.0) if full else ((2_000, 10_000), 1, 3.0)
    with grown_counties(sizes) as counties:
        asked = {size: apart(measure_questions, data) for size, data in counties.items()}
        lives = rates(counties, turns=turns, seconds=seconds)
    for size, one in lives.items():
        asked[size]["life"] = (1e6 / one.rate, 1e6 / one.rate)
    small, large = min(asked), max(asked)
    growths = {kind: asked[large][kind][1] / asked[small][kind][1] for kind in KINDS}
    worst = max(growths, key=lambda kind: growths[kind])
    if full:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(picture(asked), encoding="utf-8")
    return {
        "name": "growth",
        "value": round(growths[worst], 2),
        "unit": f"times the cost ({worst})",
        "yardstick": f"{small:,} cases; value: {large:,}",
        "yardstick_value": 1.0,
        "ratio": round(1 / growths[worst], 3),
        "n": len(asked) * len(KINDS),
        "seconds": round(time.monotonic() - began, 1),
        "detail": "; ".join(
            f"{kind}: " + ", ".join(f"{asked[size][kind][1]:.0f}" for size in sorted(asked))
            for kind in KINDS
        )
        + " µs",
        "sizes": json.dumps(
            {
                str(size): {
                    kind: {"wall_us": round(us, 1), "processor_us": round(cpu_us, 1)}
                    for kind, (us, cpu_us) in asked[size].items()
                }
                for size in sorted(asked)
            }
        ),
    }


def picture(asked: Mapping[int, Mapping[str, tuple[float, float]]]) -> str:
    """The chart of (µs, µs of the processor) by size and kind: what is drawn are the latter."""
    lines = [
        Line(zh, en, [(size, asked[size][kind][1]) for size in sorted(asked)])
        for kind, (zh, en) in KINDS.items()
    ]
    titles = Titles(
        "县里案件越多，一次要花多久 What things cost as a county fills",
        "案件数 cases in the county",
        "微秒 microseconds",
        "一生按墙钟，其余按处理器时间 life: by the wall; the rest: time of the processor",
    )
    return chart(lines, titles)


def measure_questions() -> dict[str, tuple[float, float]]:
    """Kind → microseconds (the median) and those of the processor (the mean, with PostgreSQL's)."""
    from wangge.accounts.models import User  # why: what follows needs a county
    from wangge.audit.followers import catch_up  # why: as above
    from wangge.cases.queries.lists import Box, inbox, listing, search  # why: as above
    from wangge.ledger import queries as ledger  # why: as above
    from wangge.ledger.followers import NAME as LEDGER  # why: as above
    from wangge.territory.access import actor_for, territory_index  # why: as above

    now = utc_now()
    catch_up(now=now, names=[LEDGER])
    centre = actor_for(User.objects.get(username="zhoumin"), at=now)
    desk = actor_for(User.objects.get(username="liqiang"), at=now)
    county = territory_index(at=now).county_id
    today = now.astimezone(SHANGHAI).date()
    frequent, rare = _pairs()
    ways: dict[str, Callable[[], object]] = {
        "list": lambda: listing(centre, now=now),
        "box": lambda: inbox(desk, Box.TODO, now=now),
        "frequent": lambda: search(centre, frequent, now=now),
        "rare": lambda: search(centre, rare, now=now),
        "year": lambda: ledger.figures(county, today - timedelta(days=364), today),
        "open": lambda: ledger.live(county, now=now),
    }
    return {kind: _timed(ask) for kind, ask in ways.items()}


def _timed(ask: Callable[[], object]) -> tuple[float, float]:
    for _ in range(3):
        ask()
    times, spent = [], cpu_s()
    for _ in range(_ASKED):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return median(times) * 1e6, (cpu_s() - spent) / _ASKED * 1e6


def _pairs() -> tuple[str, str]:
    """Two neighbouring characters that many texts hold, and two that few do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM cases_case WHERE reported_at > now() - interval '2 years' LIMIT 3000"
        )
        texts = [row[0] for row in cursor.fetchall()]
    counted = Counter(
        pair
        for text in texts
        for pair in {text[n : n + 2] for n in range(len(text) - 1)}
        if pair.isalpha()
    )
    ordered = counted.most_common()
    return ordered[0][0], ordered[-1][0]
