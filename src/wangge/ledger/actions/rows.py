"""How lives become rows of the ledger: columns, and the values of each.

Whoever writes many rows at once (the follower, an invented history) takes them from here, so that
there is one meaning of every column. Arrays are given as PostgreSQL writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from wangge.core.tally import (
    BUCKETS,
    MEASURES,
    PLEASED_FROM,
    GaugeKey,
    Key,
    Life,
    Measure,
    Standing,
    Sums,
    What,
    areas_of_a_time,
    due_measures,
    gauges_of,
    is_rework,
)


def _columns(text: str) -> dict[str, str]:
    """Names and types of columns, from "name type, name type"."""
    names_and_types = text.replace(",", "").split()
    return dict(zip(names_and_types[::2], names_and_types[1::2], strict=True))


#: Columns and their types, in the order of the rows below.
CASE_COLUMNS = _columns(
    "case_id uuid, seq int, line text, item text, state text, open bool, county_id uuid,"
    " town_id uuid, village_id uuid, grid_id uuid, owner_id uuid, handler_id uuid,"
    " due_at timestamptz, reported_on date, closed_on date, moved_ids text, marks text, life text"
)
DAY_COLUMNS = _columns(
    "subject_id uuid, line text, item text, day date, "
    + ", ".join(f"{measure} bigint" for measure in MEASURES)
    + ", spread text, standing text"
)
OPEN_COLUMNS = _columns(
    "subject_id uuid, line text, item text, state text, count int, paused int, overdue int"
)

#: [open, paused, overdue], each as a change.
Gauges = dict[GaugeKey, list[int]]

#: Nothing, in COPY's text.
NOTHING = r"\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

_ENCODER = msgspec.json.Encoder()
_PLACE_OF: dict[What, int] = {measure: n for n, measure in enumerate(MEASURES)}
_CELLS = (*MEASURES, "spread", "standing")
_NO_CELLS = [NOTHING] * len(_CELLS)


def case_row(case_id: UUID, life: Life) -> tuple[object, ...]:
    """A row of `CountedCase`, in the order of `CASE_COLUMNS`."""
    chain = life.chain
    return (
        *(case_id, life.seq, life.line, life.item, life.state, life.open),
        *(chain.county, chain.town, chain.village, chain.grid, life.owner, life.handler),
        *(life.due_at, life.reported_on, life.closed_on, _moved(life), _marks(life)),
        _ENCODER.encode(life).decode(),
    )


def day_rows(sums: Sums, places: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    """Rows of `DayTally` in the order of `DAY_COLUMNS`, by key; `places`: of the states."""
    for key in sorted(sums, key=_in_order):
        cells: list[str | None] = [None] * len(_CELLS)
        if _fill(cells, sums[key], places):
            yield (*key, *cells)


def day_lines(sums: Sums, places: Mapping[str, int]) -> Iterator[str]:
    """The same as lines of COPY's text."""
    of, written = None, ""
    for key in sorted(sums, key=_in_order):
        cells = _NO_CELLS.copy()
        if _fill(cells, sums[key], places):
            subject, line, item, day = key
            if subject is not of:
                of, written = subject, str(subject)
            yield "\t".join(
                [written, _plain_word(line), _plain_word(item), day.isoformat(), *cells]
            )


def _fill(
    cells: list[str] | list[str | None], counted: Mapping[What, int], places: Mapping[str, int]
) -> bool:
    """Write the amounts at their columns; whether there is any but nought."""
    spread: list[int] | None = None
    standing: dict[str, int] | None = None
    something = False
    for what, amount in counted.items():
        if amount == 0:
            continue
        something = True
        place = _PLACE_OF.get(what)
        if place is not None:
            cells[place] = str(amount)
        elif isinstance(what, Standing):
            standing = standing or {}
            standing[what.state] = amount
        else:
            assert isinstance(what, int)
            spread = spread or [0] * BUCKETS
            spread[what] = amount
    if spread:
        cells[-2] = _array(spread)
    if standing:
        cells[-1] = _array(_placed(standing, places))
    return something


