"""`wangge export log FILE`: every entry of the log, one JSON object a line, with its hash.

Whoever has the file can follow the chains by himself; names and telephones are not in the log.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from wangge.ops.county import county
from wangge.ops.options import data_option

_PAGE = 5_000


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def command(file: Path, data: Path) -> None:
    """Export the log in the order of its commits."""
    written = 0
    with county(data), file.open("w", encoding="utf-8") as out:
        from wangge.audit.log import entries_between  # why: only a county has models

        after = (0, 0)
        while page := list(entries_between(after, None, most=_PAGE)):
            for entry in page:
                said = entry._asdict() | {"hash": entry.hash.hex()}
                out.write(json.dumps(said, ensure_ascii=False, default=str) + "\n")
            after = (page[-1].xid, page[-1].position)
            written += len(page)
    click.echo(f"{written} 条日志写入 {file}。{written} entries written.")
