"""`wangge import cases FILE`: cases of another system, by the hundred thousand."""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from wangge.core.errors import Refusal
from wangge.core.importing.foreign import ForeignSystem, read_map
from wangge.core.importing.headings import KNOWN_HEADINGS, match_columns
from wangge.lib.clock import utc_now
from wangge.lib.columns import ColumnTable, Part, read_columns
from wangge.lib.datum import Datum
from wangge.lib.sheets import plain
from wangge.lib.tables import UnreadableTable
from wangge.ops.county import county
from wangge.ops.imports._workers import Answer, Told, bring_all
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble

#: The columns added to rows that stay behind.
NUMBER, REASON = "行号", "原因"
#: Faults said on a terminal; all of them stand in the file.
_SHOWN = 10


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML or JSON that explains the other system: its headings, classes, words, time zone.",
)
@click.option("--system", default=None, help="Name of the other system, if no column says it.")
@click.option("--datum", type=click.Choice([one.value for one in Datum]), default=None)
@click.option("--dry-run", is_flag=True, help="Say what would be; change nothing.")
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rows that stay behind are written (FILE.rejected.csv).",
)
@click.option(
    "--workers",
    type=click.IntRange(0, 16),
    default=None,
    help="Processes that bring in; 0: this one alone. By the size of the file and the machine.",
)
@data_option
@json_option
def command(
    file: Path,
    map_file: Path | None,
    system: str | None,
    datum: str | None,
    dry_run: bool,
    rejected: Path | None,
    workers: int | None,
    data: Path,
    as_json: bool,
) -> None:
    """Import cases of another system from FILE: .csv, .csv.gz, .xlsx or .parquet.

    Every row is verified like a report, located, routed and logged. A bad row never stops the good
    ones; exits with 1 if there are any. The same file again changes nothing, so a run that was
    killed is simply run again.
    """
    place = rejected or file.with_name(f"{file.name}.rejected.csv")
    try:
        foreign = _foreign(map_file, system, datum)
        with county(data):
            answer = bring_in(file, foreign, data, rejected=place, dry_run=dry_run, workers=workers)
    except Refusal as refusal:
        raise Trouble(f"{refusal.say('zh')} {refusal.say('en')}") from refusal
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _say(answer))
    if answer["bad"]:
        raise SystemExit(1)


def bring_in(
    file: Path,
    foreign: ForeignSystem,
    data: Path,
    *,
    rejected: Path,
    dry_run: bool = False,
    workers: int | None = None,
) -> dict[str, object]:
    """What became of the file's rows, in a county that is set up; bad ones stand in `rejected`.

    Refuses: ColumnsMissing, NoSystem, MissingDatum. Raises Trouble for a file that is no table.
    """
    from wangge.cases.actions.importing.batch import BATCH, note_import  # why: only a county

    began, now = time.monotonic(), utc_now()
    sums = dict.fromkeys(("rows", "new", "same", "changed", "bad", "open", "located"), 0)
    shown: list[Told] = []
    with file.open("rb") as opened, _rejected(rejected) as bad_rows:
        try:
            table = read_columns(opened, file.name, known=KNOWN_HEADINGS, size=BATCH)
            matching = match_columns(table.headings, foreign)
            count = _workers(table.about, BATCH) if workers is None else workers
            for part, answer in bring_all(
                table.parts, matching, foreign, data, workers=count, dry_run=dry_run, now=now
            ):
                _add(sums, answer)
                bad_rows.add(table, part, answer)
                shown += answer.faults[: _SHOWN - len(shown)]
                _progress(sums, table.about, time.monotonic() - began)
        except UnreadableTable as fault:
            raise Trouble(f"读不了 {file}（{fault.why}）。This is no table we can read.") from fault
    if not dry_run:
        note_import(foreign.system, file.name, sums, now=now)
    seconds = time.monotonic() - began
    return {
        **sums,
        "system": foreign.system,
        "left_out": list(matching.left_out),
        "dry_run": dry_run,
        "workers": count,
        "seconds": round(seconds, 2),
        "rows_a_second": round(sums["rows"] / seconds),
        "rejected_file": str(rejected) if sums["bad"] else "",
        "faults": [f"{one.row}: {one.zh}" for one in shown],
    }


def _foreign(map_file: Path | None, system: str | None, datum: str | None) -> ForeignSystem:
    """What is known of the other system; a word on the command line counts for more."""
    found = read_map(map_file.read_bytes()) if map_file else ForeignSystem()
    return found.but(system=system, datum=datum)


def _workers(rows: int, batch: int) -> int:
    """As many as have work for some seconds; a process takes two to begin."""
    return 0 if rows < 8 * batch else min(2, os.cpu_count() or 1)


def _add(sums: dict[str, int], answer: Answer) -> None:
    behind = {one.row for one in answer.faults}
    sums["rows"] += answer.read
    sums["new"] += answer.new
    sums["same"] += answer.same
    sums["bad"] += len(behind)
    sums["changed"] += sum(one.code == "already_other" for one in answer.faults)
    sums["open"] += answer.open
    sums["located"] += answer.located


class _BadRows:
    """The rows that stay behind, as they came, with their number and what is wrong."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._file: IO[str] | None = None

    def add(self, table: ColumnTable, part: Part, answer: Answer) -> None:
        if not answer.faults:
            return
        whys: dict[int, list[str]] = {}
        for one in answer.faults:
            whys.setdefault(one.row, []).append(one.zh)
        if self._file is None:
            self._file = self._place.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow([*table.headings, NUMBER, REASON])
        to = csv.writer(self._file)
        for place, number in enumerate(part.numbers):
            if number in whys:
                cells = [plain(cell) for cell in part.row(place)]
                to.writerow([*cells, number, "；".join(whys[number])])

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def _rejected(place: Path) -> Iterator[_BadRows]:
    bad_rows = _BadRows(place)
    try:
        yield bad_rows
    finally:
        bad_rows.close()


def _progress(sums: dict[str, int], about: int, seconds: float) -> None:
    """One line on a terminal that is written anew; nothing elsewhere."""
    if sys.stderr.isatty():
        rate = sums["rows"] / seconds
        said = f"{sums['rows']}/{about} 行 · 有问题 {sums['bad']} · {rate:.0f} 行/秒"
        click.echo(f"\r{said}  ", nl=sums["rows"] >= about, err=True)


def _say(answer: dict[str, object]) -> str:
    tried = "试导入，没有写入。Tried; nothing was written. " if answer["dry_run"] else ""
    text = (
        f"{tried}共{answer['rows']}行：新增{answer['new']}（在办{answer['open']}，落到网格"
        f"{answer['located']}），已有{answer['same']}，有问题{answer['bad']}（其中内容有变"
        f"{answer['changed']}）；用时{answer['seconds']}秒。{answer['rows']} rows: "
        f"{answer['new']} new, {answer['same']} known, {answer['bad']} left behind."
    )
    left_out = answer["left_out"]
    assert isinstance(left_out, list)
    if left_out:
        text += f"\n没有用到的列：{'、'.join(left_out)}。Columns not used."
    if answer["rejected_file"]:
        faults = answer["faults"]
        assert isinstance(faults, list)
        text += "".join(f"\n  第{fault}" for fault in faults)
        text += f"\n有问题的行写入 {answer['rejected_file']}。Bad rows are in that file."
    return text
