"""Work calendars: their hours by season, and the days that differ from the plain week.

Days are not versioned: every deadline keeps its own explanation, and the log keeps who changed
which day. Ignores how time is reckoned on them: `core.clock`.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wangge.core.clock import DayKind
from wangge.lib.ids import uuid7

DAY_KINDS = [
    (DayKind.work.value, "工作日"),
    (DayKind.rest.value, "休息日"),
    (DayKind.holiday.value, "放假"),
    (DayKind.makeup.value, "调休上班"),
]


def plain_week() -> list[int]:
    """Monday to Friday, Monday = 0."""
    return [0, 1, 2, 3, 4]


class Calendar(models.Model):
    """A set of working hours. 工作日历。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80)
    #: "08:00-12:00, 14:00-18:00", on days no season covers.
    windows = models.CharField(max_length=80)
    #: The weekdays worked, Monday = 0.
    week = ArrayField(models.PositiveSmallIntegerField(), default=plain_week)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class CalendarSeason(models.Model):
    """Other hours from one day of the year to another, both included. 夏令、冬令作息。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="seasons")
    name = models.CharField(max_length=40)
    first_month = models.PositiveSmallIntegerField()
    first_day = models.PositiveSmallIntegerField()
    last_month = models.PositiveSmallIntegerField()
    last_day = models.PositiveSmallIntegerField()
    windows = models.CharField(max_length=80)

    class Meta:
        ordering = ["calendar", "first_month", "first_day"]

    def __str__(self) -> str:
        return self.name


class WorkDay(models.Model):
    """A day that differs from the plain week, of one calendar or, without one, of all. 特殊日"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.CASCADE, related_name="days"
    )
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=DAY_KINDS)
    name = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    #: False while the year has no State Council notice.
    confirmed = models.BooleanField()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "on"],
                nulls_distinct=False,
                name="catalogue_workday_once_a_calendar",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DayKind]),
                name="catalogue_workday_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
