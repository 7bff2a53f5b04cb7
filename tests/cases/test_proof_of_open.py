"""Which cases were open is read from the last move of each log: the same as replaying them all."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import pytest
from tests.support.logs import random_log

from wangge.cases.proof import _open_at
from wangge.core.case.events import decode
from wangge.core.case.evolve import replay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_the_last_move_tells_whether_a_case_was_open(seed: int) -> None:
    log = [one for one in random_log(seed, cases=25) if one.kind == "case"]
    instants = sorted(one.at for one in log)
    closed_somewhere = False
    for at in (instants[0], *instants[:: len(instants) // 12], instants[-1] + timedelta(days=1)):
        then = sorted((one for one in log if one.at <= at), key=lambda one: (one.subject, one.seq))
        lives = {
            subject: replay(decode(one.data) for one in entries)
            for subject, entries in groupby(then, key=lambda one: one.subject)
        }
        closed_somewhere |= any(not case.is_open for case in lives.values())
        assert _open_at(at) == sorted(one for one, case in lives.items() if case.is_open)
    assert closed_somewhere
