"""Look for whatever may quietly be wrong; exit 1 if something must be mended."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from wangge.ops.county import county
from wangge.ops.options import data_option, json_option

_MARKS = {
    "well": click.style("✓", fg="green"),
    "worry": click.style("!", fg="yellow"),
    "fault": click.style("✗", fg="red"),
}


@click.command()
@data_option
@json_option
def command(data: Path, as_json: bool) -> None:
    """Examine the county in the data folder. Changes nothing."""
    with county(data):
        from wangge.ops.doctor import examine  # why: models may be imported only in a county

        findings = examine()
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{_MARKS[finding.state]} {finding.about:<12} {finding.sentence}")
    sys.exit(any(finding.state == "fault" for finding in findings))
