"""What was asked to be proven, what came of it, and the certificates of the nights."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from wangge.lib.ids import uuid7


class Run(models.Model):
    """One proof of the promises 一次证明: who asked, for which instant, what was found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asked_by = models.UUIDField(null=True)  #: the account; None: the county's own rhythm
    asked_at = models.DateTimeField()
    at = models.DateTimeField(null=True)  #: the instant it is about; None: when it was started
    log = models.BooleanField(default=False)  #: also that nobody altered the log
    certify = models.BooleanField(default=False)  #: a certificate is made of it
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stage = models.TextField(blank=True, default="")  #: the promise that is being looked at
    #: `core.proofs.facts.Proof` of each promise as JSON, without its faults.
    proofs: models.JSONField[Any, Any] = models.JSONField(default=list)
    #: The first counter-examples of all promises, `core.proofs.facts.Fault` as JSON.
    faults: models.JSONField[Any, Any] = models.JSONField(default=list)
    failure = models.TextField(blank=True, default="")  #: why it came to no end, in words

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-finished_at"], name="proofs_finished"),
            models.Index(
                fields=["asked_at"], name="proofs_waiting", condition=models.Q(finished_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"run of {self.asked_at:%Y-%m-%d %H:%M}"


class Certificate(models.Model):
    """What a night's proof found 证书, signed, with where the log stood and the one before."""

    number = models.BigIntegerField(primary_key=True)  #: 1, 2, 3 …
    run_id = models.UUIDField()
    made_at = models.DateTimeField()
    text = models.TextField()  #: canonical JSON, signed as it stands
    hash = models.BinaryField(max_length=32)  #: SHA-256 of the text
    signature = models.BinaryField(max_length=64)  #: Ed25519
    public_key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"certificate {self.number}"
