"""What the ledger can say: figures of a place or department, what is open now, whose cases."""

from __future__ import annotations

from wangge.ledger.queries.behind import CountedWhat, cases_behind, count_behind
from wangge.ledger.queries.compare import (
    RANKED_FROM,
    AreaFigures,
    DepartmentFigures,
    by_child_areas,
    by_department,
    ranked,
)
from wangge.ledger.queries.figures import (
    DayFigures,
    Figures,
    figures,
    figures_by_line,
    trend,
)
from wangge.ledger.queries.live import Live, LiveState, live, live_of
from wangge.ledger.queries.standing import Stood, standing, standing_days
from wangge.ledger.queries.stood import cases_stood

__all__ = [
    "RANKED_FROM",
    "AreaFigures",
    "CountedWhat",
    "DayFigures",
    "DepartmentFigures",
    "Figures",
    "Live",
    "LiveState",
    "Stood",
    "by_child_areas",
    "by_department",
    "cases_behind",
    "cases_stood",
    "count_behind",
    "figures",
    "figures_by_line",
    "live",
    "live_of",
    "ranked",
    "standing",
    "standing_days",
    "trend",
]
