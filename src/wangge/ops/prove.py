"""The promises, proven one after the other from the rows: what `wangge prove` says.

Each proof answers with how much it looked at and its counter-examples in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wangge.audit.models import Entry
from wangge.audit.proof import log_faults
from wangge.cases.models import Case
from wangge.cases.proof import problem_faults
from wangge.core.territory.level import Level
from wangge.ledger.proof import tally_faults
from wangge.territory.access import territory_index
from wangge.territory.proof import land_faults


@dataclass(frozen=True, slots=True)
class Proof:
    """One promise, looked at. `proven` is None where there is nothing yet to prove it from."""

    promise: str
    zh: str
    en: str
    looked_at: int
    faults: tuple[tuple[str, str], ...] = ()  #: (Chinese, English) sentences
    proven: bool | None = True


def prove(*, at: datetime, now: datetime, log: bool) -> Iterator[Proof]:
    """Land, households, problems, as they were at that instant; then the log and the ledger."""
    yield _land(at)
    yield Proof(
        "households",
        "每一户有人联系：本版还没有人口和房屋登记，无从证明。",
        "Every household has a contact: this release has no register to prove it from.",
        0,
        proven=None,
    )
    yield _problems(at, now)
    if log:
        yield _log()
        yield _ledger()


def _land(at: datetime) -> Proof:
    areas = territory_index(at=at).areas.values()
    grids = sum(area.level is Level.GRID for area in areas)
    faults = tuple((one.say("zh"), one.say("en")) for one in land_faults(at))
    return Proof(
        "land",
        f"每一寸土地有人管：{grids}个网格",
        f"Every inch of land is managed: {grids} grids",
        grids,
        faults,
        not faults,
    )


def _problems(at: datetime, now: datetime) -> Proof:
    count, found = problem_faults(at=at, now=now)
    faults = tuple((one.say("zh"), one.say("en")) for one in found)
    return Proof(
        "problems",
        f"每一个问题有人解决：{count}件在办",
        f"Every problem has an owner: {count} open",
        count,
        faults,
        not faults,
    )


def _log() -> Proof:
    tips = {
        pk: (version, bytes(digest))
        for pk, version, digest in Case.objects.values_list("pk", "version", "log_hash").iterator()
    }
    faults = tuple((one.say("zh"), one.say("en")) for one in log_faults(tips))
    count = Entry.objects.count()
    zh, en = f"日志未被改动：{count}条", f"The log is unaltered: {count} entries"
    return Proof("log", zh, en, count, faults, not faults)


def _ledger() -> Proof:
    faults = tuple((one.say("zh"), one.say("en")) for one in tally_faults())
    return Proof(
        "ledger", "统计与日志一致", "The ledger agrees with the log", 0, faults, not faults
    )
