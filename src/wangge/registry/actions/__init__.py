"""Writing the registry; nothing else does."""

from __future__ import annotations

from wangge.registry.actions.codes import install_codes
from wangge.registry.actions.ending import end
from wangge.registry.actions.moves import fold_moves, plan_moves
from wangge.registry.actions.put import put
from wangge.registry.actions.put_many import Written, put_many
from wangge.registry.actions.special import enrol_special, release_special

__all__ = [
    "Written",
    "end",
    "enrol_special",
    "fold_moves",
    "install_codes",
    "plan_moves",
    "put",
    "put_many",
    "release_special",
]
