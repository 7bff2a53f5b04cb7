"""What the page of components shows: invented, fixed, in every state, never from the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.ui.components.lists import Column, Tab
from wangge.ui.components.states import chip

#: The instant at which every example is looked at.
NOW = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)


class ExampleForm(forms.Form):
    """One field of each kind, so that labels, help and errors can be seen together."""

    name = forms.CharField(
        label=gettext_lazy("您的姓名"),
        max_length=20,
        help_text=gettext_lazy("方便回访，不会公开。"),
    )
    phone = forms.RegexField(
        r"^1\d{10}$",
        label=gettext_lazy("手机号"),
        error_messages={"invalid": gettext_lazy("手机号应是11位数字，请核对。")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("类别"),
        choices=[("road", gettext_lazy("道路")), ("light", gettext_lazy("路灯"))],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("发生了什么"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    way = forms.ChoiceField(
        label=gettext_lazy("怎样答复您"),
        choices=[("sms", gettext_lazy("短信")), ("call", gettext_lazy("电话"))],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=gettext_lazy("愿意参加回访"), required=False)


def _cases() -> list[dict[str, Any]]:
    return [
        {
            "no": "C-20261123-0042", "title": _("污水井盖缺失"), "place": _("东富村 3组"),
            "light": "red", "provisional": True,
            "due_at": NOW - timedelta(hours=5), "source": _("市民"),
            "duplicates": 2, "supervised": True, "owner": _("刘师傅"), "state": _("处理中"),
            "state_tone": "accent",
        },
        {
            "no": "C-20261123-0051", "title": _("路灯不亮"), "place": _("三角塘村"),
            "light": "amber", "due_at": NOW + timedelta(minutes=40), "source": _("网格员"),
            "owner": "", "state": _("待派遣"), "state_tone": "amber",
        },
        {
            "no": "C-20261123-0007",
            "title": _("国道旁堆放的建筑垃圾一直没有人清运，下雨后泥水流到路面，摩托车容易打滑"),
            "place": _("官庄镇大障新村村民委员会第十二网格"), "light": "green",
            "due_at": NOW + timedelta(days=2, hours=3), "source": _("12345热线"),
            "owner": _("东富镇派遣岗"), "state": _("待核查"), "state_tone": "plain",
        },
        {
            "no": "C-20261120-0311", "title": _("道路塌陷"), "place": _("泗汾镇"),
            "light": "paused", "due_at": None, "paused_until": NOW + timedelta(days=20),
            "source": _("网格员"), "owner": _("公路局"),
            "state": _("暂停计时"), "state_tone": "slate",
        },
        {
            "no": "C-20261118-0102", "title": _("乱贴小广告"), "place": _("来龙门街道"),
            "light": "done", "due_at": NOW - timedelta(days=3), "source": _("市民"),
            "owner": "", "state": _("办结"), "state_tone": "green",
        },
    ]  # fmt: skip


def _timeline() -> list[dict[str, Any]]:
    return [
        {"verb": _("上报"), "who": _("陈姨"), "post": "", "at": NOW - timedelta(hours=6),
         "opinion": _("井盖不见了，孩子上学要走这条路。")},
        {"verb": _("立案"), "who": _("周敏"), "post": _("县受理岗"),
         "at": NOW - timedelta(hours=5, minutes=52), "used": _("8分"), "limit": _("15分")},
        {"verb": _("派遣"), "who": _("李强"), "post": _("东富镇派遣岗"), "over": True,
         "at": NOW - timedelta(hours=5, minutes=10), "used": _("42分"), "limit": _("15分"),
         "opinion": _("请先围挡，再更换。")},
        {"verb": _("处置"), "who": _("刘师傅"), "post": _("公路局"), "open": True,
         "at": NOW - timedelta(hours=5, minutes=10),
         "used": _("5小时10分"), "limit": _("4个工作时")},
    ]  # fmt: skip


def _table() -> dict[str, Any]:
    return {
        "columns": [
            Column("town", _("镇街"), main=True),
            Column("open", _("在办"), numeric=True),
            Column("late", _("超期"), numeric=True),
            Column("state", _("状态")),
        ],
        "rows": [
            {"town": _("东富镇"), "href": "#", "open": 128, "late": 3,
             "state": chip(_("有超期"), "red")},
            {"town": _("来龙门街道"), "href": "#", "open": "1,024", "late": 0,
             "state": chip(_("正常"), "green")},
        ],
    }  # fmt: skip


def _map() -> dict[str, Any]:
    def square(west: float, south: float, name: str, load: float) -> dict[str, Any]:
        east, north = west + 0.05, south + 0.04
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {
            "type": "Feature",
            "properties": {"name": name, "load": load, "href": "#map"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    def point(lon: float, lat: float, light: str) -> dict[str, Any]:
        return {
            "type": "Feature",
            "properties": {"name": "", "light": light, "href": "#map"},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }

    return {
        "type": "FeatureCollection",
        "features": [
            square(113.40, 27.60, _("东富镇"), 0.9),
            square(113.45, 27.60, _("来龙门街道"), 0.1),
            square(113.40, 27.64, _("官庄镇"), 0.5),
            square(113.45, 27.64, "Grid 003", 0.0),
            point(113.42, 27.62, "red"), point(113.47, 27.61, "amber"),
            point(113.46, 27.66, "green"), point(113.43, 27.66, "paused"),
        ],
    }  # fmt: skip


def styleguide_context() -> dict[str, Any]:
    """Everything `ui/styleguide.html` shows."""
    photo = {"url": static("ui/img/icon-512.png"), "at": NOW, "place": _("东富村 3组")}
    bound = ExampleForm({"name": "", "phone": "1380013", "way": ""})
    post = SimpleNamespace(title=_("东富镇派遣岗"))
    return {
        "now": NOW,
        "actor": SimpleNamespace(name=_("李强"), posts=[post]),
        "desk_counts": [
            Tab(_("待办"), "#", 12), Tab(_("超期"), "#", 3, tone="red"), Tab(_("督办"), "#", 1),
        ],
        "tabs": [
            Tab(_("待办"), "#", 12, active=True), Tab(_("已办"), "#"),
            Tab(_("超期"), "#", 3, tone="red"), Tab(_("督办"), "#", 1, tone="amber"),
            Tab(_("全部"), "#", 10_482),
        ],
        "cases": _cases(),
        "soon": NOW + timedelta(minutes=40),
        "later": NOW + timedelta(days=2, hours=3),
        "late": NOW - timedelta(hours=5),
        "tones": ["plain", "accent", "red", "amber", "green", "slate"],
        "colours": ["ground", "paper", "sunk", "line", "line-strong", "ink", "ink-2", "accent",
                    "accent-soft", "red", "amber", "green", "slate"],
        "form": ExampleForm(auto_id="clean_%s"),
        "bound": bound,
        "table": _table(),
        "timeline_entries": _timeline(),
        "photos": [photo | {"alt": _("缺失的井盖"), "when": "before"},
                   photo | {"alt": _("换好的井盖"), "when": "after"}],
        "photos_open": [photo | {"alt": _("缺失的井盖"), "when": "before"}],
        "kinds": [("road", _("道路")), ("light", _("路灯"))],
        "crumbs": [(_("醴陵市"), "#"), (_("东富镇"), "#"), (_("东富村"), "")],
        "desk_keys": [("D", _("派遣")), ("R", _("退回"))],
        "map_data": _map(),
    }  # fmt: skip
