"""Logs for tests: random lives of cases judged by the real flows, written as the log writes them.

The small county of `tests.core.case.county` decides; only who says what, and when, is random.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from tests.core.case.county import FLOWS, HERE, NINE, County, name

from wangge.audit.log import LogEntry, entries_between
from wangge.core.case import permit
from wangge.core.case.events import Event, decode, encode, name_of
from wangge.core.case.facts import Chain
from wangge.core.case.flow import Flow, Stage
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Spot
from wangge.core.errors import Refusal
from wangge.core.tally import HandlingStates
from wangge.lib.chain import genesis, link
from wangge.lib.ids import uuid7

NEXT_TOWN = Chain(county=HERE.county, town=name("孙家湾镇"))
PLACES = (
    HERE,
    NEXT_TOWN,
    Chain(county=HERE.county),
    Chain(county=HERE.county, town=HERE.town, village=name("横店村"), grid=name("横店网格")),
)
CAST = ("李强", "刘师傅", "王芳", "谭芳", "周敏", "陈姨", "孙主任", "时间", "村支书")
SAID = tuple(verb for verb in Verb if verb not in (Verb.REPORT, Verb.MERGE, Verb.SPLIT))
#: What moves a case on; talk and hasty ends are said more seldom.
WORK = {
    *(Verb.ACCEPT, Verb.DISPATCH, Verb.HANDLE, Verb.VERIFY, Verb.CLOSE, Verb.REWORK, Verb.RATE),
    *(Verb.RETURN, Verb.WITHDRAW, Verb.ASK_EXTENSION, Verb.GRANT_EXTENSION, Verb.SUSPEND),
    *(Verb.RESUME, Verb.ESCALATE, Verb.ANSWER_SUPERVISION, Verb.REFUSE_EXTENSION),
}
PHOTO = ("d" * 64,)
EVERYTHING = (2**62, 2**62)

HANDLING: HandlingStates = frozenset(
    (flow.code, state.code)
    for flow in FLOWS.values()
    for state in flow.states
    if state.stage is Stage.HANDLE
)


def random_life(seed: int, *, flow: Flow | None = None, tries: int = 30) -> list[Event]:
    """The events of a case that random people moved for a while."""
    dice = random.Random(seed)
    county = County(
        flow=flow or dice.choice(list(FLOWS.values())),
        now=NINE + timedelta(minutes=dice.randrange(60 * 24 * 20)),
    )
    county.reports("陈姨", chain=dice.choice(PLACES))
    for _ in range(tries):
        county.later(minutes=dice.choice([1, 5, 20, 60, 600]))
        who, verb = dice.choice(_may_say(county) or [("陈姨", Verb.COMMENT)])
        try:
            county.does(
                who,
                verb,
                opinion="好",
                reason="因为",
                photos=PHOTO,
                condition=dice.choice([None, "1", "2"]),
                passed=dice.random() < 0.5,
                until=county.now + timedelta(days=3),
                spot=Spot(chain=dice.choice(PLACES), located="inside"),
                item="C01.02",
                destination="360313",
                stars=dice.randrange(1, 6),
                reached=True,
            )
        except Refusal:
            continue
    return county.log


def _may_say(county: County) -> list[tuple[str, Verb]]:
    """Who may say what now, work more often than talk and hasty ends."""
    assert county.case is not None
    found: list[tuple[str, Verb]] = []
    for who in CAST:
        for rule in permit.sayable(county.case, county.flow, county.actor(who)):
            if rule.verb in SAID:
                found += [(who, rule.verb)] * (9 if rule.verb in WORK else 1)
    return found


def as_entries(case_id: UUID, events: Sequence[Event], *, position: int = 0) -> list[LogEntry]:
    """The chained entries of one case; they claim transaction 1."""
    digest, entries = genesis(case_id), []
    for seq, event in enumerate(events, start=1):
        data, post, person = encode(event).decode(), event.by.post, event.by.person
        digest = link(
            digest,
            subject=case_id,
            seq=seq,
            name=name_of(event),
            at=event.at,
            post=post,
            person=person,
            data=data,
        )
        entries.append(
            LogEntry(
                position=position + seq,
                xid=1,
                kind="case",
                subject=case_id,
                seq=seq,
                name=name_of(event),
                at=event.at,
                post=post,
                person=person,
                data=data,
                hash=digest,
            )
        )
    return entries


def in_time(lives: Iterable[Sequence[LogEntry]]) -> list[LogEntry]:
    """The entries of many cases as a county would have written them, one after the other."""
    return sorted((one for life in lives for one in life), key=lambda one: (one.at, one.seq))


def write(entries: Iterable[LogEntry]) -> None:
    """Insert the entries, in order; the database gives position and transaction."""
    columns = "kind, subject, seq, name, at, post, person, data, hash"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO audit_entry ({columns}) VALUES ({', '.join(['%s'] * 9)})",
            [tuple(one[2:]) for one in entries],
        )


def written() -> list[LogEntry]:
    """Everything in the log, one's own transaction included."""
    return list(entries_between((0, 0), EVERYTHING, most=10**9))


def random_log(seed: int, cases: int) -> list[LogEntry]:
    """A log of so many random lives, written; as read back, without what else stands there."""
    write(in_time(as_entries(uuid7(), random_life(seed * 1000 + n)) for n in range(cases)))
    return [one for one in written() if one.kind == "case"]


def events_of(entries: Iterable[LogEntry]) -> list[Event]:
    """What the entries say."""
    return [decode(one.data) for one in entries]


def a_moment(days: float = 0) -> datetime:
    """Some days after the lives began."""
    return NINE + timedelta(days=days)
