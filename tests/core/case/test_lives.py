"""A thousand random lives of a case in every flow, thirty commands each.

Whoever says whatever, whenever: a case always has exactly one owner that somebody answers for, a
clock that runs or is paused with a reason and an end, nobody judges his own work, and the log
alone tells the whole of it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.case.county import FLOWS, HERE, County, name, roster

from wangge.core.case import permit
from wangge.core.case.events import Event, decode, encode
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Case, Chain
from wangge.core.case.flow import Flow
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Spot
from wangge.core.duty import AbsenceFact
from wangge.core.errors import Refusal
from wangge.lib.chain import genesis, link

CAST = (
    "陈姨",
    "李强",
    "刘师傅",
    "王芳",
    "谭芳",
    "周敏",
    "孙主任",
    "赵敏",
    "村支书",
    "何话务",
    "时间",
)
PHOTO = ("d" * 64,)
ELSEWHERE = Spot(chain=Chain(county=HERE.county, town=name("孙家湾镇")), located="border")
SAID = st.tuples(
    st.sampled_from([verb for verb in Verb if verb not in (Verb.REPORT, Verb.MERGE, Verb.SPLIT)]),
    st.integers(0, len(CAST) - 1),
    st.sampled_from([0, 1, 20, 60, 600, 4000]),  # minutes that pass first
    st.booleans(),  # whether the one asked for is one who may
    st.sampled_from(["路政", "路政二", "网格一", "村岗"]),
)
LIVES = st.lists(SAID, min_size=30, max_size=30)
AWAY = st.sets(st.sampled_from(["李强", "王芳", "刘师傅", "村支书", "值班长"]))


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=LIVES, away=AWAY)
def test_whatever_happens_the_case_is_owned_timed_and_told(
    flow: Flow, life: list[tuple[Verb, int, int, bool, str]], away: set[str]
) -> None:
    county = County(flow=flow)
    county.roster = roster(
        tuple(AbsenceFact(person=name(who), stand_in=None, since=county.now) for who in away)
    )
    case = county.reports("陈姨")
    check(county, case, case)
    for verb, who, minutes, willing, post in life:
        county.later(minutes=minutes)
        rules = [
            (person, rule.verb)
            for person in (CAST if willing else ())
            for rule in permit.sayable(case, flow, county.actor(person))
            if rule.verb not in (Verb.MERGE, Verb.SPLIT)
        ]
        person, said = rules[who * 7 % len(rules)] if rules else (CAST[who], verb)
        before = case
        try:
            case = county.does(
                person,
                said,
                opinion="意见",
                reason="原因",
                photos=PHOTO,
                passed=True,
                until=county.now + timedelta(days=3),
                spot=ELSEWHERE,
                item="C01.02",
                destination="360313",
                stars=4,
                reached=True,
                post=name(post) if said is Verb.ASSIGN else None,
            )
        except Refusal:
            assert county.case == before, "a refusal changes nothing"
        check(county, before, case)
    assert replay(county.log) == case
    assert chained(county.log, case) == chained([decode(encode(one)) for one in county.log], case)


def check(county: County, before: Case, case: Case) -> None:
    """What must be so after every step."""
    answer = county.roster.answering(case.owner, county.now)
    assert answer.post is not None
    if case.is_open:
        assert case.clock is not None
        if case.is_paused:
            assert case.clock.paused_reason
            assert case.clock.paused_until is not None
        else:
            assert case.due_at is not None
        assert case.escalate_at is not None, "time will come for it"
        assert case.closed_at is None
    else:
        assert case.clock is None
        assert case.closed_at is not None
    last = county.log[-1]
    if case is not before and last.verb in permit.JUDGING:
        assert not any(
            done.person == last.by.person or done.post == last.by.post for done in before.handlers
        ), "nobody judges his own work"


def chained(log: list[Event], case: Case) -> bytes:
    """The last hash of the log's chain."""
    digest = genesis(case.id)
    for seq, event in enumerate(log, start=1):
        digest = link(
            digest,
            subject=case.id,
            seq=seq,
            name=event.verb,
            at=event.at,
            post=event.by.post,
            person=event.by.person,
            data=encode(event).decode(),
        )
    return digest
