"""The document for programs, and the same as a plain page for people."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wangge.api.addresses import ENDPOINTS
from wangge.api.openapi import document, refusals_of, sentence
from wangge.ui.answers import language_of


@lru_cache(maxsize=1)
def _written() -> bytes:
    return msgspec.json.encode(document())


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; anybody may read it."""
    return HttpResponse(
        _written(),
        content_type="application/json",
        headers={"Cache-Control": "public, max-age=300"},
    )


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every address with what it takes, gives and refuses."""
    language = language_of(request)
    told = document()
    endpoints = [
        {
            "method": one.method,
            "path": f"/api/v1{one.path}",
            "name": one.name,
            "summary": one.summary,
            "description": one.description,
            "parameters": told["paths"][one.path][one.method.lower()]["parameters"],
            "fields": _fields(told, one.body.__name__) if one.body else (),
            "requests": [(name, _pretty(value)) for name, value in one.requests.items()],
            "answers": [
                (status, shown.description, _pretty(shown.example) if shown.shape else "")
                for status, shown in one.answers.items()
            ],
            "refusals": [
                (status, refusal.code, sentence(refusal, language))
                for status, refusals in refusals_of(one).items()
                for refusal in refusals
            ],
        }
        for one in ENDPOINTS
    ]
    return render(request, "api/docs.html", {"endpoints": endpoints, "about": told["info"]})


def _fields(
    told: dict[str, dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]], name: str
) -> list[tuple[str, str]]:
    properties = told["components"]["schemas"][name]["properties"]
    return [(field, schema.get("description", "")) for field, schema in properties.items()]


def _pretty(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
