"""What the start model 起始模型 learns from: our own words only, so that it may be given away.

Titles, keywords and filing conditions of the packs, and invented sayings put together from the
demo's topics. No real report, nothing of anybody's data set. Made again by
`wangge train start`; the same sources give the same model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import msgspec
import numpy as np
from numpy.typing import NDArray

from wangge.catalogue.loader import OUR_PACKS, folders_in, load_packs
from wangge.core.catalogue import Item
from wangge.core.triage import Advisor, Model, Report, hints, is_reported
from wangge.core.triage.training import Example, fitted_sharpness, train
from wangge.ops.simulate.words import Topic, filled, report_text, topics

#: Invented places where invented things happen.
PLACES = (
    *("桥头", "菜市场门口", "学校旁边", "村口", "3组老樟树下", "小区北门", "国道边", "河堤上"),
    *("卫生院对面", "祠堂前", "工地外面", "广场", "加油站路段", "水塘边", "粮站后面", "家里"),
)
_SOURCES = ("resident", "grid_worker", "hotline", "wechat")
#: Sayings put together for each topic. More would only say the same phrases again.
SAYINGS = 8
#: What words of the catalogue weigh beside a saying: an expert wrote them.
HINT = 2.0
#: Phrases left out, one after another, to see how texts fare that the model has not met.
_UNSEEN = range(3)


class Figures(msgspec.Struct, frozen=True):
    """How often the first, and one of three, was right on `n` unseen texts."""

    n: int
    first: float
    three: float


def start_model() -> tuple[Model, Figures, Figures]:
    """The start model, its figures on unseen phrases, and those of the keywords alone."""
    items = our_items()
    none = Advisor(_empty(), items)
    scores, theirs, truth = [], [], []
    for phrase in _UNSEEN:
        advisor = Advisor(train(start_examples(items, without=phrase)), items)
        asked = unseen_sayings(items, phrase)
        reports = [example.report for example in asked]
        scores.append(advisor.scores(reports))
        theirs.append(none.scores(reports))
        truth += [advisor.labels.index(example.label) for example in asked]
    right = np.array(truth)
    sharpness = fitted_sharpness(np.concatenate(scores).astype(np.float64), right)
    figures = figures_of(np.concatenate(scores), right)
    card = {"kind": "start", "figures": msgspec.to_builtins(figures)}
    model = replace(train(start_examples(items), card=card), sharpness=round(sharpness, 3))
    return model, figures, figures_of(np.concatenate(theirs), right)


def figures_of(scores: NDArray[np.float32], truth: NDArray[np.int64]) -> Figures:
    """Figures of those scores (texts, items) against the true items."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    return Figures(
        n=len(truth),
        first=round(float((best[:, 0] == truth).mean()), 4),
        three=round(float((best == truth[:, None]).any(axis=1).mean()), 4),
    )


def start_examples(items: dict[str, Item], *, without: int | None = None) -> list[Example]:
    """All examples in a fixed order.

    `without`: that phrase of every topic (counted around) is left out, to be asked about later.
    """
    known = [Example(report, label, HINT) for report, label in hints(items)]
    rng = Random(1)  # noqa: S311 - dice, no secrets
    for topic in topics():
        if label_of(topic) in items:
            told = topic if without is None else _told(topic, _others, without)
            said = said_of(told, SAYINGS, rng)
            known += [Example(Report(text), label_of(topic)) for text in said]
    return known


def unseen_sayings(items: dict[str, Item], phrase: int, *, each: int = 3) -> list[Example]:
    """Sayings made of only the phrases that `start_examples(without=phrase)` leaves out."""
    rng = Random(2)  # noqa: S311 - dice, no secrets
    return [
        Example(Report(text), label_of(topic))
        for topic in topics()
        if label_of(topic) in items and len(topic.what) > 1
        for text in said_of(_told(topic, _only, phrase), each, rng)
    ]


def said_of(topic: Topic, count: int, rng: Random) -> Iterator[str]:
    """Invented reports of the topic: half as people report them, half the bare phrase."""
    for turn in range(count):
        place = rng.choice(PLACES)
        if turn % 2:
            yield filled(rng.choice(topic.what), place, rng)
        else:
            yield report_text(topic, place, rng.choice(_SOURCES), rng)


def label_of(topic: Topic) -> str:
    """`line:item`."""
    return f"{topic.line}:{topic.item}"


def our_items() -> dict[str, Item]:
    """What people report to our packs (label → item), without what stands for “not yet classed”."""
    loaded = load_packs(folders_in([OUR_PACKS]))
    assert not loaded.problems, loaded.problems
    return {
        f"{line.line.code}:{item.code}": item
        for pack, _ in loaded.packs
        for line in pack.lines
        for item in line.items
        if is_reported(item) and item.code != line.line.default_item
    }


def _told(topic: Topic, pick: object, phrase: int) -> Topic:
    assert callable(pick)
    return msgspec.structs.replace(
        topic, what=pick(topic.what, phrase), effect=pick(topic.effect, phrase)
    )


def _others(phrases: Sequence[str], phrase: int) -> tuple[str, ...]:
    left = [one for at, one in enumerate(phrases) if at != phrase % len(phrases)]
    return tuple(left or phrases)


def _only(phrases: Sequence[str], phrase: int) -> tuple[str, ...]:
    return (phrases[phrase % len(phrases)],)


def _empty() -> Model:
    """A model that knows nothing."""
    none = np.zeros(0, dtype=np.float32)
    weights = np.zeros((0, 0), dtype=np.int8)
    return Model((), (1,), np.zeros(0, np.uint32), none, weights, none, none, 1.0)
