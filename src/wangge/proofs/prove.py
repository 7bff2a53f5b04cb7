"""The promises, proven one after the other from the rows: what `wangge prove` says.

Each proof answers with how much it looked at and its counter-examples as values: named, with a
link and a place. Ignores who asks and what becomes of it: `actions` keeps runs and certificates.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from wangge.audit.log import snapshot
from wangge.audit.models import Entry
from wangge.audit.proof import log_faults
from wangge.cases.proof import marks, problem_faults
from wangge.core.proofs.facts import Gathered, Promise, Proof
from wangge.core.territory.level import Level
from wangge.ledger.proof import tally_faults
from wangge.proofs import faults as named
from wangge.proofs.queries import known_anchors
from wangge.territory.access import TerritoryIndex, territory_index
from wangge.territory.proof import land_faults
from wangge.visits.proof import household_faults

#: Is told which promise is looked at, and how many things of it were.
Heed = Callable[[Promise, int], None]

#: So many counter-examples of a promise are kept whole; all are counted and digested.
MOST = 2_000


def prove(
    *, at: datetime, now: datetime, log: bool, heed: Heed | None = None, most: int = MOST
) -> Iterator[Proof]:
    """Land, households, problems, as they were at that instant; then the log and the ledger.

    `log`: also the last two. The log is looked at before the problems are, for what is derived
    from an altered log is no news of its own. Refuses: NoTerritory.
    """
    tell = heed or (lambda _promise, _count: None)
    yield _land(at, tell, most)
    yield _households(at, now, tell, most)
    proof, known = _log(tell, most) if log else (None, frozenset[UUID]())
    yield _problems(at, now, log, known, tell, most)
    if proof is not None:
        yield proof
        yield _ledger(proof, tell, most)


def _land(at: datetime, tell: Heed, most: int) -> Proof:
    began = time.monotonic()
    tell(Promise.LAND, 0)
    index = territory_index(at=at)
    grids = _grids(index)
    found = Gathered(named.of_land(land_faults(at), index), most=most)
    return _proof(
        Promise.LAND,
        f"每一寸土地有人管：{grids}个网格",
        f"Every inch of land is managed: {grids} grids",
        grids,
        found,
        began,
    )


def _grids(index: TerritoryIndex) -> int:
    return sum(area.level is Level.GRID for area in index.areas.values())


def _households(at: datetime, now: datetime, tell: Heed, most: int) -> Proof:
    began = time.monotonic()
    tell(Promise.HOUSEHOLDS, 0)
    county = territory_index(at=at).county_id
    with snapshot():
        count, wrong = household_faults(at=at, now=now)
        found = Gathered((named.of_household(one, county) for one in wrong), most=most)
    if not count:
        return Proof(
            promise=Promise.HOUSEHOLDS,
            zh="每一户有人联系：还没有登记户，无从证明",
            en="Every household has a contact: no household is registered yet to prove it from",
            looked_at=0,
            proven=None,
        )
    return _proof(
        Promise.HOUSEHOLDS,
        f"每一户有人联系：{count}户",
        f"Every household has a contact: {count} households",
        count,
        found,
        began,
    )


def _problems(
    at: datetime, now: datetime, whole: bool, known: frozenset[UUID], tell: Heed, most: int
) -> Proof:
    began = time.monotonic()
    tell(Promise.PROBLEMS, 0)
    count, problems = problem_faults(
        at=at,
        now=now,
        whole=whole,
        known=known,
        heed=lambda done: tell(Promise.PROBLEMS, done),
    )
    county = territory_index(at=at).county_id
    found = Gathered((named.of_problem(one, county) for one in problems), most=most)
    return _proof(
        Promise.PROBLEMS,
        f"每一个问题有人解决：{count}件在办",
        f"Every problem has an owner: {count} open",
        count,
        found,
        began,
    )


def _log(tell: Heed, most: int) -> tuple[Proof, frozenset[UUID]]:
    """The proof of the log, and the subjects whose log is false."""
    began = time.monotonic()
    tell(Promise.LOG, 0)
    wrong = log_faults(
        marks(), known_anchors=known_anchors(), heed=lambda done: tell(Promise.LOG, done)
    )
    subjects = frozenset(
        one for fault in wrong for one in (fault.subject, fault.other) if one is not None
    )
    kinds = dict(
        Entry.objects.filter(subject__in=subjects).values_list("subject", "kind").order_by("seq")
    )
    count = Entry.objects.count()
    proof = _proof(
        Promise.LOG,
        f"日志未被改动：{count}条",
        f"The log is unaltered: {count} entries",
        count,
        Gathered(named.of_log(wrong, kinds), most=most),
        began,
    )
    return proof, subjects


def _ledger(log: Proof, tell: Heed, most: int) -> Proof:
    if not log.proven:
        return Proof(
            promise=Promise.LEDGER,
            zh="统计与日志一致：日志被改动过，无从证明",
            en="The ledger agrees with the log: not to be proven from a log that was altered",
            looked_at=0,
            proven=None,
        )
    began = time.monotonic()
    tell(Promise.LEDGER, 0)
    wrong = ((one.say("zh"), one.say("en")) for one in tally_faults())
    found = Gathered(named.of_tally(wrong), most=most)
    return _proof(
        Promise.LEDGER,
        "统计与日志一致",
        "The ledger agrees with the log",
        log.looked_at,
        found,
        began,
    )


def _proof(
    promise: Promise, zh: str, en: str, looked_at: int, found: Gathered, began: float
) -> Proof:
    return Proof(
        promise=promise,
        zh=zh,
        en=en,
        looked_at=looked_at,
        count=found.count,
        kinds=found.kinds,
        faults=tuple(found.kept),
        digest=found.digest,
        proven=not found.count,
        seconds=round(time.monotonic() - began, 2),
    )
