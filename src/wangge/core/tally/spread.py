"""How handling times spread: buckets that add up, from which medians are read.

Sums of buckets over places and days are exact; a quantile is read inside one bucket by straight
line, so it is right to the width of a bucket (between a quarter and half of its value).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_H = 3_600

#: Upper edges of the buckets, counted seconds; 8 hours are one working day. The last has no edge.
EDGES_S: tuple[int, ...] = (
    *(300, 600, 900, 1_800, 2_700, _H, 5_400, 2 * _H, 3 * _H, 4 * _H, 6 * _H, 8 * _H),
    *(12 * _H, 16 * _H, 24 * _H, 32 * _H, 40 * _H, 56 * _H, 80 * _H, 120 * _H, 240 * _H, 480 * _H),
)
BUCKETS = len(EDGES_S) + 1


def bucket_of(seconds: int) -> int:
    """The bucket of a time, 0 first; an edge belongs to the bucket below it."""
    return bisect_left(EDGES_S, seconds)


def quantile_s(spread: Sequence[int], share: float) -> int | None:
    """The time within which `share` (0 to 1) of the cases were handled; None without cases.

    In the open last bucket its lower edge is given: "at least".
    """
    total = sum(spread)
    if total <= 0:
        return None
    wanted = share * total
    below = 0
    for bucket, count in enumerate(spread):
        if count > 0 and below + count >= wanted:
            low = EDGES_S[bucket - 1] if bucket else 0
            if bucket == len(EDGES_S):
                return low
            return round(low + (EDGES_S[bucket] - low) * (wanted - below) / count)
        below += count
    return EDGES_S[-1]
