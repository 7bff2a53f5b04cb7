"""What the loop says when it will not do something. One class, one sentence."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid, NotFound, Stale


class NotNow(Forbidden):
    code = "not_now"
    zh = "案件现在是“{state}”，不能{verb}。请按页面上现有的按钮办理。"
    en = "The case is “{state}”; {verb} is not possible now. Use one of the actions offered."


class NotYours(Forbidden):
    code = "not_yours"
    zh = "{verb}须由{who}办理，您的岗位不能办理。可备注或催办，请责任岗位处理。"
    en = "{verb} belongs to {who}; your post may not do it. You may leave a note or urge the owner."


class OwnWork(Forbidden):
    code = "own_work"
    zh = "谁处置谁不得核查、结案：您或您的岗位处置过本案，请由他人核查。"
    en = "Who handled a case may not verify or close it: please let somebody else check."


class Paused(Forbidden):
    code = "suspended"
    zh = "案件已挂账至{until}，期间不办理。如需办理，请先解挂。"
    en = "The case is suspended until {until}. Resume it first."


class TooOften(Forbidden):
    code = "too_often"
    zh = "{what}最多{limit}次，已用完。请改由督办或其他方式处理。"
    en = "{what} is allowed {limit} time(s) and that is used up. Ask for supervision instead."


class TooLate(Forbidden):
    code = "too_late"
    zh = "{what}须在{until}之前提出，现已超过。"
    en = "{what} had to be done before {until}; that has passed."


class NothingAsked(Forbidden):
    code = "nothing_asked"
    zh = "没有待批的延期申请。"
    en = "No extension has been asked for."


class ChildrenOpen(Forbidden):
    code = "children_open"
    zh = "还有分办的子案件未结，请先办结子案件再结案。"
    en = "Sub-cases are still open: close them first."


class StaleVersion(Stale):
    code = "stale_version"
    zh = (
        "案件刚被他人更新（您看到的是第{yours}版，现在是第{now}版），"
        "您填写的内容已保留，请核对后重试。"
    )
    en = (
        "Somebody updated the case first (you saw version {yours}, it is now {now}). "
        "What you typed is kept: check and try again."
    )


class Missing(Invalid):
    code = "missing"
    zh = "{verb}还缺少“{what}”，请补充后再提交。"
    en = "{verb} still needs “{what}”. Fill it in and send again."


class BadChoice(Invalid):
    code = "bad_choice"
    zh = "“{what}”的值“{value}”不在可选范围：{choices}。"
    en = "“{value}” is not a choice for “{what}”: {choices}."


class BadUntil(Invalid):
    code = "bad_until"
    zh = "挂账截止时间须晚于现在，且不超过{days}天。"
    en = "A suspension must end later than now and within {days} days."


class BadMerge(Invalid):
    code = "bad_merge"
    zh = "不能合并到{no}：{why}。请改选一件在办的主案件。"
    en = "Cannot merge into {no}: {why_en}. Choose another open case."


class UnknownPost(Invalid):
    code = "unknown_post"
    zh = "选择的岗位不存在或不能承接本案，请重新选择。"
    en = "That post does not exist or cannot take this case. Choose another."


class NoSuchCase(NotFound):
    code = "no_such_case"
    zh = "没有找到案件 {no}，或您无权查看。请核对编号。"
    en = "There is no case {no}, or it is not yours to see. Please check the number."


class IdTaken(Forbidden):
    code = "id_taken"
    zh = "这个编号(id)已属于另一份上报。请重新生成后再提交，内容未丢失。"
    en = "This id already belongs to another report. Make a new one and send again."
