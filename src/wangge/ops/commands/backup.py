"""Write the whole county into one file: rows, evidence, signing key, checksums.

The county may go on working meanwhile. Read one back with `wangge restore`.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@json_option
def command(file: Path, data: Path, as_json: bool) -> None:
    """Write the county in the data folder into FILE (a tar), which must not exist yet."""
    with county(data):
        from wangge.ops import backup  # why: only a county has settings

        manifest = backup.write(file, now=utc_now())
    size = file.stat().st_size
    if as_json:
        click.echo(json.dumps({"file": str(file), "bytes": size, "files": len(manifest.members)}))
    else:
        click.echo(f"{file}: {size / 1e6:.1f} MB, {len(manifest.members)} 个文件 files")
