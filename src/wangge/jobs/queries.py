"""How the jobs went, for the page that watches them. Reads only."""

from __future__ import annotations

from wangge.jobs.models import Turn


def turns() -> list[Turn]:
    """The turn of every job that ever had one. One query."""
    return list(Turn.objects.order_by("name"))
