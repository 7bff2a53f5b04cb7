"""The log, its anchors, and how far each follower has read.

The application's database role may only INSERT and SELECT entries (granted so at set-up); hash
chains show what an owner of the database might have done behind that.
"""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import Func

from wangge.lib.ids import uuid7


class Xid8Field(models.Field):  # type: ignore[type-arg]  # Django fields take no arguments at run time
    """PostgreSQL's 64-bit transaction id: who committed in which order."""

    description = "64-bit transaction id"

    def db_type(self, connection: object) -> str:
        return "xid8"

    def from_db_value(self, value: object, expression: object, connection: object) -> int | None:
        return None if value is None else int(str(value))


class CurrentTransaction(Func):
    """The id of the running transaction."""

    function = "pg_current_xact_id"
    output_field = Xid8Field()


class Entry(models.Model):
    """One thing that happened to one subject 日志条目. Never changed, never removed."""

    position = models.BigAutoField(primary_key=True)
    xid = Xid8Field(db_default=CurrentTransaction(), editable=False)
    kind = models.TextField()  #: what the subject is: "case", "post", "area", "condition" …
    subject = models.UUIDField()
    seq = models.IntegerField()  #: 1, 2, 3 … of this subject
    name = models.TextField()  #: stable dotted name, "case.dispatched"
    at = models.DateTimeField()
    post = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    data = models.TextField()  #: canonical JSON, hashed as it stands
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="audit_entry_once"),
        ]
        indexes = [
            models.Index(fields=["xid", "position"], name="audit_entry_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.seq}"


class Anchor(models.Model):
    """A Merkle root over every entry between two positions of the log 日志锚."""

    number = models.BigIntegerField(primary_key=True)
    after_xid = models.BigIntegerField()
    after_position = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    to_position = models.BigIntegerField()
    count = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    #: SHA-256 over its list, one page after the other; null: sealed before lists were kept.
    listed = models.BinaryField(max_length=32, null=True)

    def __str__(self) -> str:
        return f"anchor {self.number}"


class SealedPage(models.Model):
    """A page of an anchor's list 封存清单: which entries it sealed, each with its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField()  #: of the anchor
    page = models.IntegerField()  #: 0, 1, 2 …
    leaves = models.BinaryField()  #: as `core.proofs.anchors.pack` writes them

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "page"], name="audit_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"anchor {self.number} page {self.page}"


class Mark(models.Model):
    """How far the log of a subject has come 进度记号, so that a lost end shows.

    Cases need none: their own row says it.
    """

    subject = models.UUIDField(primary_key=True)
    seq = models.IntegerField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.subject} #{self.seq}"


class Follower(models.Model):
    """How far a follower has read; moved in the transaction of its effects."""

    name = models.TextField(primary_key=True)
    xid = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    #: The last failure, in words, until a batch goes well again.
    failure = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name
