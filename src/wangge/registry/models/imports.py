"""Files of rows on their way into the registry (批量导入): how far each has come, and what it left.

The file itself lies sealed in the data folder until retention removes it; here stand its name, its
digest and the sealed key that opens it. The cells of bad rows are not kept twice: a fault names its
row, and the row is read from the file again.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wangge.lib.ids import uuid7


class Import(models.Model):
    """One file that somebody brings in 导入任务."""

    class State(models.TextChoices):
        """How far it has come."""

        UPLOADED = "uploaded", "待匹配列"
        MATCHED = "matched", "待试导入"
        TRYING = "trying", "正在试导入"
        TRIED = "tried", "待确认导入"
        RUNNING = "running", "正在导入"
        STOPPED = "stopped", "已暂停"
        DONE = "done", "已完成"
        FAILED = "failed", "未能完成"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: Kind of element: "person", "household" …
    kind = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    #: As the clerk called it, and its ending.
    name = models.TextField()
    suffix = models.TextField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    #: The key of the file, sealed; null once the file is gone.
    key_sealed = models.BinaryField(null=True, editable=False)
    #: Place of each heading, its words, the column it stands for and why.
    matching = models.JSONField(default=list)
    heading_row = models.PositiveIntegerField(default=1)
    #: Rows of the file, roughly.
    about = models.PositiveIntegerField(default=0)
    #: Datum of lon and lat, where the file has them.
    datum = models.TextField(blank=True, default="")
    #: The last row of the file that is done; rows read, and what became of them.
    position = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    #: Households made on the spot for people of this file.
    households = models.PositiveIntegerField(default=0)
    #: What the trial said: the same counts.
    trial = models.JSONField(default=dict)
    #: What a stopped file was doing: "trying" or "running".
    stopped_in = models.CharField(max_length=8, blank=True, default="")
    #: Why it could not be finished; "" where it could.
    failure = models.TextField(blank=True, default="")
    #: Null: the command line.
    by_id = models.UUIDField(null=True)
    by_name = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at", "id"], name="registry_import_at"),
            models.Index(
                fields=["at"],
                name="registry_import_at_work",
                condition=models.Q(state__in=["trying", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def at_work(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in (self.State.TRYING, self.State.RUNNING)


class ImportFault(models.Model):
    """One thing wrong with one row of a file 导入问题."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField()
    #: Name of the column, "" for the row as a whole.
    column = models.TextField(blank=True, default="")
    code = models.TextField()
    zh = models.TextField()
    en = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["file", "row"], name="registry_importfault_row"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.code}"
