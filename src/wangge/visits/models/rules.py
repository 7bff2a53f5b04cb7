"""How often each class of household is visited: the county's own rows, valid in time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangge.core.visits import Unit
from wangge.core.visits import VisitRule as RuleFact
from wangge.lib.ids import uuid7


class VisitRule(models.Model):
    """Households of a class are visited at least once in such a span 走访规则."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: Code of list visit_class.
    visit_class = models.TextField()
    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=5, choices=[("day", "天"), ("week", "周"), ("month", "月")])
    #: In force from that day until another, that one not included.
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    #: What asks for it: a standard, a document of the county.
    basis = models.TextField(blank=True, default="")
    #: The standard it is from, or K (unverified), P (proposed), L (the county's own).
    provenance = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["visit_class", "valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="visits_visitrule_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(every__gte=1) & Q(unit__in=[unit.value for unit in Unit]),
                name="visits_visitrule_has_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_class} {self.every} {self.unit}"

    def as_fact(self) -> RuleFact:
        """The rule as a value."""
        return RuleFact(self.visit_class, self.every, Unit(self.unit), self.valid_from)
