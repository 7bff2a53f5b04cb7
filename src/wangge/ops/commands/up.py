"""Start the county: database, web server and worker; Ctrl-C stops them all."""

from __future__ import annotations

from pathlib import Path

import click

from wangge.ops.options import data_option
from wangge.ops.supervisor import Supervisor


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True
)
@click.option("--host", envvar="HOST_ADDRESS", default="127.0.0.1", show_default=True)
@data_option
@click.option("--demo", is_flag=True, help="A demo county: Liling with an invented cast.")
def command(port: int, host: str, data: Path, demo: bool) -> None:
    """Start the county and keep it running until told to stop."""
    Supervisor(data.resolve(), host=host, port=port, demo=demo).run()
