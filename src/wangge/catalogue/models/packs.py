"""Which packs are installed, in which version, and the stamp of the catalogue as a whole."""

from __future__ import annotations

from django.db import models

from wangge.catalogue.models.versioned import Versioned, ends_after_start, one_in_force


class CatalogueVersion(models.Model):
    """The one row whose stamp changes with every change of the catalogue. 目录版本。"""

    name = models.CharField(max_length=20, primary_key=True)
    stamp = models.UUIDField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.stamp}"


class PackVersion(Versioned):
    """A pack as it was accepted: its digest, and the whole of it as canonical JSON. 业务包版本。"""

    pack = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    #: Fingerprint of the files, so that an unchanged folder is not read twice.
    digest = models.CharField(max_length=64)
    installed_at = models.DateTimeField()
    #: `core.catalogue.Pack` as JSON; its flows are used from here.
    content = models.TextField()

    class Meta:
        ordering = ["pack", "valid_from"]
        constraints = [one_in_force("packversion", "pack"), ends_after_start("packversion")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
