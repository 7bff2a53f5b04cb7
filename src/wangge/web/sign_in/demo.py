"""Who can be tried out in a demo county, as the sign-in page lists them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

#: Printed on purpose: a demo county holds no real person.
PASSWORD = "wangge-demo"  # noqa: S105


class DemoAccount(NamedTuple):
    """A person of the cast."""

    username: str
    name: str
    does: object


def demo_accounts() -> tuple[DemoAccount, ...]:
    """The cast, in the order of a case's way through the county."""
    return _CAST


_CAST = (
    DemoAccount("chenyi", "陈姨", _("居民，上报和评价")),
    DemoAccount("wangfang", "王芳", _("东富村网格员，核实、核查")),
    DemoAccount("liqiang", "李强", _("东富镇派遣员，派单")),
    DemoAccount("liushifu", "刘师傅", _("公路部门处置人员")),
    DemoAccount("zhoumin", "周敏", _("县受理员，受理全县")),
    DemoAccount("zhaomin", "赵敏", _("邻镇派遣员，看不到东富镇")),
    DemoAccount("sunzhuren", "孙主任", _("县领导，看总览、督办")),
    DemoAccount("heshen", "何审", _("审计员，看日志")),
    DemoAccount("admin", "管理员", _("系统管理员，岗位、目录")),
    DemoAccount("wangdie", "王爹", _("居民，82岁，独居")),
)
