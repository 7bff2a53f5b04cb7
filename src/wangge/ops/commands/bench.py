"""Measure, each thing against its yardstick in the same run; without names, everything."""

from __future__ import annotations

import inspect
import json

import click

from wangge.ops.bench import BENCHES, Figures, load
from wangge.ops.options import json_option


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(BENCHES)))
@click.option("--full", is_flag=True, help="At the sizes of the budgets, however long it takes.")
@json_option
def command(names: tuple[str, ...], full: bool, as_json: bool) -> None:
    """Measure NAMES, or everything. A ratio over 1 is better than the yardstick."""
    for name in names or BENCHES:
        bench = load(name)
        sized = "full" in inspect.signature(bench).parameters
        figures = bench(full=full) if sized else bench()
        click.echo(json.dumps(figures, ensure_ascii=False) if as_json else _say(figures))


def _say(figures: Figures) -> str:
    detail = f"\n    {figures['detail']}" if "detail" in figures else ""
    return (
        f"{figures['name']:<20} {figures['value']:>12} {figures['unit']:<10} "
        f"{figures['yardstick']}: {figures['yardstick_value']}  ×{figures['ratio']}  "
        f"(n={figures['n']}, {figures['seconds']} s){detail}"
    )
