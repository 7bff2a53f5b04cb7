"""Programs read the proofs as people do."""

from __future__ import annotations

from tests.api.programs import Cast, Program
from tests.web.proofs.test_pages import run

from wangge.proofs.models import Run

__all__ = ["run"]


def test_programs_read_the_holes_of_the_own_land(run: Run, program: Cast) -> None:
    answer = program("liqiang").get("/proofs")
    assert answer.status == 200
    assert [one["count"] for one in answer.json["proofs"]] == [1, 1, 1]
    assert {one["kind"] for one in answer.json["faults"]} == {"gap", "no_contact"}
    assert program("chenyi").get("/proofs").json["faults"] == []


def test_before_anything_was_proven_there_is_no_run(program: Cast) -> None:
    assert program("liqiang").get("/proofs").json["run"] is None


def test_nobody_without_a_token(nobody: Program) -> None:
    assert nobody.get("/proofs").status == 401
