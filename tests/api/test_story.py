"""The story of the cast over HTTP: report, dispatch, handle, verify, rate."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.api.programs import Cast, Program, Said

from wangge.lib.chain import genesis, link


def act(who: Program, case: dict[str, Any], action: str, **given: object) -> Said:
    """An action with the version of the case in hand."""
    body = {"action": action, "version": case["version"], **given}
    return who.post(f"/cases/{case['no']}/actions", body)


def test_the_story_of_the_cast(program: Cast, a_report: dict[str, Any]) -> None:
    chenyi, liqiang, liushifu = program("chenyi"), program("liqiang"), program("liushifu")
    made = chenyi.post("/cases", a_report)
    assert made.status == 201
    case = made.json
    assert case["grid"]["level"] == "grid"
    assert "东富" in case["village"]["name"]
    assert case["town"]["name"].startswith("东富")
    assert case["owner"]["answered_by"] == "李强"
    assert case["due_explained"]
    assert made.headers["Location"] == f"/api/v1/cases/{case['no']}"

    assert program("zhaomin").get(f"/cases/{case['no']}").status == 404

    seen = liqiang.get(f"/cases/{case['no']}").json
    dispatch = next(one for one in seen["may"] if one["action"] == "dispatch")
    conditions = next(need for need in dispatch["needs"] if need["fields"] == ["condition"])
    assert [choice["value"] for choice in conditions["choices"]][:2] == ["missing", "broken"]
    case = act(liqiang, case, "dispatch", condition="missing").json
    assert case["state"] == "handling"
    assert case["owner"]["answered_by"] == "刘师傅"

    photo = liushifu.send_photo().json["hash"]
    case = act(liushifu, case, "handle", opinion="已补齐", photos=[photo]).json
    assert case["state"] == "verifying"
    assert case["after"] == [photo]

    case = act(program("wangfang"), case, "verify", opinion="看过了").json
    assert case["kind"] == "closed"
    case = act(chenyi, case, "rate", stars=5).json
    assert case["stars"] == [5]
    shown = chenyi.get(f"/cases/{case['no']}/photos/{photo}")
    assert shown.status == 200
    assert shown.raw.startswith(b"\xff\xd8")


def test_anybody_who_sees_the_case_can_verify_its_log(
    program: Cast, a_report: dict[str, Any]
) -> None:
    a_report["reporter"] = {"name": "某某某", "phone": "13800001234"}
    liqiang = program("liqiang")
    case = liqiang.post("/cases", a_report).json
    act(liqiang, case, "dispatch", condition="missing")
    log = liqiang.get(f"/cases/{case['no']}/log").json
    digest = genesis(UUID(log["subject"]))
    assert log["genesis"] == digest.hex()
    for one in log["entries"]:
        digest = link(
            digest,
            subject=UUID(log["subject"]),
            seq=one["seq"],
            name=one["name"],
            at=datetime.fromisoformat(one["at"]),
            post=one["post"] and UUID(one["post"]),
            person=one["person"] and UUID(one["person"]),
            data=one["data"],
        )
        assert digest.hex() == one["hash"]
    assert [one["name"] for one in log["entries"]] == ["case.reported", "case.dispatched"]
    assert "某某某" not in str(log)
    assert "13800001234" not in str(log)


def test_who_handled_may_not_verify(program: Cast, a_report: dict[str, Any]) -> None:
    liqiang, liushifu = program("liqiang"), program("liushifu")
    case = liqiang.post("/cases", a_report).json
    case = act(liqiang, case, "dispatch", condition="missing").json
    photo = liushifu.send_photo().json["hash"]
    case = act(liushifu, case, "handle", opinion="好了", photos=[photo]).json
    refused = act(liushifu, case, "verify", opinion="我看好了")
    assert refused.status == 403
    assert refused.code in ("own_work", "not_yours")


def test_merging_keeps_every_reporter_or_merges_none(
    program: Cast, a_report: dict[str, Any]
) -> None:
    main = program("chenyi").post("/cases", a_report).json
    wangdie = program("wangdie")
    twins = [wangdie.post("/cases", a_report | {"text": f"井盖没了{n}"}).json for n in (1, 2)]
    liqiang = program("liqiang")
    wanted: dict[str, Any] = {
        "into": main["no"],
        "cases": [{"no": one["no"], "version": one["version"]} for one in twins],
        "opinion": "同一处",
    }
    stale = wanted | {"cases": [{"no": twins[0]["no"], "version": 1}]}
    stale["cases"].append({"no": twins[1]["no"], "version": 7})
    refused = liqiang.post("/cases/merge", stale)
    assert (refused.status, refused.code) == (409, "stale_version")
    assert liqiang.get(f"/cases/{twins[0]['no']}").json["state"] == "reported"
    merged = liqiang.post("/cases/merge", wanted)
    assert merged.status == 200
    assert merged.json["duplicates"] == 2
    assert program("wangdie").get(f"/cases/{main['no']}").status == 200


def test_a_duplicate_nearby_is_named_when_asked_for(
    program: Cast, a_report: dict[str, Any]
) -> None:
    first = program("chenyi").post("/cases", a_report).json
    again = a_report | {"text": "污水井盖没有了"}
    asked = program("wangdie").post("/cases?duplicates=1", again).json
    assert [one["no"] for one in asked["possible_duplicates"]] == [first["no"]]
    assert "possible_duplicates" not in first
