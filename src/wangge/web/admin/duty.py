"""The duty matrix 职责表: who handles which items where, and changing an entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.catalogue.access import catalogue
from wangge.catalogue.actions.items import remove_duty, set_duty
from wangge.core.catalogue import DutyEntry
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.territory.access import roles, territory_index
from wangge.territory.queries import departments
from wangge.ui.answers import language_of
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.doors import actor_of


@require_GET
@admin("duty")
def matrix(request: HttpRequest) -> HttpResponse:
    """The entries of a line; `area` shows what holds there. One query for the departments."""
    known, zh = catalogue(), language_of(request).startswith("zh")
    line, area = _line(request), request.GET.get("area", "")
    names = _names(zh)
    towns = _towns()
    rows = [
        _shown(entry, line, names, zh)
        for entry in known.duty_entries(line)
        if not area or entry.area in ("", area) or entry.area.startswith(area)
    ]
    context = {
        "lines": [(one.code, one.title if zh else one.title_en) for one in known.lines],
        "line": line,
        "areas": towns,
        "area": area,
        "rows": rows,
        "may_write": actor_of(request).may("catalogue.write"),
        "add_href": f"{reverse('admin_duty_edit')}?{urlencode({'line': line, 'area': area})}",
    }
    return shown(request, "duty.html", context, section="duty")


@require_http_methods(["GET", "POST"])
@admin("duty")
def edit(request: HttpRequest) -> HttpResponse:
    """One entry, told by line, pattern and area: set anew or removed, with a reason."""
    given = request.POST if request.method == "POST" else request.GET
    line, item, area = _line(request), given.get("item", "").strip(), given.get("area", "").strip()
    zh, actor, now = language_of(request).startswith("zh"), actor_of(request), utc_now()
    old = next(
        (one for one in catalogue().duty_entries(line) if (one.item, one.area) == (item, area)),
        None,
    )
    value = {
        "who": given.get("who", _who(old)),
        "level": given.get("level", (old.level if old else Level.COUNTY).value),
        "note": given.get("note", old.note if old else ""),
        "reason": given.get("reason", ""),
    }
    refused: Refused | None = None
    if request.method == "POST":
        kind, _colon, code = value["who"].partition(":")

        def change() -> None:
            if given.get("do") == "remove":
                remove_duty(line, item, area=area, reason=value["reason"], actor=actor, now=now)
                return
            set_duty(
                line,
                item,
                department=code if kind == "department" else "",
                role=code if kind == "role" else "",
                area=area,
                level=Level(value["level"]) if value["level"] in list(Level) else Level.COUNTY,
                note=value["note"],
                reason=value["reason"],
                actor=actor,
                now=now,
            )

        refused = tried(request, change)
        if refused is None:
            there = f"{reverse('admin_duty')}?{urlencode({'line': line, 'area': area})}"
            return done(request, _("职责已改，新的派遣按它走。"), there)
    context = {
        "crumbs": [(_("职责"), f"{reverse('admin_duty')}?line={line}"), (item or _("新条目"), "")],
        "line": line,
        "line_title": catalogue().line(line).title if zh else catalogue().line(line).title_en,
        "item": item,
        "area": area,
        "areas": _towns(),
        "old": old,
        "who": _choices(zh),
        "levels": [(one.value, one.zh if zh else one.value) for one in Level],
        "value": value,
        "refused": refused,
        "touches": sum(_matches(item, one.code) for one in catalogue().items(line)),
        "may_write": actor.may("catalogue.write"),
    }
    status = refused.status if refused else 200
    return shown(request, "duty_edit.html", context, section="duty", status=status)


def _line(request: HttpRequest) -> str:
    codes = [line.code for line in catalogue().lines]
    wanted = request.POST.get("line") or request.GET.get("line", "")
    return wanted if wanted in codes else codes[0]


def _who(entry: DutyEntry | None) -> str:
    if entry is None:
        return ""
    return f"department:{entry.department}" if entry.department else f"role:{entry.role}"


def _names(zh: bool) -> dict[str, str]:
    """Names of departments and roles by `department:code`, `role:code`."""
    return dict(_choices(zh))


def _choices(zh: bool) -> list[tuple[str, str]]:
    bodies = [
        (f"department:{one.code}", one.title if zh else one.title_en) for one in departments()
    ]
    of_areas = [
        (f"role:{one.code}", one.title if zh else one.title_en)
        for one in roles().values()
        if not one.separate
    ]
    return bodies + of_areas


def _towns() -> list[tuple[str, str]]:
    """Towns by code."""
    towns = [one for one in territory_index().areas.values() if one.level is Level.TOWN]
    return [(one.code, one.name) for one in sorted(towns, key=lambda one: one.code)]


def _matches(pattern: str, code: str) -> bool:
    return code == pattern or (pattern.endswith("*") and code.startswith(pattern.rstrip("*")))


def _shown(entry: DutyEntry, line: str, names: dict[str, str], zh: bool) -> dict[str, object]:
    who = _who(entry)
    asked = {"line": line, "item": entry.item, "area": entry.area}
    area = next(
        (one.full_name for one in territory_index().ever.values() if one.code == entry.area), ""
    )
    return {
        "item": entry.item,
        "titles": "、".join(
            one.title if zh else one.title_en or one.title
            for one in catalogue().items(line)
            if _matches(entry.item, one.code)
        ),
        "area": area if entry.area else _("全县"),
        "who": names.get(who, who),
        "level": entry.level.zh if zh else entry.level.value,
        "note": entry.note,
        "href": f"{reverse('admin_duty_edit')}?{urlencode(asked)}",
    }
