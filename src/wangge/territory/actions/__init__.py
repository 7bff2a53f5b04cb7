"""The only writers of the territory, split by noun."""

from __future__ import annotations

from wangge.territory.actions.absences import (
    end_absence,
    set_absence,
)
from wangge.territory.actions.areas import correct_unit, install_liling
from wangge.territory.actions.borders import merge_grids, move_border, split_grid
from wangge.territory.actions.boundaries import import_boundaries
from wangge.territory.actions.demo import (
    DEMO_PASSWORD,
    install_demo_posts,
)
from wangge.territory.actions.install import (
    install_departments,
    install_roles,
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
from wangge.territory.actions.versions import activate_version, withdraw_version

__all__ = [
    "DEMO_PASSWORD",
    "activate_version",
    "appoint",
    "close_post",
    "correct_unit",
    "create_post",
    "end_absence",
    "import_boundaries",
    "install_demo_posts",
    "install_departments",
    "install_liling",
    "install_roles",
    "merge_grids",
    "move_border",
    "relieve",
    "renew_roster",
    "set_absence",
    "split_grid",
    "withdraw_version",
]
