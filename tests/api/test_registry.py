"""The registry for programs: masked as on the pages, refused by field, safe to send twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.api.programs import Cast, Said
from tests.liling import Liling

from wangge.registry.models import Household, Person

NUMBER = "11010519491231002X"


@pytest.fixture
def home(program: Cast) -> dict[str, Any]:
    """A household of 东富村, made by 王芳's program."""
    values = {"no": "0012", "address": "东富村3组12号", "grid": "东富镇东富村"}
    return dict(_good(program("wangfang").post("/registry/household", {"values": values})))


@pytest.fixture
def wangdie(program: Cast, home: dict[str, Any]) -> dict[str, Any]:
    """王老爹 in it."""
    values = {
        "name": "王老爹",
        "id_number": NUMBER,
        "phone": "138 0000 1234",
        "household": "0012",
        "grid": "东富镇东富村",
        "categories": ["独居老人"],
    }
    return dict(_good(program("wangfang").post("/registry/person", {"values": values})))


def _good(said: Said) -> Any:
    assert said.status == 200, said.json
    return said.json


def test_numbers_are_told_masked_and_names_whole_to_who_works_there(
    program: Cast, wangdie: dict[str, Any]
) -> None:
    told = _good(program("liqiang").get(f"/registry/person/{wangdie['id']}"))
    assert told["values"]["name"] == "王老爹"
    assert told["values"]["phone"] == "138****1234"
    assert told["values"]["id_number"] == "110105********002X"
    assert told["values"]["categories"] == "lives_alone"
    assert told["grid"]["level"] == "grid"


def test_who_reads_masked_is_told_masked(program: Cast, wangdie: dict[str, Any]) -> None:
    told = _good(program("sunzhuren").get(f"/registry/person/{wangdie['id']}"))
    assert told["values"]["name"] == "王*爹"


def test_a_stranger_hears_that_there_is_nothing(program: Cast, wangdie: dict[str, Any]) -> None:
    assert program("zhaomin").get(f"/registry/person/{wangdie['id']}").status == 404
    assert _good(program("zhaomin").get("/registry/person"))["elements"] == []
    assert program("chenyi").get("/registry/person").status == 403


def test_the_same_person_sent_twice_is_one(program: Cast, wangdie: dict[str, Any]) -> None:
    values = {"name": "王老爹", "id_number": NUMBER, "household": "0012", "grid": "东富镇东富村"}
    again = _good(program("wangfang").post("/registry/person", {"values": values}))
    assert again["id"] == wangdie["id"]
    assert Person.objects.count() == Person.objects.filter(pk=wangdie["id"]).count()


def test_what_is_wrong_is_told_by_field(program: Cast, home: dict[str, Any]) -> None:
    values = {"name": "某", "phone": "12", "household": "0012", "grid": "东富镇东富村"}
    said = program("wangfang").post("/registry/person", {"values": values})
    assert (said.status, said.code) == (422, "bad_cell")
    assert said.json["error"]["field"] == "values.phone"
    said = program("wangfang").post("/registry/person", {"values": {"nickname": "某"}})
    assert (said.status, said.code) == (422, "unknown_column")


def test_coordinates_name_their_datum(program: Cast, home: dict[str, Any]) -> None:
    values = {"no": "0013", "lon": 113.6, "lat": 27.64}
    said = program("wangfang").post("/registry/household", {"values": values})
    assert (said.status, said.code) == (422, "missing_datum")


def test_a_change_names_what_it_changes_and_the_rest_stays(
    program: Cast, home: dict[str, Any]
) -> None:
    who, path = program("wangfang"), f"/registry/household/{home['id']}"
    body = {"version": home["version"], "values": {"visit_class": "重点户"}}
    told = _good(who.ask("PUT", path, _json(body)))
    assert (told["values"]["visit_class"], told["values"]["address"]) == ("key", "东富村3组12号")
    stale = who.ask("PUT", path, _json(body | {"values": {"visit_class": "ordinary"}}))
    assert (stale.status, stale.code) == (409, "changed_meanwhile")
    assert Household.objects.get(pk=home["id"]).visit_class == "key"


def test_lists_go_on_by_cursor(program: Cast, liling: Liling, home: dict[str, Any]) -> None:
    who = program("wangfang")
    for no in ("0021", "0022", "0023"):
        _good(who.post("/registry/household", {"values": {"no": no, "grid": "东富镇东富村"}}))
    first = _good(who.get("/registry/household?limit=2"))
    rest = _good(who.get(f"/registry/household?limit=2&cursor={first['cursor']}"))
    found = [one["values"]["no"] for one in (*first["elements"], *rest["elements"])]
    assert found == ["0023", "0022", "0021", "0012"]


def test_one_search_for_all_words(program: Cast, wangdie: dict[str, Any]) -> None:
    who = program("liqiang")
    for words in ("老爹", NUMBER, "13800001234", "老爹 东富"):
        found = _good(who.get(f"/registry/person?q={words}"))["elements"]
        assert [one["id"] for one in found] == [wangdie["id"]], words
    assert who.get("/registry/person?q=老").code == "registry_too_short"


def _json(body: object) -> bytes:
    return json.dumps(body).encode()
