"""How far a round has come, and the households and problems behind each number 反查。"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.access import cases_for
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.lib.masking import mask_name
from wangge.packs.lookback.queries import (
    STEPS,
    Counted,
    counts,
    left_of,
    problems_of,
    targets_of,
    total,
)
from wangge.registry.access import reads_whole
from wangge.registry.models import Household, Person
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Column, Tab
from wangge.visits.access import land_of
from wangge.visits.models import Round
from wangge.visits.queries.rounds import progress as progress_of
from wangge.web.case.rows import list_rows
from wangge.web.doors import actor_of, staff
from wangge.web.rounds.frame import crumbs, level_under, named, round_of, shown, watches, way_to

_A_PAGE = 50


@require_GET
@staff
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, those that run first. Refuses: NotFound for whom it is no business."""
    actor, now = actor_of(request), utc_now()
    if not watches(actor):
        raise NotFound
    rows = list(Round.objects.order_by("-since")[:20]) if actor.may("registry.read") else []
    told = [
        {
            "title": row.title,
            "href": reverse("round", args=[row.pk]),
            "done": done.done,
            "targets": done.targets,
            "closed": row.closed_at is not None or (row.until is not None and row.until <= now),
            "since": row.since,
        }
        for row in rows[:6]
        for done in [progress_of(row)]
    ]
    told += [
        {"title": row.title, "href": reverse("round", args=[row.pk]), "since": row.since}
        for row in rows[6:]
    ]
    return shown(request, "rounds.html", {"rounds": told})


