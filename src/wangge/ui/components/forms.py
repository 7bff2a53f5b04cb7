"""What is filled in: fields with label, help and error; photos; stars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wangge.privacy.purposes import purpose as purpose_of
from wangge.privacy.purposes import shipped_purpose
from wangge.ui.components.markup import flat_attrs

register = Library()


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, hint: str = "", **attrs: object) -> dict[str, object]:
    """A field of a Django form: label, help, widget, errors, tied together for screen readers.

    Extra attributes go to the widget (`placeholder`, `autocomplete`, `inputmode`, `hx_…`).
    """
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    help_text = hint or str(bound.help_text)
    told_by = [f"{bound.auto_id}_help"] if help_text else []
    if bound.errors:
        told_by.append(f"{bound.auto_id}_error")
    given: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items()}
    if told_by and not grouped:
        given["aria-describedby"] = " ".join(told_by)
    if bound.errors and not grouped:
        given["aria-invalid"] = "true"
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=given),
        "grouped": grouped,
        "told_by": " ".join(told_by),
        "inline": isinstance(widget, CheckboxInput),
        "help_text": help_text,
    }


@register.inclusion_tag("ui/components/text_field.html")
def text_field(
    name: str,
    label: str,
    *,
    value: str = "",
    help: str = "",
    error: str = "",
    required: bool = False,
    type: str = "text",
    rows: int = 0,
    **attrs: object,
) -> dict[str, object]:
    """A field without a Django form: the opinion of an action, a search, a reason."""
    id_ = str(attrs.pop("id", f"f-{name}"))
    told_by = " ".join(part for part in (help and f"{id_}-help", error and f"{id_}-error") if part)
    given: dict[str, Any] = {
        "id": id_,
        "name": name,
        "required": required,
        "aria_describedby": told_by,
        "aria_invalid": "true" if error else None,
    }
    return {
        "id": id_,
        "label": label,
        "value": value,
        "help": help,
        "error": error,
        "required": required,
        "type": type,
        "rows": rows,
        "attrs": flat_attrs(given | attrs),
    }


@register.inclusion_tag("ui/components/select_field.html")
def select_field(
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    value: str = "",
    *,
    any_label: str = "",
    required: bool = False,
    compact: bool = False,
    **attrs: object,
) -> dict[str, object]:
    """A choice without a Django form. `any_label`: the empty choice; `compact`: in filters."""
    id_ = str(attrs.pop("id", f"f-{name}"))
    given: dict[str, Any] = {"id": id_, "name": name, "required": required}
    return {
        "id": id_,
        "label": label,
        "options": options,
        "value": value,
        "any_label": any_label,
        "required": required,
        "compact": compact,
        "attrs": flat_attrs(given | attrs),
    }


@register.inclusion_tag("ui/components/photo_picker.html")
def photo_picker(
    name: str = "photos",
    label: str = "",
    *,
    most: int = 6,
    required: bool = False,
    help: str = "",
    error: str = "",
    id: str = "",
) -> dict[str, object]:
    """A camera button with previews; without JavaScript it is a plain file field."""
    return {
        "name": name,
        "label": label or _("照片"),
        "most": most,
        "required": required,
        "help": help,
        "error": error,
        "id": id or f"f-{name}",
    }


@register.inclusion_tag("ui/components/rating.html")
def rating(name: str = "stars", label: str = "", error: str = "") -> dict[str, object]:
    """One to five stars, none chosen beforehand, usable by keyboard and without JavaScript."""
    words = [_("很不满意"), _("不满意"), _("基本满意"), _("满意"), _("非常满意")]
    return {
        "name": name,
        "label": label or _("您满意吗？"),
        "error": error,
        "stars": list(enumerate(words, start=1)),
    }


@register.inclusion_tag("ui/components/purpose.html")
def purpose(code: str, *, shipped: bool = False) -> dict[str, object]:
    """Why a form asks for personal data, on what basis, what and for how long: at its foot.

    `shipped`: as it comes, without asking the county's rows; for examples.
    """
    said = shipped_purpose if shipped else purpose_of
    return {"said": said(code, get_language() or "zh-hans")}


@register.simple_tag
def required_mark() -> SafeString:
    """The sign of a field that must be filled, with its word for screen readers."""
    return SafeString(
        f'<span class="must" aria-hidden="true">*</span><span class="only-read">{_("必填")}</span>'
    )
