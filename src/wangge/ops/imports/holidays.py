"""`wangge import holidays FILE --year 2027`: a State Council notice, and the clocks it moves."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wangge.core.clock.changes import ChangedDay
from wangge.core.clock.notice import parse_notice
from wangge.core.errors import Refusal
from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2100), required=True)
@click.option("--source", default="", help="Number of the notice, for rows that name none.")
@click.option("--dry-run", is_flag=True, help="Report only; change nothing.")
@data_option
@json_option
def command(file: Path, year: int, source: str, dry_run: bool, data: Path, as_json: bool) -> None:
    """Import the holidays and make-up workdays of a year from CSV or JSON.

    Every open deadline that the changed days concern is reckoned anew. Rows that cannot be taken
    are named one by one; then nothing is imported, and the exit is 1.
    """
    content = file.read_bytes()
    try:
        notice = parse_notice(content, year=year, source=source)
    except Refusal as refusal:
        raise Trouble(f"{refusal.say('zh')} {refusal.say('en')}") from refusal
    changed: tuple[ChangedDay, ...] = ()
    moved = 0
    if not notice.bad and not dry_run:
        with county(data):
            changed, moved = _imported(content, year, source)
    if as_json:
        answer = {
            "read": len(notice.days),
            "bad": [
                {"row": bad.row, "field": bad.field, "why": bad.say("zh")} for bad in notice.bad
            ],
            "changed": [day.on.isoformat() for day in changed],
            "recomputed": moved,
            "dry_run": dry_run,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for bad in notice.bad:
            click.echo(f"{bad.say('zh')} {bad.say('en')}", err=True)
        click.echo(
            f"读到{len(notice.days)}天，改变{len(changed)}天，重算在办时限{moved}件。"
            f"{len(notice.days)} days read, {len(changed)} changed, {moved} deadlines moved."
        )
    if notice.bad:
        raise SystemExit(1)


def _imported(content: bytes, year: int, source: str) -> tuple[tuple[ChangedDay, ...], int]:
    """The days that changed, and how many open deadlines moved."""
    from wangge.cases.actions.sweep import reschedule_open  # why: only a county has models
    from wangge.catalogue.access import forget  # why: only a county has models
    from wangge.catalogue.actions.calendars import import_holiday_notice  # why: only a county
    from wangge.core.duty import SYSTEM  # why: beside its use

    now = utc_now()
    changed = import_holiday_notice(content, year=year, source=source, actor=SYSTEM, now=now)
    forget()
    return changed, reschedule_open(now=now)
