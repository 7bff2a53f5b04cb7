"""The OpenAPI document, written from the endpoints themselves.

Every refusal an address may answer stands in it with its code and its sentence, every request and
answer with an example. Nothing is described twice: what is not in an `Endpoint` is not told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from wangge.api.addresses import ENDPOINTS, VERSION
from wangge.api.door import Endpoint, Shown
from wangge.api.reading import JSON
from wangge.api.refusals import (
    BadToken,
    Broken,
    LengthMissing,
    Malformed,
    MissingField,
    NotFromOurPages,
    NotSignedIn,
    TooBig,
    Unavailable,
    UnknownField,
    WrongType,
    WrongValue,
)
from wangge.api.shapes.errors import ErrorAnswer
from wangge.core.errors import Refusal
from wangge.ui.answers import status_of

_REF = "#/components/schemas/{name}"
_PART = re.compile(r"{(\w+)}")

_PARTS = {
    "no": ("The case number.", {"type": "string"}, "C-20261123-0001"),
    "kind": ("The kind of element: person, household …", {"type": "string"}, "person"),
    "id": (
        "The element's id.",
        {"type": "string", "format": "uuid"},
        "01a20ad9-ccb7-7491-afe5-31278009f419",
    ),
    "digest": ("The photo's hash.", {"type": "string"}, "0" * 64),
}
_GROUPS = {
    "cases": "Cases 案件: report, read, list, act.",
    "photos": "Photos 照片: evidence, kept by its content.",
    "catalogue": "What the county does 事项目录.",
    "registry": "People, places, things and organisations 登记.",
    "territory": "Where things lie 区划.",
    "people": "Who you are 岗位.",
}
_ABOUT = """Report problems to a county, follow them, and act on them.

**Who you are.** `Authorization: Bearer TOKEN`; a token is made with `wangge token USER`. Pages of
this site may use their session instead, with the header `X-CSRFToken` where something is changed.

**Errors** have one shape, `{"error": {"code", "message", "field"?, "case"?}}`. Programs go by
`code`, people by `message`, which is Chinese, or English by `Accept-Language: en`. A case you may
not see does not exist for you (404).

**Sending twice** is safe: make the `id` of a report yourself (UUIDv7) and send it until you get an
answer.

**Coordinates** always name their datum; mixed up, a point lies in another village.

**Times** are RFC 3339 with their zone."""


class _Dots(dict[str, object]):
    """Fills the blanks of a sentence that has no facts yet."""

    def __missing__(self, key: str) -> str:
        return "…"


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    shapes = [ErrorAnswer]
    for one in ENDPOINTS:
        answered = (answer.shape for answer in one.answers.values())
        shapes += [shape for shape in (one.body, one.rows, *answered) if shape]
    _, components = msgspec.json.schema_components(shapes, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wangge 网格",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1", "description": "This county."}],
        "security": [{"token": []}, {"session": []}],
        "tags": [{"name": name, "description": text} for name, text in _GROUPS.items()],
        "paths": _paths(ENDPOINTS),
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token made with `wangge token USER`.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "wangge_session",
                    "description": "A browser signed in on our pages; X-CSRFToken where "
                    "something is changed.",
                },
            },
        },
    }


def sentence(refusal: type[Refusal], language: str) -> str:
    """What the refusal says, with dots where its facts go."""
    template = refusal.zh if language.startswith("zh") else refusal.en
    return template.format_map(_Dots())


def refusals_of(endpoint: Endpoint) -> dict[int, list[type[Refusal]]]:
    """Everything the endpoint may refuse, by status."""
    found: list[type[Refusal]] = list(endpoint.refusals)
    if not endpoint.public:
        found += [NotSignedIn, BadToken]
        if endpoint.method != "GET":
            found.append(NotFromOurPages)
    if endpoint.body:
        found += [Malformed, LengthMissing, TooBig, WrongType]
        found += [UnknownField, MissingField, WrongValue]
    if endpoint.query:
        found += [UnknownField, WrongValue]
    found += [Unavailable, Broken]
    by_status: dict[int, list[type[Refusal]]] = defaultdict(list)
    for refusal in dict.fromkeys(found):
        by_status[status_of(refusal)].append(refusal)
    return dict(sorted(by_status.items()))


def _paths(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return paths


def _operation(one: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.group],
        "summary": one.summary,
        "description": one.description or one.summary,
        "parameters": [*_path_parameters(one), *_query_parameters(one)],
        "responses": {
            **{str(status): _response(shown) for status, shown in one.answers.items()},
            **{
                str(status): _refused(status, refusals)
                for status, refusals in refusals_of(one).items()
            },
        },
    }
    if one.body:
        content: dict[str, Any] = {"schema": {"$ref": _REF.format(name=one.body.__name__)}}
        content["examples"] = {
            name.replace(" ", "-"): {"summary": name, "value": value}
            for name, value in one.requests.items()
        }
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    if one.form:
        operation["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": one.form}},
        }
    if one.rows:
        line = {"$ref": _REF.format(name=one.rows.__name__)}
        operation["requestBody"] = {
            "required": True,
            "content": {
                "application/x-ndjson": {"schema": line},
                "text/csv": {"schema": {"type": "string", "contentMediaType": "text/csv"}},
            },
        }
    if one.public:
        operation["security"] = []
    return operation


def _path_parameters(one: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARTS[name][0],
            "schema": _PARTS[name][1],
            "example": _PARTS[name][2],
        }
        for name in _PART.findall(one.path)
    ]


def _query_parameters(one: Endpoint) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    _, components = msgspec.json.schema_components([one.query], ref_template=_REF)
    properties: Mapping[str, dict[str, Any]] = components[one.query.__name__]["properties"]
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": _told(schema),
            "schema": {key: value for key, value in schema.items() if key != "description"},
        }
        for name, schema in properties.items()
    ]


def _told(schema: Mapping[str, Any]) -> str:
    """The description of a field, which stands beside its type or inside one of them."""
    if "description" in schema:
        return str(schema["description"])
    inner = (one.get("description", "") for one in schema.get("anyOf", ()))
    return next((text for text in inner if text), "")


def _response(shown: Shown) -> dict[str, Any]:
    response: dict[str, Any] = {"description": shown.description}
    if shown.shape is not None:
        response["content"] = {
            JSON: {
                "schema": {"$ref": _REF.format(name=shown.shape.__name__)},
                "examples": {"example": {"value": shown.example}},
            }
        }
    elif shown.media != JSON:
        response["content"] = {
            shown.media: {"schema": {"type": "string", "contentMediaType": shown.media}}
        }
    return response


def _refused(status: int, refusals: Sequence[type[Refusal]]) -> dict[str, Any]:
    return {
        "description": " ".join(
            f"`{refusal.code}`: {sentence(refusal, 'en')}" for refusal in refusals
        ),
        "content": {
            JSON: {
                "schema": {"$ref": _REF.format(name="ErrorAnswer")},
                "examples": {
                    refusal.code: {
                        "value": {
                            "error": {"code": refusal.code, "message": sentence(refusal, "zh")}
                        }
                    }
                    for refusal in refusals
                },
            }
        },
    }
