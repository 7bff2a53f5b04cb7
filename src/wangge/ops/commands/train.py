"""Train a model of the county's own history; or make the model that Wangge comes with."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wangge.core.triage import pack
from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option


@click.group()
def command() -> None:
    """Train the small models of triage 智能分类. They propose; people decide."""


@command.command("triage")
@click.option("--anyway", is_flag=True, help="Put it in force even if it is worse.")
@click.option("--dry-run", is_flag=True, help="Train and judge, keep nothing.")
@click.option("--back-to-start", is_flag=True, help="Instead: use the model Wangge comes with.")
@data_option
@json_option
def triage(anyway: bool, dry_run: bool, back_to_start: bool, data: Path, as_json: bool) -> None:
    """Learn from closed cases: train on the older ones, be judged on the newer.

    A model that is right less often than the one in force, on the same cases, is kept but not put
    in force, unless told --anyway.
    """
    with county(data):
        # why: models may be imported only once Django is set up
        from wangge.triage import actions
        from wangge.triage.learning import learn

        now = utc_now()
        if back_to_start:
            actions.back_to_start(now=now)
            click.echo(json.dumps({"in_force": "start"}) if as_json else "起始模型已启用。")
            return
        learnt = learn()
        good = anyway or not learnt.is_worse
        if not dry_run:
            actions.keep_model(
                learnt.model,
                texts=learnt.texts,
                held_out=learnt.held_out,
                first_right=learnt.right.first,
                three_right=learnt.right.three,
                standing_right=learnt.standing.first,
                in_force=good,
                now=now,
            )
    told: dict[str, object] = {
        "texts": learnt.texts,
        "held_out": learnt.held_out,
        "first_right": learnt.right.first,
        "three_right": learnt.right.three,
        "standing_first_right": learnt.standing.first,
        "standing_three_right": learnt.standing.three,
        "in_force": good and not dry_run,
    }
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _say(told))


@command.command("start")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def start(file: Path) -> None:
    """Make the model Wangge comes with, from the packs and invented sayings, into FILE."""
    # why: scikit-learn is heavy and only training needs it
    from wangge.ops.teaching.start import start_model

    model, figures, words = start_model()
    file.write_bytes(pack(model))
    click.echo(
        f"{file}: {len(model.labels)} classes, {len(model.hashes)} n-grams, "
        f"{file.stat().st_size / 1024:.0f} kB. On {figures.n} sayings of phrases it had not met: "
        f"first {figures.first:.1%}, one of three {figures.three:.1%}; "
        f"keywords alone {words.first:.1%}, {words.three:.1%}."
    )


def _say(told: dict[str, object]) -> str:
    verdict = "已启用。In force." if told["in_force"] else "未启用。Not in force."
    return (
        f"用{told['texts']}件已结案件训练；在较新的{told['held_out']}件上："
        f"首选对{_percent(told['first_right'])}，前三有对的{_percent(told['three_right'])}；"
        f"现用模型{_percent(told['standing_first_right'])}。{verdict}"
    )


def _percent(share: object) -> str:
    assert isinstance(share, float)
    return f"{share:.1%}"
