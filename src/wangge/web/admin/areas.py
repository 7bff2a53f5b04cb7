"""Areas 区划: codes with their systems and validity, versions, and importing real borders.

An import is always tried first; its report tells gaps, overlaps, slivers and a wrong datum.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import UnreadableFile
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.datum import Datum
from wangge.territory.access import areas, territory_index
from wangge.territory.actions.boundaries import import_boundaries
from wangge.territory.actions.versions import activate_version, withdraw_version
from wangge.territory.queries import area_row, codes_of, successions_of, versions
from wangge.territory.report import Report
from wangge.ui.answers import language_of
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.county.place import chain_of
from wangge.web.doors import actor_of

#: Of the faults of a trial, so many are shown; the count is always told.
_FAULTS = 100
#: Kinds of files that hold borders.
SUFFIXES = {".geojson", ".json", ".zip", ".gpkg"}
#: What a file or a line may be given in.
DATUMS = [
    (Datum.CGCS2000.value, "CGCS2000"),
    (Datum.WGS84.value, "WGS-84"),
    (Datum.GCJ02.value, "GCJ-02"),
    (Datum.BD09.value, "BD-09"),
]


@require_GET
@admin("areas")
def areas_page(request: HttpRequest) -> HttpResponse:
    """Versions, and the areas under one (the county without one)."""
    index = territory_index()
    wanted = request.GET.get("under", "")
    try:
        here = index.areas[UUID(wanted)] if wanted else index.areas[index.county_id]
    except (ValueError, KeyError):
        raise NotFound(field="under") from None
    rows = areas(ever=True).filter(parent_id=here.id)
    address = reverse("admin_areas")
    context = {
        "here": here,
        "crumbs": [
            (_("区划"), address),
            *((one.name, f"{address}?under={one.id}") for one in chain_of(here)),
        ],
        "rows": [
            {
                "row": row,
                "level": Level(row.level).zh,
                "href": reverse("admin_area", args=[row.id]),
                "under": f"{address}?under={row.id}" if row.id in index.areas else "",
            }
            for row in rows
        ],
        "versions": versions(),
        "today": _today(),
        "in_force": index.version,
        "may_write": actor_of(request).may("territory.write"),
    }
    return shown(request, "areas.html", context, section="areas")


@require_GET
@admin("areas")
def area(request: HttpRequest, area: UUID) -> HttpResponse:
    """One area: its codes, what it came from, what became of it. Refuses: NotFound."""
    row = area_row(area)
    named = territory_index().ever.get(area)
    address = reverse("admin_areas")
    context = {
        "area": row,
        "level": Level(row.level).zh,
        "crumbs": [
            (_("区划"), address),
            *(
                (one.name, f"{address}?under={one.id}")
                for one in (chain_of(named) if named else [])
            ),
        ],
        "codes": codes_of(area),
        "successions": successions_of(area),
        "may_change": row.level == Level.GRID
        and area in territory_index().areas
        and actor_of(request).may("territory.write"),
    }
    return shown(request, "area.html", context, section="areas")


@require_http_methods(["GET", "POST"])
@admin("areas")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version with its report; putting it in force, with a reason if it has faults."""
    found = next((one for one in versions() if one.number == number), None)
    if found is None:
        raise NotFound(field="number")
    actor, refused = actor_of(request), None
    reason = request.POST.get("reason", "")
    now = utc_now()
    if request.method == "POST":
        back = request.POST.get("do") == "withdraw"

        def put() -> None:
            if back:
                withdraw_version(number, reason=reason, actor=actor, now=now)
            else:
                activate_version(number, reason=reason, actor=actor, now=now)

        refused = tried(request, put)
        if refused is None:
            said = _("已撤回，一切照旧。") if back else _("这一版已生效。")
            return done(request, said, reverse("admin_areas"))
    report = found.report or {}
    kept = report.get("faults", [])
    context = {
        "version": found,
        "waiting": found.active and found.effective_from > _today(),
        "change": report.get("zh" if language_of(request).startswith("zh") else "en", ""),
        "crumbs": [
            (_("区划"), reverse("admin_areas")),
            (_("第%(number)s版") % {"number": number}, ""),
        ],
        "faults": [one.get(language_of(request)[:2], one.get("zh", "")) for one in kept[:_FAULTS]],
        "fault_count": report.get("fault_count", 0),
        "reason": reason,
        "refused": refused,
        "may_write": actor.may("territory.write"),
    }
    status = refused.status if refused else 200
    return shown(request, "version.html", context, section="areas", status=status)


@require_http_methods(["GET", "POST"])
@admin("areas")
def import_page(request: HttpRequest) -> HttpResponse:
    """Borders from a file: tried, or taken in as a new version. Refuses: NotFound."""
    actor, now, given = actor_of(request), utc_now(), request.POST
    if not actor.may("territory.write"):
        raise NotFound
    refused: Refused | None = None
    found: list[Report] = []
    if request.method == "POST":
        refused = tried(request, lambda: found.append(_import(request)))
        if refused is None and found[0].version is not None:
            there = reverse("admin_version", args=[found[0].version])
            return done(request, found[0].say(language_of(request)), there)
    report = found[0] if found else None
    language = language_of(request)
    context = {
        "crumbs": [(_("区划"), reverse("admin_areas")), (_("导入边界"), "")],
        "levels": [(one.value, one.zh) for one in (Level.TOWN, Level.VILLAGE, Level.GRID)],
        "datums": DATUMS,
        "value": given,
        "today": now.astimezone(SHANGHAI).date().isoformat(),
        "refused": refused,
        "report": report,
        "said": report.say(language) if report else "",
        "faults": [fault.say(language) for fault in report.faults[:_FAULTS]] if report else [],
    }
    status = refused.status if refused else 200
    return shown(request, "areas_import.html", context, section="areas", status=status)


def _import(request: HttpRequest) -> Report:
    """The file laid over the land. Refuses as `import_boundaries`, and UnreadableFile."""
    given = request.POST
    file = request.FILES.get("file")
    if file is None or Path(file.name or "").suffix.lower() not in SUFFIXES:
        name = file.name if file else "—"
        raise UnreadableFile(field="file", file=name, why=_("要 .geojson、.zip 或 .gpkg 文件"))
    wanted = given.get("level", "")
    try:
        day = date.fromisoformat(given.get("effective_from", ""))
    except ValueError:
        day = utc_now().astimezone(SHANGHAI).date()
    with tempfile.TemporaryDirectory() as folder:
        path = kept(file, Path(folder))
        return import_boundaries(
            path,
            level=Level(wanted) if wanted in list(Level) else Level.GRID,
            datum=given.get("datum") or None,
            code_field=given.get("code_field", "").strip() or "code",
            name_field=given.get("name_field", "").strip() or None,
            effective_from=day,
            dry_run=given.get("do") != "import",
            whole_level=given.get("whole_level") == "on",
            accept_faults=given.get("accept_faults", "").strip() or None,
            source=given.get("source", "").strip(),
            actor=actor_of(request),
            now=utc_now(),
        )


def _today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


def kept(file: UploadedFile[bytes], folder: Path) -> Path:
    """The file under a harmless name that keeps its suffix."""
    path = folder / f"borders{Path(file.name or '').suffix.lower()}"
    with path.open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path
