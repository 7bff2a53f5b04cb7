"""What is pressed: buttons, links that look like buttons, the action bar, dialogs, key help."""

from __future__ import annotations

from collections.abc import Iterable

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wangge.ui.components.markup import flat_attrs, icon

register = Library()

#: primary 主要, plain 普通, danger 不可轻按的, quiet 不显眼的.
KINDS = ("primary", "plain", "danger", "quiet")


def _inside(label: str, icon_name: str, key: str, *, icon_only: bool) -> SafeString:
    """Icon, word and key sign, in this order."""
    sign = icon(icon_name) if icon_name else ""
    hint = format_html('<kbd aria-hidden="true">{}</kbd>', key.upper()) if key else ""
    word = format_html('<span class="{}">{}</span>', "only-read" if icon_only else "word", label)
    return format_html("{}{}{}", sign, word, hint)


def _class(kind: str, *, big: bool, icon_only: bool, extra: object) -> str:
    if kind not in KINDS:
        msg = f"kind must be one of {KINDS}, not {kind!r}"
        raise ValueError(msg)
    words = ["btn", f"btn-{kind}", big and "btn-big", icon_only and "btn-icon", extra]
    return " ".join(str(word) for word in words if word)


@register.simple_tag
def button(
    label: str,
    kind: str = "plain",
    *,
    key: str = "",
    icon: str = "",
    big: bool = False,
    icon_only: bool = False,
    type: str = "submit",
    **attrs: object,
) -> SafeString:
    """A button whose label is a verb. `key`: the letter that presses it on a desk."""
    given = {
        "type": type,
        "class": _class(kind, big=big, icon_only=icon_only, extra=attrs.pop("class_", "")),
        "data_key": key.lower(),
        "aria_keyshortcuts": key.lower(),
        "title": label if icon_only else "",
    }
    inside = _inside(label, icon, key, icon_only=icon_only)
    return format_html("<button{}>{}</button>", flat_attrs(given | attrs), inside)


@register.simple_tag
def link_button(
    label: str,
    href: str,
    kind: str = "plain",
    *,
    key: str = "",
    icon: str = "",
    big: bool = False,
    icon_only: bool = False,
    **attrs: object,
) -> SafeString:
    """A link that looks like a button: for going somewhere, never for changing something."""
    given = {
        "href": href,
        "class": _class(kind, big=big, icon_only=icon_only, extra=attrs.pop("class_", "")),
        "data_key": key.lower(),
        "aria_keyshortcuts": key.lower(),
        "title": label if icon_only else "",
    }
    inside = _inside(label, icon, key, icon_only=icon_only)
    return format_html("<a{}>{}</a>", flat_attrs(given | attrs), inside)


@register.simple_block_tag
def action_bar(content: str, label: str = "") -> str:
    """What may be done now, fixed at the foot of a page; put buttons and forms inside."""
    return render_to_string("ui/components/action_bar.html", {"content": content, "label": label})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, wide: bool = False) -> str:
    """A native dialog, closed until a control with `data-opens="<id>"` is pressed."""
    return render_to_string(
        "ui/components/dialog.html",
        {"content": content, "id": id, "title": title, "wide": wide},
    )


@register.inclusion_tag("ui/components/key_help.html")
def key_help(keys: Iterable[tuple[str, str]] = ()) -> dict[str, object]:
    """The keys of a desk, opened by `?`. `keys`: (key, what it does) besides the common ones."""
    return {"keys": keys}
