"""`wangge export areas FILE`: the borders of a level as GeoJSON, as they are kept."""

from __future__ import annotations

import json
from pathlib import Path

import click
import shapely

from wangge.core.territory.level import Level
from wangge.core.territory.shapes import unpack
from wangge.ops.county import county
from wangge.ops.options import data_option


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--level", type=click.Choice([level.value for level in Level]), default="grid")
@data_option
def command(file: Path, level: str, data: Path) -> None:
    """Export the borders in force of one LEVEL, WGS-84, with code and name of each area."""
    with county(data):
        from wangge.territory.access import territory_index  # why: only a county has models
        from wangge.territory.models import Boundary  # why: only a county has models

        index = territory_index()
        rows = list(Boundary.objects.filter(version=index.version_id, area__level=level))
        features = [
            {
                "type": "Feature",
                "properties": {
                    "code": index.areas[row.area_id].code,
                    "name": index.areas[row.area_id].name,
                    "full_name": index.areas[row.area_id].full_name,
                    "synthetic": row.synthetic,
                    "source": row.source,
                },
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for row, shape in zip(rows, unpack([row.wkb for row in rows]), strict=True)
        ]
    features.sort(key=lambda one: str(one["properties"]["code"]))
    whole = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{len(features)} 个区域写入 {file}。{len(features)} areas written.")
