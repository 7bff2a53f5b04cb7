"""Write the whole county into one file: rows, evidence, signing key, checksums; no sealing keys.

The county may go on working meanwhile. Read one back with `wangge restore`.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.conf import settings

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
        click.echo(
            f"密钥不在备份里，请另外妥善保管 {settings.KEYS}，不要与备份放在一处。\n"
            f"The keys are not in it: keep a copy of {settings.KEYS} elsewhere, apart from it."
        )
