"""Import borders, holidays, packs or rows of the registry from a file, or only try to."""

from __future__ import annotations

import click

from wangge.ops import imports
from wangge.ops.kinds import Kinds


@click.group(cls=Kinds.of(imports))
def command() -> None:
    """Import rows of a KIND from a FILE."""
