"""Count all figures again from the log while the county runs; none is missing meanwhile."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click

from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option


@click.command()
@data_option
@json_option
def command(data: Path, as_json: bool) -> None:
    """The figures follow from the log alone again; pages show the old ones until the new ones are.

    For when a proof finds a figure that the log does not bear out.
    """
    began = time.monotonic()
    with county(data):
        from wangge.ledger.actions.recount import recount  # why: only a county has models
        from wangge.ops.database import as_owner  # why: only a county has models

        with as_owner():
            done = recount(now=utc_now(), heed=None if as_json else _say)
    took_s = round(time.monotonic() - began, 1)
    if as_json:
        click.echo(json.dumps({"entries": done.entries, "seconds": took_s}))
    else:
        _clear()
        click.echo(
            f"✓ 统计已按日志重新生成，共 {done.entries:,} 条，用时 {took_s} 秒。"
            f" The figures were counted again from {done.entries:,} entries in {took_s} s."
        )


def _say(done: int, position: int, last: int) -> None:
    if sys.stderr.isatty():
        share = 100 * position // max(last, 1)
        click.echo(f"\r\033[K… 重新统计 recounting {done:,} ({share} %)", nl=False, err=True)


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
