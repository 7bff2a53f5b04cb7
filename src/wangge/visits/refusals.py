"""What visits say no with."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid


class NotYourHousehold(Forbidden):
    """A visit by somebody who neither answers for the contact nor serves the grid."""

    code = "not_your_household"
    zh = "这一户的联系人是{post}，您不在岗代理，也不在这个网格任职，不能登记走访。"
    en = "Its contact is {post}; you neither stand in for it nor serve its grid."


class VisitTaken(Invalid):
    """The id of another visit."""

    code = "visit_taken"
    zh = "这个走访编号已被另一条记录占用，请刷新页面后重新填写。"
    en = "This id belongs to another visit. Reload the page and fill in again."


class TooManyProblems(Invalid):
    """More problems than one visit takes."""

    code = "too_many_problems"
    zh = "一次走访最多报{most}个问题，其余请用“上报”。"
    en = "One visit takes at most {most} problems; report the others by themselves."


class UnknownKind(Invalid):
    """A kind of visit there is not."""

    code = "unknown_visit_kind"
    zh = "请选择是入户、电话还是没见到人。"
    en = "Say whether it was at home, by telephone, or nobody was met."


class NoSuchPost(Invalid):
    """A contact that is no post in force."""

    code = "no_such_post"
    zh = "选的岗位不存在或已撤销，请重新选择。"
    en = "That post does not exist or was closed. Choose another."


class NobodyChosen(Invalid):
    """A bulk change without households."""

    code = "nobody_chosen"
    zh = "请先勾选要安排的户。"
    en = "Tick the households first."


class BadSpan(Invalid):
    """A rule that cannot be kept."""

    code = "bad_span"
    zh = "走访频次要填1到{most}的整数，并选择天、周或月。"
    en = "Give a whole number from 1 to {most}, and days, weeks or months."


class BeginsInPast(Invalid):
    """A rule that would make people late for days gone by."""

    code = "begins_in_past"
    zh = "新规则最早从今天（{today}）开始。"
    en = "A new rule begins today ({today}) at the earliest."


class UnknownClass(Invalid):
    """A visit class that is not in the list."""

    code = "unknown_visit_class"
    zh = "代码表里没有这个走访类别。"
    en = "The list has no such visit class."


class RoundClosed(Invalid):
    """A round that has ended, or never was."""

    code = "round_closed"
    zh = "这次专项走访不存在或已结束，请去掉后重新提交。"
    en = "This round does not exist or has ended. Leave it out and send again."
