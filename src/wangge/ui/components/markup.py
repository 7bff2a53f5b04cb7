"""Attributes and icons: what every component is made of.

Refuses what the content security policy would silently drop: inline styles and handlers.
"""

from __future__ import annotations

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = Library()


def flat_attrs(attrs: dict[str, object]) -> SafeString:
    """The attributes as markup with a leading space: `data_key="d"` → ` data-key="d"`.

    None, False and "" are left out, True stands bare. Raises ValueError for `style` and `on…`,
    which a strict content security policy forbids.
    """
    pairs = []
    for name, value in attrs.items():
        plain = name.rstrip("_").replace("_", "-")
        if plain == "style" or plain.startswith("on"):
            msg = f"{plain}: inline styles and handlers are forbidden; use a class or a module"
            raise ValueError(msg)
        if value is None or value is False or value == "":
            continue
        pairs.append((plain, value))
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in pairs
        ),
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent beside words, with `label` it speaks for itself."""
    address = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address
    )
