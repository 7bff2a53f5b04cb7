"""Django's own commands, such as `wangge manage makemigrations`.

Those that shape the database run as its owner; all others as the application.
"""

from __future__ import annotations

from pathlib import Path

import click
from django.core.management import execute_from_command_line

from wangge.ops.county import county
from wangge.ops.database import as_owner, grant
from wangge.ops.options import data_option

_OWNERS = frozenset({"dbshell", "flush", "migrate", "showmigrations", "sqlflush", "sqlmigrate"})

#: These look at the code alone, so they need no server.
_OFFLINE = frozenset(
    {"check", "compilemessages", "findstatic", "help", "makemessages", "makemigrations"}
)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@data_option
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(data: Path, words: tuple[str, ...]) -> None:
    """Run one of Django's commands on the county."""
    line = ["wangge manage", *words]
    with county(data, server=not words or words[0] not in _OFFLINE, make=True):
        if not words or words[0] not in _OWNERS:
            execute_from_command_line(line)
            return
        with as_owner():
            execute_from_command_line(line)
            if words[0] == "migrate":
                grant()
