"""Addresses of the proofs for everybody, under /proofs/: counts, certificates, the public key."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.proofs import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.counts, name="proofs_public"),
    path("key", public.key, name="proofs_key"),
    path("certificates.jsonl", public.all_certificates, name="proofs_certificates"),
    path("certificates/<int:number>.json", public.certificate, name="proofs_certificate"),
]
