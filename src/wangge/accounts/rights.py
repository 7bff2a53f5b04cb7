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
    "teams.send": ("派出驻村工作队", "send teams into villages"),
    "territory.write": ("维护区划与边界", "keep areas and borders"),
    "catalogue.write": ("维护事项、时限与职责表", "keep items, limits and the duty matrix"),
    "calendar.write": ("维护工作日历", "keep the work calendar"),
    "jobs.run": ("查看和重跑后台任务", "watch and rerun background jobs"),
    "import.run": ("批量导入", "import in bulk"),
    "export.run": ("批量导出", "export in bulk"),
    "log.read": ("查看日志", "read the log"),
    "ledger.read": ("查看统计", "read the figures"),
    "registry.read": ("查看人地物组织登记", "read the registry"),
    "registry.write": ("登记、修改人地物组织", "keep the registry"),
    "registry.import": ("批量导入登记", "import into the registry"),
    "registry.export": ("导出登记", "export the registry"),
    "export.approve": ("批准大批量导出个人信息", "approve large exports of personal data"),
    "special.read": ("查看特殊人群", "read the special groups"),
    "special.write": ("登记特殊人群", "keep the special groups"),
    "visits.write": ("安排包户联系人和专项走访", "arrange household contacts and rounds"),
    "privacy.read": ("查看个人信息查阅记录", "read who looked at whom"),
    "privacy.write": ("维护个人信息规则", "keep the rules for personal data"),
}


def require(actor: Actor, right: str, chain: Collection[UUID] | None = None) -> None:
    """The actor holds that administrative right, over land with those areas if given.

    Refuses: MayNot.
    """
    if not actor.may(right, chain):
        raise MayNot(right=RIGHTS[right][0], right_en=RIGHTS[right][1])
