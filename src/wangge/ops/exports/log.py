"""`wangge export log FILE`: every entry of the log, one JSON object a line, with its hash.

After the last entry of an anchor's span stands the anchor itself, so that whoever has the file can
follow the chains and reckon the roots by himself; names and telephones are not in the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wangge.ops.county import county
from wangge.ops.options import data_option

if TYPE_CHECKING:
    from wangge.core.proofs.anchors import Anchored

_PAGE = 5_000


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def command(file: Path, data: Path) -> None:
    """Export the log in the order of its commits, with its anchors."""
    with county(data), file.open("w", encoding="utf-8") as out:
        from wangge.audit.log import snapshot  # why: only a county has models

        written = 0
        with snapshot():
            for line in lines():
                written += "anchor" not in line
                out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    click.echo(f"{written} 条日志写入 {file}。{written} entries written.")


def lines() -> Iterator[dict[str, object]]:
    """The log as it is exported: entries, and each anchor after the last entry it seals."""
    from wangge.audit.models import Anchor  # why: only a county has models
    from wangge.audit.queries import anchored  # why: only a county has models

    after = (0, 0)
    for row in Anchor.objects.order_by("number").iterator(1_000):
        anchor = anchored(row)
        yield from _entries(after, anchor.to)
        yield _said(anchor)
        after = anchor.to
    yield from _entries(after, None)


def _entries(after: tuple[int, int], to: tuple[int, int] | None) -> Iterator[dict[str, object]]:
    from wangge.audit.log import entries_between  # why: only a county has models

    while page := list(entries_between(after, to, most=_PAGE)):
        for entry in page:
            yield entry._asdict() | {"hash": entry.hash.hex()}
        after = (page[-1].xid, page[-1].position)


def _said(anchor: Anchored) -> dict[str, object]:
    return {
        "anchor": anchor.number,
        "count": anchor.count,
        "root": anchor.root.hex(),
        "hash": anchor.hash.hex(),
        "at": anchor.at,
        "after": anchor.after,
        "to": anchor.to,
        "listed": anchor.listed.hex() if anchor.listed else None,
    }
