"""`wangge bench spike`: how long a report takes at half load, and what ten times the crowd does.

First the full rate of 16 connections; then half of it by the clock, for the 99th of a hundred;
then 160 connections that ask as fast as they can; then half the rate again. It is back when a
second's requests are all answered, 99 of 100 within the budget, and it stays so. Value: the 99th
of a hundred at half load, in milliseconds; the ratio is the lesser one of both promises'. Anything
but 201, and a 503 that says when to come again, is an error.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from wangge.ops.bench import Figures
from wangge.ops.bench.intake import CONNECTIONS, NotAll, points, reports
from wangge.ops.bench.paced import Answer, Told, paced
from wangge.ops.bench.served import served_county

#: Promised, both.
_BUDGET_MS, _BACK_S = 50.0, 10.0
_SPIKE = 10
_WARM_S = 3.0


def bench_spike(*, full: bool = False) -> Figures:
    """Milliseconds at half load; raises NotAll where anybody was answered wrongly."""
    began = time.monotonic()
    full_s, half_s, spike_s, after_s = (10.0, 20.0, 30.0, 20.0) if full else (4.0, 6.0, 6.0, 12.0)
    with served_county() as county:
        given = _bodies(county.token("chenyi"), points(county))

        def crowd(*, lines: int, pace: float | None, seconds: float) -> Told:
            told = paced(county.port, given, lines=lines, pace=pace, seconds=seconds)
            check(told)
            return told

        crowd(lines=CONNECTIONS, pace=None, seconds=_WARM_S)
        most = crowd(lines=CONNECTIONS, pace=None, seconds=full_s)
        rate = most.statuses[201] / full_s
        half = crowd(lines=CONNECTIONS, pace=rate / 2, seconds=half_s)
        spike = crowd(lines=CONNECTIONS * _SPIKE, pace=None, seconds=spike_s)
        after = crowd(lines=CONNECTIONS, pace=rate / 2, seconds=after_s)
    p99_ms = half.quantile_s(0.99) * 1_000
    back_s = back_after_s(after.answers, rate / 2, after_s)
    statuses = spike.statuses
    return {
        "name": "spike",
        "value": round(p99_ms, 1),
        "unit": "ms",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_MS,
        "ratio": round(min(_BUDGET_MS / p99_ms, _BACK_S / max(back_s, 1.0)), 2),
        "n": len(half.answers),
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"full rate {rate:.0f}/s; at half of it p50 {half.quantile_s(0.5) * 1e3:.1f},"
        f" p99 {p99_ms:.1f} ms; spike of {CONNECTIONS * _SPIKE} connections:"
        f" {statuses[201] / spike_s:.0f}/s, {statuses[503]} times 503, slowest"
        f" {max(one.took_s for one in spike.answers):.2f} s; back after {back_s:.0f} s,"
        f" then p99 {_late(after.answers, back_s) * 1e3:.1f} ms",
    }


def check(told: Told) -> None:
    """Everybody was told that it is done, or politely to come again. Raises NotAll."""
    wrong = {status: n for status, n in told.statuses.items() if status not in (201, 503)}
    if wrong or told.rude:
        raise NotAll(f"answers by status (0: broken line): {wrong}; 503 bare: {told.rude}")


def back_after_s(answers: list[Answer], pace: float, seconds: float) -> float:
    """Whole seconds until every following one is answered in full and in time."""
    bad_until = 0
    for second in range(int(seconds)):
        due = [one for one in answers if second <= one.due_s < second + 1]
        good = [one for one in due if one.status == 201 and one.took_s * 1_000 <= _BUDGET_MS]
        if len(good) < 0.99 * min(len(due), pace) or len(due) < 0.9 * pace:
            bad_until = second + 1
    return float(bad_until)


def _late(answers: list[Answer], after_s: float) -> float:
    told = Told([one for one in answers if one.due_s >= after_s])
    return told.quantile_s(0.99)


def _bodies(token: str, spots: list[tuple[float, float]]) -> Iterator[bytes]:
    return (data for _, data in reports(token, spots, seed=2))
