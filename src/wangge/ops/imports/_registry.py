"""`wangge import people FILE` and the other kinds of the registry: the engine of the pages."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from uuid import UUID

import click

from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.lib.datum import Datum
from wangge.ops.county import county
from wangge.ops.imports import REGISTRY
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble

_PIECE_BYTES = 1 << 20


def command_for(word: str) -> click.Command:
    """The command that imports the kind of that word."""
    kind = KINDS[REGISTRY[word]]

    @click.command(name=word, help=_help(kind.zh, kind.en))
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--template", is_flag=True, help="Write an empty table to FILE to fill in.")
    @click.option("--datum", type=click.Choice([datum.value for datum in Datum]), default=None)
    @click.option("--dry-run", is_flag=True, help="Say what would be; change nothing.")
    @click.option(
        "--bad",
        type=click.Path(dir_okay=False, path_type=Path),
        default=None,
        help="Where rows that stay behind are written (FILE-bad.xlsx).",
    )
    @data_option
    @json_option
    def command(
        file: Path,
        template: bool,
        datum: str | None,
        dry_run: bool,
        bad: Path | None,
        data: Path,
        as_json: bool,
    ) -> None:
        with county(data):
            if template:
                _write_template(kind.code, file)
                return
            if not file.exists():
                raise Trouble(f"没有文件 {file}。There is no such file.")
            answer = _bring_in(kind.code, file, datum or "", dry_run=dry_run, bad=bad)
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _say(answer))
        if answer["bad"]:
            raise SystemExit(1)

    return command


def _help(zh: str, en: str) -> str:
    return (
        f"Import {en.lower()} ({zh}) from FILE: .xlsx, .xls or .csv with Chinese headings.\n\n"
        "A bad row never stops the good ones; exits with 1 if there are any. The same file again "
        "changes nothing. A run that was killed is gone on with by the county's worker."
    )


def _write_template(code: str, file: Path) -> None:
    from wangge.registry.importing.template import write_kind_template  # why: only a county has

    write_kind_template(KINDS[code], file)
    click.echo(f"模板写入 {file}。The template is written.")


def _bring_in(
    code: str, file: Path, datum: str, *, dry_run: bool, bad: Path | None
) -> dict[str, object]:
    """The file is run (or tried) to its end; what became of it."""
    from wangge.core.duty import SYSTEM  # why: beside its use
    from wangge.registry.importing import actions  # why: only a county has models
    from wangge.registry.importing.bad_rows import write_bad_rows  # why: only a county has models
    from wangge.registry.importing.chunks import step  # why: only a county has models
    from wangge.registry.models import Import  # why: only a county has models

    began = time.monotonic()
    with file.open("rb") as opened:
        pieces = iter(lambda: opened.read(_PIECE_BYTES), b"")
        row = actions.take_in(KINDS[code], file.name, pieces, actor=SYSTEM, now=utc_now())
    try:
        actions.match_and_try(
            row.id, datum=datum, straight=not dry_run, actor=SYSTEM, now=utc_now()
        )
        more = True
        while more:
            more = step(row.id, now=utc_now())
            _progress(row.id, row.about, time.monotonic() - began)
        done = Import.objects.get(pk=row.pk)
        bad_file = ""
        if done.bad:
            place = bad or file.with_name(f"{file.stem}-bad.xlsx")
            write_bad_rows(done, place, who="命令行", now=utc_now())
            bad_file = str(place)
    finally:
        if not Import.objects.get(pk=row.pk).at_work:
            actions.discard(row.id, actor=SYSTEM, now=utc_now())
    seconds = time.monotonic() - began
    return {
        "id": str(row.id),
        "kind": code,
        "rows": done.read,
        "new": done.new,
        "changed": done.changed,
        "same": done.same,
        "bad": done.bad,
        "households": done.households,
        "dry_run": dry_run,
        "seconds": round(seconds, 2),
        "rows_a_second": round(done.read / seconds),
        "bad_file": bad_file,
    }


def _progress(import_id: UUID, about: int, seconds: float) -> None:
    """One line on a terminal that is written anew; nothing elsewhere."""
    if not sys.stderr.isatty():
        return
    from wangge.registry.models import Import  # why: only a county has models

    row = Import.objects.get(pk=import_id)
    click.echo(
        f"\r{row.read}/{about} 行 · 有问题 {row.bad} · {row.read / seconds:.0f} 行/秒  ",
        nl=False,
        err=True,
    )
    if not row.at_work:
        click.echo(err=True)


def _say(answer: dict[str, object]) -> str:
    tried = "试导入，没有写入。Tried; nothing was written. " if answer["dry_run"] else ""
    text = (
        f"{tried}共{answer['rows']}行：新增{answer['new']}，更新{answer['changed']}，"
        f"相同{answer['same']}，有问题{answer['bad']}；用时{answer['seconds']}秒。"
        f"{answer['rows']} rows: {answer['new']} new, {answer['changed']} changed, "
        f"{answer['same']} the same, {answer['bad']} bad."
    )
    if answer["bad_file"]:
        text += f"\n有问题的行写入 {answer['bad_file']}。Bad rows are in that file."
    return text
