"""Lights, deadlines, chips, moments, masked values: the small signs of how a case stands.

Never colour alone: each sign is a shape and a word too.
"""

from __future__ import annotations

from datetime import datetime

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wangge.core.clock import Clock
from wangge.core.clock import light as light_of
from wangge.lib.clock import utc_now
from wangge.ui.components.markup import flat_attrs
from wangge.ui.words import say_day, say_deadline, say_exact, say_moment, say_number, say_span

register = Library()

#: light → its sign; ○ 正常 ◐ 临期 ● 超期 ‖ 暂停 ✓ 办结
SIGNS = {"green": "○", "amber": "◐", "red": "●", "paused": "‖", "done": "✓"}
TONES = ("plain", "accent", "red", "amber", "green", "slate")


def instant_of(context: Context, now: datetime | None) -> datetime:
    """The page's `now`: given, or in the context, or (for pages without one) the clock's."""
    found = now or context.get("now")
    return found if isinstance(found, datetime) else utc_now()


def light_word(name: str) -> str:
    """What a light says aloud."""
    return {
        "green": _("正常"),
        "amber": _("临期"),
        "red": _("超期"),
        "paused": _("暂停计时"),
        "done": _("办结"),
    }[name]


@register.simple_tag
def light(name: str, word: str = "") -> SafeString:
    """A light with its word. `name`: green, amber, red, paused or done; `word` says it better."""
    return format_html(
        '<span class="light light-{}"><span class="sign" aria-hidden="true">{}</span>{}</span>',
        name,
        SIGNS[name],
        word or light_word(name),
    )


def deadline_markup(
    *,
    now: datetime,
    due_at: datetime | None,
    light: str,
    paused_until: datetime | None = None,
    reason: str = "",
    explained: str = "",
    provisional: bool = False,
) -> SafeString:
    """The light, the time left or over, and the exact time for hover, print and programs."""
    sign = format_html('<span class="sign" aria-hidden="true">{}</span>', SIGNS[light])
    at, words = due_at, ""
    if light == "paused":
        at = paused_until
        words = _("暂停至%(at)s") % {"at": say_day(at, now=now)} if at else _("暂停计时")
    elif light == "done":
        words = _("办结")
    elif at is None:
        words = _("不计时")
    else:
        words = say_deadline(at, now=now)
    if at is None:
        return format_html('<span class="light light-{}">{}{}</span>', light, sign, words)
    exact = say_exact(at)
    title = " ".join(part for part in (_("到期 %(at)s") % {"at": exact}, reason, explained) if part)
    doubt = format_html('<span class="doubt">{}</span>', _("暂定")) if provisional else ""
    return format_html(
        '<span class="light light-{}">{}<time datetime="{}" title="{}">{}</time>'
        '<span class="exact">{}</span>{}</span>',
        light,
        sign,
        at.isoformat(),
        title,
        words,
        exact,
        doubt,
    )


@register.simple_tag(takes_context=True)
def deadline(
    context: Context,
    due_at: datetime | None,
    light: str = "",
    *,
    now: datetime | None = None,
    paused_until: datetime | None = None,
    reason: str = "",
    explained: str = "",
    provisional: bool = False,
) -> SafeString:
    """剩余… or 超期… with the exact time in `<time>` and its title.

    `light` from `core.clock.light`; without it, red after `due_at` and green before.
    """
    at = instant_of(context, now)
    known = light or ("red" if due_at is not None and due_at < at else "green")
    return deadline_markup(
        now=at,
        due_at=due_at,
        light=str(known),
        paused_until=paused_until,
        reason=reason,
        explained=explained,
        provisional=provisional,
    )


@register.simple_tag(takes_context=True)
def clock(context: Context, clock: Clock, now: datetime | None = None) -> SafeString:
    """The deadline of a `core.clock.Clock`, explained on hover; 暂定 while not announced."""
    at = instant_of(context, now)
    return deadline_markup(
        now=at,
        due_at=clock.due_at,
        light=str(light_of(clock, at)),
        paused_until=clock.paused_until,
        reason=clock.paused_reason or "",
        explained=clock.explained,
        provisional=clock.provisional,
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None, now: datetime | None = None) -> SafeString:
    """An instant, short on screen, exact in the title; 「—」 when there is none."""
    if at is None:
        return format_html('<span class="quiet">{}</span>', "—")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        say_exact(at),
        say_moment(at, now=instant_of(context, now)),
    )


@register.simple_tag
def chip(label: str, tone: str = "plain", **attrs: object) -> SafeString:
    """A state or a class in a word. `tone`: plain, accent, red, amber, green or slate."""
    if tone not in TONES:
        msg = f"tone must be one of {TONES}, not {tone!r}"
        raise ValueError(msg)
    given = {"class": f"chip chip-{tone}"} | attrs
    return format_html("<span{}>{}</span>", flat_attrs(given), label)


@register.inclusion_tag("ui/components/masked.html")
def masked(
    value: str, label: str, reveal_url: str = "", revealed: bool = False
) -> dict[str, object]:
    """A masked value (138****5678) and, where `reveal_url` is given, the button to see it whole.

    The button posts to `reveal_url`, which asks for a reason and logs the look; it answers with
    this component again, `revealed`.
    """
    return {"value": value, "label": label, "reveal_url": reveal_url, "revealed": revealed}


register.filter("span", say_span)
register.filter("leader_number", say_number)
