"""What the pack says no with."""

from __future__ import annotations

from wangge.core.errors import Invalid


class UnreadableList(Invalid):
    """No table, or one without the headings that matter."""

    code = "unreadable_list"
    zh = "名单读不出来：{why}。请用 xlsx 或 csv，第一行写表头，至少有“姓名”和“村（社区）”。"
    en = "The list cannot be read ({why}). It wants xlsx or csv with headings 姓名 and 村（社区）."


class ListTooLong(Invalid):
    """More rows than one list takes."""

    code = "list_too_long"
    zh = "名单有{rows}行，一次最多{most}行。请分几次导入。"
    en = "The list has {rows} rows; one takes at most {most}. Bring it in in parts."


class NameMissing(Invalid):
    """A row without a name."""

    code = "name_missing"
    zh = "没有姓名。请补上姓名。"
    en = "The name is missing. Fill it in."


class UnknownVillage(Invalid):
    """A village nobody knows, or one of several of that name."""

    code = "unknown_village"
    zh = "找不到村（社区）“{village}”，或有同名的。请写全称，如“东富镇东富村”。"
    en = "“{village}” is no village, or several bear that name. Write town and village."


class NeedsGrid(Invalid):
    """A village with several grids, none of them named."""

    code = "needs_grid"
    zh = "请在“网格”列写明“{village}”的哪个网格：{grids}。"
    en = "Say in the column 网格 which grid of “{village}” it is: {grids}."


class UnknownClass(Invalid):
    """A class of key person there is not."""

    code = "unknown_class"
    zh = "类别“{given}”不在可选范围：{choices}。"
    en = "“{given}” is no class of key person: {choices}."


class SameIdOtherWords(Invalid):
    """The person is on the list already, with something else said."""

    code = "listed_otherwise"
    zh = "此人已登记过，内容不同。请在原案件上更正。"
    en = "This person is listed already with other words. Correct the case there is."
