"""What cases count for 统计: pure, from the events of a case to numbers by place, class and day."""

from __future__ import annotations

from wangge.core.tally.counts import (
    PLEASED_FROM,
    GaugeKey,
    Key,
    Standing,
    Sums,
    What,
    add_change,
    areas_of_a_time,
    counts_for,
    counts_for_posts,
    due_measures,
    gauges_of,
    is_rework,
    stood_in,
)
from wangge.core.tally.life import Life
from wangge.core.tally.living import ELSEWHERE, HandlingStates, begin_life, live_on
from wangge.core.tally.measures import EACH_TIME, MEASURES, Measure
from wangge.core.tally.spread import BUCKETS, EDGES_S, bucket_of, quantile_s

__all__ = [
    "BUCKETS",
    "EACH_TIME",
    "EDGES_S",
    "ELSEWHERE",
    "MEASURES",
    "PLEASED_FROM",
    "GaugeKey",
    "HandlingStates",
    "Key",
    "Life",
    "Measure",
    "Standing",
    "Sums",
    "What",
    "add_change",
    "areas_of_a_time",
    "begin_life",
    "bucket_of",
    "counts_for",
    "counts_for_posts",
    "due_measures",
    "gauges_of",
    "is_rework",
    "live_on",
    "quantile_s",
    "stood_in",
]
