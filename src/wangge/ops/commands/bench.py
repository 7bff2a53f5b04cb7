"""Measure, each thing against its yardstick in the same run; `all`: everything, and what holds."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import click

from wangge.ops.bench import BENCHES, Figures, load
from wangge.ops.bench.budgets import BUDGETS
from wangge.ops.options import json_option

ALL = "all"


@click.command()
@click.argument("names", nargs=-1, type=click.Choice([ALL, *sorted(BENCHES)]))
@click.option("--full", is_flag=True, help="At the sizes of the budgets, however long it takes.")
@json_option
def command(names: tuple[str, ...], full: bool, as_json: bool) -> None:
    """Measure NAMES; a ratio over 1 is better than the yardstick.

    `all` (also without names) measures everything, each in a process of its own, and ends with
    how many budgets hold; exit code 1 if one does not.
    """
    if not names or ALL in names:
        _measure_all(full, as_json)
        return
    for name in names:
        bench = load(name)
        sized = "full" in inspect.signature(bench).parameters
        _tell(judged(bench(full=full) if sized else bench()), as_json)


def judged(figures: Figures) -> Figures:
    """The figures with what is promised of them, and whether it holds."""
    budget = BUDGETS.get(str(figures["name"]))
    if budget is None:
        return figures
    return {**figures, "budget": budget.ratio, "holds": float(figures["ratio"]) >= budget.ratio}


def _measure_all(full: bool, as_json: bool) -> None:
    found = []
    for name in BENCHES:
        figures = _apart(name, full)
        _tell(figures, as_json)
        found.append(figures)
    held = sum(bool(one.get("holds")) for one in found)
    if as_json:
        click.echo(json.dumps({"name": ALL, "benches": len(found), "hold": held}))
    else:
        click.echo(f"{held} / {len(found)} 项达标。{held} of {len(found)} budgets hold.")
    if held < len(found):
        raise SystemExit(1)


def _apart(name: str, full: bool) -> Figures:
    """What the bench says in a process of its own; where it fails, why."""
    command = [sys.executable, "-m", "wangge", "bench", name, "--json", *(["--full"] * full)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = done.stdout.strip().rpartition("\n")[2]
    if done.returncode == 0 and last.startswith("{"):
        figures: Figures = json.loads(last)
        return figures
    why = (done.stderr.strip() or f"exit code {done.returncode}").rpartition("\n")[2]
    return {"name": name, "holds": False, "error": why}


def _tell(figures: Figures, as_json: bool) -> None:
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else _say(figures))


def _say(figures: Figures) -> str:
    mark = {True: "✓", False: "✗"}.get(bool(figures["holds"]), "") if "holds" in figures else ""
    if "error" in figures:
        return f"{mark} {figures['name']:<20} {figures['error']}"
    detail = f"\n    {figures['detail']}" if "detail" in figures else ""
    return (
        f"{mark} {figures['name']:<20} {figures['value']:>12} {figures['unit']:<10} "
        f"{figures['yardstick']}: {figures['yardstick_value']}  ×{figures['ratio']}"
        f" (≥ {figures.get('budget', '—')})  (n={figures['n']}, {figures['seconds']} s){detail}"
    )
