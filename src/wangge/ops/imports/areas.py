"""`wangge import areas FILE`: borders of one level as a new version of the territory."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from wangge.core.errors import Refusal
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.datum import Datum
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble

#: Faults shown on a terminal; all of them (up to 500) are kept with the version.
_SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--level", type=click.Choice([level.value for level in Level]), required=True)
@click.option("--datum", type=click.Choice([datum.value for datum in Datum]), required=True)
@click.option("--code-field", default="code", show_default=True, help="Field with the area's code.")
@click.option("--name-field", default=None, help="Field with its name, for new areas.")
@click.option("--from", "from_", default=None, help="First day in force, YYYY-MM-DD (today).")
@click.option("--whole-level", is_flag=True, help="Areas of the level not in the file end.")
@click.option("--onto", type=int, default=None, help="Version to build on (the one in force).")
@click.option(
    "--accept-faults", default=None, metavar="REASON", help="In force in spite of faults."
)
@click.option("--dry-run", is_flag=True, help="Report only; change nothing.")
@data_option
@json_option
def command(
    file: Path,
    level: str,
    datum: str,
    code_field: str,
    name_field: str | None,
    from_: str | None,
    whole_level: bool,
    onto: int | None,
    accept_faults: str | None,
    dry_run: bool,
    data: Path,
    as_json: bool,
) -> None:
    """Import borders from GeoJSON, Shapefile (.shp, .zip) or GeoPackage.

    Exits with 1 if there are faults that keep the version from coming into force.
    """
    now = utc_now()
    day = _day(from_, now)
    with county(data):
        from wangge.territory.actions import import_boundaries  # why: only a county has models

        try:
            report = import_boundaries(
                file,
                level=Level(level),
                datum=Datum(datum),
                code_field=code_field,
                name_field=name_field,
                effective_from=day.date(),
                whole_level=whole_level,
                onto=onto,
                accept_faults=accept_faults,
                dry_run=dry_run,
                actor=None,
                now=now,
            )
        except Refusal as refusal:
            raise Trouble(f"{refusal.say('zh')} {refusal.say('en')}") from refusal
    if as_json:
        click.echo(json.dumps(report.as_row(), ensure_ascii=False))
    else:
        click.echo(report.say("zh"))
        for fault in report.faults[:_SHOWN]:
            click.echo(f"  {fault.say('zh')}")
        if len(report.faults) > _SHOWN:
            click.echo(f"  …… 另有{len(report.faults) - _SHOWN}处")
    if report.faults and accept_faults is None:
        raise SystemExit(1)


def _day(text: str | None, now: datetime) -> datetime:
    if text is None:
        return now.astimezone(SHANGHAI)
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Trouble(f"日期“{text}”不对，请写 2026-12-01 这样。Please write a day.") from None
