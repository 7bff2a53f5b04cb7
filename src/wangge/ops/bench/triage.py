"""`wangge bench triage`: our classifier next to TF-IDF of letters with LinearSVC, same folds.

On public messages of citizens with one of seven labels, read from the folder that
WANGGE_BENCH_TAIDI names (they may not be given away, so none are here): `labelled.csv`, and if
there `messages.csv.gz` without labels and `taxonomy.csv` with the names of matters. Without it,
on the demo's invented sayings (a phrase never on both sides, the catalogue as names of matters),
which is said in the answer. Five folds, several seeds; nothing is chosen by looking at the folds
that are asked about.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from wangge.core.triage import Report, hints
from wangge.core.triage.training import Example, train
from wangge.ops.bench import Figures
from wangge.ops.teaching.start import our_items, unseen_sayings
from wangge.ops.trouble import Trouble

#: Names the folder of the messages.
FOLDER = "WANGGE_BENCH_TAIDI"
_FOLDS = 5
#: What a name of a matter weighs beside a message.
_HINT = 1.0
_BUDGET_PER_S = 5_000
#: Invented sayings a category must have.
_COMMON = 36

Strings = NDArray[np.str_]


class Corpus(NamedTuple):
    """Labelled reports, further ones without label, and names of matters with their label.

    Reports of one `group` are never on both sides of a fold.
    """

    name: str
    reports: list[Report]
    labels: Strings
    unlabelled: list[Report]
    hints: list[Example]
    group: list[int] | None = None


def bench_triage(*, full: bool = False) -> Figures:
    """Macro-F1 over all folds, the mean over the seeds; the yardstick on the same folds."""
    began = time.perf_counter()
    corpus = read_corpus()
    seeds = range(10 if full else 5)
    ours, theirs = [], []
    for seed in seeds:
        ours.append(_macro_f1(corpus, _ours(corpus, seed)))
        theirs.append(_macro_f1(corpus, _theirs(corpus, seed)))
    per_s = _texts_per_s(corpus)
    value, yardstick = float(np.mean(ours)), float(np.mean(theirs))
    return {
        "name": "triage",
        "value": round(value, 4),
        "unit": "macro-F1",
        "yardstick": "TF-IDF of 1-3 letters, LinearSVC",
        "yardstick_value": round(yardstick, 4),
        "ratio": round(value / yardstick, 3),
        "n": len(corpus.reports),
        "seconds": round(time.perf_counter() - began, 2),
        "detail": f"{corpus.name}; {len(set(corpus.labels.tolist()))} classes, {_FOLDS} folds, "
        f"{len(seeds)} seeds: ±{np.std(ours):.4f} (yardstick ±{np.std(theirs):.4f}), "
        f"better on {sum(a > b for a, b in zip(ours, theirs, strict=True))} of {len(seeds)}; "
        f"{per_s:.0f} texts/s on one processor",
    }


def bench_triage_speed(*, full: bool = False) -> Figures:
    """Texts classed a second of one processor, from the text as typed to the class."""
    began = time.perf_counter()
    corpus = read_corpus()
    per_s = _texts_per_s(corpus, rounds=20 if full else 5)
    return {
        "name": "triage-speed",
        "value": round(per_s),
        "unit": "texts/s",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_PER_S,
        "ratio": round(per_s / _BUDGET_PER_S, 2),
        "n": len(corpus.reports) + len(corpus.unlabelled),
        "seconds": round(time.perf_counter() - began, 2),
        "detail": f"{corpus.name}; {_mean_length(corpus):.0f} characters a text; processor time",
    }


def read_corpus() -> Corpus:
    """The messages of the folder named, else invented sayings. Raises Trouble: no such file."""
    named = os.environ.get(FOLDER)
    return _invented() if not named else _messages(Path(named))


def _messages(folder: Path) -> Corpus:
    labelled = folder / "labelled.csv"
    if not labelled.exists():
        raise Trouble(f"{FOLDER} names {folder}, which has no labelled.csv.")
    rows = _rows(labelled)
    labels = np.array([row["label"] for row in rows])
    more, matters = folder / "messages.csv.gz", folder / "taxonomy.csv"
    return Corpus(
        name="citizens' messages",
        reports=[_message(row) for row in rows],
        labels=labels,
        unlabelled=[_message(row) for row in _rows(more)] if more.exists() else [],
        hints=_matters(matters, set(labels.tolist())) if matters.exists() else [],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _message(row: dict[str, str]) -> Report:
    return Report(row["留言详情"].strip(), row["留言主题"].strip())


def _matters(path: Path, labels: set[str]) -> list[Example]:
    """The names of matters under each second level, as one text of their first level's class."""
    names: dict[tuple[str, str], list[str]] = {}
    for row in _rows(path):
        names.setdefault((row["一级分类"], row["二级分类"]), []).append(row["三级分类"])
    texts = {key: "，".join((key[1], *below)) for key, below in names.items()}
    return [
        Example(Report(text, text), label, _HINT)
        for (label, _), text in texts.items()
        if label in labels
    ]


