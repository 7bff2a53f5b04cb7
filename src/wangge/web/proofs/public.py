"""The proofs for everybody: counts without names or places, certificates, and how to check them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wangge.lib.clock import utc_now
from wangge.proofs.queries import (
    all_certified,
    certificate_of,
    certificates,
    certified,
    latest_log_run,
    latest_run,
)
from wangge.proofs.signing import public_key
from wangge.web.proofs import shown


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """The three promises, what was looked at and how many holes there are; the last certificate."""
    run, log_run = latest_run(faults=False), latest_log_run()
    context = {
        "now": utc_now(),
        "run": run,
        "statements": shown.statements(run),
        "records": shown.records(log_run),
        "records_at": shown.about(log_run) if log_run else None,
        "certificate": next(iter(certificates(limit=1)), None),
    }
    return render(request, "web/proofs/public.html", context)


@require_GET
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """One certificate as a file. Refuses: NotFound."""
    one = certified(certificate_of(number))
    return _file(one.as_json() + "\n", f"certificate-{number}.json", "application/json")


@require_GET
def all_certificates(request: HttpRequest) -> HttpResponse:
    """Every certificate, one a line, the first one first."""
    lines = "".join(f"{one.as_json()}\n" for one in all_certified())
    return _file(lines, "certificates.jsonl", "application/x-ndjson")


@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """The county's public key, Ed25519, hexadecimal."""
    return HttpResponse(f"{public_key().hex()}\n", content_type="text/plain")


def _file(body: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
