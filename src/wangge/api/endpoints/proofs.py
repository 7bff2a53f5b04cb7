"""`GET /proofs`: what was proven of the promises, and the counter-examples you may see."""

from __future__ import annotations

from wangge.api.door import Answer, Call, Endpoint, Shown
from wangge.api.shapes.proofs import (
    CertificateView,
    FaultView,
    ProofsAnswer,
    ProofView,
    RunView,
)
from wangge.core.proofs.facts import Fault, Proof
from wangge.proofs.access import faults_for
from wangge.proofs.models import Certificate
from wangge.proofs.queries import certificates, faults_of, latest_run, proofs_of
from wangge.territory.access import territory_index


def proofs(call: Call[None, None]) -> Answer:
    """Two queries. Whoever may see no counter-example reads the counts all the same."""
    run = latest_run()
    newest = next(iter(certificates(limit=1)), None)
    if run is None or run.finished_at is None:
        nothing = ProofsAnswer(run=None, proofs=(), faults=(), certificate=_certificate(newest))
        return Answer(nothing)
    seen = faults_for(call.actor, faults_of(run), county=territory_index().county_id)
    about = run.at or run.started_at or run.asked_at
    return Answer(
        ProofsAnswer(
            run=RunView(id=run.id, at=about, finished_at=run.finished_at, log=run.log),
            proofs=tuple(_proof(one, call.language) for one in proofs_of(run)),
            faults=tuple(_fault(one, call.language) for one in seen),
            certificate=_certificate(newest),
        )
    )


def _proof(one: Proof, language: str) -> ProofView:
    return ProofView(
        promise=one.promise.value,
        said=one.zh if language.startswith("zh") else one.en,
        proven=one.proven,
        looked_at=one.looked_at,
        count=one.count,
        kinds=one.kinds,
    )


def _fault(one: Fault, language: str) -> FaultView:
    return FaultView(
        promise=one.promise.value,
        kind=one.kind,
        said=one.say(language),
        names=one.names,
        link=one.link,
        areas=one.areas,
        lon=one.lon,
        lat=one.lat,
    )


def _certificate(row: Certificate | None) -> CertificateView | None:
    if row is None:
        return None
    return CertificateView(
        number=row.number,
        made_at=row.made_at,
        hash=bytes(row.hash).hex(),
        path=f"/proofs/certificates/{row.number}.json",
    )


_EXAMPLE = {
    "run": {
        "id": "019aab7c-40e5-7c3c-a0b7-0e3a25b8f1d4",
        "at": "2026-11-23T18:00:00Z",
        "finished_at": "2026-11-23T18:00:12Z",
        "log": True,
    },
    "proofs": [
        {
            "promise": "land",
            "said": "每一寸土地有人管：270个网格",
            "proven": False,
            "looked_at": 270,
            "count": 1,
            "kinds": {"lapsed": 1},
        }
    ],
    "faults": [
        {
            "promise": "land",
            "kind": "unserved",
            "said": "东富村网格001没有岗位负责。",
            "names": ["东富村网格001"],
            "link": "/county/areas/019aab7c-40e5-7c3c-a0b7-0e3a25b8f1d5/",
            "areas": ["019aab7c-40e5-7c3c-a0b7-0e3a25b8f1d5"],
            "lon": 113.59905,
            "lat": 27.63873,
        }
    ],
    "certificate": {
        "number": 12,
        "made_at": "2026-11-23T18:00:12Z",
        "hash": "9f" * 32,
        "path": "/proofs/certificates/12.json",
    },
}

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/proofs",
        name="proofs",
        group="territory",
        summary="What was proven of the promises",
        description="The newest proof about the present: land, households, problems, and where it "
        "was asked for the log and the ledger. Counts are for everybody who has signed in; "
        "counter-examples for whoever reads figures or the log, over the own land.",
        handle=proofs,
        answers={200: Shown(description="The proof.", shape=ProofsAnswer, example=_EXAMPLE)},
    ),
)
