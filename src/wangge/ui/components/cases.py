"""What a case is made of on its page: photos before and after, the record of every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.template import Context, Library

from wangge.ui.components.states import instant_of

register = Library()


@register.inclusion_tag("ui/components/photo_grid.html", takes_context=True)
def photo_grid(
    context: Context, photos: Iterable[Mapping[str, Any]], *, now: datetime | None = None
) -> dict[str, object]:
    """Photos grouped 处置前 and 处置后, side by side; a fact is made of both.

    Each photo gives url, thumb_url (or url), alt, when ("before", "after" or ""), at, place.
    """
    all_photos = list(photos)

    def of(when: str) -> list[Mapping[str, Any]]:
        return [photo for photo in all_photos if photo.get("when", "") == when]

    return {
        "now": instant_of(context, now),
        "any": bool(all_photos),
        "paired": bool(of("before") or of("after")),
        "before": of("before"),
        "after": of("after"),
        "others": of(""),
    }


@register.inclusion_tag("ui/components/timeline.html", takes_context=True)
def timeline(
    context: Context, entries: Iterable[Any], *, now: datetime | None = None
) -> dict[str, object]:
    """流转记录. Each entry gives at, verb, who, post and, where there are any, opinion, used,
    limit, over (bool), photos, tone; the last may be `open` (the step that is waited for).
    """
    return {"entries": entries, "now": instant_of(context, now)}
