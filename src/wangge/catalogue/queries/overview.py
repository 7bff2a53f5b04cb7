"""What the county must set at install, on one page: how it stands, and on what ground.

Only what the catalogue holds; other apps add their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from wangge.catalogue import models
from wangge.catalogue.access import catalogue
from wangge.catalogue.models.versioned import in_force


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing the county must set, what it is now, and on what ground. For one page."""

    code: str
    title: str
    title_en: str
    #: How things stand, in a sentence.
    now: str
    now_en: str
    #: Where the shipped default comes from, or what the law says.
    basis: str
    #: How many entries nobody has checked yet; 0 when there is nothing left to check.
    unchecked: int = 0
    basis_en: str = ""


def settings_overview() -> tuple[Setting, ...]:
    """What the county must set at install, as far as the catalogue holds it. Six queries."""
    return (_hours(), _holidays(), _limits(), _classes(), _duty(), _ladder())


def _hours() -> Setting:
    rows = list(models.Calendar.objects.order_by("code"))
    return Setting(
        code="hours",
        title="作息时间",
        title_en="Working hours",
        now="；".join(f"{row.title} {row.windows}" for row in rows),
        now_en="; ".join(f"{row.title_en} {row.windows}" for row in rows),
        basis="县机关作息通知；出厂为 08:00-12:00、14:00-18:00",
        basis_en="Notice of the county; shipped as 08:00-12:00, 14:00-18:00",
    )


def _holidays() -> Setting:
    days = models.WorkDay.objects.filter(calendar__isnull=True)
    waiting = sorted({on.year for on in days.filter(confirmed=False).values_list("on", flat=True)})
    announced = [
        on.year
        for on in days.order_by("-on").values_list("on", flat=True)
        if on.year not in waiting
    ][:1]
    upto = str(announced[0]) if announced else "—"
    return Setting(
        code="holidays",
        title="放假与调休",
        title_en="Holidays and make-up days",
        now=f"已有通知到 {upto} 年；此后各年按法定节日暂算",
        now_en=f"Announced up to {upto}; later years are reckoned with the statutory days",
        basis="国务院办公厅每年的节假日安排通知（约11月公布）",
        basis_en="The State Council notice of each year, about November",
        unchecked=1 if waiting else 0,
    )


def _limits() -> Setting:
    marks = Counter(
        models.Condition.objects.filter(in_force(None)).values_list("provenance", flat=True)
    )
    total, open_ = sum(marks.values()), marks["K"] + marks["P"]
    return Setting(
        code="limits",
        title="立案条件和时限",
        title_en="Filing conditions and limits",
        now=f"共 {total} 条：公开标准 {marks['F1'] + marks['F1b']}，"
        f"本县自定 {marks['L']}，待核定 {open_}",
        now_en=f"{total} in all: {marks['F1'] + marks['F1b']} published, {marks['L']} the "
        f"county's own, {open_} to be checked",
        basis="某市公开的立案、处置、结案标准；时限各地不同，由县里核定",
        basis_en="A city's published standard; limits are local and the county's to check",
        unchecked=open_,
    )


def _classes() -> Setting:
    marks = Counter(models.Item.objects.filter(in_force(None)).values_list("provenance", flat=True))
    total, open_ = sum(marks.values()), marks["K"] + marks["P"]
    return Setting(
        code="items",
        title="事项分类",
        title_en="Classes",
        now=f"共 {total} 类，其中 {open_} 类待核定",
        now_en=f"{total} classes, {open_} of them to be checked",
        basis="GB/T 30428.2 的公开实践；村级事务为常识整理",
        basis_en="Published practice of GB/T 30428.2; rural classes by common sense",
        unchecked=open_,
    )


def _duty() -> Setting:
    rows = list(models.DutyEntry.objects.filter(in_force(None)).values_list("area", "local"))
    by_area = sum(1 for area, _ in rows if area)
    open_ = sum(1 for _, local in rows if not local)
    return Setting(
        code="duty",
        title="职责表",
        title_en="Duty matrix",
        now=f"共 {len(rows)} 条，其中 {by_area} 条只管某镇村；{open_} 条待核定",
        now_en=f"{len(rows)} entries, {by_area} for one area only; {open_} to be checked",
        basis="部门权责清单（醴陵市共 3293 项）；出厂为建议",
        basis_en="The departments' list of duties (3,293 in Liling); shipped as a proposal",
        unchecked=open_,
    )


def _ladder() -> Setting:
    flows = catalogue().flows.values()
    return Setting(
        code="ladder",
        title="超期升级",
        title_en="Escalation of late cases",
        now="；".join(
            f"{flow.title} 超期后 {'、'.join(map(str, flow.terms.escalate_hours))} 小时逐级上升"
            for flow in flows
        ),
        now_en="; ".join(
            f"{flow.title_en}: {', '.join(map(str, flow.terms.escalate_hours))} hours late"
            for flow in flows
        ),
        basis="本系统建议，写在业务包 flow.yaml 的 terms",
        basis_en="Proposed by this system, in the terms of the pack's flow.yaml",
    )
