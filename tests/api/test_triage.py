"""`POST /triage`: programs ask which class a text may mean."""

from __future__ import annotations

from tests.api.programs import Cast


def test_the_class_comes_with_its_reason(program: Cast) -> None:
    answer = program("wangfang").post("/triage", {"text": "污水井盖缺失"})
    first = answer.json["classes"][0]
    assert (first["item"], first["confidence"]) == ("C01.02", "likely")
    assert first["why"][0]["words"] == "污水井盖缺失"


def test_nothing_said_is_refused_with_a_sentence(program: Cast) -> None:
    answer = program("wangfang").post("/triage", {"text": " "})
    assert (answer.status, answer.code) == (422, "nothing_said")
