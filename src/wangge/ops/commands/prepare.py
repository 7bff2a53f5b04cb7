"""Bring the database and the static files to this version, without starting anything.

`wangge up` does this by itself. `--demo` also installs the demo county where there is none yet.
"""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.conf import settings

from wangge.ops import database, static
from wangge.ops.county import county
from wangge.ops.options import data_option


@click.command()
@data_option
@click.option("--demo", is_flag=True, help="Also install the demo county.")
@click.option("--past/--no-past", default=True, help="With sixty days of invented history.")
@click.option(
    "--cases",
    type=click.IntRange(1, 2_000_000),
    default=13_000,
    show_default=True,
    help="How many cases that history has.",
)
def command(data: Path, demo: bool, past: bool, cases: int) -> None:
    """The county in the data folder is ready to be served afterwards."""
    os.environ["WANGGE_STATIC"] = "collected"
    with county(data, make=True):
        for migration in database.prepare():
            click.echo(f"  表结构 migrated {migration}")
        static.collect()
        Path(settings.EVIDENCE_ROOT).mkdir(mode=0o700, exist_ok=True)  # photos show people
        from wangge.ops import install  # why: its steps import models

        install.install(demo=demo, past=past, cases=cases)
        if demo:
            (data / "demo").touch()  # the screens of this county say so from now on
