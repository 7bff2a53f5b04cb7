"""The form of a visit as data: what is asked, which answers there are. 走访表。

Ignores how it looks; a county's own form is another file of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from wangge.core.errors import Invalid


class UnknownAnswer(Invalid):
    """An answer the form does not have."""

    code = "unknown_answer"
    zh = "走访表里没有“{answer}”这一项，请刷新页面后重填，已填内容保留。"
    en = "The form has no answer “{answer}”. Reload the page; what you filled in is kept."


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. `worry`: it says that something is wrong at home."""

    code: str
    title: str
    title_en: str
    worry: bool = False

    def called(self, language: str) -> str:
        """Its words."""
        return self.title if language.startswith("zh") else self.title_en


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question; `many`: several answers may be ticked; `later`: asked behind the rest."""

    code: str
    title: str
    title_en: str
    choices: tuple[Choice, ...]
    many: bool = True
    later: bool = False

    def called(self, language: str) -> str:
        """Its words."""
        return self.title if language.startswith("zh") else self.title_en


class VisitForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All questions; the kinds of visit; the classes of problem offered first (line:item)."""

    fields: tuple[Field, ...]
    kinds: tuple[Choice, ...]
    problems: tuple[str, ...]


def check_answers(
    form: VisitForm, given: Mapping[str, Sequence[str]]
) -> dict[str, str | list[str]]:
    """The answers as they are kept; questions without any are left out.

    Refuses: UnknownAnswer.
    """
    known = {field.code: field for field in form.fields}
    found: dict[str, str | list[str]] = {}
    for code, answers in given.items():
        field = known.get(code)
        if field is None:
            raise UnknownAnswer(field=code, answer=code[:20])
        choices = {choice.code for choice in field.choices}
        for answer in answers:
            if answer not in choices:
                raise UnknownAnswer(field=code, answer=answer[:20])
        kept = list(dict.fromkeys(answers))
        if kept:
            found[code] = kept if field.many else kept[0]
    return found
