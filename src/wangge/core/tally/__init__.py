"""What cases count for 统计: pure, from the events of a case to numbers by place, class and day."""

from __future__ import annotations

from wangge.core.tally.counts import (
    GaugeKey,
    Key,
    Sums,
    add_change,
    areas_of_a_time,
    counts_for,
    gauges_of,
)
from wangge.core.tally.life import HandlingStates, Life, begin_life, live_on
from wangge.core.tally.measures import MEASURES, Measure
from wangge.core.tally.spread import BUCKETS, EDGES_S, bucket_of, quantile_s

__all__ = [
    "BUCKETS",
    "EDGES_S",
    "MEASURES",
    "GaugeKey",
    "HandlingStates",
    "Key",
    "Life",
    "Measure",
    "Sums",
    "add_change",
    "areas_of_a_time",
    "begin_life",
    "bucket_of",
    "counts_for",
    "gauges_of",
    "live_on",
    "quantile_s",
]
