"""Code lists (代码表) as data: national lists and the county's own."""

from __future__ import annotations

from django.db import models

from wangge.lib.ids import uuid7


class Code(models.Model):
    """One entry of a code list. 代码。

    A person category also says its `domain` (general or special: a permission domain of its own)
    and the visit class its households fall into.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: sex, nation, education, …: one of `core.registry.lists`.
    list = models.TextField()
    code = models.TextField()
    title = models.TextField()
    title_en = models.TextField(blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)
    #: For person categories: "general" or "special". "" for all other lists.
    domain = models.TextField(blank=True, default="")
    #: For person categories: the visit class of a household with such a person; "" for none.
    visit_class = models.TextField(blank=True, default="")
    #: The standard it is from, or K (unverified), P (proposed), L (the county's own).
    provenance = models.TextField(blank=True, default="")
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["list", "place", "code"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="registry_code_once"),
        ]

    def __str__(self) -> str:
        return self.title
