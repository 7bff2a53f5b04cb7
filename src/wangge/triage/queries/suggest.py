"""The classes a text may mean 建议分类, said so that a person can decide. No query."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from wangge.catalogue.access import catalogue
from wangge.core.triage import Advice, Confidence, Piece
from wangge.triage.access import standing

_SAID = {Confidence.LIKELY: _("很可能"), Confidence.POSSIBLE: _("可能")}


class Tone(NamedTuple):
    """A stretch of the text; `spoke`: it is one of the reasons."""

    words: str
    spoke: bool


class Suggested(NamedTuple):
    """A class as a form offers it: `value` (`line:item`) is what it sends."""

    value: str
    line: str
    item: str
    title: str
    probability: float
    confidence: Confidence
    said: str  #: 很可能 or 可能
    why: tuple[str, ...]
    pieces: tuple[Piece, ...]
    tones: tuple[Tone, ...]  #: the whole text, cut where reasons begin and end


def suggest(
    text: str, language: str, *, line: str | None = None, most: int = 3
) -> tuple[Suggested, ...]:
    """The classes most likely meant, the surest first; none where the words say too little.

    `line`: only items of that line. Refuses: UnknownLine.
    """
    advisor = standing().advisor
    among = None
    if line is not None:
        catalogue().line(line)
        among = {label for label in advisor.labels if label.startswith(f"{line}:")}
    found = advisor.advise(text, most=most, among=among)
    return tuple(_shown(one, text, language) for one in found)


def suggest_other(text: str, language: str, *, line: str, item: str) -> Suggested | None:
    """The surest class, where that is likely and not the item given; else None."""
    if line not in {each.code for each in catalogue().lines}:
        return None
    first = next(iter(suggest(text, language, line=line, most=1)), None)
    if first is None or first.item == item:
        return None
    open_yet = item == catalogue().line(line).default_item
    return first if open_yet or first.confidence is Confidence.LIKELY else None


def _shown(one: Advice, text: str, language: str) -> Suggested:
    line, __, item = one.label.partition(":")
    zh = language.startswith("zh")
    return Suggested(
        value=one.label,
        line=line,
        item=item,
        title=one.item.title if zh else one.item.title_en or one.item.title,
        probability=round(one.probability, 3),
        confidence=one.confidence,
        said=str(_SAID[one.confidence]),
        why=one.why,
        pieces=one.pieces,
        tones=_tones(one, text),
    )


def _tones(one: Advice, text: str) -> tuple[Tone, ...]:
    tones, at = [], 0
    for piece in one.pieces:
        tones += [Tone(text[at : piece.start], False), Tone(text[piece.start : piece.end], True)]
        at = piece.end
    return tuple(tone for tone in (*tones, Tone(text[at:], False)) if tone.words)
