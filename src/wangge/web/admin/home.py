"""The first page of administration, and all a county must set at install 建县设置."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.catalogue.queries import Setting, settings_overview
from wangge.web.admin.frame import SECTIONS, admin, may_enter, shown
from wangge.web.doors import actor_of

#: Where each setting is changed.
_CHANGED_AT = {
    "hours": "admin_calendar",
    "holidays": "admin_calendar",
    "limits": "admin_catalogue",
    "items": "admin_catalogue",
    "duty": "admin_duty",
    "ladder": "admin_flows",
}


@require_GET
@admin()
def home(request: HttpRequest) -> HttpResponse:
    """The sections open to the actor, and what one does there."""
    actor = actor_of(request)
    cards = [
        {
            "title": section.title,
            "what": section.what,
            "href": reverse(f"admin_{section.code}"),
        }
        for section in SECTIONS
        if may_enter(actor, section)
    ]
    return shown(request, "home.html", {"cards": cards})


@require_GET
@admin("settings")
def settings(request: HttpRequest) -> HttpResponse:
    """Everything a county must set, how it stands, on what ground. Six queries for the catalogue.

    What the county keeps outside the catalogue (grids, codes, datum, masking) follows as rows that
    say where it stands.
    """
    found = [(one, _CHANGED_AT[one.code]) for one in settings_overview()] + _elsewhere()
    context = {
        "rows": [{"setting": one, "href": reverse(name)} for one, name in found],
        "open": sum(one.unchecked > 0 for one, _name in found),
    }
    return shown(request, "settings.html", context, section="settings")


def _elsewhere() -> list[tuple[Setting, str]]:
    """What other parts of the county keep; each is shipped with a default that holds."""
    return [
        (
            Setting(
                code="borders",
                title=_("网格边界与编码"),
                title_en="Grid borders and codes",
                now=_("出厂边界为示意；编码为统计用区划代码后加三位"),
                now_en="Shipped borders are illustrative; codes are statistical codes plus three",
                basis=_("GB/T 34300 的公开实践；边界由县自然资源部门提供"),
                unchecked=1,
            ),
            "admin_areas",
        ),
        (
            Setting(
                code="datum",
                title=_("坐标系"),
                title_en="Datum of each source",
                now=_("存 WGS-84 经纬度和原值；每个来源须写明坐标系"),
                now_en="WGS-84 is kept beside the value given; every source must name its datum",
                basis=_("2000国家大地坐标系为法定坐标系"),
            ),
            "admin_areas",
        ),
        (
            Setting(
                code="masking",
                title=_("姓名电话的遮盖"),
                title_en="Masking of names and telephones",
                now=_("领导和审计看到的姓名电话是遮盖的；查看原文要写理由并留痕"),
                now_en="Leaders and auditors see names masked; a look needs a reason, logged",
                basis=_("个人信息保护法第六条、第二十八条"),
            ),
            "admin_posts",
        ),
        (
            Setting(
                code="retention",
                title=_("保存期限"),
                title_en="Retention",
                now=_("个人信息到期自动清理，期限由安全管理员定；案件和日志不删"),
                now_en="Personal data is purged by the security officer's rules; cases stay",
                basis=_("网络安全法第二十一条：日志不少于六个月"),
            ),
            "admin_health",
        ),
        (
            Setting(
                code="measures",
                title=_("考核口径"),
                title_en="Measures",
                now=_("按期结案率按处置时限算，作废、合并、转办不计；结案满20件才排名"),
                now_en="On time is by the handling limit, without void, merged and transferred "
                "cases; ranked from 20 closed cases",
                basis=_("GB/T 30428.4 的公开实践，未核对"),
                unchecked=1,
            ),
            "admin_flows",
        ),
        (
            Setting(
                code="other_packs",
                title=_("其他业务"),
                title_en="Other services",
                now=_("热线考核、走访频次、养老补贴、隐患标准、停工日历随各自的业务包装入"),
                now_en="Hotline measures, visits, elder subsidies, hazard criteria and stop "
                "calendars come with their packs",
                basis=_("业务包未装，暂不用定"),
            ),
            "admin_catalogue",
        ),
    ]
