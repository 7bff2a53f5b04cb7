"""Prove the promises from the rows; every counter-example is named, and one is exit 1."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from wangge.lib.clock import SHANGHAI, utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble

_MARKS = {
    True: click.style("✓", fg="green"),
    None: click.style("–", fg="yellow"),
    False: click.style("✗", fg="red"),
}


@click.command()
@click.option("--at", "at_text", metavar="T", help="A past instant, Shanghai unless it says else.")
@click.option("--log", is_flag=True, help="Also that nobody altered the log.")
@data_option
@json_option
def command(at_text: str | None, log: bool, data: Path, as_json: bool) -> None:
    """Prove that every inch of land is managed and every problem has an owner, now or at T."""
    now = utc_now()
    at = _instant(at_text) if at_text else now
    with county(data):
        from wangge.ops.prove import prove  # why: models may be imported only in a county

        proofs = []
        for proof in prove(at=at, now=now, log=log):
            proofs.append(proof)
            if as_json:
                continue
            click.echo(f"{_MARKS[proof.proven]} {proof.zh}  {proof.en}")
            for zh, en in proof.faults:
                click.echo(f"    {zh} {en}")
    if as_json:
        answer = {"at": at.isoformat(), "proofs": [asdict(proof) for proof in proofs]}
        click.echo(json.dumps(answer, ensure_ascii=False))
    sys.exit(any(proof.proven is False for proof in proofs))


def _instant(text: str) -> datetime:
    """The instant a clerk means by "2026-11-20 09:00". Raises Trouble for anything else."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(
            f"看不懂时间“{text}”，请写成 2026-11-20T09:00。Write the time as 2026-11-20T09:00."
        ) from None
    return (given if given.tzinfo else given.replace(tzinfo=SHANGHAI)).astimezone(UTC)
