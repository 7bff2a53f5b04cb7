"""The OpenAPI document is complete, valid, and every example in it works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.api.programs import Cast, Program
from tests.liling import Liling

from wangge.api.addresses import ENDPOINTS
from wangge.api.door import Endpoint
from wangge.api.examples import ACTIONS
from wangge.api.openapi import document, refusals_of, sentence
from wangge.core.errors import Refusal

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _refusals() -> list[type[Refusal]]:
    by_status = (refusals_of(endpoint).values() for endpoint in ENDPOINTS)
    return list(dict.fromkeys(one for lists in by_status for some in lists for one in some))


def test_the_document_is_valid_openapi() -> None:
    told = json.loads(msgspec.json.encode(document()))
    OpenAPIV31SpecValidator(told).validate()


def test_every_field_is_described() -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in document()["components"]["schemas"].items()
        for field, inner in schema.get("properties", {}).items()
        if not _described(inner)
    ]
    assert not silent


def _described(schema: dict[str, Any]) -> bool:
    return "description" in schema or any(_described(one) for one in schema.get("anyOf", ()))


def test_every_parameter_is_described() -> None:
    silent = [
        f"{path} {parameter['name']}"
        for path, operations in document()["paths"].items()
        for operation in operations.values()
        for parameter in operation["parameters"]
        if not parameter["description"]
    ]
    assert not silent


def _requests() -> Iterator[tuple[Endpoint, str, object]]:
    for one in ENDPOINTS:
        for name, value in one.requests.items():
            yield one, name, value


def test_every_body_and_every_answer_has_an_example() -> None:
    assert not [one.name for one in ENDPOINTS if one.body and not one.requests]
    assert not [
        (one.name, status)
        for one in ENDPOINTS
        for status, shown in one.answers.items()
        if shown.shape and not shown.example
    ]


def test_every_example_of_an_answer_is_such_an_answer() -> None:
    for one in ENDPOINTS:
        for shown in one.answers.values():
            if shown.shape is not None:
                msgspec.convert(shown.example, _strictly(shown.shape))


def _strictly(shape: Any) -> Any:
    """The shape, refusing fields it does not know."""
    fields = [
        (one.name, one.type) if one.required else (one.name, one.type, one.default)
        for one in msgspec.structs.fields(shape)
    ]
    return msgspec.defstruct("Strict", fields, kw_only=True, forbid_unknown_fields=True)


@pytest.mark.parametrize("refusal", _refusals(), ids=lambda one: one.code)
def test_every_error_has_a_code_and_a_sentence_in_both_languages(refusal: type[Refusal]) -> None:
    assert re.fullmatch(r"[a-z_]+", refusal.code)
    assert _CHINESE.search(sentence(refusal, "zh"))
    assert not _CHINESE.search(sentence(refusal, "en"))


def test_no_two_errors_share_a_code() -> None:
    codes = [one.code for one in _refusals()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("endpoint", "name", "body"),
    [one for one in _requests() if "{" not in one[0].path and one[0].name != "merge"],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_example_of_a_request_works(
    program: Cast, endpoint: Endpoint, name: str, body: object
) -> None:
    answer = program("liqiang").post(endpoint.path, body)
    assert answer.status in endpoint.answers, answer.json
    msgspec.convert(answer.json, endpoint.answers[answer.status].shape)


#: Who says an example's verb, and in which state of the case it is said.
_ONCE_DISPATCHED = {"return": "liushifu", "ask_extension": "liushifu"}
_SAID_BY = {"urge": "chenyi", "supervise": "sunzhuren", **_ONCE_DISPATCHED}


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_every_example_of_an_action_works(
    program: Cast, a_report: dict[str, Any], verb: str
) -> None:
    case = program("chenyi").post("/cases", a_report).json
    if verb in _ONCE_DISPATCHED:
        dispatch = {"action": "dispatch", "version": 1, "condition": "missing"}
        program("liqiang").post(f"/cases/{case['no']}/actions", dispatch)
    who = program(_SAID_BY.get(verb, "liqiang"))
    answer = who.post(f"/cases/{case['no']}/actions", ACTIONS[verb])
    assert answer.status == 200, answer.json


def test_the_example_of_a_merge_works(program: Cast, a_report: dict[str, Any]) -> None:
    main, twin = (program("chenyi").post("/cases", a_report).json for _ in range(2))
    endpoint = next(one for one in ENDPOINTS if one.name == "merge")
    (example,) = endpoint.requests.values()
    assert isinstance(example, dict)
    real = example | {"into": main["no"], "cases": [{"no": twin["no"], "version": 1}]}
    assert program("liqiang").post("/cases/merge", real).status == 200


def test_anybody_may_read_the_document_and_its_page(liling: Liling, nobody: Program) -> None:
    assert nobody.get("/openapi.json").json["openapi"] == "3.1.0"
    page = nobody.get("/docs").raw.decode()
    assert "POST /api/v1/cases" in page
    assert "stale_version" in page
    assert "http" not in re.sub(r"https?://(www\.w3\.org|127\.0\.0\.1)\S*", "", page)
