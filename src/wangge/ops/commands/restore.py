"""Make a county from a backup file, in an empty data folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from wangge.ops.county import choose, county, outside_server
from wangge.ops.options import data_option
from wangge.ops.postgres import Cluster
from wangge.ops.trouble import Trouble


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the keys of this county (ring.json); no backup holds them.",
)
@click.option("--without-keys", is_flag=True, help="They are lost: what was sealed stays closed.")
@data_option
def command(file: Path, keys: Path | None, without_keys: bool, data: Path) -> None:
    """Make the county of FILE in the data folder, which must be empty or not exist."""
    if data.exists() and any(data.iterdir()):
        raise Trouble(f"{data} is not empty; a restore overwrites nothing.")
    data.mkdir(parents=True, exist_ok=True)
    try:
        _restore(file, data, keys, without_keys)
    except BaseException:
        shutil.rmtree(data)
        raise
    click.echo(f"{data}: 已恢复 restored. `wangge up --data {data}`")


def _restore(file: Path, data: Path, keys: Path | None, without_keys: bool) -> None:
    choose(data)
    from wangge.ops import backup  # why: only a county has settings

    unpacked = data / ".restoring"
    manifest = backup.unpack(file, unpacked)
    backup.demand_keys(manifest, data, keys, without=without_keys)
    backup.put_back_files(unpacked, data)
    if not outside_server():
        Cluster(data).make_later_than(manifest.next_transaction)
    with county(data, make=True):
        backup.load(unpacked, manifest, without_keys=without_keys)
    shutil.rmtree(unpacked)
