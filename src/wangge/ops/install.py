"""What a county holds from its first day: base data, and for a demo its cast and its past.

An ordered list of steps. Each may be run again and again; what stands already is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import click

from wangge.cases.models import Case
from wangge.catalogue.actions.calendars import seed_calendar
from wangge.catalogue.actions.install import install_packs
from wangge.lib.clock import utc_now
from wangge.ops.simulate.demo_registry import register_demo
from wangge.ops.simulate.demo_visits import visit_demo
from wangge.ops.simulate.run import CASES, simulate
from wangge.privacy.actions import install_privacy
from wangge.registry.actions import install_codes
from wangge.territory.actions import install_liling
from wangge.territory.actions.demo import install_demo_posts
from wangge.territory.actions.first import install_first_posts
from wangge.territory.actions.install import install_departments, install_roles
from wangge.visits.actions import install_rules


@dataclass(frozen=True)
class Step:
    """One thing to install. `run` gets the instant of the installation."""

    title: str
    run: Callable[[datetime], object]
    demo_only: bool = False
    not_in_demo: bool = False
    #: Invents what happened so far, instead of what a county stands on.
    past: bool = False


def _first_posts(now: datetime) -> None:
    """The centre and an administrator, whose password is shown this once."""
    password = install_first_posts(now)
    if password is not None:
        click.echo(f"  管理员账号 administrator: admin   密码 password: {password}")
        click.echo("  只显示这一次，登录后须修改。Shown only now; change it after signing in.")


def _live_through(now: datetime, *, cases: int) -> None:
    """A county without any case gets the demo's past; one with cases keeps what it has."""
    if not Case.objects.exists():
        click.echo("  正在编出六十天的演示历史…… Living through sixty invented days …")
        simulate(now=now, cases=cases)


STEPS: tuple[Step, ...] = (
    Step("区划 territory", lambda now: install_liling(now=now)),
    Step("角色 roles", install_roles),
    Step("个人信息规则 privacy", install_privacy),
    Step("部门 departments", install_departments),
    Step("工作日历 calendar", lambda now: seed_calendar(now=now)),
    Step("代码表 code lists", install_codes),
    Step("走访规则 visit rules", install_rules),
    Step("业务包 packs", lambda now: install_packs(now=now)),
    Step("岗位和人员 posts and people", install_demo_posts, demo_only=True),
    Step("居民和家底 people, places, things", register_demo, demo_only=True, past=True),
    Step("包户和走访 contacts and visits", visit_demo, demo_only=True, past=True),
    Step("县指挥中心和管理员 centre and administrator", _first_posts, not_in_demo=True),
)


def _history(cases: int) -> Step:
    """The last of the past, in which all that stands before it takes part."""
    live = partial(_live_through, cases=cases)
    return Step("六十天的历史 sixty days of history", live, demo_only=True, past=True)


def install(*, demo: bool, past: bool = True, cases: int = CASES) -> None:
    """Every step has been taken; `demo` adds those of the demo county, its `past` unless not.

    About `cases` cases are lived through in that past.
    """
    now = utc_now()
    for step in (*STEPS, _history(cases)):
        if (step.not_in_demo if demo else step.demo_only) or (step.past and not past):
            continue
        began = time.monotonic()
        step.run(now)
        took_s = time.monotonic() - began
        if took_s > 1:
            click.echo(f"  {step.title} ({took_s:.1f} s)")
