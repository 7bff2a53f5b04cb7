"""What the address of a county page asks for: which days, which service line."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpRequest

from wangge.catalogue.access import catalogue
from wangge.lib.clock import SHANGHAI
from wangge.ui.answers import language_of
from wangge.web.county.numbers import MONTH


def days_of(now: datetime) -> tuple[date, date]:
    """Today, and the first of the last thirty days."""
    today = now.astimezone(SHANGHAI).date()
    return today, today - timedelta(days=MONTH - 1)


def line_of(request: HttpRequest) -> str | None:
    """The service line asked for; None for all, or for one there is not."""
    wanted = request.GET.get("line", "")
    return wanted if wanted in {line.code for line in catalogue().lines} else None


def line_titles(request: HttpRequest) -> list[tuple[str, str]]:
    """Codes and names of all service lines."""
    zh = language_of(request).startswith("zh")
    return [(line.code, line.title if zh else line.title_en) for line in catalogue().lines]
