"""A thousand random lives of a case in every flow, thirty commands each.

Whoever says whatever, whenever: a case always has exactly one owner that somebody answers for, a
clock that runs or is paused with a reason and an end, nobody judges his own work, and the log
alone tells the whole of it.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

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
VERBS = [verb for verb in Verb if verb not in (Verb.REPORT, Verb.MERGE, Verb.SPLIT)]
#: What only talks of the case, or ends it early; not said often, so that lives get far.
RARE = frozenset(
    {Verb.COMMENT, Verb.URGE, Verb.SUPERVISE, Verb.CALLBACK, Verb.RATE, Verb.RECLASSIFY}
    | {Verb.RELOCATE, Verb.REOPEN, Verb.VOID, Verb.TRANSFER, Verb.FORCE_CLOSE, Verb.SELF_HANDLE}
)
TO = ("d" * 64,)
ELSEWHERE = Spot(chain=Chain(county=HERE.county, town=name("孙家湾镇")), located="border")
VERBS = [verb for verb in Verb if verb not in (Verb.REPORT, Verb.MERGE, Verb.SPLIT)]
#: What only talks of the case, and does not move it.
TALK = frozenset({Verb.COMMENT, Verb.URGE, Verb.SUPERVISE, Verb.CALLBACK, Verb.RATE})
TO = ("路政", "路政二", "网格一", "村岗")
AWAY = st.sets(st.sampled_from(["李强", "王芳", "刘师傅", "村支书", "值班长"]))


def offered(case: Case, county: County, dice: Random) -> tuple[str, Verb] | None:
    """Something that somebody of the cast may do now, and seldom what is rare."""
    first, rare = dice.randrange(len(CAST)), None
    for place in range(len(CAST)):
        person = CAST[(first + place) % len(CAST)]
        rules = permit.sayable(case, county.flow, county.actor(person))
        verbs = [rule.verb for rule in rules if rule.verb in VERBS]
        often = [verb for verb in verbs if verb not in RARE]
        if often and dice.random() < 0.8:
            return person, dice.choice(often)
        if verbs and (rare is None or dice.random() < 0.3):
            rare = person, dice.choice(verbs)
    return rare


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**64 - 1), away=AWAY)
def test_whatever_happens_the_case_is_owned_timed_and_told(
    flow: Flow, seed: int, away: set[str]
) -> None:
    dice = Random(seed)
    county = County(flow=flow)
    county.roster = roster(
        tuple(AbsenceFact(person=name(who), stand_in=None, since=county.now) for who in away)
    )
    case = county.reports("陈姨")
    check(county, case, case)
    for _step in range(30):
        county.later(minutes=dice.choice([0, 1, 20, 60, 600, 4000]))
        person, said = dice.choice(CAST), dice.choice(VERBS)
        if dice.random() < 0.6:
            person, said = offered(case, county, dice) or (person, said)
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
                post=name(dice.choice(TO)) if said is Verb.ASSIGN else None,
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