def _in_order(key: Key) -> tuple[int, str, str, date]:
    """As keys are ordered; UUIDs compare slowly, numbers do not."""
    return (key.subject.int, key.line, key.item, key.day)


def open_rows(gauges: Mapping[GaugeKey, Sequence[int]]) -> Iterator[tuple[object, ...]]:
    """Rows of `OpenTally`, in the order of `OPEN_COLUMNS`, by key."""
    for key in sorted(gauges):
        if any(gauges[key]):
            yield (*key, *gauges[key])


def line_of(row: Sequence[object]) -> str:
    """A row as a line of COPY's text."""
    return "\t".join(
        [
            plain(one) if isinstance(one, str) else NOTHING if one is None else str(one)
            for one in row
        ]
    )


@lru_cache(maxsize=4_096)
def _plain_word(words: str) -> str:
    return plain(words)


def plain(words: str) -> str:
    """Words as COPY's text has them."""
    return words.translate(_ESCAPED) if _SPECIAL.search(words) else words


def add_gauges(gauges: Gauges, life: Life | None, sign: int, until: datetime) -> None:
    """Add an open case to (or take it off) the gauges; overdue: due before `until`."""
    if life is None or not life.open:
        return
    paused, overdue = life.due_at is None, life.due_at is not None and life.due_at < until
    for key in gauges_of(life):
        gauge = gauges.setdefault(key, [0, 0, 0])
        gauge[0] += sign
        gauge[1] += sign * paused
        gauge[2] += sign * overdue


def states_of(sums: Sums) -> set[str]:
    """All states that stand in the sums."""
    return {what.state for one in sums.values() for what in one if isinstance(what, Standing)}


def _placed(standing: Mapping[str, int], places: Mapping[str, int]) -> list[int]:
    found = [0] * max(places[state] for state in standing)
    for state, amount in standing.items():
        found[places[state] - 1] = amount
    return found


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _moved(life: Life) -> str | None:
    """The areas it counts for only part of its life; None: none."""
    found = areas_of_a_time(life)
    return _array(sorted(map(str, found))) if found else None


def _marks(life: Life) -> str:
    """The marks of a case: everything it counts for and the day, as "returned:2026-11-23"."""
    found = {_mark(one.measure, one.on) for one in life.happened}
    for rating in life.ratings:
        found.add(_mark(Measure.RATINGS, rating.on))
        if rating.stars >= PLEASED_FROM:
            found.add(_mark(Measure.PLEASED, rating.on))
    _marks_of_report(found, life)
    _marks_of_handling(found, life)
    if life.due_on is not None:
        found.update([_mark(measure, life.due_on) for measure in due_measures(life)])
    if life.closed_on is not None:
        found.add(_mark(life.outcome, life.closed_on))
        if life.outcome in (Measure.CLOSED, Measure.SELF_HANDLED):
            found.add(_mark(Measure.LATE if life.late else Measure.ON_TIME, life.closed_on))
    return _array(sorted(found))


def _mark(measure: Measure, on: date) -> str:
    return measure + ":" + on.isoformat()


def _marks_of_report(found: set[str], life: Life) -> None:
    if life.filed_on is not None:
        found.add(_mark(Measure.FILED, life.filed_on))
    if life.public:
        found.add(_mark(Measure.PUBLIC_REPORTED, life.reported_on))
    if life.collector is not None:
        found.add(_mark(Measure.COLLECTED, life.reported_on))
        if life.filed_on is not None:
            found.add(_mark(Measure.COLLECTED_FILED, life.reported_on))


def _marks_of_handling(found: set[str], life: Life) -> None:
    if (day := life.handled_on) is not None:
        found.add(_mark(Measure.HANDLED, day))
        if life.late:
            found.add(_mark(Measure.HANDLED_LATE, day))
        if is_rework(life):
            found.add(_mark(Measure.HANDLED_AGAIN, day))
    if (said := life.verdict) is not None:
        found.add(_mark(Measure.REACHED, said.on))
        if said.solved:
            found.add(_mark(Measure.SOLVED, said.on))
        if said.satisfied:
            found.add(_mark(Measure.SATISFIED, said.on))
