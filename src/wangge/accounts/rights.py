"""Administrative rights: what a role's `rights` may name, and asking for one."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wangge.accounts.refusals import MayNot
from wangge.core.duty import Actor

#: Every right there is (right → what it allows, in Chinese and English).
RIGHTS: dict[str, tuple[str, str]] = {
    "accounts.write": ("新建、停用账户", "make and close accounts"),
    "accounts.lock": ("解锁账户、重置密码、强制下线", "unlock, reset passwords, sign people out"),
    "posts.write": ("设置岗位、任职", "make posts and appoint people"),
    "absences.write": ("登记请假与代理", "enter absences and stand-ins"),
    "territory.write": ("维护区划与边界", "keep areas and borders"),
    "catalogue.write": ("维护事项、时限与职责表", "keep items, limits and the duty matrix"),
    "calendar.write": ("维护工作日历", "keep the work calendar"),
    "jobs.run": ("查看和重跑后台任务", "watch and rerun background jobs"),
    "import.run": ("批量导入", "import in bulk"),
    "export.run": ("批量导出", "export in bulk"),
    "log.read": ("查看日志", "read the log"),
    "ledger.read": ("查看统计", "read the figures"),
}


def require(actor: Actor, right: str, chain: Collection[UUID] | None = None) -> None:
    """The actor holds that administrative right, over land with those areas if given.

    Refuses: MayNot.
    """
    if not actor.may(right, chain):
        raise MayNot(right=RIGHTS[right][0], right_en=RIGHTS[right][1])
