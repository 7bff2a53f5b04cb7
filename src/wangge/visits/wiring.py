"""How visits take part in storeys below, which may not import them."""

from __future__ import annotations

from wangge.privacy.sealing import Sealed, register
from wangge.visits.models import Visit
from wangge.visits.models.visits import VISIT_ANSWERS, VISIT_NOTE


def take_part() -> None:
    """Sealed columns can be sealed anew after a rotation of keys."""
    register(Sealed(Visit, "answers_sealed", VISIT_ANSWERS))
    register(Sealed(Visit, "note_sealed", VISIT_NOTE))
