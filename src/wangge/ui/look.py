"""How a person wants to see the pages: plain or elder view 长辈版, light or dark.

Kept in two cookies, so that it works before sign-in and without JavaScript. Ignores the
language, which Django keeps itself.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

VIEW_COOKIE = "wangge_view"
THEME_COOKIE = "wangge_theme"
VIEWS = ("plain", "elder")
THEMES = ("light", "dark")

#: A year: nobody should have to ask for large letters twice.
COOKIE_AGE_S = 365 * 24 * 3600


class Look(NamedTuple):
    """The two choices, each one of the tuples above."""

    view: str = "plain"
    theme: str = "light"


def look_of(request: HttpRequest | None) -> Look:
    """The look this browser asked for; the plain light one if it asked for none."""
    if request is None:
        return Look()
    view = request.COOKIES.get(VIEW_COOKIE, "")
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return Look(view if view in VIEWS else "plain", theme if theme in THEMES else "light")
