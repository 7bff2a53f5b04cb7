"""Import borders, cases or other rows from a file, or only try to.

Each kind is a module of `ops/imports` with a click command named `command`.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from wangge.ops import imports

_KINDS = Path(str(imports.__file__)).parent


class _Kinds(click.Group):
    """Finds kinds by file name, so that a new kind is a new file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(path.stem for path in _KINDS.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found = importlib.import_module(f"wangge.ops.imports.{cmd_name}").command
        assert isinstance(found, click.Command), cmd_name
        found.name = cmd_name
        return found


@click.group(cls=_Kinds)
def command() -> None:
    """Import rows of a KIND from a FILE."""
