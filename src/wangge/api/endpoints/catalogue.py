"""`GET /catalogue`: lines, items, conditions with limits and their provenance, flows, sources."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import msgspec
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.examples import CATALOGUE
from wangge.api.reading import JSON
from wangge.api.shapes.catalogue import (
    CatalogueAnswer,
    ConditionView,
    FlowView,
    ItemView,
    LineFull,
    NamedCode,
    RuleView,
    StateView,
)
from wangge.catalogue.access import catalogue
from wangge.core.case.flow import Flow
from wangge.core.case.intake import SOURCES
from wangge.core.case.verbs import NAMES
from wangge.core.catalogue import Catalogue, Item, Line, Provenance
from wangge.core.clock import Limit

_PROVENANCES = {
    Provenance.PUBLISHED: ("某市公开标准", "A city's published standard"),
    Provenance.GRADED: ("某市公开分级标准", "A city's published graded standard"),
    Provenance.UNVERIFIED: ("未核对，请县里核定", "Not verified: the county must set it"),
    Provenance.PROPOSED: (
        "系统建议，请县里核定",
        "Proposed here: the county must set it",
    ),
    Provenance.LOCAL: ("本县自定", "Set by this county"),
}


def read_catalogue(call: Call[None, None]) -> Answer | HttpResponse:
    """The whole catalogue, or 304 for whoever has it already (ETag)."""
    known = catalogue()
    zh = call.language.startswith("zh")
    body, etag = _written(known.version, zh)
    assert call.request is not None
    same = etag in (call.request.META.get("HTTP_IF_NONE_MATCH") or "")
    answer = HttpResponse(b"" if same else body, status=304 if same else 200, content_type=JSON)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ["Accept-Language", "Authorization"])
    return answer


@lru_cache(maxsize=4)
def _written(version: str, zh: bool) -> tuple[bytes, str]:
    body = msgspec.json.encode(_shaped(catalogue(), zh))
    return body, f'"{sha256(body).hexdigest()[:24]}"'


def _shaped(known: Catalogue, zh: bool) -> CatalogueAnswer:
    return CatalogueAnswer(
        version=known.version,
        lines=tuple(_line(known, line, zh) for line in known.lines),
        flows=tuple(_flow(flow, zh) for flow in known.flows.values()),
        sources=_named(SOURCES, zh),
        provenances=_named({mark.value: names for mark, names in _PROVENANCES.items()}, zh),
    )


def _named(codes: dict[str, tuple[str, str]], zh: bool) -> tuple[NamedCode, ...]:
    return tuple(NamedCode(code=code, title=names[0 if zh else 1]) for code, names in codes.items())


def _line(known: Catalogue, line: Line, zh: bool) -> LineFull:
    return LineFull(
        code=line.code,
        title=line.title if zh else line.title_en,
        flow=line.flow,
        calendar=line.calendar,
        default_item=line.default_item,
        items=tuple(_item(item, zh) for item in known.items(line.code)),
    )


def _item(item: Item, zh: bool) -> ItemView:
    return ItemView(
        code=item.code,
        category=item.category,
        title=item.title if zh else item.title_en or item.title,
        kind=item.kind.value,
        provenance=item.provenance.value,
        keywords=item.keywords,
        conditions=tuple(
            ConditionView(
                code=one.code,
                when=one.when,
                limit=one.limit,
                limit_said=Limit.parse(one.limit).say("zh" if zh else "en"),
                severity=one.severity.value,
                closing=one.closing,
                provenance=one.provenance.value,
            )
            for one in item.conditions
        ),
    )


def _flow(flow: Flow, zh: bool) -> FlowView:
    return FlowView(
        code=flow.code,
        title=flow.title if zh else flow.title_en,
        initial=flow.initial,
        states=tuple(
            StateView(
                code=state.code,
                title=state.title if zh else state.title_en,
                kind=state.kind.value,
                stage=state.stage.value,
                owner=state.owner,
                clock=state.clock,
            )
            for state in flow.states
        ),
        rules=tuple(
            RuleView(
                action=rule.verb.value,
                title=(rule.title or NAMES[rule.verb].zh)
                if zh
                else (rule.title_en or NAMES[rule.verb].en),
                states=rule.states,
                to=rule.to,
                by=rule.by,
                needs=rule.needs,
            )
            for rule in flow.rules
        ),
    )


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/catalogue",
        name="catalogue",
        group="catalogue",
        summary="What the county does: lines, items, limits, flows",
        description="Answers with an ETag; send it back as If-None-Match and get 304 until "
        "something changes.",
        handle=read_catalogue,
        answers={
            200: Shown(description="The catalogue.", shape=CatalogueAnswer, example=CATALOGUE),
            304: Shown(description="Not changed since your ETag."),
        },
    ),
)
