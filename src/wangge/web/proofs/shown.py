"""What a run said, in the words and shapes of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wangge.core.proofs.facts import THREE, Fault, Promise, Proof
from wangge.proofs.models import Run
from wangge.proofs.queries import proofs_of


@dataclass(frozen=True, slots=True)
class Statement:
    """One promise as a page says it."""

    promise: str
    title: str
    tone: str  #: green, red or slate
    icon: str
    verdict: str
    looked_at: str
    count: int
    proven: bool | None


def statements(run: Run | None) -> list[Statement]:
    """The three promises, in their order; those the run has not come to yet are not known."""
    said = {one.promise: one for one in proofs_of(run)} if run else {}
    return [_statement(promise, said.get(promise)) for promise in THREE]


def records(run: Run | None) -> list[Statement]:
    """What was said of the log and the ledger; nothing where the run did not look."""
    said = proofs_of(run) if run else []
    return [_statement(one.promise, one) for one in said if one.promise not in THREE]


def _statement(promise: Promise, proof: Proof | None) -> Statement:
    proven = proof.proven if proof else None
    count = proof.count if proof else 0
    tone = {True: "green", False: "red", None: "slate"}[proven]
    icon = {True: "circle-check", False: "alert-triangle", None: "clock"}[proven]
    if proven is None:
        verdict = _("无从证明") if proof else _("还没有证明过")
    elif proven:
        verdict = _("已证明")
    else:
        verdict = _("有%(count)s处反例") % {"count": count}
    looked_at = _looked_at(promise, proof.looked_at) if proof and proof.looked_at else ""
    return Statement(promise.value, title(promise), tone, icon, verdict, looked_at, count, proven)


def title(promise: Promise) -> str:
    """The promise in words."""
    return {
        Promise.LAND: _("每一寸土地有人管"),
        Promise.HOUSEHOLDS: _("每一户有人联系"),
        Promise.PROBLEMS: _("每一个问题有人解决"),
        Promise.LOG: _("日志没有被人动过"),
        Promise.LEDGER: _("统计与日志一致"),
    }[promise]


def _looked_at(promise: Promise, count: int) -> str:
    words = {
        Promise.LAND: _("查了%(count)s个网格"),
        Promise.HOUSEHOLDS: _("查了%(count)s户"),
        Promise.PROBLEMS: _("查了%(count)s件在办案件"),
        Promise.LOG: _("查了%(count)s条日志"),
        Promise.LEDGER: _("查了%(count)s条日志"),
    }
    return words[promise] % {"count": f"{count:,}"}


@dataclass(frozen=True, slots=True)
class Hole:
    """A counter-example as a list shows it."""

    promise: str
    sentence: str
    link: str
    place: str  #: the village or town it lies in, in words


def stage_said(run: Run) -> str:
    """What a run under way is doing."""
    if run.started_at is None:
        return _("排队等候")
    doing = {one.value: title(one) for one in Promise}
    return _("正在查：%(what)s") % {"what": doing.get(run.stage, _("准备"))}


def share_done(run: Run) -> int:
    """How far a run under way has come, in hundredths, by the promises it is through with."""
    steps = 5 if run.log else 3
    return round(100 * (len(run.proofs) + (0.3 if run.started_at else 0)) / steps)


def about(run: Run) -> datetime:
    """The instant a run is about."""
    return run.at or run.started_at or run.asked_at


def feature_of(fault: Fault, sentence: str) -> dict[str, object]:
    """A counter-example with a place, as a map takes it."""
    return {
        "type": "Feature",
        "properties": {"name": sentence, "light": "red", "href": fault.link, "order": 1},
        "geometry": {"type": "Point", "coordinates": [fault.lon, fault.lat]},
    }
