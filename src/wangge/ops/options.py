"""Options that several commands share, each with one meaning and one default."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

_P = ParamSpec("_P")
_R = TypeVar("_R")


def data_option(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """`--data FOLDER`, else DATA, else ./var."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="DATA",
        default=Path("var"),
        show_default=True,
        help="Folder of everything the county keeps.",
    )(function)


def port_option(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """`--port N`, else PORT, else 8000."""
    return click.option(
        "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True
    )(function)


def json_option(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """`--json`: one JSON object or line for programs instead of words for people."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(function)
