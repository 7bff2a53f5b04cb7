"""What a county holds from its first day: base data, and for a demo its cast and its past.

An ordered list of steps. Each may be run again and again; what stands already is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import click

from wangge.lib.clock import utc_now


@dataclass(frozen=True)
class Step:
    """One thing to install. `run` gets the instant of the installation."""

    title: str
    run: Callable[[datetime], object]
    demo_only: bool = False


STEPS: tuple[Step, ...] = ()


def install(*, demo: bool) -> None:
    """Every step has been taken; `demo` adds those of the demo county."""
    now = utc_now()
    for step in STEPS:
        if step.demo_only and not demo:
            continue
        began = time.monotonic()
        step.run(now)
        took_s = time.monotonic() - began
        if took_s > 1:
            click.echo(f"  {step.title} ({took_s:.1f} s)")
