"""The pack village_affairs: small things stay in the grid, four steps at most, never one's own."""

from __future__ import annotations

import pytest

from wangge.catalogue.loader import OUR_PACKS, load_packs
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import Verb
from wangge.core.catalogue import Catalogue, ItemKind, Provenance

LINE = "village_affairs"


def _known() -> Catalogue:
    loaded = load_packs([OUR_PACKS / LINE])
    assert not loaded.problems
    pack = loaded.packs[0][0]
    return Catalogue.of("test", pack.lines, pack.flows, {})


KNOWN = _known()
FLOW = KNOWN.flow_of(LINE)


@pytest.mark.parametrize(
    "title",
    [
        "婚姻家庭纠纷",
        "邻里纠纷",
        "土地山林纠纷",
        "劳资纠纷",
        "医患纠纷",
        "征拆纠纷",
        "治安隐患",
        "消防隐患",
        "安全生产隐患",
        "农村道路交通（两站两员）",
        "食品药品安全",
        "环境污染",
        "秸秆焚烧",
        "违法建设",
        "非法占地",
        "森林防火",
        "防溺水",
        "河长巡河问题",
        "自然灾害",
        "电信网络诈骗",
        "非法集资",
        "传销",
        "特殊人群异动",
        "走失救助",
        "民生诉求",
        "疫情线索",
    ],
)
def test_the_rural_classes_are_there_and_marked_unverified(title: str) -> None:
    found = [item for item in KNOWN.items(LINE) if item.title == title]
    assert [item.provenance for item in found] == [Provenance.UNVERIFIED]


def test_all_limits_are_proposals() -> None:
    for item in KNOWN.items(LINE):
        assert item.kind is ItemKind.RURAL
        assert {each.provenance for each in item.conditions} == {Provenance.PROPOSED}


def test_four_steps_bring_a_case_from_report_to_end() -> None:
    state = FLOW.initial
    for verb in (Verb.DISPATCH, Verb.HANDLE, Verb.CLOSE):
        rule = FLOW.rule(verb, state)
        assert rule is not None
        assert rule.to is not None
        state = rule.to
    assert FLOW.state(state).kind is Kind.CLOSED


def test_small_things_are_solved_on_the_spot() -> None:
    rule = FLOW.rule(Verb.SELF_HANDLE, FLOW.initial)
    assert rule is not None
    assert "role:grid_worker" in rule.by
    assert FLOW.state(str(rule.to)).kind is Kind.CLOSED


def test_who_checks_sits_a_level_above_who_handles() -> None:
    assert FLOW.state("checking").owner == "role:dispatcher"


def test_every_verb_of_everyday_is_spoken() -> None:
    spoken = {rule.verb for rule in FLOW.rules}
    elsewhere = {Verb.REPORT, Verb.ACCEPT, Verb.RECORD, Verb.REZONE, Verb.IMPORT}
    assert set(Verb) - spoken == elsewhere


@pytest.mark.parametrize(
    ("code", "areas", "whose"),
    [
        ("R01.02", [], "village_desk"),
        ("R01.04", [], "human_resources"),
        ("R02.02", [], "police"),
        ("R04.02", [], "agriculture"),
        ("R01.03", [], "resources"),
        ("R01.03", ["430281129"], "forestry"),
    ],
)
def test_the_village_first_then_those_who_know_the_trade(
    code: str, areas: list[str], whose: str
) -> None:
    entry = KNOWN.duty(LINE, code, areas)
    assert entry is not None
    assert (entry.department or entry.role) == whose
