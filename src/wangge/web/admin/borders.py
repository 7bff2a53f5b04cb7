"""Borders to come 界线变动: split a grid, merge two, move a border, from a day still to come.

What it will do is shown before it is decided: land, cases, elements, posts. The line is drawn on
the map, typed as coordinates, or given as a file, so it works without JavaScript too.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from shapely.errors import GEOSException
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import BadCut, MissingDatum, UnreadableFile, bad_cut
from wangge.lib.clock import SHANGHAI, midnight, utc_now
from wangge.lib.datum import Datum, to_wgs84
from wangge.territory.access import NamedArea, TerritoryIndex, territory_index
from wangge.territory.actions.borders import merge_grids, move_border, split_grid
from wangge.territory.change import Change, ChangeKind
from wangge.territory.queries import PostRow, posts_of_areas
from wangge.territory.reading import read_pieces
from wangge.ui.answers import language_of
from wangge.web.admin.areas import DATUMS, SUFFIXES, kept
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.county.place import chain_of
from wangge.web.doors import actor_of

#: A line on a map has no more corners than somebody presses.
_MOST_CORNERS = 500


@require_http_methods(["GET", "POST"])
@admin("areas")
def change(request: HttpRequest, grid: UUID) -> HttpResponse:
    """A grid to be divided, merged or given another border: tried, then decided.

    Refuses: NotFound, for whoever may not write and for what is no grid that stands.
    """
    actor, now = actor_of(request), utc_now()
    index = territory_index(at=now)
    here = index.areas.get(grid)
    if here is None or here.level is not Level.GRID or not actor.may("territory.write"):
        raise NotFound(field="grid")
    given = request.POST if request.method == "POST" else request.GET
    kind = _kind(given)
    refused: Refused | None = None
    found: list[Change] = []
    drawn: list[BaseGeometry] = []
    if request.method == "POST":

        def try_or_decide() -> None:
            drawn.extend(_pieces(request))
            found.append(_change(request, here, kind, drawn))

        refused = tried(request, try_or_decide)
        if refused is None and found[0].version is not None:
            there = reverse("admin_version", args=[found[0].version])
            return done(request, found[0].say(language_of(request)), there)
    change = found[0] if found else None
    beside = [index.areas[other] for other in index.locator.beside(here.id)]
    at = midnight(_day(given))
    context = {
        "crumbs": [
            (_("区划"), reverse("admin_areas")),
            *((one.name, f"{reverse('admin_areas')}?under={one.id}") for one in chain_of(here)),
            (_("界线变动"), ""),
        ],
        "grid": here,
        "kind": kind.value,
        "kinds": [
            (ChangeKind.SPLIT.value, _("拆成两个")),
            (ChangeKind.MOVE.value, _("与邻格调整边界")),
            (ChangeKind.MERGE.value, _("与同村邻格合并")),
        ],
        "others": [
            (one.code, one.full_name)
            for one in sorted(beside, key=lambda one: one.code)
            if kind is ChangeKind.MOVE or one.parent_id == here.parent_id
        ],
        "posts": [
            {
                "name": f"post_{row.post.code}",
                "title": row.post.called(language_of(request)),
                "row": row,
                "value": _wanted(given, row),
            }
            for row in posts_of_areas([here.id], at=at - timedelta(seconds=1))
        ],
        "parts": [("0", _("西（北）边")), ("1", _("东（南）边")), ("both", _("两边都去"))],
        "datums": DATUMS,
        "value": given,
        "day": _day(given).isoformat(),
        "refused": refused,
        "change": change,
        "said": change.say(language_of(request)) if change else "",
        "after": _after(change, language_of(request)) if change else [],
        "faults": [fault.say(language_of(request)) for fault in change.faults] if change else [],
        "drawn": _drawn_text(drawn),
        "map": _map_of(index, here, beside, change),
        "box": _box_of(index, here, [one for one in beside if one.code == given.get("other")]),
    }
    status = refused.status if refused else 200
    return shown(request, "area_change.html", context, section="areas", status=status)


def _change(
    request: HttpRequest, grid: NamedArea, kind: ChangeKind, drawn: Sequence[BaseGeometry]
) -> Change:
    """What the form asks for, tried or decided. Refuses as the actions of `borders` do."""
    given, actor, now = request.POST, actor_of(request), utc_now()
    dry_run, day = given.get("do") != "decide", _day(given)
    if kind is ChangeKind.MERGE:
        return merge_grids(
            [grid.code, given.get("other", "")],
            effective_from=day,
            name=given.get("name_0", ""),
            dry_run=dry_run,
            actor=actor,
            now=now,
        )
    line = None if drawn else _line(given)
    if kind is ChangeKind.MOVE:
        return move_border(
            (grid.code, given.get("other", "")),
            line=line,
            pieces=drawn,
            effective_from=day,
            dry_run=dry_run,
            actor=actor,
            now=now,
        )
    return split_grid(
        grid.code,
        line=line,
        pieces=drawn,
        effective_from=day,
        names=[given.get("name_0", ""), given.get("name_1", "")],
        posts=_plan(given),
        dry_run=dry_run,
        actor=actor,
        now=now,
    )


def _kind(given: QueryDict) -> ChangeKind:
    wanted = given.get("kind", "")
    return ChangeKind(wanted) if wanted in list(ChangeKind) else ChangeKind.SPLIT


def _day(given: QueryDict) -> date:
    """The day given; next Monday where there is none."""
    today = utc_now().astimezone(SHANGHAI).date()
    try:
        return date.fromisoformat(given.get("effective_from", ""))
    except ValueError:
        return today + timedelta(days=7 - today.weekday())


def _wanted(given: QueryDict, row: PostRow) -> str:
    return given.get(f"post_{row.post.code}", "")


def _plan(given: QueryDict) -> dict[str, tuple[int, ...]]:
    """Which posts go on in which part, as chosen; those left open are shared out."""
    parts = {"0": (0,), "1": (1,), "both": (0, 1)}
    chosen = {name: given.get(name, "") for name in given if name.startswith("post_")}
    return {
        name.removeprefix("post_"): parts[part] for name, part in chosen.items() if part in parts
    }


def _line(given: QueryDict) -> LineString:
    """The line of "lon,lat lon,lat …" in its datum, in WGS-84. Refuses: BadCut, MissingDatum."""
    try:
        datum = Datum(given.get("datum") or "")
    except ValueError:
        raise MissingDatum(field="datum") from None
    try:
        corners = [
            (float(lon), float(lat))
            for lon, lat in (pair.split(",") for pair in given.get("line", "").split())
        ]
        if not 2 <= len(corners) <= _MOST_CORNERS:
            raise ValueError
        line = LineString([to_wgs84(lon, lat, datum) for lon, lat in corners])
    except (ValueError, GEOSException):
        raise bad_cut("line", BadCut.NO_LINE) from None
    if not shapely.is_valid(line):
        raise bad_cut("line", BadCut.NO_LINE)
    return line


def _pieces(request: HttpRequest) -> list[BaseGeometry]:
    """The areas of the file, or those a preview kept; none where a line is given instead.

    Refuses: UnreadableFile, MissingDatum.
    """
    file = request.FILES.get("file")
    if file is None and request.POST.get("line", "").strip():
        return []
    if file is None:
        return _kept_pieces(request.POST.get("drawn", ""))
    suffix = Path(file.name or "").suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(
            field="file", file=file.name or "—", why=_("要 .geojson、.zip 或 .gpkg 文件")
        )
    try:
        datum = Datum(request.POST.get("datum") or "")
    except ValueError:
        raise MissingDatum(field="datum") from None
    with tempfile.TemporaryDirectory() as folder:
        return list(read_pieces(kept(file, Path(folder)), datum=datum))


def _kept_pieces(text: str) -> list[BaseGeometry]:
    """What `_drawn_text` wrote, WGS-84. Refuses: UnreadableFile."""
    if not text.strip():
        return []
    try:
        shapes = list(shapely.get_parts(shapely.from_wkt(text)))
    except GEOSException:
        shapes = []
    if not all(shape.geom_type in ("Polygon", "MultiPolygon") for shape in shapes):
        shapes = []
    if not shapes:
        raise UnreadableFile(field="file", file="—", why=_("图形没有保留下来，请重新选择文件"))
    return shapes


def _drawn_text(drawn: Sequence[BaseGeometry]) -> str:
    if not drawn:
        return ""
    return str(shapely.to_wkt(shapely.geometrycollections(list(drawn)), rounding_precision=9))


def _after(change: Change, language: str) -> list[dict[str, object]]:
    zh = language.startswith("zh")
    return [
        {
            "grid": one,
            "counts": [(each.zh if zh else each.en, each.count) for each in one.counts],
            "posts": one.posts,
        }
        for one in change.after
    ]


def _map_of(
    index: TerritoryIndex, grid: NamedArea, beside: Sequence[NamedArea], change: Change | None
) -> dict[str, Any]:
    """GeoJSON for the map: the grid and its neighbours, or the parts of a change."""
    features = [_feature(one.name, index.locator.shape(one.id)) for one in beside]
    if change is None:
        features.append(_feature(grid.name, index.locator.shape(grid.id), 0.5))
    else:
        features += [
            _feature(one.name, one.shape, load)
            for one, load in zip(change.after, (0.35, 0.75), strict=False)
        ]
    return {"type": "FeatureCollection", "features": features}


def _box_of(index: TerritoryIndex, grid: NamedArea, others: Sequence[NamedArea]) -> str:
    """What the map shows: the grid, and the one it has to do with. "west,south,east,north"."""
    shapes = [index.locator.shape(one.id) for one in (grid, *others)]
    return ",".join(f"{edge:.6f}" for edge in shapely.total_bounds(shapes).tolist())


def _feature(name: str, shape: BaseGeometry, load: float = 0.0) -> dict[str, Any]:
    pieces = shapely.get_parts(shape)
    drawn = pieces[0] if len(pieces) == 1 else shape
    return {
        "type": "Feature",
        "properties": {"name": name, "load": load},
        "geometry": json.loads(shapely.to_geojson(shapely.transform(drawn, lambda c: c.round(6)))),
    }
