"""What a program may not learn about the cases of others."""

from __future__ import annotations

from typing import Any

from tests.api.programs import Cast


def test_a_duplicate_out_of_sight_is_named_without_its_words(
    program: Cast, a_report: dict[str, Any]
) -> None:
    first = program("chenyi").post("/cases", a_report).json
    asked = program("wangdie").post("/cases?duplicates=1", a_report).json
    found = asked["possible_duplicates"]
    assert [(one["no"], one["text"]) for one in found] == [(first["no"], "")]
    seen = program("liqiang").post("/cases?duplicates=1", a_report).json["possible_duplicates"]
    assert all(one["text"] == a_report["text"] for one in seen)


def test_what_was_reported_in_confidence_is_no_strangers_duplicate(
    program: Cast, a_report: dict[str, Any]
) -> None:
    secret = a_report | {"reporter": {"name": "某某", "phone": "13800001234", "confidential": True}}
    program("liqiang").post("/cases", secret)
    asked = program("wangdie").post("/cases?duplicates=1", a_report).json
    assert asked["possible_duplicates"] == []


def test_a_requester_does_not_read_what_staff_say_among_themselves(
    program: Cast, a_report: dict[str, Any]
) -> None:
    case = program("chenyi").post("/cases", a_report).json
    assert program("chenyi").get(f"/cases/{case['no']}").status == 200
    assert program("chenyi").get(f"/cases/{case['no']}/log").status == 404
    assert program("liqiang").get(f"/cases/{case['no']}/log").status == 200
