"""Write cases, borders, the registry or the log to a file that other programs read."""

from __future__ import annotations

import click

from wangge.ops import exports
from wangge.ops.kinds import Kinds


@click.group(cls=Kinds.of(exports))
def command() -> None:
    """Export rows of a KIND to a FILE."""
