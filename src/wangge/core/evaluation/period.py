"""The spans an evaluation is made for: months, quarters and years of the Shanghai calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from wangge.core.evaluation.refusals import BadPeriod

#: How many months each kind has.
KINDS = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


class Period(NamedTuple):
    """A month, quarter or year; `number` counts from 1 within the year."""

    kind: str
    year: int
    number: int

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * KINDS[self.kind] + 1, 1)

    @property
    def until(self) -> date:
        """Its last day."""
        return self.moved(1).since - timedelta(days=1)

    def moved(self, by: int) -> Period:
        """So many periods later, or earlier."""
        of_year = 12 // KINDS[self.kind]
        place = self.year * of_year + self.number - 1 + by
        return Period(self.kind, place // of_year, place % of_year + 1)

    def written(self) -> str:
        """As an address has it: 2026-11, 2026-Q4, 2026."""
        if self.kind == "year":
            return f"{self.year}"
        if self.kind == "quarter":
            return f"{self.year}-Q{self.number}"
        return f"{self.year}-{self.number:02}"

    def say(self, *, zh: bool = True) -> str:
        """In words."""
        if not zh or self.kind == "year":
            return self.written() if not zh else f"{self.year}年"
        return f"{self.year}年" + (
            f"第{'一二三四'[self.number - 1]}季度" if self.kind == "quarter" else f"{self.number}月"
        )


def period_of(day: date, kind: str = "month") -> Period:
    """The period a day lies in."""
    return Period(kind, day.year, (day.month - 1) // KINDS[kind] + 1)


def read_period(text: str) -> Period:
    """The period of its written form. Refuses: BadPeriod."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise BadPeriod(field="period", period=text[:20])
    year, quarter, month = found.groups()
    if quarter:
        return Period("quarter", int(year), int(quarter))
    return Period("month", int(year), int(month)) if month else Period("year", int(year), 1)
