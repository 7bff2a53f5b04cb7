"""Lines, items, filing conditions, duty and crosswalk, as rows the county may change.

Rows are told apart by their codes, not by each other's ids: each is versioned by itself, and a
case refers to codes. Ignores what a limit or a pattern means: `core` reads those.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wangge.catalogue.models.versioned import Versioned, ends_after_start, one_in_force
from wangge.core.catalogue import ItemKind, Provenance, Severity
from wangge.core.territory.level import Level

KINDS = [
    (ItemKind.COMPONENT.value, "部件"),
    (ItemKind.EVENT.value, "事件"),
    (ItemKind.RURAL.value, "村级事务"),
    (ItemKind.SERVICE.value, "服务"),
    (ItemKind.INTERNAL.value, "专项工作"),
]
SEVERITIES = [
    (Severity.URGENT.value, "紧急"),
    (Severity.MAJOR.value, "重大"),
    (Severity.NORMAL.value, "一般"),
]
PROVENANCES = [
    (Provenance.PUBLISHED.value, "某市公开标准"),
    (Provenance.GRADED.value, "某市公开分级标准"),
    (Provenance.UNVERIFIED.value, "未核对，请核定"),
    (Provenance.PROPOSED.value, "系统建议，请核定"),
    (Provenance.LOCAL.value, "本县自定"),
]
LEVELS = [(level.value, level.zh) for level in Level]


class Line(Versioned):
    """A service line. 业务线。"""

    pack = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80)
    flow = models.CharField(max_length=40)
    default_item = models.CharField(max_length=20)
    calendar = models.CharField(max_length=40)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "code"]
        constraints = [one_in_force("line", "code"), ends_after_start("line")]

    def __str__(self) -> str:
        return self.title


class Item(Versioned):
    """A subcategory of a line. 事项、小类。"""

    line = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    category = models.CharField(max_length=60)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=12, choices=KINDS)
    provenance = models.CharField(max_length=4, choices=PROVENANCES)
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["line", "place", "code"]
        constraints = [one_in_force("item", "line", "code"), ends_after_start("item")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Condition(Versioned):
    """A filing condition of an item with its limit. 立案条件。"""

    line = models.CharField(max_length=40)
    item = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    when = models.CharField(max_length=200)
    #: `core.clock.Limit` as text: "4wh".
    limit = models.CharField(max_length=8)
    severity = models.CharField(max_length=1, choices=SEVERITIES)
    closing = models.CharField(max_length=200)
    provenance = models.CharField(max_length=4, choices=PROVENANCES)
    place = models.PositiveIntegerField(default=0)
    #: True once the county set it: a newer pack then leaves it alone.
    local = models.BooleanField(default=False)

    class Meta:
        ordering = ["line", "item", "place", "code"]
        constraints = [
            one_in_force("condition", "line", "item", "code"),
            ends_after_start("condition"),
            models.CheckConstraint(
                condition=Q(limit__regex=r"^[1-9][0-9]{0,3}(um|uh|ud|wm|wh|wd|lwd|ld|de)$"),
                name="catalogue_condition_limit_reads",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.code}: {self.limit}"


class DutyEntry(Versioned):
    """Who handles which items where. 职责。"""

    line = models.CharField(max_length=40)
    item = models.CharField(max_length=40)
    department = models.CharField(max_length=40, blank=True, default="")
    role = models.CharField(max_length=24, blank=True, default="")
    area = models.CharField(max_length=24, blank=True, default="")
    level = models.CharField(max_length=12, choices=LEVELS, default=Level.COUNTY.value)
    note = models.CharField(max_length=200, blank=True, default="")
    place = models.PositiveIntegerField(default=0)
    #: As `Condition.local`.
    local = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "duty entries"
        ordering = ["line", "place", "item"]
        constraints = [
            one_in_force("dutyentry", "line", "item", "area"),
            ends_after_start("dutyentry"),
            models.CheckConstraint(
                condition=(Q(department="") & ~Q(role="")) | (~Q(department="") & Q(role="")),
                name="catalogue_dutyentry_department_or_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.department or self.role}"


class CategoryAlias(Versioned):
    """Another system's code for an item or a category. 编码对照。"""

    line = models.CharField(max_length=40)
    system = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    item = models.CharField(max_length=20)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "category aliases"
        ordering = ["system", "code"]
        constraints = [
            one_in_force("categoryalias", "line", "system", "code"),
            ends_after_start("categoryalias"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code} → {self.item}"
