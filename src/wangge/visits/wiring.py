"""How visits take part in storeys below, which may not import them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from wangge.core.duty import Actor
from wangge.privacy.sealing import Sealed, register
from wangge.territory.access import post_heirs
from wangge.territory.hooks import after_version, after_withdrawal
from wangge.visits.actions import pass_on, take_back
from wangge.visits.jobs import register_jobs
from wangge.visits.models import Visit
from wangge.visits.models.visits import VISIT_ANSWERS, VISIT_NOTE


def take_part() -> None:
    """Jobs are known, sealed columns can be sealed anew, contacts go along with border changes.

    The registry is made ready before, so its households know where they go when contacts follow.
    """
    register_jobs()
    register(Sealed(Visit, "answers_sealed", VISIT_ANSWERS))
    register(Sealed(Visit, "note_sealed", VISIT_NOTE))
    after_version(_pass_on)
    after_withdrawal(_take_back)


def _pass_on(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> None:
    pass_on(version_id, on, actor, now, post_heirs(version_id))


def _take_back(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> None:
    take_back(version_id, on, actor, now)
