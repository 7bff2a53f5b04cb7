"""`wangge export people FILE` and the other kinds of the registry: the lists of the pages, masked.

Whoever sits at the machine is not somebody of the county: names and addresses are masked as for one
who reads masked, identity numbers and telephones always; and what for is asked and logged.
"""

from __future__ import annotations

from pathlib import Path

import click

from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.ops.county import county
from wangge.ops.exports._table import check_suffix, write_table
from wangge.ops.imports import REGISTRY
from wangge.ops.options import data_option
from wangge.ops.trouble import Trouble

_RIGHTS = frozenset(("registry.read", "registry.export"))


def command_for(word: str) -> click.Command:
    """The command that exports the kind of that word."""
    kind = KINDS[REGISTRY[word]]

    @click.command(name=word, help=f"Export {kind.en.lower()} ({kind.zh}), masked, to FILE.")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--reason", default="", help="What for; needed where there is data of people.")
    @data_option
    def command(file: Path, reason: str, data: Path) -> None:
        check_suffix(file)
        if kind.personal and not reason.strip():
            raise Trouble("有个人信息，请用 --reason 写明用途。Say what for with --reason.")
        with county(data):
            written = _written(kind.code, file, reason.strip())
        click.echo(f"{written} 条写入 {file}，已脱敏。{written} rows written, masked.")

    return command


def _written(code: str, file: Path, reason: str) -> int:
    from wangge.audit.actions import append  # why: only a county has models
    from wangge.core.duty import Actor, Grant  # why: beside its use
    from wangge.core.territory.level import Level  # why: beside its use
    from wangge.territory.access import territory_index  # why: only a county has models
    from wangge.web.exports.listing import Asked, listing_for  # why: only a county has models

    now, subject = utc_now(), uuid7()
    whole_county = Grant(
        role="",
        area_id=territory_index().county_id,
        level=Level.COUNTY,
        lines=frozenset(),
        post_id=subject,
        masked=True,
        rights=_RIGHTS,
    )
    actor = Actor(name="命令行", grants=(whole_county,))
    listing = listing_for(actor, f"registry.{code}")
    asked = Asked(actor, {}, now, "zh-hans")
    written = write_table(
        file, listing.headings(asked), listing.rows(asked), sheet=str(listing.title), now=now
    )
    data = {"list": listing.code, "rows": written, "reason": reason}
    append("export", subject, "export.made", data, actor=None, now=now)
    return written
