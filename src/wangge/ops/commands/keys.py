"""The keys that seal personal data: show them, make a new one, seal everything with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.conf import settings

from wangge.lib.clock import utc_now
from wangge.ops import database
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option

if TYPE_CHECKING:
    from wangge.privacy.actions.keys import Resealed


@click.group()
def command() -> None:
    """Show, rotate and put to use the keys that seal personal data."""


@command.command()
@data_option
@json_option
def show(data: Path, as_json: bool) -> None:
    """Which keys there are and how much each seals. Never the keys themselves."""
    with county(data):
        from wangge.privacy import sealing  # why: only a county has settings
        from wangge.privacy.queries.keys import uses  # why: only a county has models

        ring = sealing.ring(afresh=True)
        with database.as_owner():  # whom no row policy hides rows from
            used = uses()
    rows = [
        {
            "number": row.number,
            "suite": row.suite,
            "current": row.number == ring.current.number,
            "made_at": row.made_at.isoformat(),
            "texts": used.get(row.number, 0),
        }
        for row in ring.rows
    ]
    if as_json:
        click.echo(json.dumps({"folder": str(settings.KEYS), "keys": rows}, ensure_ascii=False))
        return
    click.echo(str(settings.KEYS))
    for row in rows:
        mark = "现用 current" if row["current"] else ""
        made = str(row["made_at"])[:10]
        click.echo(f"  {row['number']:>3}  {row['suite']:<4}  {made}  {row['texts']:>10,}  {mark}")
    lost = {number: count for number, count in used.items() if number not in ring.keys}
    for number, count in lost.items():
        click.echo(f"  第{number}号密钥不在，{count} 条打不开。Key {number} is missing: {count}.")


@command.command()
@data_option
@json_option
def rotate(data: Path, as_json: bool) -> None:
    """Make a new current key. What older keys sealed still opens; then run `reseal`."""
    with county(data):
        from wangge.privacy.actions.keys import rotate as make_another  # why: only a county

        number = make_another(now=utc_now())
    if as_json:
        click.echo(json.dumps({"current": number}))
        return
    click.echo(
        f"现用第{number}号密钥。请备份 {settings.KEYS}，再运行 wangge keys reseal。\n"
        f"Key {number} is current. Keep a copy of {settings.KEYS}, then run `wangge keys reseal`."
    )


@command.command()
@click.option("--drop", is_flag=True, help="Also drop old keys that seal nothing any more.")
@data_option
@json_option
def reseal(drop: bool, data: Path, as_json: bool) -> None:
    """Seal everything with the current key. May be stopped and run again; nothing need be down."""
    dropped: list[int] = []
    with county(data), database.as_owner():
        from wangge.privacy.actions import keys  # why: only a county has models

        found = keys.reseal(tell=_tell)
        closed = [one for one in found if one.closed]
        if drop and not closed:
            dropped = keys.drop_unused(now=utc_now())
    if as_json:
        columns = {one.of: {"done": one.done, "closed": len(one.closed)} for one in found}
        click.echo(json.dumps({"columns": columns, "dropped": dropped}))
    else:
        for one in found:
            click.echo(f"  {one.of:<24} {one.done:>10,}")
        if dropped:
            numbers = "、".join(str(number) for number in dropped)
            click.echo(
                f"已弃用第 {numbers} 号密钥；更早的备份还要用到它们，请留好旧密钥文件的副本。\n"
                f"Dropped {numbers}. Older backups still need them: keep the old key file's copy."
            )
    for one in closed:
        click.echo(
            f"{one.of}: {len(one.closed)} 条打不开，例如 {one.closed[0]}，已原样保留。"
            f"{len(one.closed)} do not open, such as {one.closed[0]}; they were left.",
            err=True,
        )
    sys.exit(bool(closed))


def _tell(one: Resealed) -> None:
    """Progress, for whoever watches; programs read only the answer."""
    if sys.stderr.isatty() and one.todo:
        click.echo(f"  {one.of}: {one.done:,} / {one.todo:,}", err=True)
