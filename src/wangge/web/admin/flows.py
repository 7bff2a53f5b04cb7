"""Flows 流程 as drawings with what was proven of them. A flow is changed by its pack, not here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.catalogue.access import catalogue
from wangge.core.case.flow import Flow, Kind, Rule, State
from wangge.core.case.flow_proofs import prove_flow
from wangge.core.case.verbs import NAMES
from wangge.core.clock import Limit
from wangge.core.errors import Refusal
from wangge.territory.access import roles
from wangge.ui.answers import language_of
from wangge.web.admin.frame import admin, shown

#: The size of a state's box and the room between columns and rows, in the drawing's own units.
_WIDE, _TALL, _ACROSS, _DOWN, _EDGE = 132, 48, 58, 36, 8


@dataclass(frozen=True, slots=True)
class Box:
    """A state as drawn."""

    x: int
    y: int
    name: str
    under: str
    kind: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A move as drawn: from one box to another; `back` leads to an earlier column."""

    path: str
    words: str
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow as drawn, states in columns by how many moves they are from the start."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


@require_GET
@admin("flows")
def flows(request: HttpRequest) -> HttpResponse:
    """Every flow with the lines that follow it."""
    known, zh = catalogue(), language_of(request).startswith("zh")
    rows = [
        {
            "title": flow.title if zh else flow.title_en,
            "href": reverse("admin_flow", args=[flow.code]),
            "states": len(flow.states),
            "rules": len(flow.rules),
            "lines": "、".join(
                line.title if zh else line.title_en
                for line in known.lines
                if line.flow == flow.code
            ),
            "faults": len(prove_flow(flow, roles=frozenset(roles()))),
        }
        for flow in known.flows.values()
    ]
    return shown(request, "flows.html", {"rows": rows}, section="flows")


@require_GET
@admin("flows")
def flow(request: HttpRequest, code: str) -> HttpResponse:
    """One flow: the drawing, every rule in words, the proofs, the terms. Refuses: UnknownFlow."""
    found, language = catalogue().flow(code), language_of(request)
    zh = language.startswith("zh")
    faults = prove_flow(found, roles=frozenset(roles()))
    titles = {state.code: state.title if zh else state.title_en for state in found.states}
    context = {
        "flow": found,
        "title": found.title if zh else found.title_en,
        "crumbs": [
            (_("流程"), reverse("admin_flows")),
            (found.title if zh else found.title_en, ""),
        ],
        "drawing": drawing(found, language),
        "faults": [fault.zh if zh else fault.en for fault in faults],
        "proofs": _proofs(),
        "states": [
            {
                "title": titles[state.code],
                "kind": _kind(state.kind),
                "owner": _owner(state.owner, zh),
                "clock": _clock(state.clock, language),
                "moves": [
                    _move(rule, titles, zh) for rule in found.rules if state.code in rule.states
                ],
            }
            for state in found.states
        ],
        "terms": _terms(found),
    }
    return shown(request, "flow.html", context, section="flows")


def drawing(flow: Flow, language: str) -> Drawing:
    """The flow drawn. States stand in columns by the shortest way from the first one."""
    zh = language.startswith("zh")
    columns = _columns(flow)
    rows: dict[int, int] = {}
    places: dict[str, tuple[int, int]] = {}
    for state in flow.states:
        column = columns[state.code]
        places[state.code] = (column, rows.get(column, 0))
        rows[column] = rows.get(column, 0) + 1
    boxes = [_box(state, *places[state.code], language) for state in flow.states]
    moves: dict[tuple[str, str], list[str]] = {}
    for rule in flow.rules:
        if rule.to is None:
            continue
        for start in rule.states:
            if start != rule.to:
                word = NAMES[rule.verb][1 if zh else 2]
                moves.setdefault((start, rule.to), []).append(str(word))
    crowded = _crowded(flow, moves)
    boxes = [
        replace(box, under=_("从%(count)s个状态") % {"count": crowded[state.code]})
        if state.code in crowded
        else box
        for box, state in zip(boxes, flow.states, strict=True)
    ]
    arrows = [
        _arrow(places[start], places[end], f"{start} → {end}: {'、'.join(words)}")
        for (start, end), words in moves.items()
        if end not in crowded
    ]
    width = (max(columns.values()) + 1) * (_WIDE + _ACROSS) - _ACROSS + 2 * _EDGE
    height = max(rows.values()) * (_TALL + _DOWN) + 2 * _EDGE
    return Drawing(tuple(boxes), tuple(arrows), width, height)


