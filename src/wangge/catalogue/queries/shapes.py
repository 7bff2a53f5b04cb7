"""The catalogue as programs read it."""

from __future__ import annotations

from wangge.catalogue.access import catalogue
from wangge.core.case.flow import Flow
from wangge.core.catalogue import Catalogue, Condition, Item, Line
from wangge.core.clock import Limit


def catalogue_json(known: Catalogue | None = None) -> dict[str, object]:
    """The whole catalogue for `GET /catalogue`: lines with their items, and the flows' states."""
    known = known or catalogue()
    return {
        "version": known.version,
        "lines": [_line_json(known, line) for line in known.lines],
        "flows": [_flow_json(flow) for flow in known.flows.values()],
    }


def _line_json(known: Catalogue, line: Line) -> dict[str, object]:
    return {
        "code": line.code,
        "title": line.title,
        "title_en": line.title_en,
        "flow": line.flow,
        "calendar": line.calendar,
        "default_item": line.default_item,
        "items": [_item_json(item) for item in known.items(line.code)],
    }


def _item_json(item: Item) -> dict[str, object]:
    return {
        "code": item.code,
        "category": item.category,
        "title": item.title,
        "title_en": item.title_en,
        "kind": item.kind.value,
        "provenance": item.provenance.value,
        "conditions": [_condition_json(condition) for condition in item.conditions],
    }


def _condition_json(condition: Condition) -> dict[str, object]:
    limit = Limit.parse(condition.limit)
    return {
        "code": condition.code,
        "when": condition.when,
        "limit": condition.limit,
        "limit_said": limit.say("zh"),
        "limit_said_en": limit.say("en"),
        "severity": condition.severity.value,
        "closing": condition.closing,
        "provenance": condition.provenance.value,
    }


def _flow_json(flow: Flow) -> dict[str, object]:
    return {
        "code": flow.code,
        "title": flow.title,
        "title_en": flow.title_en,
        "initial": flow.initial,
        "states": [
            {
                "code": state.code,
                "title": state.title,
                "title_en": state.title_en,
                "kind": state.kind.value,
                "stage": state.stage.value,
                "actions": [rule.verb.value for rule in flow.rules if state.code in rule.states],
            }
            for state in flow.states
        ],
    }
