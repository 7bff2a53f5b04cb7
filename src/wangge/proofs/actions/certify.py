"""A certificate of what a run found: the next in the chain, signed, with where the log stands."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version

from django.db import transaction
from django.db.models import Sum

from wangge.audit.models import Anchor
from wangge.core.proofs.certificate import FORM, sign
from wangge.proofs.models import Certificate, Run
from wangge.proofs.signing import signing_key
from wangge.territory.access import territory_index


@transaction.atomic
def certify(run: Run, *, now: datetime) -> Certificate:
    """The county's word, from now on, of what the finished run found; it follows the last one.

    Of two at once the second is refused by its number, for it would not follow.
    """
    assert run.finished_at is not None
    last = Certificate.objects.order_by("-number").first()
    anchor = Anchor.objects.order_by("-number").first()
    index = territory_index()
    county = index.areas[index.county_id]
    kept = ("promise", "proven", "looked_at", "count", "kinds", "digest")
    number = last.number + 1 if last else 1
    body = {
        "form": FORM,
        "number": number,
        "before": bytes(last.hash).hex() if last else "",
        "county": {"code": county.code, "name": county.name},
        "at": _said(run.at or run.started_at or run.asked_at),
        "made_at": _said(now),
        "program": version("wangge"),
        "proofs": [{key: proof[key] for key in kept} for proof in run.proofs],
        "log": {
            "anchor": anchor.number if anchor else 0,
            "hash": bytes(anchor.hash).hex() if anchor else "",
            "root": bytes(anchor.root).hex() if anchor else "",
            "entries": Anchor.objects.aggregate(all=Sum("count"))["all"] or 0,
        },
    }
    signed = sign(body, signing_key())
    return Certificate.objects.create(
        number=number,
        run_id=run.id,
        made_at=now,
        text=signed.text,
        hash=signed.hash,
        signature=signed.signature,
        public_key=signed.public_key,
    )


def _said(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
