"""The measures of the county 指标口径: what is counted, and on which day it counts.

Every measure counts cases as they stand now, so each number equals the list of its cases: a case
that moves to another village, is reclassified or reopened takes what it counts for with it.
Denominators leave out void, merged and transferred cases (after GB/T 30428.4 practice, unverified).
"""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """One thing that is counted. The day is that of the Shanghai calendar."""

    __hash__ = str.__hash__  # an enum's own is written in Python and much slower

    REPORTED = "reported"  #: 上报, on the day of the report
    FILED = "filed"  #: 立案: accepted, dispatched or solved on the spot, on the day of the first
    HANDLED = "handled"  #: 处置: work reported done, on that day
    HANDLED_LATE = "handled_late"  #: of these, after the handling deadline, extensions counted
    HANDLING_S = "handling_s"  #: counted seconds of their handling clocks, pauses left out
    CLOSED = "closed"  #: 结案: solved, on the spot or otherwise, on the day of closing
    ON_TIME = "on_time"  #: of these, handled within the limit (按期结案)
    LATE = "late"  #: of these, handled late (超期结案)
    SELF_HANDLED = "self_handled"  #: of these, solved on the spot 自处置
    REJECTED = "rejected"  #: 不予立案
    VOIDED = "voided"  #: 作废
    MERGED = "merged"  #: 合并 into another case
    TRANSFERRED = "transferred"  #: 转办 to another county
    RETURNED = "returned"  #: 退回, each time, on its day
    REWORKED = "reworked"  #: 返工, each time
    REOPENED = "reopened"  #: 重新办理, each time
    ESCALATED = "escalated"  #: 升级, each time
    EXTENDED = "extended"  #: 延期 granted, each time
    SUSPENDED = "suspended"  #: 挂账, each time
    URGED = "urged"  #: 催办, each time
    SUPERVISED = "supervised"  #: 督办, each time
    RATINGS = "ratings"  #: 评价: each requester's last one, on its day
    STARS = "stars"  #: the stars of these
    PLEASED = "pleased"  #: of these, three stars or more (基本满意以上)
    CALLBACKS = "callbacks"  #: 回访, each try
    REACHED = "reached"  #: 访通: somebody answered; a case's last such call, on its day
    SOLVED = "solved"  #: of these, said to be solved
    SATISFIED = "satisfied"  #: of these, said to be satisfied
    COLLECTED = "collected"  #: 采集员上报, for the post that reported, on the day of the report
    COLLECTED_FILED = "collected_filed"  #: of these, filed; on the day of the report too
    PUBLIC_REPORTED = "public_reported"  #: 公众举报, on the day of the report
    DISPATCHED = "dispatched"  #: 派遣, each time, for the post that owed it
    DISPATCHED_LATE = "dispatched_late"  #: of these, after its deadline
    SENT_BACK = "sent_back"  #: 处置部门退回: of the returned, those that were being handled
    PRECHECKED = "prechecked"  #: 核实, each time, for the post that owed it
    PRECHECKED_LATE = "prechecked_late"  #: of these, after its deadline
    VERIFIED = "verified"  #: 核查, passed or not, each time, for the post that owed it
    VERIFIED_LATE = "verified_late"  #: of these, after its deadline
    DUE = "due"  #: 应处置: to be handled by that day; void, merged, transferred ones left out
    UNDONE = "undone"  #: of these, not handled 到期未处置
    DUE_LATE = "due_late"  #: of these, handled late 到期超期处置
    UNCLOSED = "unclosed"  #: of these, not closed 到期未结案
    HANDLED_AGAIN = "handled_again"  #: of the handled, those sent to rework before 返工案件


#: In the order in which they are summed.
MEASURES: tuple[Measure, ...] = tuple(Measure)

#: Counted each time it happens, so that a case may count several times.
EACH_TIME = frozenset(
    {
        *(Measure.RETURNED, Measure.REWORKED, Measure.REOPENED, Measure.ESCALATED),
        *(Measure.EXTENDED, Measure.SUSPENDED, Measure.URGED, Measure.SUPERVISED),
        *(Measure.RATINGS, Measure.PLEASED, Measure.CALLBACKS, Measure.SENT_BACK),
        *(Measure.DISPATCHED, Measure.DISPATCHED_LATE, Measure.PRECHECKED),
        *(Measure.PRECHECKED_LATE, Measure.VERIFIED, Measure.VERIFIED_LATE),
    }
)
