"""The web server alone, as `wangge up` starts it."""

from __future__ import annotations

import gc
import importlib
import os
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from wangge.ops.county import choose
from wangge.ops.options import data_option
from wangge.ops.parent import die_with_parent

#: Most of them stand at the counter (`api.counter`) and wait for a commit; pages need few.
_THREADS = 128
#: A request leaves little that refers to itself: the collector may look seldom.
_RARELY = (10_000, 20, 50)


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@data_option
def command(port: int, host: str, workers: int, data: Path) -> None:
    """Serve pages and the API; the database must be up and prepared."""
    choose(data)
    os.environ["WANGGE_POOLED"] = "1"
    die_with_parent()
    importlib.import_module("wangge.config.wsgi")  # loaded once, then shared by the forks
    gc.freeze()  # and left alone by the collector, so that it stays shared
    gc.set_threshold(*_RARELY)
    Granian(
        "wangge.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.error,  # it would warn of so many threads; they wait, they do not work
    ).serve()
