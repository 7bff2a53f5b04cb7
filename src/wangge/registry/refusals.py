"""What the registry says no with."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid, NotFound


class NoSuchElement(NotFound):
    """Not there, or not for the one who asks."""

    code = "no_such_element"
    zh = "没有这条登记，或者它不在您的辖区。"
    en = "There is no such record, or it is not on your land."


class NoGrid(Invalid):
    """An element without a place."""

    code = "no_grid"
    zh = "不知道在哪个网格：请填网格，或经纬度，或所属的户、房屋。"
    en = "Its grid is unknown: give the grid, a point, or the household or dwelling it belongs to."


class NotYourLand(Forbidden):
    """Writing on somebody else's land."""

    code = "not_your_land"
    zh = "{grid}不在您的辖区，不能登记。"
    en = "{grid} is not on your land; you may not register there."


class Missing(Invalid):
    """A required column is empty."""

    code = "missing_column"
    zh = "“{column}”不能为空。"
    en = "“{column}” must not be empty."


class NoSuchPart(Invalid):
    """A household, dwelling or building that is referred to but not registered."""

    code = "no_such_part"
    zh = "没有登记过{kind}“{code}”。请先登记它，或改正这一格。"
    en = "{kind} “{code}” is not registered. Register it first, or correct this cell."


class AlreadyRegistered(Invalid):
    """Another element bears the same key."""

    code = "already_registered"
    zh = "“{column}”与已有的登记相同，请查找后在原登记上修改。"
    en = "Another record has the same {column}. Find it and change it there."


class TwiceInFile(Invalid):
    """Two rows of one batch are the same element."""

    code = "twice_in_file"
    zh = "与第{row}行是同一条登记，请只留一行。"
    en = "This is the same record as row {row}. Keep only one of them."


class RegisteredElsewhere(Invalid):
    """The element is registered on land of others."""

    code = "registered_elsewhere"
    zh = "“{column}”已在别的辖区登记，请由上级办理转入。"
    en = "This {column} is registered on other land. Ask the level above to transfer it."


class EndsBeforeStart(Invalid):
    """An element cannot end before it began."""

    code = "ends_before_start"
    zh = "终止日期不能早于开始日期（{since}）。"
    en = "The last day may not come before the first ({since})."


class NotSpecial(Invalid):
    """A category of the other domain."""

    code = "not_special"
    zh = "“{category}”不是特殊人群类别。"
    en = "“{category}” is no category of a special group."


class NeedsReason(Invalid):
    """What is done needs a reason."""

    code = "needs_reason"
    zh = "请写明事由。"
    en = "Please give a reason."