def _invented() -> Corpus:
    """Invented sayings of the common categories; one phrase of a topic is one group."""
    items = our_items()
    told = [(one, phrase) for phrase in range(3) for one in unseen_sayings(items, phrase, each=3)]
    category = [_category(one.label) for one, _ in told]
    common = {each for each in category if category.count(each) >= _COMMON}
    groups = {
        pair: at for at, pair in enumerate(dict.fromkeys((one.label, at) for one, at in told))
    }
    kept = [
        (one.report, each, groups[one.label, phrase])
        for (one, phrase), each in zip(told, category, strict=True)
        if each in common
    ]
    return Corpus(
        name=f"invented sayings ({FOLDER} is not set)",
        reports=[report for report, _, _ in kept],
        labels=np.array([each for _, each, _ in kept]),
        unlabelled=[],
        hints=[
            Example(report, _category(label), _HINT)
            for report, label in hints(items)
            if _category(label) in common
        ],
        group=[group for _, _, group in kept],
    )


def _category(label: str) -> str:
    """“city_management:E01.10” → “E01”."""
    return label.partition(":")[2].partition(".")[0]


def _folds(corpus: Corpus, seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    if corpus.group is None:
        alone = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
        return list(alone.split(np.zeros(len(corpus.labels)), corpus.labels))
    grouped = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=seed)
    return list(grouped.split(np.zeros(len(corpus.labels)), corpus.labels, corpus.group))


def _ours(corpus: Corpus, seed: int) -> Strings:
    found = np.empty(len(corpus.labels), dtype=corpus.labels.dtype)
    for learnt, asked in _folds(corpus, seed):
        examples = [Example(corpus.reports[at], str(corpus.labels[at])) for at in learnt]
        model = train([*examples, *corpus.hints], unlabelled=corpus.unlabelled)
        found[asked] = model.classify([corpus.reports[at] for at in asked])
    return found


def _theirs(corpus: Corpus, seed: int) -> Strings:
    texts = np.array([one.title + one.text for one in corpus.reports], dtype=object)
    found = np.empty(len(corpus.labels), dtype=corpus.labels.dtype)
    for learnt, asked in _folds(corpus, seed):
        machine = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), LinearSVC())
        found[asked] = machine.fit(texts[learnt], corpus.labels[learnt]).predict(texts[asked])
    return found


def _macro_f1(corpus: Corpus, found: Strings) -> float:
    return float(f1_score(corpus.labels, found, average="macro"))


def _texts_per_s(corpus: Corpus, rounds: int = 3) -> float:
    """By processor time, so that a busy machine changes little; the model is warm."""
    examples = [Example(*pair) for pair in zip(corpus.reports, corpus.labels.tolist(), strict=True)]
    model = train(examples, unlabelled=corpus.unlabelled)
    texts: Sequence[Report] = [*corpus.reports, *corpus.unlabelled]
    model.classify(texts[:100])
    start = time.process_time()
    for _ in range(rounds):
        model.classify(texts)
    return rounds * len(texts) / (time.process_time() - start)


def _mean_length(corpus: Corpus) -> float:
    return float(np.mean([len(one.title) + len(one.text) for one in corpus.reports]))
