"""Give the county an invented past: reports of many days, judged as if they had happened."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble


@click.command()
@click.option("--days", type=click.IntRange(1, 700), default=60, show_default=True)
@click.option("--cases", type=click.IntRange(1, 2_000_000), default=13_000, show_default=True)
@click.option("--seed", type=int, default=430281, show_default=True)
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--county",
    "size",
    type=click.Choice(["big"]),
    help="Instead: many grids and people, for measuring. Only for a county with nobody in it.",
)
@click.option("--grids", type=click.IntRange(300, 20_000), default=5_000, show_default=True)
@click.option("--households", type=click.IntRange(1, 999_999), default=330_000, show_default=True)
@click.option(
    "--story",
    type=click.Choice(["lookback"]),
    help="Instead: 692 problems in 11,057 households, each mended, re-checked and cleared.",
)
@click.option(
    "--fill",
    type=click.IntRange(300, 100_000_000),
    help="Instead: so many cases, most of them short, as fast as the disk takes them."
    " Only for an invented county without cases.",
)
@click.option(
    "--spare",
    type=click.IntRange(0, 10_000),
    default=4,
    show_default=True,
    help="With --fill: gigabytes that stay free on the disk.",
)
@data_option
@json_option
def command(
    days: int,
    cases: int,
    seed: int,
    processes: int,
    size: str | None,
    grids: int,
    households: int,
    story: str | None,
    fill: int | None,
    spare: int,
    data: Path,
    as_json: bool,
) -> None:
    """Invent CASES reports of the last DAYS days and all that came of them."""
    if size is not None:
        _make_big(data, grids, households, cases, seed, as_json)
        return
    if fill is not None:
        _fill(data, fill, seed, processes, spare, as_json)
        return
    if story is not None:
        _tell_lookback(data, seed, as_json)
        return
    with county(data):
        from wangge.cases.actions.record import AlreadyReported  # why: only a county has models
        from wangge.ops.simulate.run import simulate  # why: only a county has models

        try:
            done = simulate(
                now=utc_now(),
                days=days,
                cases=cases,
                seed=seed,
                processes=processes,
                tell=_tell,
            )
        except AlreadyReported as fault:
            raise Trouble(
                "这段历史已经生成过，请换一个 --seed。"
                "This past is here already: choose another --seed."
            ) from fault
    if as_json:
        told = {
            "cases": done.cases,
            "entries": done.entries,
            "open": done.open_now,
            "seconds": done.seconds,
            "refused": dict(done.refused),
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(
            f"{done.cases} 件案件，{done.entries} 条日志，在办 {done.open_now} 件"
            f"（{done.seconds} 秒）。{done.cases} cases, {done.entries} entries,"
            f" {done.open_now} open ({done.seconds} s)."
        )


def _fill(data: Path, cases: int, seed: int, processes: int, spare: int, as_json: bool) -> None:
    """Very many cases, in an invented county that has none."""
    if not (data / "demo").exists():
        raise Trouble(f"{data} 不是演示数据目录。{data} is no invented county.")
    with county(data):
        from wangge.ops.simulate.fill.run import NotEmpty, fill  # why: only a county has models

        try:
            done = fill(
                now=utc_now(),
                cases=cases,
                processes=processes,
                data=data,
                spare=spare * 1_000_000_000,
                seed=seed,
                tell=lambda words: click.echo(words, err=True),
            )
        except NotEmpty as fault:
            raise Trouble(
                "这个县已有案件，只能填充空的数据目录。"
                "There are cases here: filling needs a data folder of its own."
            ) from fault
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        size = sum(done.bytes.values())
        click.echo(
            f"{done.cases} 件案件，{done.entries} 条日志，在办 {done.open_now} 件，"
            f"每件 {size / max(1, done.cases):.0f} 字节。{done.seconds}"
            + (" 磁盘将满，提前结束。Stopped early: the disk." if done.stopped else "")
        )


def _tell_lookback(data: Path, seed: int, as_json: bool) -> None:
    """The story of the look-back, in a demo county."""
    with county(data):
        from wangge.ops.simulate.lookback import tell_lookback  # why: only a county has models

        told = tell_lookback(now=utc_now, seed=seed, tell=_tell)
    if told is None:
        raise Trouble("回头看的故事已经讲过。The story of the look-back was told here before.")
    one = told.counted
    if as_json:
        facts = {"households": one.visited, "found": one.found, "cleared": one.cleared}
        click.echo(json.dumps(facts | {"seconds": told.seconds}))
    else:
        click.echo(
            f"走访{one.visited}户，发现{one.found}个问题，销号{one.cleared}个（{told.seconds}秒）。"
            f"{one.visited} households, {one.found} problems, {one.cleared} cleared."
        )


def _make_big(
    data: Path, grids: int, households: int, cases: int, seed: int, as_json: bool
) -> None:
    with county(data):
        from wangge.ops.simulate.big import make_big  # why: only a county has models
        from wangge.registry.models import Household  # why: only a county has models

        if Household.objects.exists():
            raise Trouble(
                "这个县已有登记，大县只能建在空的数据目录里。"
                "People are registered here: the big county needs a data folder of its own."
            )
        done = make_big(
            now=utc_now(),
            grids=grids,
            households=households,
            cases=cases,
            seed=seed,
            tell=_tell,
        )
    (data / "demo").touch()  # the screens of this county say that nobody in it lives
    told = {
        "grids": done.grids,
        "rows": done.rows,
        "visits": done.visits,
        "cases": done.cases,
        "seconds": done.seconds,
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        people, homes = done.rows["person"], done.rows["household"]
        click.echo(f"{done.grids} 个网格，{homes} 户，{people} 人。{done.seconds}")


def _tell(words: str) -> None:
    """Progress, for whoever watches; programs read only the answer."""
    if sys.stderr.isatty():
        click.echo(words, err=True)
