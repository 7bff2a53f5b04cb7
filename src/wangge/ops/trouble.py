"""What stands in the way of a command, in a sentence that says what to do; shown, not traced."""

from __future__ import annotations

import click


class Trouble(click.ClickException):
    """Base of everything the house itself refuses or cannot do."""
