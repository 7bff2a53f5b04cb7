"""What the catalogue says when it will not change."""

from __future__ import annotations

from wangge.core.errors import Invalid


class ReasonMissing(Invalid):
    """A change of the county's rules says why."""

    code = "reason_missing"
    zh = "请写明修改的原因或依据。"
    en = "Say why this is changed, or on what ground."


class UnknownDepartment(Invalid):
    """No department of that code."""

    code = "unknown_department"
    zh = "没有“{department}”这个部门。请先在岗位管理中建立。"
    en = "There is no department “{department}”. Make it first."


class UnknownRole(Invalid):
    """No role of that code."""

    code = "unknown_role"
    zh = "没有“{role}”这个角色。"
    en = "There is no role “{role}”."


class UnknownArea(Invalid):
    """No area of that code is in force."""

    code = "unknown_area"
    zh = "没有代码为“{area}”的区划。"
    en = "No area has the code “{area}”."


class DepartmentOrRole(Invalid):
    """A duty entry names one of the two."""

    code = "department_or_role"
    zh = "承办部门和承办角色要选一个，且只选一个。"
    en = "Choose either a department or a role, and only one of them."


class NoItemMatches(Invalid):
    """A pattern that fits no item."""

    code = "no_item_matches"
    zh = "没有事项符合“{item}”。"
    en = "No item matches “{item}”."


class NoSuchDuty(Invalid):
    """There is no such duty entry to remove."""

    code = "no_such_duty"
    zh = "职责表里没有这一条，可能已被别人删去。"
    en = "The duty matrix has no such entry; somebody may have removed it."


class LastDuty(Invalid):
    """The last county-wide entry of an item stays."""

    code = "last_duty"
    zh = "删去后，事项“{item}”在全县就没有承办单位了。请先加一条。"
    en = "Without it nobody in the county would handle item “{item}”. Add another entry first."
