"""Whatever comes, the answer is one the document knows: never a 500, always the one shape."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.programs import Cast, Program

from wangge.api.addresses import ENDPOINTS
from wangge.api.openapi import refusals_of
from wangge.api.shapes.cases import ActIn, ListQuery, MergeIn, PointIn, ReportIn

_KNOWN = {
    "line": st.sampled_from(["city_management", "village_affairs", "x"]),
    "item": st.sampled_from(["C01.02", "E01.13", "", "\x00"]),
    "text": st.text(max_size=40),
    "datum": st.sampled_from(["wgs84", "gcj02", "bd09", "cgcs2000", "x"]),
    "action": st.sampled_from(["dispatch", "comment", "rate", "split", "suspend", "relocate"]),
    "condition": st.sampled_from(["missing", "x"]),
    "lon": st.floats() | st.integers(),
    "lat": st.floats() | st.integers(),
}
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
_INSTANTS = ["1", "todo", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
_CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _bodies(shape: type[msgspec.Struct]) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies with the shape's own fields, often right, often not."""
    fields = {name: _KNOWN.get(name, _JSON) | _JSON for name in shape.__struct_fields__}
    if "point" in fields:
        fields["point"] = _bodies(PointIn) | _JSON
    wanted = [name for name in ("line", "text", "action") if name in fields]
    return st.fixed_dictionaries(
        {name: fields[name] for name in wanted},
        optional={name: one for name, one in fields.items() if name not in wanted},
    )


def _known_to_the_document(who: Program, method: str, path: str, at: str, body: bytes) -> None:
    answer = who.ask(method, path, body)
    endpoint = next(one for one in ENDPOINTS if (one.method, one.path) == (method, at))
    assert answer.status < 500, (body, answer.json)
    if answer.status in endpoint.answers:
        return
    codes = {one.code for one in refusals_of(endpoint).get(answer.status, ())}
    assert answer.code in codes, (body, answer.status, answer.json)
    assert answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("path", "shape"),
    [("/cases", ReportIn), ("/locate", PointIn), ("/cases/merge", MergeIn)],
    ids=["report", "locate", "merge"],
)
def test_no_body_breaks_an_address(program: Cast, path: str, shape: type[msgspec.Struct]) -> None:
    who = program("liqiang")

    @settings(max_examples=80, deadline=None, suppress_health_check=_CHECKS)
    @given(_bodies(shape))
    def holds(body: dict[str, Any]) -> None:
        _known_to_the_document(who, "POST", path, path, json.dumps(body).encode())

    holds()


def test_no_action_breaks_a_case(program: Cast, a_report: dict[str, Any]) -> None:
    who = program("liqiang")
    no = program("chenyi").post("/cases", a_report).json["no"]

    @settings(max_examples=120, deadline=None, suppress_health_check=_CHECKS)
    @given(_bodies(ActIn))
    def holds(body: dict[str, Any]) -> None:
        path = f"/cases/{no}/actions"
        _known_to_the_document(who, "POST", path, "/cases/{no}/actions", json.dumps(body).encode())

    holds()


def test_no_bytes_break_the_door(program: Cast) -> None:
    who = program("liqiang")

    @settings(max_examples=60, deadline=None, suppress_health_check=_CHECKS)
    @given(st.binary(min_size=1, max_size=200))
    def holds(body: bytes) -> None:
        _known_to_the_document(who, "POST", "/cases", "/cases", body)

    holds()


def test_no_query_breaks_a_list(program: Cast) -> None:
    who = program("liqiang")
    values = st.text(max_size=20) | st.sampled_from(_INSTANTS)
    names = st.sampled_from(ListQuery.__struct_fields__)

    @settings(max_examples=120, deadline=None, suppress_health_check=_CHECKS)
    @given(st.dictionaries(names, values, max_size=4))
    def holds(query: dict[str, str]) -> None:
        answer = who.client.get(
            "/api/v1/cases",
            {name: value.encode("utf-8", "replace").decode() for name, value in query.items()},
            headers={"authorization": f"Bearer {who.token}"},
        )
        assert answer.status_code in (200, 422), (query, answer.content)

    holds()
