"""A command with kinds: `wangge import areas …` finds `areas.py` in its package.

Each kind is a module with a click command named `command`, so that a new kind is a new file. A
package may name further kinds in `MORE`: word → "module:function", which is given the word.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import click


class Kinds(click.Group):
    """The kinds that are modules of `package`."""

    #: Set by `of`.
    package: ModuleType

    @classmethod
    def of(cls, package: ModuleType) -> type[Kinds]:
        """The group of that package's modules."""
        return type("Kinds", (cls,), {"package": package})

    def list_commands(self, ctx: click.Context) -> list[str]:
        folder = Path(str(self.package.__file__)).parent
        more = getattr(self.package, "MORE", {})
        return sorted({*(path.stem for path in folder.glob("[a-z]*.py")), *more})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        made = getattr(self.package, "MORE", {}).get(cmd_name)
        if made is not None:
            module, _, function = made.partition(":")
            found = getattr(importlib.import_module(module), function)(cmd_name)
        else:
            found = importlib.import_module(f"{self.package.__name__}.{cmd_name}").command
        assert isinstance(found, click.Command), cmd_name
        found.name = cmd_name
        return found
