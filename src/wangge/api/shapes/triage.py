"""Which class a text may mean."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class TriageIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to be classed."""

    text: Annotated[str, Meta(max_length=4_000, description="What is wrong, in people's words.")]
    line: Annotated[str | None, Meta(description="Only items of this line.")] = None


class PieceView(Struct, frozen=True, kw_only=True):
    """A piece of the text that spoke for the class."""

    start: Annotated[int, Meta(description="Its first character, counted from 0.")]
    end: Annotated[int, Meta(description="One after its last character.")]
    words: Annotated[str, Meta(description="The piece as typed.")]


class ClassView(Struct, frozen=True, kw_only=True):
    """A class that may be meant."""

    line: Annotated[str, Meta(description="Its line.")]
    item: Annotated[str, Meta(description="Its item, to be sent with the report.")]
    title: Annotated[str, Meta(description="Its name.")]
    probability: Annotated[float, Meta(description="How likely, 0 to 1.")]
    confidence: Annotated[str, Meta(description="likely or possible.")]
    said: Annotated[str, Meta(description="The same in a word.")]
    why: Annotated[tuple[PieceView, ...], Meta(description="The pieces that say so.")]


class TriageAnswer(Struct, frozen=True, kw_only=True):
    """At most three classes, the surest first; empty where the text says too little."""

    classes: Annotated[tuple[ClassView, ...], Meta(description="The classes.")]
