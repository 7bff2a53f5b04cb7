"""Kinds of notices 通知 and their words, in plain Chinese and English.

A notice keeps its kind and facts; the words are put together when somebody reads them, in his
language. A title holds no personal data and nothing anybody typed: titles alone go into mails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """The words of a kind: `str.format` templates over the facts."""

    name: tuple[str, str]  #: what the kind is called in the preferences
    title: tuple[str, str]
    body: tuple[str, str]
    urgent: bool = False  #: mailed at any hour; all others wait for the morning
    #: Nobody may switch it off: the answer for a case cannot be declined.
    always: bool = False


KINDS: dict[str, Words] = {
    "came": Words(
        ("新到案件", "New case"),
        ("案件 {no} 到了您的岗位", "Case {no} has come to your post"),
        ("{item}，{how}。请在 {due} 前办理。", "{item_en}, {how_en}. Please act before {due}."),
        always=True,
    ),
    "returned": Words(
        ("退回", "Returned"),
        ("案件 {no} 被退回", "Case {no} was returned"),
        ("{item}。退回理由：{reason}", "{item_en}. Why it was returned: {reason}"),
        always=True,
    ),
    "rework": Words(
        ("返工", "Rework"),
        ("案件 {no} 需要返工", "Case {no} needs rework"),
        ("{item}。核查意见：{reason}", "{item_en}. What the check found: {reason}"),
        always=True,
    ),
    "withdrawn": Words(
        ("撤回", "Taken back"),
        ("案件 {no} 已被撤回，不用办理", "Case {no} was taken back; nothing to do"),
        ("{item}。撤回理由：{reason}", "{item_en}. Why it was taken back: {reason}"),
    ),
    "amber": Words(
        ("即将到期", "Nearly due"),
        ("案件 {no} 快到期了", "Case {no} is nearly due"),
        ("{item}，{due} 到期。", "{item_en}, due {due}."),
    ),
    "overdue": Words(
        ("超期", "Overdue"),
        ("案件 {no} 已超期", "Case {no} is overdue"),
        (
            "{item}，已超期{late}，已报上级岗位。",
            "{item_en}, {late_en} late; the post above knows.",
        ),
        urgent=True,
        always=True,
    ),
    "escalated": Words(
        ("超期升级", "Escalated"),
        ("案件 {no} 超期，升级到您的岗位", "Case {no} is overdue and was escalated to you"),
        (
            "{item}，已超期{late}，第{level}次升级，请过问。",
            "{item_en}, {late_en} late, escalation {level}: please see to it.",
        ),
        urgent=True,
        always=True,
    ),
    "supervised": Words(
        ("督办", "Supervision"),
        ("案件 {no} 被督办", "Case {no} is under supervision"),
        ("{item}。督办第{number}号：{reason}", "{item_en}. Supervision {number}: {reason}"),
        urgent=True,
        always=True,
    ),
    "supervision_answered": Words(
        ("督办回复", "Supervision answered"),
        ("案件 {no} 的督办有了回复", "The supervision of case {no} was answered"),
        ("{item}。回复：{opinion}", "{item_en}. The answer: {opinion}"),
    ),
    "urged": Words(
        ("催办", "Urged"),
        ("案件 {no} 有人催办", "Somebody urges case {no}"),
        ("{item}。{opinion}", "{item_en}. {opinion}"),
    ),
    "extension_asked": Words(
        ("延期申请", "Extension asked"),
        ("案件 {no} 申请延期", "Case {no}: an extension is asked for"),
        ("{item}，申请延长{by}。理由：{reason}", "{item_en}, by {by_en}. Why: {reason}"),
    ),
    "extension_granted": Words(
        ("同意延期", "Extension granted"),
        ("案件 {no} 已同意延期", "Case {no}: the extension is granted"),
        ("{item}，新的期限是 {due}。", "{item_en}, now due {due}."),
    ),
    "extension_refused": Words(
        ("不同意延期", "Extension refused"),
        ("案件 {no} 没有同意延期", "Case {no}: the extension is refused"),
        ("{item}。理由：{reason}", "{item_en}. Why: {reason}"),
    ),
    "suspended": Words(
        ("挂账", "Suspended"),
        ("案件 {no} 已挂账", "Case {no} is suspended"),
        ("{item}，到 {until}。理由：{reason}", "{item_en}, until {until}. Why: {reason}"),
    ),
    "resumed": Words(
        ("解挂", "Resumed"),
        ("案件 {no} 恢复计时", "The clock of case {no} runs again"),
        ("{item}，期限是 {due}。", "{item_en}, due {due}."),
    ),
    "absorbed": Words(
        ("合并", "Merged"),
        ("案件 {no} 并入了重复上报", "Duplicates were merged into case {no}"),
        ("{item}，并入{count}件：{others}。", "{item_en}, {count} merged: {others}."),
    ),
    "commented": Words(
        ("补充说明", "Something was added"),
        ("案件 {no} 有补充说明", "Something was added to case {no}"),
        ("{item}。{opinion}", "{item_en}. {opinion}"),
    ),
    "low_rating": Words(
        ("差评", "Bad rating"),
        ("案件 {no} 得了差评", "Case {no} got a bad rating"),
        ("{item}，{stars}星。{opinion}", "{item_en}, {stars} stars. {opinion}"),
    ),
    "unsolved": Words(
        ("回访未解决", "Not solved"),
        ("案件 {no} 回访说没有解决", "Called back: case {no} is not solved"),
        ("{item}。{opinion}", "{item_en}. {opinion}"),
    ),
    "your_filed": Words(
        ("上报已立案", "Your report is filed"),
        ("您反映的问题 {no} 已立案", "Your report {no} has been filed"),
        ("{item}，已经交办，请留意进展。", "{item_en}: somebody is on it."),
    ),
    "your_handled": Words(
        ("上报已处置", "Your report is handled"),
        ("您反映的问题 {no} 已处置，正在核查", "Your report {no} has been handled"),
        ("{item}。处置情况：{opinion}", "{item_en}, now being checked. What was done: {opinion}"),
    ),
    "your_closed": Words(
        ("上报已办结", "Your report is closed"),
        ("您反映的问题 {no} 已办结，请评价", "Your report {no} is closed: how was it?"),
        (
            "{item}。{opinion} 问题没有解决的，可以要求重新办理。",
            "{item_en}. {opinion} If it is not solved, you may ask for it to be reopened.",
        ),
    ),
    "your_rejected": Words(
        ("上报未立案", "Your report is not filed"),
        ("您反映的问题 {no} 没有立案", "Your report {no} was not filed"),
        ("{item}。理由：{reason}", "{item_en}. Why: {reason}"),
    ),
    "your_voided": Words(
        ("上报已作废", "Your report is void"),
        ("您反映的问题 {no} 已作废", "Your report {no} was made void"),
        ("{item}。理由：{reason}", "{item_en}. Why: {reason}"),
    ),
    "your_merged": Words(
        ("上报已合并", "Your report is merged"),
        ("您反映的问题与 {no} 是同一件事，已合并", "Your report was merged into {no}"),
        (
            "{item}。今后的进展按 {no} 告诉您，您仍可以评价。",
            "{item_en}. You will hear about {no} from now on and may rate it.",
        ),
    ),
    "your_transferred": Words(
        ("上报已转办", "Your report is transferred"),
        ("您反映的问题 {no} 已转到外县", "Your report {no} went to another county"),
        ("{item}，转往{destination}。理由：{reason}", "{item_en}, to {destination}. Why: {reason}"),
    ),
    "your_suspended": Words(
        ("上报暂缓", "Your report must wait"),
        ("您反映的问题 {no} 暂缓办理", "Your report {no} must wait"),
        ("{item}，到 {until}。理由：{reason}", "{item_en}, until {until}. Why: {reason}"),
    ),
    "your_reopened": Words(
        ("上报重新办理", "Your report is reopened"),
        ("您反映的问题 {no} 重新办理", "Your report {no} is open again"),
        ("{item}。理由：{reason}", "{item_en}. Why: {reason}"),
    ),
    "approval_asked": Words(
        ("导出待审批", "Export to decide"),
        ("有一份导出申请等您审批", "An export waits for your decision"),
        ("{what}，{count}条。理由：{reason}", "{what}, {count} rows. Why: {reason}"),
        always=True,
    ),
    "approval_granted": Words(
        ("导出已同意", "Export granted"),
        ("您的导出申请已同意", "Your export was granted"),
        ("{what}，请在 {due} 前导出。", "{what}: take it out before {due}."),
    ),
    "approval_refused": Words(
        ("导出不同意", "Export refused"),
        ("您的导出申请没有同意", "Your export was refused"),
        ("{what}。理由：{reason}", "{what}. Why: {reason}"),
    ),
}

_NO_FACT = {
    **dict.fromkeys(("item", "reason", "opinion", "destination", "others", "by", "how"), ""),
    **dict.fromkeys(("item_en", "by_en", "how_en", "late", "late_en", "what"), ""),
    **dict.fromkeys(("due", "until", "no", "number", "level", "count", "stars"), "—"),
}


def say(kind: str, facts: Mapping[str, str], language: str = "zh") -> tuple[str, str]:
    """(title, body) of a notice in that language; the facts it lacks are left blank.

    A kind this version does not know is named by its code and number alone.
    """
    words = KINDS.get(kind)
    if words is None:
        return f"{kind} {facts.get('no', '')}".strip(), ""
    place = 0 if language.startswith("zh") else 1
    known = _NO_FACT | dict(facts)
    known["item_en"] = known["item_en"] or known["item"]
    return words.title[place].format(**known), words.body[place].format(**known).strip()


def name_of(kind: str, language: str = "zh") -> str:
    """What the kind is called."""
    return KINDS[kind].name[0 if language.startswith("zh") else 1]
