"""Prove the promises from the rows; every counter-example is named, and one is exit 1."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wangge.lib.clock import SHANGHAI, utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble

if TYPE_CHECKING:
    from wangge.core.proofs.facts import Promise, Proof

_MARKS = {
    True: click.style("✓", fg="green"),
    None: click.style("–", fg="yellow"),
    False: click.style("✗", fg="red"),
}
_DOING = {
    "land": "土地 land",
    "households": "户 households",
    "problems": "问题 problems",
    "log": "日志 log",
    "ledger": "统计 ledger",
}


@click.command()
@click.option("--at", "at_text", metavar="T", help="A past instant, Shanghai unless it says else.")
@click.option("--log", is_flag=True, help="Also that nobody altered the log.")
@click.option("--most", default=200, show_default=True, help="Counter-examples named a promise.")
@data_option
@json_option
def command(at_text: str | None, log: bool, most: int, data: Path, as_json: bool) -> None:
    """Prove land, households and problems, now or at T: every counter-example is named."""
    now = utc_now()
    at = _instant(at_text) if at_text else now
    if at > now:
        raise Trouble("只能证明现在和过去。Only the present and the past can be proven.")
    with county(data):
        import msgspec  # why: quick help needs no more than click

        from wangge.proofs.prove import prove  # why: models may be imported only in a county

        proofs = []
        for proof in prove(at=at, now=now, log=log, heed=_progress(as_json), most=most):
            proofs.append(proof)
            if not as_json:
                _say(proof)
        said = msgspec.to_builtins(proofs)
    if as_json:
        click.echo(json.dumps({"at": at.isoformat(), "proofs": said}, ensure_ascii=False))
    sys.exit(any(proof.proven is False for proof in proofs))


class _Line:
    """One line on a terminal that says what is being looked at; nothing where none is."""

    def __init__(self) -> None:
        self.there = sys.stderr.isatty()

    def __call__(self, promise: Promise, done: int) -> None:
        if self.there:
            count = f" {done:,}" if done else ""
            click.echo(f"\r\033[K… {_DOING[promise.value]}{count}", nl=False, err=True)

    def clear(self) -> None:
        if self.there:
            click.echo("\r\033[K", nl=False, err=True)


_line = _Line()


def _progress(as_json: bool) -> _Line | None:
    return None if as_json else _line


def _say(proof: Proof) -> None:
    _line.clear()
    click.echo(f"{_MARKS[proof.proven]} {proof.zh}  {proof.en}")
    for fault in proof.faults:
        click.echo(f"    {fault.zh} {fault.en}")
    if proof.count > len(proof.faults):
        more = proof.count - len(proof.faults)
        click.echo(f"    …… 还有 {more} 处。And {more} more.")


def _instant(text: str) -> datetime:
    """The instant a clerk means by "2026-11-20 09:00". Raises Trouble for anything else."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(
            f"看不懂时间“{text}”，请写成 2026-11-20T09:00。Write the time as 2026-11-20T09:00."
        ) from None
    return (given if given.tzinfo else given.replace(tzinfo=SHANGHAI)).astimezone(UTC)
