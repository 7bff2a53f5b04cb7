"""The small forms of a phone: what may be done to a case now, with the fields it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wangge.cases.queries.shapes import Sayable
from wangge.core.case.verbs import Verb
from wangge.web.field.taking import PHONE_VERBS

#: Fields a small form on a phone has; an action that needs others is left to the desk.
_FIELDS = {"opinion", "reason", "photos", "passed", "condition", "post"}


def on_phone(one: Sayable) -> bool:
    """Whether a phone's small form has every field the action must be given."""
    fields = {field for need in one.needs if need.required for field in need.fields}
    return Verb(one.action) in PHONE_VERBS and fields <= _FIELDS


def forms_of(may: Sequence[Sayable], given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The small forms of what may be done now, what carries the case forward first."""
    order = {verb.value: place for place, verb in enumerate(PHONE_VERBS)}
    offered = sorted((one for one in may if on_phone(one)), key=lambda one: order[one.action])
    return [
        {
            "verb": one.action,
            "title": one.title,
            "main": place == 0 and one.action != Verb.COMMENT,
            "needs": [
                {
                    "name": need.fields[0] if len(need.fields) == 1 else "opinion",
                    "title": need.title,
                    "required": need.required,
                    "choices": _choices(need.fields[0], need.choices),
                    "takes_photos": "photos" in need.fields,
                }
                for need in one.needs
                if set(need.fields) <= _FIELDS
            ],
            "open": given.get("verb") == one.action,
            "typed": {n: given.get(n, "") for n in ("opinion", "reason")}
            if given.get("verb") == one.action
            else {},
        }
        for place, one in enumerate(offered)
    ]


def _choices(field: str, choices: Sequence[Any]) -> list[tuple[str, str]]:
    if field == "passed":
        return [("yes" if one.value else "no", one.title) for one in choices]
    return [(str(one.value), one.title) for one in choices]