def _crowded(flow: Flow, moves: Collection[tuple[str, str]]) -> dict[str, int]:
    """Closed states reached from more than two others, and from how many: said, not drawn."""
    into = Counter(end for _start, end in moves)
    open_states = {state.code for state in flow.open_states()}
    return {code: many for code, many in into.items() if many > 2 and code not in open_states}


def _columns(flow: Flow) -> dict[str, int]:
    """How many moves each state is from the first; closed ones stand last."""
    found, edge, depth = {flow.initial: 0}, [flow.initial], 0
    while edge:
        depth += 1
        steps = {
            rule.to for rule in flow.rules if rule.to is not None and set(rule.states) & set(edge)
        }
        edge = sorted(steps - found.keys())
        found |= dict.fromkeys(edge, depth)
    open_states = {state.code for state in flow.open_states()}
    last = max(found.get(code, 0) for code in open_states) + 1
    return {
        state.code: found.get(state.code, 0) if state.code in open_states else last
        for state in flow.states
    }


def _box(state: State, column: int, row: int, language: str) -> Box:
    name = state.title if language.startswith("zh") else state.title_en
    return Box(
        x=_EDGE + column * (_WIDE + _ACROSS),
        y=_EDGE + row * (_TALL + _DOWN),
        name=name,
        under=_clock(state.clock, language),
        kind=state.kind.value,
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], words: str) -> Arrow:
    (c1, r1), (c2, r2) = start, end
    y1 = _EDGE + r1 * (_TALL + _DOWN) + _TALL // 2
    y2 = _EDGE + r2 * (_TALL + _DOWN) + _TALL // 2
    if c2 > c1:
        x1 = _EDGE + c1 * (_WIDE + _ACROSS) + _WIDE
        x2 = _EDGE + c2 * (_WIDE + _ACROSS) - 5
        middle = x2 - _ACROSS // 2
        return Arrow(f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}", words, back=False)
    x1 = _EDGE + c1 * (_WIDE + _ACROSS) + _WIDE // 2
    x2 = _EDGE + c2 * (_WIDE + _ACROSS) + _WIDE // 2
    y1, y2 = y1 + _TALL // 2, y2 + _TALL // 2 + 5
    low = max(y1, y2) + _DOWN // 2
    return Arrow(f"M{x1} {y1} C{x1} {low} {x2} {low} {x2} {y2}", words, back=True)


def _kind(kind: Kind) -> str:
    return {
        Kind.OPEN: _("待办"),
        Kind.WAITING: _("等待"),
        Kind.CLOSED: _("办结"),
    }[kind]


def _owner(rule: str | None, zh: bool) -> str:
    if rule is None:
        return "—"
    kind, _colon, code = rule.partition(":")
    if kind == "role":
        role = roles().get(code)
        return (role.title if zh else role.title_en) if role else code
    return {
        "duty": _("按职责表"),
        "named": _("指定的岗位"),
        "handler": _("承办岗位"),
        "stay": _("不变"),
    }.get(kind, rule)


def _clock(rule: str | None, language: str) -> str:
    words = {None: "", "handling": _("按立案条件"), "stay": _("接着计时")}
    if rule in words:
        return words[rule]
    assert rule is not None
    try:
        return Limit.parse(rule).say(language)
    except Refusal:
        return rule


def _move(rule: Rule, titles: dict[str, str], zh: bool) -> dict[str, str]:
    return {
        "verb": (rule.title if zh else rule.title_en) or str(NAMES[rule.verb][1 if zh else 2]),
        "to": titles.get(rule.to, "") if rule.to else "",
        "by": "、".join(_by(by, zh) for by in rule.by),
    }


def _by(by: str, zh: bool) -> str:
    if by.startswith("role:"):
        return _owner(by, zh)
    return {
        "owner": _("责任岗位"),
        "requester": _("上报人"),
        "handler": _("承办岗位"),
        "mover": _("上一步的人"),
        "system": _("系统"),
    }.get(by, by)


def _proofs() -> list[str]:
    return [
        _("每个状态都走得到。"),
        _("每个待办状态都能由人走到办结。"),
        _("每个待办状态都有责任岗位、时限和超期升级。"),
        _("谁承办，谁就不能自己核查结案。"),
    ]


def _terms(flow: Flow) -> list[tuple[str, str]]:
    terms = flow.terms
    hours = "、".join(map(str, terms.escalate_hours))
    return [
        (_("最多延期"), str(terms.extensions)),
        (_("最多挂账"), str(terms.suspensions)),
        (_("挂账最长天数"), str(terms.suspend_days)),
        (_("退回几次后须督办"), str(terms.returns)),
        (_("结案后几天内可重办"), str(terms.reopen_days)),
        (_("几分钟内可撤回"), str(terms.withdraw_minutes)),
        (_("超期后几小时逐级上升"), hours),
    ]
