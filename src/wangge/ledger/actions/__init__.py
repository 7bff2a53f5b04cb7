"""Write the ledger: called by its follower, its job and its rebuilding alone.

For whoever writes a whole history at once: `case_row`, `day_rows` (with `state_places`) and
`open_rows` give the rows of lives in the order of `CASE_COLUMNS`, `DAY_COLUMNS`, `OPEN_COLUMNS`;
`count` does all of it for some thousand lives at a time.
"""

from __future__ import annotations

from wangge.ledger.actions.counting import (
    Change,
    clear,
    count,
    count_overdue,
    lock_mark,
    place_open_states,
    state_places,
)
from wangge.ledger.actions.rows import (
    CASE_COLUMNS,
    DAY_COLUMNS,
    OPEN_COLUMNS,
    add_gauges,
    case_row,
    day_rows,
    open_rows,
    states_of,
)
from wangge.ledger.actions.writing import add_days, add_open, put_cases, sum_months

__all__ = [
    "CASE_COLUMNS",
    "DAY_COLUMNS",
    "OPEN_COLUMNS",
    "Change",
    "add_days",
    "add_gauges",
    "add_open",
    "case_row",
    "clear",
    "count",
    "count_overdue",
    "day_rows",
    "lock_mark",
    "open_rows",
    "place_open_states",
    "put_cases",
    "state_places",
    "states_of",
    "sum_months",
]
