"""What is said of a row of another system that cannot be taken, and of the file it stands in."""

from __future__ import annotations

from wangge.core.errors import Invalid


class NoSystem(Invalid):
    """Nobody said which system the cases come from."""

    code = "no_system"
    zh = "请说明这些案件来自哪个系统（来源系统）：编号只在一个系统里是唯一的。"
    en = "Say which system these cases come from: a number is unique within one system only."


class BadTime(Invalid):
    """No date and time."""

    code = "bad_time"
    zh = "“{value}”不是日期时间。请写成2026-11-23 09:30这样。"
    en = "“{value}” is no date and time. Write it like 2026-11-23 09:30."


class TimeInFuture(Invalid):
    """Something that has not happened yet."""

    code = "time_in_future"
    zh = "{value}还没有到。请核对日期和时区。"
    en = "{value} has not come yet. Check the date and the time zone."


class ClosedBeforeReported(Invalid):
    """It ended before it began."""

    code = "closed_before_reported"
    zh = "结案时间{closed}早于上报时间{reported}。请核对两个时间。"
    en = "It was closed ({closed}) before it was reported ({reported}). Check both times."


class ClosingMissing(Invalid):
    """Closed, but nobody knows when."""

    code = "closing_missing"
    zh = "办理结果是“{outcome}”，但没有结案时间。请补上结案时间，或改为在办。"
    en = "The outcome is “{outcome}” and there is no closing time. Add it, or write open."


class OpenAndClosed(Invalid):
    """Open, and yet closed."""

    code = "open_and_closed"
    zh = "办理结果是在办，却有结案时间。请去掉结案时间，或改正办理结果。"
    en = "The outcome is open, yet there is a closing time. Remove one or mend the other."


class BadOutcome(Invalid):
    """An outcome nobody knows."""

    code = "bad_outcome"
    zh = "办理结果“{value}”认不出来。可写：{choices}；或在对照文件的 outcomes 里说明它的意思。"
    en = "The outcome “{value}” is unknown. Write one of {choices}, or say it in the map file."


class OutcomeNotHere(Invalid):
    """The flow of that line never ends so."""

    code = "outcome_not_here"
    zh = "“{line}”的流程没有“{outcome}”这种结局。请改正办理结果，或换一条业务线。"
    en = "Cases of “{line}” never end as “{outcome}”. Mend the outcome, or choose another line."


class BadStars(Invalid):
    """A satisfaction nobody knows."""

    code = "bad_stars"
    zh = "满意度“{value}”认不出来。请写1到5，或{choices}。"
    en = "The satisfaction “{value}” is unknown. Write 1 to 5, or one of {choices}."


class UnknownType(Invalid):
    """A class of the other system that nobody has matched with one of ours."""

    code = "unknown_type"
    zh = "原类别“{value}”没有对应的事项。请在对照文件的 types 里补上一行，或写默认业务线。"
    en = "The type “{value}” stands for no item. Add it to `types` in the map file."


class HalfAPoint(Invalid):
    """A longitude without a latitude, or the other way round."""

    code = "half_a_point"
    zh = "经度和纬度要么都有，要么都没有。"
    en = "Give both longitude and latitude, or neither."


class NotADegree(Invalid):
    """No number of degrees."""

    code = "not_a_degree"
    zh = "“{value}”不是经纬度。请写十进制度数，如113.4975。"
    en = "“{value}” is no longitude or latitude. Write decimal degrees, like 113.4975."


class AlreadyOther(Invalid):
    """The number is there already, with other content: nothing is overwritten."""

    code = "already_other"
    zh = "原编号{number}已作为{no}导入，内容有变：{columns}。没有覆盖，请在案件里更正。"
    en = "Number {number} is here as {no} and now differs in: {columns}. Nothing was overwritten."


class TwiceOtherwise(Invalid):
    """The same number stands twice in the file with different content."""

    code = "twice_otherwise"
    zh = "原编号{number}与第{row}行相同，内容却不同。请只留一行。"
    en = "Number {number} stands in row {row}, too, with other content. Keep only one of them."


class ColumnsMissing(Invalid):
    """Columns that every case needs."""

    code = "columns_missing"
    zh = "还缺必须的列：{columns}。请改列名，或在对照文件的 columns 里说明。"
    en = "These columns are needed: {columns}. Rename them or name them in the map file."


class BadMap(Invalid):
    """The map file cannot be used."""

    code = "bad_map"
    zh = "对照文件有误：{why}"
    en = "The map file is wrong: {why}"
