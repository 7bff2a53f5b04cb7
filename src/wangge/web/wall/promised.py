"""The three promises on a wall: what the last proof said, when, and how many holes it found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wangge.proofs.models import Run
from wangge.proofs.queries import latest_run
from wangge.ui.words import say_moment
from wangge.web.proofs import shown
from wangge.web.wall.kept import keep

_KEPT_FOR = timedelta(seconds=10)
_SIGNS = {True: "✓", False: "●", None: "–"}


def promised(*, now: datetime) -> dict[str, Any]:
    """The promises of the county in their order. At most one query."""

    def read() -> Run | None:
        return latest_run(faults=False)

    run = keep(("proof",), _KEPT_FOR, read, now=now)
    return {
        "at": say_moment(shown.about(run), now=now) if run else "",
        "rows": [
            {
                "title": one.title,
                "tone": one.tone,
                "sign": _SIGNS[one.proven],
                "verdict": one.verdict,
                "looked_at": one.looked_at,
                "count": one.count,
            }
            for one in shown.statements(run)
        ],
    }
