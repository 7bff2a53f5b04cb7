"""What frames a page: looks, demo ribbon, switches, breadcrumbs, empty and error states, toasts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.translation import get_language

from wangge.ui.look import Look, look_of
from wangge.ui.said import take_said

register = Library()

#: The doors of the house that the frames lead to. The pages behind them belong to `web`.
DOORS = {
    "home": "/",
    "proofs": "/proofs/",
    "desk": "/desk/",
    "county": "/county/",
    "sign_out": "/sign-out/",
    "field": "/field/",
    "field_todo": "/field/todo/",
    "field_report": "/field/report/",
    "field_map": "/field/map/",
    "field_drafts": "/field/drafts/",
    "field_manifest": "/field/app.webmanifest",
}


def _request(context: Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag(takes_context=True)
def look(context: Context) -> Look:
    """The view and theme this browser asked for: `{% look as the_look %}`."""
    return look_of(_request(context))


@register.simple_tag
def door(name: str) -> str:
    """The address of a door, so that each stands in one place."""
    return DOORS[name]


@register.simple_tag
def page_language() -> str:
    """The language of the page as HTML says it: zh-Hans or en."""
    return "zh-Hans" if (get_language() or "zh").startswith("zh") else "en"


@register.inclusion_tag("ui/components/demo_ribbon.html")
def demo_ribbon() -> dict[str, object]:
    """演示数据: on every screen of a demo county, on paper too."""
    return {"demo": bool(getattr(settings, "WANGGE_DEMO", False))}


@register.inclusion_tag("ui/components/switches.html", takes_context=True)
def switches(context: Context, theme: bool = False) -> dict[str, object]:
    """Language and elder view, as forms that work without JavaScript; `theme` adds 深色."""
    request = _request(context)
    return {
        "here": request.get_full_path() if request else "",
        "language": page_language(),
        "look": look_of(request),
        "theme": theme,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/components/post_menu.html", takes_context=True)
def post_menu(
    context: Context, *, short: bool = False, sign_out_url: str = DOORS["sign_out"]
) -> dict[str, object]:
    """Who is here, at which posts, the looks and the way out; for strangers only the looks.

    The actor is the context's `actor`, else the request's. `menu_links` of the context, pairs of
    (label, address), come between.
    """
    request = _request(context)
    return {
        "actor": context.get("actor") or getattr(request, "actor", None),
        "menu_links": context.get("menu_links", ()),
        "short": short,
        "sign_out_url": sign_out_url,
        "request": request,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, object]:
    """The way here: (label, address) from the top; the last one is the page and needs none."""
    return {"steps": list(steps)}


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "inbox") -> str:
    """Nothing here: `title` says so, the block says what to do next."""
    return render_to_string(
        "ui/components/empty.html", {"content": content, "title": title, "icon": icon}
    )


@register.simple_block_tag
def problem(content: str, title: str, kept: str = "") -> str:
    """Something went wrong: `title` what happened, `kept` what was kept, the block what to do."""
    return render_to_string(
        "ui/components/problem.html", {"content": content, "title": title, "kept": kept}
    )


@register.inclusion_tag("ui/components/notice.html")
def notice(text: str, tone: str = "plain", icon: str = "info-circle") -> dict[str, object]:
    """One sentence in a coloured band; red is announced at once. `tone` as of chips."""
    return {"text": text, "tone": tone, "icon": icon}


@register.inclusion_tag("ui/components/said.html", takes_context=True)
def said(context: Context) -> dict[str, object]:
    """What the step before had to say (`wangge.ui.said.say`), shown once."""
    request = _request(context)
    return {"sentences": take_said(request) if request else []}


@register.inclusion_tag("ui/components/avatar.html")
def avatar(name: str, post: str = "", area: str = "", quiet: bool = False) -> dict[str, Any]:
    """A person by one character of the name, with the post held; no photo is kept."""
    plain = name.strip() or "?"
    initial = plain[0].upper() if plain.isascii() else plain[-1]
    return {"name": name, "initial": initial, "post": post, "area": area, "quiet": quiet}