@require_GET
@staff
def progress(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Visited, found, mended, re-checked, cleared: of the land, and of each part of it."""
    actor, now = actor_of(request), utc_now()
    row = round_of(actor, round_id)
    area = _area(request)
    top, where = land_of(actor, None, now=now), land_of(actor, area, now=now)
    level = level_under(where)
    parts = counts(row, where, level)
    address = reverse("round", args=[row.pk])
    context = {
        "crumbs": crumbs((row.title, address), *way_to(area, top, address)),
        "round": row,
        "title": named(area) if area else row.title,
        "total": total(parts),
        "stats": _stats(row, total(parts), area),
        "columns": _columns(level),
        "rows": [
            _part(row, one, told, deeper=level is not Level.GRID)
            for one, told in sorted(parts.items(), key=lambda part: (-part[1].left, named(part[0])))
        ],
        "homes_href": _homes(row, area),
        "to_visit_href": _homes(row, area, state="open"),
    }
    return shown(request, "progress.html", context)


@require_GET
@staff
def homes(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The households of the round on the actor's land, one page of them, to be visited or done."""
    actor, now = actor_of(request), utc_now()
    row = round_of(actor, round_id)
    area, state = _area(request), request.GET.get("state", "")
    where = land_of(actor, area, now=now)
    targets = targets_of(row, where)
    if state in ("open", "done"):
        targets = targets.filter(done_at__isnull=state == "open")
    start = _start(request)
    page = list(targets.order_by("grid_id", "household_id")[start : start + _A_PAGE + 1])
    ids = {one.household_id for one in page}
    known = {one.pk: one for one in Household.objects.filter(pk__in=ids)}
    heads = _heads(known.values())
    rows = [
        {
            "href": reverse("round_visit", args=[row.pk, one.household_id]),
            "no": home.no,
            "head": name if (name := heads.get(home.head_id)) is None or whole else mask_name(name),
            "address": home.address if whole else "",
            "place": named(one.grid_id),
            "done_at": one.done_at,
        }
        for one in page[:_A_PAGE]
        if (home := known.get(one.household_id)) is not None
        for whole in [reads_whole(actor, home, now=now)]
    ]
    here = reverse("round_homes", args=[row.pk])
    asked = {"area": str(area)} if area else {}
    tabs = [
        Tab(
            title,
            f"{here}?{urlencode(asked | ({'state': code} if code else {}))}",
            None,
            code == state,
        )
        for code, title in (("", _("全部")), ("open", _("待走访")), ("done", _("已走访")))
    ]
    context = {
        "crumbs": crumbs((row.title, reverse("round", args=[row.pk])), (_("走访名单"), "")),
        "round": row,
        "rows": rows,
        "tabs": tabs,
        **_pager(request, start, more=len(page) > _A_PAGE),
    }
    return shown(request, "homes.html", context)


@require_GET
@staff
def problems(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The problems behind a number: `step`, or `left` of them. Refuses: NotFound."""
    actor, now = actor_of(request), utc_now()
    row = round_of(actor, round_id)
    area, step = _area(request), request.GET.get("step", "found")
    if step not in (*STEPS, "left"):
        raise NotFound(field="step")
    where = land_of(actor, area, now=now)
    found = left_of(row, where) if step == "left" else problems_of(row, where, step=step)
    seen = found.filter(pk__in=cases_for(actor).values("pk"))
    start = _start(request)
    page = list(seen.order_by("-reported_at", "-pk")[start : start + _A_PAGE + 1])
    context = {
        "crumbs": crumbs((row.title, reverse("round", args=[row.pk])), (_steps()[step], "")),
        "round": row,
        "title": _steps()[step],
        "count": found.count(),
        "rows": list_rows(
            page[:_A_PAGE], now=now, language=language_of(request), back=request.get_full_path()
        ),
        **_pager(request, start, more=len(page) > _A_PAGE),
    }
    return shown(request, "problems.html", context)


def _steps() -> dict[str, str]:
    return {
        "found": _("发现问题"),
        "mended": _("已整改"),
        "rechecked": _("已复核"),
        "cleared": _("已销号"),
        "left": _("未销号"),
    }


def _stats(row: Round, told: Counted, area: UUID | None) -> list[dict[str, object]]:
    stats: list[dict[str, object]] = [
        {"label": _("名单户数"), "value": told.targets, "href": _homes(row, area)},
        {"label": _("已走访"), "value": told.visited, "href": _homes(row, area, state="done")},
    ]
    stats += [
        {"label": title, "value": getattr(told, step), "href": _problems(row, area, step)}
        for step, title in _steps().items()
    ]
    stats[-1]["tone"] = "red" if told.left else "green"
    return stats


def _columns(level: Level) -> list[Column]:
    words = {Level.TOWN: _("镇街"), Level.VILLAGE: _("村（社区）"), Level.GRID: _("网格")}
    return [
        Column("name", words[level], main=True),
        Column("visited", _("已走访"), numeric=True),
        *(Column(step, title, numeric=True) for step, title in _steps().items()),
    ]


def _part(row: Round, area: UUID, told: Counted, *, deeper: bool) -> dict[str, object]:
    here = f"{reverse('round', args=[row.pk])}?area={area}"
    return {
        "name": named(area),
        "href": here if deeper else _homes(row, area),
        "visited": f"{told.visited} / {told.targets}",
        **{step: getattr(told, step) for step in (*STEPS, "left")},
    }


def _homes(row: Round, area: UUID | None, **more: str) -> str:
    return _to("round_homes", row, area, **more)


def _problems(row: Round, area: UUID | None, step: str) -> str:
    return _to("round_problems", row, area, step=step)


def _to(name: str, row: Round, area: UUID | None, **more: str) -> str:
    asked = more | ({"area": str(area)} if area else {})
    return reverse(name, args=[row.pk]) + (f"?{urlencode(asked)}" if asked else "")


def _heads(homes: object) -> dict[UUID | None, str]:
    ids = [home.head_id for home in homes if home.head_id]  # type: ignore[attr-defined]
    return dict(Person.objects.filter(pk__in=ids, special=False).values_list("pk", "name"))


def _area(request: HttpRequest) -> UUID | None:
    """The area asked for; its land is judged by `land_of`. Refuses: NotFound."""
    given = request.GET.get("area", "")
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise NotFound(field="area") from None


def _start(request: HttpRequest) -> int:
    given = request.GET.get("start", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


def _pager(request: HttpRequest, start: int, *, more: bool) -> dict[str, str]:
    def at(place: int) -> str:
        asked = request.GET.copy()
        asked["start"] = str(place)
        return f"?{asked.urlencode()}"

    return {
        "newer_href": at(max(0, start - _A_PAGE)) if start else "",
        "older_href": at(start + _A_PAGE) if more else "",
    }
