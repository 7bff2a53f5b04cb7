"""The only writers of the territory, split by noun."""

from __future__ import annotations

from wangge.territory.actions.absences import (
    end_absence,
    set_absence,
)
from wangge.territory.actions.posts import (
    appoint,
    close_post,
    create_post,
    relieve,
)
from wangge.territory.actions.roster import (
    renew_roster,
)

__all__ = [
    "appoint",
    "close_post",
    "create_post",
    "end_absence",
    "relieve",
    "renew_roster",
    "set_absence",
]
