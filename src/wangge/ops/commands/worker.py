"""The worker alone, as `wangge up` starts it: followers of the log, scheduled jobs."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from wangge.ops.county import county
from wangge.ops.options import data_option
from wangge.ops.parent import die_with_parent


@click.command()
@data_option
def command(data: Path) -> None:
    """Do what is slow or due, until told to stop."""
    die_with_parent()
    with county(data):
        from wangge.ops.worker import Worker  # why: models may be imported only in a county

        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
