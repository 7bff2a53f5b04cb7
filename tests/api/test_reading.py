"""Who you are, what there is, where a point lies."""

from __future__ import annotations

from typing import Any

from pytest_django import DjangoAssertNumQueries
from tests.api.programs import Cast, Program
from tests.liling import Liling


def test_a_dispatcher_is_told_his_post_his_boxes_and_what_he_may_report(
    program: Cast, a_report: dict[str, Any]
) -> None:
    liqiang = program("liqiang")
    liqiang.post("/cases", a_report)
    me = liqiang.get("/me").json
    assert me["person"]["name"] == "李强"
    assert me["posts"][0]["title"] == "东富镇派遣岗"
    assert me["posts"][0]["area"]["name"] == "东富镇"
    assert me["grants"][0]["sees"] == "subtree"
    assert {one["box"]: one["said"] for one in me["boxes"]}["todo"] == "1"
    assert "city_management" in {one["code"] for one in me["may_report"]}
    assert me["note"] == ""


def test_a_resident_is_told_why_he_sees_so_little(program: Cast) -> None:
    me = program("chenyi").get("/me", accept_language="en").json
    assert me["posts"] == []
    assert "You hold no post" in me["note"]


def test_the_catalogue_says_where_every_limit_comes_from(program: Cast) -> None:
    known = program("chenyi").get("/catalogue").json
    marks = {one["code"] for one in known["provenances"]}
    city = next(one for one in known["lines"] if one["code"] == "city_management")
    lid = next(one for one in city["items"] if one["code"] == "C01.02")
    assert lid["conditions"][0]["limit_said"] == "2个紧急工作时"
    assert {one["provenance"] for one in lid["conditions"]} <= marks
    flow = next(one for one in known["flows"] if one["code"] == city["flow"])
    assert flow["initial"] in {state["code"] for state in flow["states"]}
    assert "hotline" in {one["code"] for one in known["sources"]}


def test_a_catalogue_that_has_not_changed_is_not_sent_again(program: Cast) -> None:
    who = program("chenyi")
    first = who.get("/catalogue")
    again = who.get("/catalogue", if_none_match=first.headers["ETag"])
    english = who.get("/catalogue", if_none_match=first.headers["ETag"], accept_language="en")
    assert (again.status, again.raw) == (304, b"")
    assert english.status == 200
    assert english.json["lines"][0]["title"].isascii()


def test_a_point_is_located_without_asking_the_database(
    liling: Liling, program: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    who = program("chenyi")
    lon, lat = liling.point_in("东富村")
    body = {"lon": lon, "lat": lat, "datum": "wgs84"}
    who.post("/locate", body)
    with django_assert_num_queries(0):
        found = who.post("/locate", body).json
    assert found["village"]["name"] == "东富村"
    assert found["how"] == "inside"
    assert found["grid"]["code"].startswith(found["village"]["code"])


def test_a_point_in_another_datum_is_another_place(liling: Liling, program: Cast) -> None:
    who = program("chenyi")
    lon, lat = liling.point_in("东富村")
    moved = who.post("/locate", {"lon": lon, "lat": lat, "datum": "gcj02"}).json
    assert abs(moved["lon"] - lon) > 0.003


def test_a_point_outside_has_no_grid_but_the_nearest_ones(program: Cast) -> None:
    found = program("chenyi").post("/locate", {"lon": 122, "lat": 30, "datum": "wgs84"}).json
    assert found["grid"] is None
    assert found["how"] == "outside"
    assert found["candidates"]


def test_a_case_in_english_has_english_names(program: Cast, a_report: dict[str, Any]) -> None:
    case = program("chenyi").post("/cases", a_report, accept_language="en").json
    assert case["state_title"] == "Reported"
    assert case["line_title"] == "City management"
    assert case["source_title"] == "Resident"


def test_a_head_is_answered_like_a_get(program: Cast) -> None:
    assert program("chenyi").ask("HEAD", "/me").status == 200


def test_nothing_personal_is_kept_by_a_browser_or_a_proxy(program: Cast) -> None:
    assert program("chenyi").get("/me").headers["Cache-Control"] == "no-store"


def test_the_token_of_another_opens_nothing_of_ones_own(
    program: Cast, nobody: Program, a_report: dict[str, Any]
) -> None:
    case = program("chenyi").post("/cases", a_report).json
    assert program("wangdie").get(f"/cases/{case['no']}").status == 404
    assert nobody.get(f"/cases/{case['no']}").status == 401
