"""What the measures are called, in Chinese and English, for whoever reads a formula."""

from __future__ import annotations

from wangge.core.tally.measures import Measure

#: Measure → (Chinese, English), as the name of a number of cases.
WORDS: dict[Measure, tuple[str, str]] = {
    Measure.REPORTED: ("上报", "reported"),
    Measure.FILED: ("立案", "filed"),
    Measure.HANDLED: ("处置", "handled"),
    Measure.HANDLED_LATE: ("超期处置", "handled late"),
    Measure.HANDLING_S: ("处置用时", "handling time"),
    Measure.CLOSED: ("结案", "closed"),
    Measure.ON_TIME: ("按期结案", "closed on time"),
    Measure.LATE: ("超期结案", "closed late"),
    Measure.SELF_HANDLED: ("自处置", "solved on the spot"),
    Measure.REJECTED: ("不予立案", "rejected"),
    Measure.VOIDED: ("作废", "voided"),
    Measure.MERGED: ("合并", "merged"),
    Measure.TRANSFERRED: ("转办", "transferred"),
    Measure.RETURNED: ("退回", "returned"),
    Measure.REWORKED: ("返工", "reworks"),
    Measure.REOPENED: ("重新办理", "reopened"),
    Measure.ESCALATED: ("升级", "escalated"),
    Measure.EXTENDED: ("延期", "extended"),
    Measure.SUSPENDED: ("挂账", "suspended"),
    Measure.URGED: ("催办", "urged"),
    Measure.SUPERVISED: ("督办", "supervised"),
    Measure.RATINGS: ("评价", "ratings"),
    Measure.STARS: ("评价星数", "stars"),
    Measure.PLEASED: ("满意评价", "satisfied ratings"),
    Measure.CALLBACKS: ("回访", "call-backs"),
    Measure.REACHED: ("访通", "reached by call-back"),
    Measure.SOLVED: ("回访称已解决", "said to be solved"),
    Measure.SATISFIED: ("回访满意", "satisfied at call-back"),
    Measure.COLLECTED: ("采集员上报", "reported by collectors"),
    Measure.COLLECTED_FILED: ("采集员上报且立案", "reported by collectors and filed"),
    Measure.PUBLIC_REPORTED: ("公众举报", "reported by the public"),
    Measure.DISPATCHED: ("派遣", "dispatched"),
    Measure.DISPATCHED_LATE: ("超时派遣", "dispatched late"),
    Measure.SENT_BACK: ("处置部门退回", "sent back by the handler"),
    Measure.PRECHECKED: ("核实", "prechecked"),
    Measure.PRECHECKED_LATE: ("超时核实", "prechecked late"),
    Measure.VERIFIED: ("核查", "verified"),
    Measure.VERIFIED_LATE: ("超时核查", "verified late"),
    Measure.DUE: ("应处置", "due to be handled"),
    Measure.UNDONE: ("到期未处置", "due, not handled"),
    Measure.DUE_LATE: ("到期超期处置", "due, handled late"),
    Measure.UNCLOSED: ("到期未结案", "due, not closed"),
    Measure.HANDLED_AGAIN: ("返工案件", "handled after rework"),
}


def word_of(measure: Measure, *, zh: bool = True) -> str:
    """The measure's name."""
    return WORDS[measure][0 if zh else 1]
