"""What became of suggestions is counted, and a county learns from its closed cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.liling import Liling
from tests.triage.conftest import Told

from wangge.audit.log import entries_of
from wangge.cases.actions.act import Act, act
from wangge.cases.models import Case as Row
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.lib.clock import SHANGHAI
from wangge.triage.followers import follow
from wangge.triage.learning import learn
from wangge.triage.models import SuggestionOutcome
from wangge.triage.queries import accuracy
from wangge.triage.queries.history import Past, history
from wangge.triage.refusals import TooFewCases

LAMP = "city_management:C01.37"


def _closed(liling: Liling, case: Case) -> Case:
    leader = liling.actor("sunzhuren")
    given = Act(action=Verb.FORCE_CLOSE, version=case.version, reason="测试结案")
    return act(case.no, given, actor=leader, now=liling.now)


def test_a_right_suggestion_counts_once_its_case_is_closed(liling: Liling, told: Told) -> None:
    case = told("路灯不亮", item="C01.37")
    follow(entries_of(case.id), liling.now)
    today = liling.now.astimezone(SHANGHAI).date()
    assert accuracy(since=today, until=today).settled == 0
    _closed(liling, case)
    follow(entries_of(case.id), liling.now)
    found = accuracy(since=today, until=today)
    assert (found.settled, found.suggested, found.right) == (1, 1, 1)


def test_an_old_report_has_no_outcome(liling: Liling, told: Told) -> None:
    case = told("路灯不亮")
    follow(entries_of(case.id), liling.now + timedelta(days=400))
    assert not SuggestionOutcome.objects.exists()


def test_too_short_a_history_teaches_nothing(
    liling: Liling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wangge.triage.learning.history", lambda: iter(()))
    with pytest.raises(TooFewCases):
        learn()


def test_only_settled_classes_teach(liling: Liling, told: Told) -> None:
    case = told("路灯不亮", item="C01.37")
    assert list(history({LAMP})) == []
    _closed(liling, case)
    assert [(one.text, one.label) for one in history({LAMP})] == [("路灯不亮", LAMP)]
    Row.objects.filter(pk=case.id).update(state="voided")
    assert list(history({LAMP})) == []


def test_a_county_learns_its_own_words(liling: Liling, monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"city_management:C01.37": "亮晃晃没得了", "city_management:C01.02": "洞洞冇盖咯"}
    past = [
        Past(f"{place}{said}", label, liling.now + timedelta(minutes=n))
        for n, place in enumerate("东西南北中上下左右前后里外")
        for label, said in words.items()
    ]
    monkeypatch.setattr("wangge.triage.learning.history", lambda: iter(past))
    monkeypatch.setattr("wangge.triage.learning.hints", lambda _: ())  # two classes are quick
    learnt = learn(least=10)
    assert learnt.right.first > learnt.standing.first
    assert not learnt.is_worse
    assert learnt.held_out > 0
