"""Runs: asked for by somebody or by the county's own rhythm, carried out one at a time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from wangge.audit.actions import anchor
from wangge.core.duty import Actor
from wangge.core.proofs.facts import Promise
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.proofs.actions.certify import certify
from wangge.proofs.models import Run
from wangge.proofs.prove import prove

log = logging.getLogger(__name__)

#: Proving takes at most about a twentieth of the time, and never less rest than this.
_REST, _SHARE = timedelta(minutes=15), 20
#: Whoever took a run and is silent this long is thought dead; another takes it up.
_DEAD_AFTER = timedelta(minutes=20)
#: The night's proof begins at two, when nobody works.
_NIGHT_HOUR = 2
#: Runs are kept so long; certificates for ever.
_KEPT = timedelta(days=90)


@transaction.atomic
def ask(*, at: datetime | None, log: bool, actor: Actor, now: datetime) -> Run:
    """A run waits for the worker: about `at`, or None for the instant it is begun.

    Somebody who asks the same again before it was answered gets the same run.
    """
    waiting = Run.objects.filter(finished_at=None, at=at, log__gte=log).first()
    if waiting is not None:
        return waiting
    return Run.objects.create(asked_by=actor.user_id, asked_at=now, at=at, log=log)


@transaction.atomic
def ask_in_turn(*, now: datetime) -> Run | None:
    """The next run of the county's own rhythm waits, where its time has come; else None.

    Once a night one looks at the log, too, and is certified; the others follow each other with
    rests that grow with what they cost.
    """
    if Run.objects.filter(finished_at=None).exists():
        return None
    local = now.astimezone(SHANGHAI)
    night = local.replace(hour=_NIGHT_HOUR, minute=0, second=0, microsecond=0)
    if local < night:
        night -= timedelta(days=1)
    if not Run.objects.filter(certify=True, asked_at__gte=night).exists():
        Run.objects.filter(finished_at__lt=now - _KEPT).delete()
        return Run.objects.create(asked_at=now, log=True, certify=True)
    last = Run.objects.filter(at=None).order_by("-finished_at").first()
    if last is not None and last.finished_at and last.started_at:
        rest = max(_REST, (last.finished_at - last.started_at) * _SHARE)
        if now < last.finished_at + rest:
            return None
    return Run.objects.create(asked_at=now)


@transaction.atomic
def take(*, now: datetime) -> Run | None:
    """The next run that waits is this process's to carry out; None if there is none."""
    waiting = Run.objects.select_for_update(skip_locked=True).filter(finished_at=None)
    for run in waiting.order_by("asked_at"):
        if run.started_at is None or run.started_at < now - _DEAD_AFTER:
            run.started_at, run.stage, run.proofs = now, "", []
            run.save(update_fields=["started_at", "stage", "proofs"])
            return run
    return None


def carry_out(run: Run, *, now: datetime) -> Run:
    """The run is finished: with what it found, or with why it came to no end.

    A run to be certified seals the log first, so that its certificate covers all of it.
    """

    def heed(promise: Promise, done: int) -> None:
        if not done:
            Run.objects.filter(pk=run.pk).update(stage=promise.value)

    proofs, faults = [], []
    try:
        if run.certify:
            while anchor(now=now):
                pass
        for proof in prove(at=run.at or now, now=now, log=run.log, heed=heed):
            said = msgspec.to_builtins(proof)
            faults += said.pop("faults")
            proofs.append(said)
            Run.objects.filter(pk=run.pk).update(proofs=proofs)
    except Exception as fault:
        log.exception("run %s failed", run.pk)
        run.failure = repr(fault)[:500]
    run.proofs, run.faults, run.stage, run.finished_at = proofs, faults, "", utc_now()
    run.save(update_fields=["proofs", "faults", "stage", "finished_at", "failure"])
    if run.certify and not run.failure:
        certify(run, now=run.finished_at)
    return run
