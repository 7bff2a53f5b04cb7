"""The command line `wangge`: one group; each command is a module of `ops/commands`.

A command's module is imported only when it is called, and its first docstring line is its help,
so `wangge --help` answers at once however heavy the commands grow.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import click

from wangge.core.errors import Refusal
from wangge.ops.trouble import Trouble

_COMMANDS = Path(__file__).parent / "commands"


class _Commands(click.Group):
    """Finds commands by file name: `commands/doctor.py` holds `command`, shown as `doctor`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        files = _COMMANDS.glob("[a-z]*.py")
        return sorted(path.stem.rstrip("_").replace("_", "-") for path in files)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        path = _file_of(cmd_name)
        if path is None:
            return None
        module = importlib.import_module(f"wangge.ops.commands.{path.stem}")
        command = module.command
        assert isinstance(command, click.Command), path
        command.name = cmd_name
        return command

    def invoke(self, ctx: click.Context) -> object:
        """A refusal is an answer: it is said, not traced."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise Trouble(f"{refusal.say('zh')} {refusal.say('en')}") from refusal

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _first_line(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _file_of(name: str) -> Path | None:
    """`import` is a word of the language, so its file is `import_.py`."""
    stem = name.replace("-", "_")
    found = (path for path in (_COMMANDS / f"{stem}.py", _COMMANDS / f"{stem}_.py"))
    return next((path for path in found if path.exists()), None)


def _first_line(name: str) -> str:
    path = _file_of(name)
    assert path is not None
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return inspect.cleandoc(docstring).partition("\n")[0]


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wangge")
def main() -> None:
    """网格 Wangge: one county, one loop, one log, one database."""
