"""Words other systems use for an outcome, a satisfaction or a source, and what they mean here."""

from __future__ import annotations

from collections.abc import Mapping

from wangge.core.case.facts import Outcome
from wangge.core.case.intake import SOURCES
from wangge.lib.text import folded

#: What each outcome is called; the first is said back to a clerk.
OUTCOMES: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.OPEN: (
        *(
            "在办",
            "open",
            "办理中",
            "处理中",
            "处置中",
            "待办",
            "未办结",
            "未结案",
            "未结",
            "已派遣",
        ),
        *("待受理", "待派遣", "待处置", "待核查", "pending", "in progress", "new"),
    ),
    Outcome.CLOSED: (
        *("结案", "closed", "已结案", "办结", "已办结", "已完成", "完成", "归档", "已归档"),
        *("强制结案", "正常结案", "resolved", "done", "completed"),
    ),
    Outcome.SELF_HANDLED: ("自处置", "self_handled", "自处置结案", "自行处置", "自办"),
    Outcome.REJECTED: (
        *("不予立案", "rejected", "不立案", "不予受理", "未立案", "已驳回", "退单"),
        *("不属实", "declined"),
    ),
    Outcome.VOIDED: ("作废", "voided", "void", "已作废", "无效", "cancelled", "已撤销", "撤单"),
    Outcome.MERGED: ("合并", "merged", "已合并", "重复", "重复件", "duplicate"),
    Outcome.TRANSFERRED: ("转办", "transferred", "已转办", "转外县", "移送"),
}

#: 满意度 in words → stars.
STARS: Mapping[str, int | None] = {
    "非常满意": 5,
    "很满意": 5,
    "满意": 4,
    "基本满意": 3,
    "一般": 3,
    "不满意": 2,
    "非常不满意": 1,
    "很不满意": 1,
    "未评价": None,
    "默认好评": None,
}

YES = frozenset(("是", "1", "true", "yes", "y", "保密"))


def outcome_words() -> dict[str, Outcome]:
    """What may be written, folded → the outcome."""
    return {folded(word): outcome for outcome, words in OUTCOMES.items() for word in words}


def source_words() -> dict[str, str]:
    """What may be written, folded → the code of a source."""
    found = {folded(code): code for code in SOURCES}
    for code, titles in SOURCES.items():
        for title in titles:
            found[folded(title)] = code
    found[folded("12345")] = "hotline"
    return found
