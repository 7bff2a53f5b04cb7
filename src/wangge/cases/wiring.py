"""How cases take part when borders change: how many stand on a piece of land."""

from __future__ import annotations

from wangge.cases.queries.on_land import open_on
from wangge.territory.hooks import count_with


def take_part() -> None:
    """Whoever looks at a border change sees the open cases on each part."""
    count_with("cases", "在办案件", "Open cases", open_on)
