"""Refusals: what the system says when it will not do something.

A refusal is an answer, not a fault: it has a stable code for programs and one sentence for a
clerk, in Chinese and in English, that says what is wrong, where, and what to do.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """Base of all refusals. `code` is stable; `zh` and `en` are `str.format` templates."""

    code: ClassVar[str] = "refused"
    zh: ClassVar[str] = "不能这样做。"
    en: ClassVar[str] = "This cannot be done."

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        self.field = field
        self.facts = facts
        super().__init__(self.say("en"))

    def say(self, language: str = "zh") -> str:
        """The sentence in `language` ("zh…" or anything else for English)."""
        template = self.zh if language.startswith("zh") else self.en
        return template.format(**self.facts)


class Invalid(Refusal):
    """The input is wrong; `field` names where. HTTP 422."""

    code = "invalid"


class Forbidden(Refusal):
    """The actor sees the thing but may not do this to it now. HTTP 403."""

    code = "forbidden"


class NotFound(Refusal):
    """There is no such thing for this actor; strangers hear nothing else. HTTP 404."""

    code = "not_found"
    zh = "没有找到，或您无权查看。请核对编号。"
    en = "Not found, or not yours to see. Please check the number."


class Stale(Refusal):
    """Somebody else changed the thing first; nothing was lost. HTTP 409."""

    code = "stale"
