"""What is taken in at a glance: figures, progress, maps with a list beside them."""

from __future__ import annotations

from django.template import Library
from django.template.loader import render_to_string
from django.templatetags.static import static

from wangge.ui.components.markup import flat_attrs
from wangge.ui.words import say_number

register = Library()


@register.inclusion_tag("ui/components/stat.html")
def stat(
    label: str,
    value: float | str,
    *,
    unit: str = "",
    note: str = "",
    tone: str = "plain",
    href: str = "",
    exact: bool = False,
) -> dict[str, object]:
    """A figure with its word. `exact` for workers; leaders read 3.4万, with the exact on hover."""
    number = value if isinstance(value, str) else say_number(value)
    plain = str(value) if isinstance(value, str) else f"{value:,}"
    return {
        "label": label,
        "value": plain if exact else number,
        "full": plain,
        "unit": unit,
        "note": note,
        "tone": tone,
        "href": href,
    }


@register.inclusion_tag("ui/components/progress.html")
def progress(
    label: str, value: float, most: float, *, words: str = "", tone: str = "accent"
) -> dict[str, object]:
    """How much of `most` is reached; `words` says it better than 3 / 12."""
    return {
        "label": label,
        "value": value,
        "most": most,
        "tone": tone,
        "words": words or f"{value:g} / {most:g}",
    }


@register.simple_block_tag
def map_box(content: str, label: str, source: str = "", **attrs: object) -> str:
    """A map drawn by ui/js/map.js; the block is the list shown without one.

    `source`: address of the GeoJSON. Attributes for the map: `pick` (names of the lon and lat
    fields, "lon lat"), `lon`, `lat`, `colour` (property), `name` (property), `box`
    ("w,s,e,n"), `tall`.
    """
    tall = bool(attrs.pop("tall", False))
    given = {f"data_{name}": value for name, value in attrs.items()}
    return render_to_string(
        "ui/components/map_box.html",
        {
            "content": content,
            "label": label,
            "tall": tall,
            "attrs": flat_attrs({"data_source": source} | given),
            "style_href": static("vendor/maplibre/maplibre-gl.css"),
        },
    )
