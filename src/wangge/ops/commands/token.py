"""Make a key by which a program acts for a person; it is shown once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.options import data_option, json_option
from wangge.ops.trouble import Trouble


@click.command()
@click.argument("username")
@click.option("--title", default="wangge token", show_default=True, help="What it is for.")
@data_option
@json_option
def command(username: str, title: str, data: Path, as_json: bool) -> None:
    """Make a token for USERNAME. Use it as `Authorization: Bearer TOKEN`."""
    with county(data):
        from wangge.accounts.actions.tokens import make_token  # why: only a county has models
        from wangge.accounts.models import User  # why: only a county has models

        user = User.objects.filter(username=username).first()
        if user is None:
            raise Trouble(f"没有用户 {username}。There is no user {username}.")
        token = make_token(user, title=title, now=utc_now())
    click.echo(json.dumps({"user": username, "token": token}) if as_json else token)
