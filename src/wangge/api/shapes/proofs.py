"""What was proven, and the counter-examples you may see."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct


class RunView(Struct, frozen=True, kw_only=True):
    """One proof of the promises."""

    id: Annotated[UUID, Meta(description="The run's id.")]
    at: Annotated[datetime, Meta(description="The instant it is about.")]
    finished_at: Annotated[datetime, Meta(description="When it was finished.")]
    log: Annotated[bool, Meta(description="Whether it looked at the log, too.")]


class ProofView(Struct, frozen=True, kw_only=True):
    """One promise, looked at."""

    promise: Annotated[str, Meta(description="land, households, problems, log or ledger.")]
    said: Annotated[str, Meta(description="The same in words.")]
    proven: Annotated[bool | None, Meta(description="null: there is nothing to prove it from.")]
    looked_at: Annotated[int, Meta(description="How many grids, households, cases or entries.")]
    count: Annotated[int, Meta(description="How many counter-examples there are in all.")]
    kinds: Annotated[dict[str, int], Meta(description="How many of each kind.")]


class FaultView(Struct, frozen=True, kw_only=True):
    """One counter-example."""

    promise: Annotated[str, Meta(description="Which promise it breaks.")]
    kind: Annotated[str, Meta(description="Stable, such as gap, no_contact or no_owner.")]
    said: Annotated[str, Meta(description="One sentence that names it.")]
    names: Annotated[tuple[str, ...], Meta(description="Areas, a case's or household's number.")]
    link: Annotated[str, Meta(description="The path of its page; empty where there is none.")]
    areas: Annotated[tuple[UUID, ...], Meta(description="What it lies in, smallest first.")]
    lon: Annotated[float | None, Meta(description="Longitude, WGS-84, where it has a place.")]
    lat: Annotated[float | None, Meta(description="Latitude, WGS-84.")]


class CertificateView(Struct, frozen=True, kw_only=True):
    """The newest signed certificate."""

    number: Annotated[int, Meta(description="1, 2, 3 …")]
    made_at: Annotated[datetime, Meta(description="When it was made.")]
    hash: Annotated[str, Meta(description="SHA-256 of its text, hexadecimal.")]
    path: Annotated[str, Meta(description="Where it is handed out, to anybody.")]


class ProofsAnswer(Struct, frozen=True, kw_only=True):
    """The newest proof about the present."""

    run: Annotated[RunView | None, Meta(description="null: nothing was proven yet.")]
    proofs: Annotated[tuple[ProofView, ...], Meta(description="In the order of the promises.")]
    faults: Annotated[
        tuple[FaultView, ...],
        Meta(description="The first 2,000 of each promise, as far as they are yours to see."),
    ]
    certificate: Annotated[CertificateView | None, Meta(description="null: none yet.")]
