"""Runs and certificates in the shapes that pages, programs and proofs want. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import msgspec

from wangge.core.errors import NotFound
from wangge.core.proofs.certificate import Certified, is_signed
from wangge.core.proofs.facts import Fault, Proof
from wangge.proofs.models import Certificate, Run


def latest_run(*, faults: bool = True) -> Run | None:
    """The newest finished run about the instant it was made; `faults`: with what it found."""
    runs = Run.objects.filter(finished_at__isnull=False, failure="", at=None)
    if not faults:
        runs = runs.defer("faults")
    return runs.order_by("-finished_at").first()


def waiting_run() -> Run | None:
    """The run that is under way, or else the next to be taken."""
    return Run.objects.filter(finished_at=None).order_by("asked_at").first()


def run_of(run_id: UUID) -> Run:
    """The run of that id. Refuses: NotFound."""
    found = Run.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFound(field="run")
    return found


def recent_runs(*, limit: int) -> list[Run]:
    """The newest finished runs, without their faults."""
    done = Run.objects.filter(finished_at__isnull=False).defer("faults")
    return list(done.order_by("-finished_at")[:limit])


def latest_log_run() -> Run | None:
    """The newest finished run that also looked at the log, without its faults."""
    done = Run.objects.filter(finished_at__isnull=False, failure="", log=True, at=None)
    return done.defer("faults").order_by("-finished_at").first()


def proofs_of(run: Run) -> list[Proof]:
    """What a run said of each promise, without the faults."""
    return msgspec.convert(run.proofs, list[Proof])


def faults_of(run: Run) -> list[Fault]:
    """The first counter-examples a run found."""
    return msgspec.convert(run.faults, list[Fault])


def certificates(*, limit: int | None = None) -> list[Certificate]:
    """The newest certificates first."""
    return list(Certificate.objects.order_by("-number")[:limit])


def certificate_of(number: int) -> Certificate:
    """The certificate of that number. Refuses: NotFound."""
    found = Certificate.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(field="certificate")
    return found


def certified(row: Certificate) -> Certified:
    """The certificate as it is handed out."""
    return Certified(row.text, bytes(row.signature), bytes(row.public_key))


def all_certified() -> Iterator[Certified]:
    """Every certificate, the first one first."""
    for row in Certificate.objects.order_by("number").iterator(500):
        yield certified(row)


def known_anchors() -> dict[int, bytes]:
    """Hashes of anchors by the word of certificates that bear their signature."""
    known: dict[int, bytes] = {}
    for one in all_certified():
        said = one.body["log"]
        if said["anchor"] and is_signed(one):
            known[said["anchor"]] = bytes.fromhex(said["hash"])
    return known
