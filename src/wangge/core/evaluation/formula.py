"""Formulas of the evaluation: sums and differences of measures, and nothing else.

`due - undone - due_late`, `2 * closed + handled`, brackets as usual. What a formula can say is a
sum of measures, each so many times; so it can always be looked into, case by case. Nothing of it
is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from wangge.core.evaluation.refusals import BadFormula
from wangge.core.tally import Measure
from wangge.core.tally.words import word_of

_TOKEN = re.compile(r"\s*(?:(\d{1,6})|([a-z_]+)|([-+*()]))")
_MEASURES = {measure.value: measure for measure in Measure}
#: Longer than any formula somebody can read.
_LONGEST = 300
_DEEPEST = 10
#: The sign people read.
MINUS = "\u2212"

#: Times each measure is taken; a number alone stands under None.
_Sum = dict[Measure | None, int]


class Formula(msgspec.Struct, frozen=True):
    """So many times this measure, so many times that."""

    terms: tuple[tuple[int, Measure], ...]

    def of(self, counted: Mapping[str, int]) -> int:
        """Its value, of numbers by measure; a measure that is not there is nought."""
        return sum(times * counted.get(measure.value, 0) for times, measure in self.terms)

    def plus(self) -> tuple[Measure, ...]:
        """What is added."""
        return tuple(measure for times, measure in self.terms if times > 0)

    def minus(self) -> tuple[Measure, ...]:
        """What is taken away."""
        return tuple(measure for times, measure in self.terms if times < 0)

    def say(self, *, zh: bool = True) -> str:
        """The formula in words: “应处置 + 处置”."""
        said = ""
        for times, measure in self.terms:
            sign = MINUS if times < 0 else "+"
            word = word_of(measure, zh=zh)
            part = word if abs(times) == 1 else f"{abs(times)} × {word}"
            said += f" {sign} {part}" if said else (f"{MINUS} " if times < 0 else "") + part
        return said


def parse(text: str) -> Formula:
    """The formula of the text. Refuses: BadFormula."""
    if len(text) > _LONGEST:
        raise BadFormula(formula=text[:60], what="太长", what_en="too long")
    reader = _Reader(text)
    found = reader.sum(0)
    if reader.word is not None:
        raise reader.fault()
    if None in found:
        raise BadFormula(
            formula=text, what="不能只加一个数", what_en="a bare number stands for no cases"
        )
    terms = [(times, one) for one, times in found.items() if one is not None and times]
    if not terms:
        raise BadFormula(formula=text, what="什么也没有数", what_en="it counts nothing")
    terms.sort(key=lambda term: term[0] < 0)  # what is added comes first
    return Formula(tuple(terms))


class _Reader:
    """Reads one word ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = self._read()
        self.word = next(self._words, None)

    def _read(self) -> Iterator[str]:
        at, end = 0, len(self._text.rstrip())
        while at < end:
            found = _TOKEN.match(self._text, at)
            if found is None:
                raise BadFormula(
                    formula=self._text,
                    what=f"看不懂“{self._text[at : at + 10].strip()}”",
                    what_en=f"“{self._text[at : at + 10].strip()}” means nothing here",
                )
            at = found.end()
            yield found.group().strip()

    def _next(self) -> None:
        self.word = next(self._words, None)

    def fault(self) -> BadFormula:
        if self.word is None:
            return BadFormula(formula=self._text, what="没有写完", what_en="it is not finished")
        return BadFormula(
            formula=self._text,
            what=f"“{self.word}”不该在这里",
            what_en=f"“{self.word}” does not belong here",
        )

    def sum(self, depth: int) -> _Sum:
        found = self._product(depth)
        while self.word in ("+", "-"):
            sign = 1 if self.word == "+" else -1
            self._next()
            for one, times in self._product(depth).items():
                found[one] = found.get(one, 0) + sign * times
        return found

    def _product(self, depth: int) -> _Sum:
        found = self._one(depth)
        while self.word == "*":
            self._next()
            other = self._one(depth)
            if set(found) == {None}:
                found, other = other, found
            if set(other) != {None}:
                raise BadFormula(
                    formula=self._text,
                    what="两个指标不能相乘",
                    what_en="measures cannot be multiplied with each other",
                )
            found = {one: times * other[None] for one, times in found.items()}
        return found

    def _one(self, depth: int) -> _Sum:
        word = self.word
        if word is None or depth > _DEEPEST:
            raise self.fault()
        if word == "(":
            self._next()
            found = self.sum(depth + 1)
            if self.word != ")":
                raise self.fault()
            self._next()
            return found
        if word.isdecimal():
            self._next()
            return {None: int(word)}
        if word in "+-*)":
            raise self.fault()
        measure = _MEASURES.get(word)
        if measure is None:
            raise BadFormula(
                formula=self._text,
                what=f"没有“{word}”这个指标",
                what_en=f"there is no measure “{word}”",
            )
        self._next()
        return {measure: 1}
