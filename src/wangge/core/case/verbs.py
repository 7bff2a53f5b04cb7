"""The verbs of the loop: what anybody can do to a case, each with its names."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Verb(StrEnum):
    """Everything that can happen to a case by somebody's hand (or, for some, by time)."""

    REPORT = "report"  #: 上报: somebody says what is wrong and where
    ASK_PRECHECK = "ask_precheck"  #: 派核实: ask a grid worker whether it is so
    PRECHECK = "precheck"  #: 核实: the grid worker's answer, before filing
    ACCEPT = "accept"  #: 立案
    REJECT = "reject"  #: 不予立案
    DISPATCH = "dispatch"  #: 派遣: to the post that must handle it
    SIGN_FOR = "sign_for"  #: 签收: the handler has seen it
    ASSIGN = "assign"  #: 指派: hand on inside a department
    HANDLE = "handle"  #: 处置反馈: done, with evidence
    SELF_HANDLE = "self_handle"  #: 自处置: solved on the spot by the reporter's own hand
    VERIFY = "verify"  #: 核查通过: somebody else saw that it is done
    REWORK = "rework"  #: 返工: it is not done
    CLOSE = "close"  #: 结案
    RETURN = "return"  #: 退回
    WITHDRAW = "withdraw"  #: 撤回: take back one's own last step
    URGE = "urge"  #: 催办
    SUPERVISE = "supervise"  #: 督办
    ANSWER_SUPERVISION = "answer_supervision"  #: 督办回复
    ASK_EXTENSION = "ask_extension"  #: 申请延期
    GRANT_EXTENSION = "grant_extension"  #: 同意延期
    REFUSE_EXTENSION = "refuse_extension"  #: 不同意延期
    SUSPEND = "suspend"  #: 挂账
    RESUME = "resume"  #: 解挂
    MERGE = "merge"  #: 合并: this case is the same problem as another
    SPLIT = "split"  #: 分办
    TRANSFER = "transfer"  #: 转办: to another county
    VOID = "void"  #: 作废
    FORCE_CLOSE = "force_close"  #: 强制结案
    REOPEN = "reopen"  #: 重新办理
    RELOCATE = "relocate"  #: 改位置
    RECLASSIFY = "reclassify"  #: 改类别
    RECORD = "record"  #: 登记结果: a finding on the way, in the flow's own form
    COMMENT = "comment"  #: 备注
    CALLBACK = "callback"  #: 回访
    RATE = "rate"  #: 评价
    ESCALATE = "escalate"  #: 升级: time did it
    RESCHEDULE = "reschedule"  #: 重算时限: the calendar changed
    REZONE = "rezone"  #: 划转: a border moved; no flow names it, only time says it
    IMPORT = "import"  #: 导入: it came whole from another system; no flow names it


class Name(NamedTuple):
    """What a verb is called: `past` in the log (`case.<past>`), `zh` and `en` on buttons."""

    past: str
    zh: str
    en: str


NAMES: dict[Verb, Name] = {
    Verb.REPORT: Name("reported", "上报", "Report"),
    Verb.ASK_PRECHECK: Name("precheck_asked", "派核实", "Ask for a precheck"),
    Verb.PRECHECK: Name("prechecked", "核实", "Precheck"),
    Verb.ACCEPT: Name("accepted", "立案", "File"),
    Verb.REJECT: Name("rejected", "不予立案", "Reject"),
    Verb.DISPATCH: Name("dispatched", "派遣", "Dispatch"),
    Verb.SIGN_FOR: Name("signed_for", "签收", "Sign for"),
    Verb.ASSIGN: Name("assigned", "指派", "Assign"),
    Verb.HANDLE: Name("handled", "处置反馈", "Handled"),
    Verb.SELF_HANDLE: Name("self_handled", "自处置", "Solved on the spot"),
    Verb.VERIFY: Name("verified", "核查通过", "Verified"),
    Verb.REWORK: Name("sent_to_rework", "返工", "Rework"),
    Verb.CLOSE: Name("closed", "结案", "Close"),
    Verb.RETURN: Name("returned", "退回", "Return"),
    Verb.WITHDRAW: Name("withdrawn", "撤回", "Withdraw"),
    Verb.URGE: Name("urged", "催办", "Urge"),
    Verb.SUPERVISE: Name("supervised", "督办", "Supervise"),
    Verb.ANSWER_SUPERVISION: Name("supervision_answered", "督办回复", "Answer supervision"),
    Verb.ASK_EXTENSION: Name("extension_asked", "申请延期", "Ask for an extension"),
    Verb.GRANT_EXTENSION: Name("extended", "同意延期", "Grant extension"),
    Verb.REFUSE_EXTENSION: Name("extension_refused", "不同意延期", "Refuse extension"),
    Verb.SUSPEND: Name("suspended", "挂账", "Suspend"),
    Verb.RESUME: Name("resumed", "解挂", "Resume"),
    Verb.MERGE: Name("merged", "合并", "Merge"),
    Verb.SPLIT: Name("split", "分办", "Split"),
    Verb.TRANSFER: Name("transferred", "转办", "Transfer"),
    Verb.VOID: Name("voided", "作废", "Void"),
    Verb.FORCE_CLOSE: Name("force_closed", "强制结案", "Force close"),
    Verb.REOPEN: Name("reopened", "重新办理", "Reopen"),
    Verb.RELOCATE: Name("relocated", "改位置", "Move the place"),
    Verb.RECLASSIFY: Name("reclassified", "改类别", "Change the class"),
    Verb.RECORD: Name("recorded", "登记结果", "Record"),
    Verb.COMMENT: Name("commented", "备注", "Note"),
    Verb.CALLBACK: Name("called_back", "回访", "Call back"),
    Verb.RATE: Name("rated", "评价", "Rate"),
    Verb.ESCALATE: Name("escalated", "升级", "Escalate"),
    Verb.RESCHEDULE: Name("rescheduled", "重算时限", "Reschedule"),
    Verb.REZONE: Name("rezoned", "划转", "Move with the border"),
    Verb.IMPORT: Name("imported", "导入", "Import"),
}
