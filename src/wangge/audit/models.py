"""The log, its anchors, and how far each follower has read.

The application's database role may only INSERT and SELECT entries (granted so at set-up); hash
chains show what an owner of the database might have done behind that.
"""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import Func


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

    def __str__(self) -> str:
        return f"anchor {self.number}"


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
