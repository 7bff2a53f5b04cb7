"""What the roster says when it will not be changed so. One class, one sentence."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid


class PostTaken(Invalid):
    code = "post_taken"
    zh = "“{post}”已由{holder}任职。请先免去原任职，或选择“接替”。"
    en = "“{post}” is held by {holder}. Relieve the holder first, or choose to replace."


class PostClosed(Invalid):
    code = "post_closed"
    zh = "“{post}”已撤销，不能再任职。请选择别的岗位。"
    en = "“{post}” is closed and can no longer be held. Please choose another post."


class PostVacant(Invalid):
    code = "post_vacant"
    zh = "“{post}”现在没有人任职，无需免职。"
    en = "Nobody holds “{post}” now."


class PostCodeTaken(Invalid):
    code = "post_code_taken"
    zh = "岗位编号“{post}”已经用过。请换一个编号。"
    en = "The post code “{post}” has been used already. Please choose another."


class CentreStays(Forbidden):
    code = "centre_stays"
    zh = "县指挥中心是全县的兜底岗位，不能撤销，也不能另设。"
    en = "The county centre is where everything falls to: it can be neither closed nor doubled."


class PostsBelow(Invalid):
    code = "posts_below"
    zh = "“{post}”下面还有{count}个岗位。请先改挂或撤销下级岗位。"
    en = "“{post}” still has {count} posts under it. Move or close those first."


class SeparatedRoles(Forbidden):
    code = "separated_roles"
    zh = "三员分立：{person}已是{held}，不能再任{wanted}。请由他人担任。"
    en = "Separated duties: {person} is already {held} and cannot also be {wanted}."


class BadSpan(Invalid):
    code = "bad_span"
    zh = "结束时间须晚于开始时间。请核对日期。"
    en = "The end must be later than the start. Please check the dates."


class NotByOneself(Invalid):
    code = "not_by_oneself"
    zh = "代理人不能是本人。请选择另一个人。"
    en = "Nobody stands in for himself. Please choose another person."


class OverlappingHolding(Invalid):
    code = "overlapping_holding"
    zh = "“{post}”在这段时间里已有任职记录。请核对起止时间。"
    en = "“{post}” is already held during that time. Please check the dates."


class EmptyTeam(Invalid):
    code = "empty_team"
    zh = "请至少选一个人，第一个是队长。"
    en = "Choose at least one person; the first leads."


class TeamNeedsVillage(Invalid):
    code = "team_needs_village"
    zh = "工作队派到村（社区），“{area}”不是。请选择一个村。"
    en = "Teams are sent into villages, and “{area}” is none. Choose a village."
