"""Rounds: a list of households, ticked off by visits; and the jobs that leave nobody out."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.homes import Homes, register

from wangge.accounts.refusals import MayNot
from wangge.core.territory.level import Level
from wangge.core.visits import Field
from wangge.core.visits.forms import Choice
from wangge.jobs.schedule import registered
from wangge.lib.ids import uuid7
from wangge.visits.actions import (
    VisitGiven,
    add_targets,
    close_round,
    open_round,
    record_visit,
)
from wangge.visits.actions.contacts import contact_at
from wangge.visits.models import Coverage, Round, RoundTarget, Visit
from wangge.visits.queries.rounds import open_targets, progress, progress_by
from wangge.visits.refusals import RoundClosed

ROOF = Field("roof", "屋顶", "Roof", (Choice("dry", "不漏", "Dry"), Choice("leaks", "漏", "Leaks")))


@pytest.fixture
def a_round(homes: Homes) -> Round:
    actor = homes.county.actor("liqiang", at=homes.now)
    row = open_round("R-1", "汛前看屋", checklist=[ROOF], actor=actor, now=homes.now)
    targets = [(home.pk, None) for home in homes.all()]
    assert add_targets(row, [*targets, (uuid4(), None)], actor=actor, now=homes.now) == 3
    assert add_targets(row, targets, actor=actor, now=homes.now) == 0
    return row


def visit(homes: Homes, row: Round, **told: object) -> Visit:
    given = {"id": uuid7(), "household_id": homes.wangdie.pk, "round_id": row.pk}
    actor = homes.county.actor("wangfang", at=homes.now)
    return record_visit(VisitGiven(**(given | told)), actor=actor, now=homes.now)  # type: ignore[arg-type]


def test_a_visit_ticks_its_household_off_once(homes: Homes, a_round: Round) -> None:
    assert (progress(a_round).targets, progress(a_round).done) == (3, 0)
    first = visit(homes, a_round, answers={"roof": ["leaks"]})
    visit(homes, a_round)
    assert (progress(a_round).done, progress(a_round).open) == (1, 2)
    assert RoundTarget.objects.get(household_id=homes.wangdie.pk).visit_id == first.pk
    assert first.answers == {"roof": ["leaks"]}
    assert progress_by(a_round, Level.GRID)[homes.grid].done == 1
    assert open_targets(a_round, [homes.grid]).count() == 2


def test_nobody_met_ticks_nothing_off(homes: Homes, a_round: Round) -> None:
    visit(homes, a_round, kind="missed")
    assert progress(a_round).done == 0


def test_a_closed_round_takes_no_visit(homes: Homes, a_round: Round) -> None:
    actor = homes.county.actor("liqiang", at=homes.now)
    close_round(a_round, reason="看完了", actor=actor, now=homes.now)
    with pytest.raises(RoundClosed):
        visit(homes, a_round)
    with pytest.raises(RoundClosed):
        add_targets(Round.objects.get(), [], actor=actor, now=homes.now)


def test_who_arranges_nothing_opens_no_round(homes: Homes) -> None:
    with pytest.raises(MayNot):
        open_round("R-2", "x", actor=homes.county.actor("wangfang", at=homes.now), now=homes.now)


def test_the_same_code_is_the_same_round(homes: Homes, a_round: Round) -> None:
    actor = homes.county.actor("liqiang", at=homes.now)
    assert open_round("R-1", "另一个名", actor=actor, now=homes.now).pk == a_round.pk


def test_the_jobs_fill_gaps_and_count(homes: Homes) -> None:
    jobs = {job.name: job for job in registered()}
    late = register(homes.county, "99", homes.now)
    jobs["visits.contacts"].run(homes.now)
    assert contact_at(late.pk, homes.now) is not None
    jobs["visits.mend"].run(homes.now + timedelta(minutes=1))
    jobs["visits.coverage"].run(homes.now)
    assert Coverage.objects.get(grid_id=homes.grid).households == 4
