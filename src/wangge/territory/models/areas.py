"""Areas (区划), their codes and succession, and their borders by version.

An area is a row that never changes its id: codes, names and borders are attributes with validity.
Borders hang on a version (区划版本), a complete snapshot: an old case can always be shown on the
land it was reported on. Ignores who answers for an area: that is `posts`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Case, When

from wangge.core.territory.level import Level
from wangge.lib.ids import uuid7

LEVELS = [(level.value, level.zh) for level in Level]

#: The level directly above each, told by the database itself, so that no row can lie about it.
_PARENT_LEVEL = Case(
    *(
        When(level=level.value, then=Value(level.parent.value))
        for level in Level
        if level.parent is not None
    ),
    default=None,
    output_field=models.CharField(max_length=12, null=True),
)


class Area(models.Model):
    """One area of any level. 区划。

    `code` is the code in force in `code_system`; all codes ever, of all systems, are `AreaCode`.
    A database foreign key on (parent, parent_level) keeps every parent exactly one level up.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    level = models.CharField(max_length=12, choices=LEVELS)
    parent_level = models.GeneratedField(
        expression=_PARENT_LEVEL,
        output_field=models.CharField(max_length=12, null=True),
        db_persist=True,
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code_system = models.CharField(max_length=16, default="stats")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=24)
    #: 城乡分类 (111…220), "" where the source does not tell.
    class_of = models.CharField(max_length=3, blank=True, default="")
    #: False for a village-level unit that has no grid of its own (270 of 272 have one).
    counts_as_grid = models.BooleanField(default=True)
    #: Where `counts_as_grid` is false: why, in a sentence for the screen, and who says so.
    grid_reason = models.TextField(blank=True, default="")
    grid_source = models.TextField(blank=True, default="")
    #: Where `counts_as_grid` is false: the village whose grid looks after this land.
    looked_after_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="looks_after"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_system", "code"],
                condition=Q(valid_until__isnull=True),
                name="territory_area_one_code_in_force",
            ),
            models.UniqueConstraint(fields=["id", "level"], name="territory_area_id_level"),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="territory_area_known_level",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.COUNTY.value, parent__isnull=True)
                | (~Q(level=Level.COUNTY.value) & Q(parent__isnull=False)),
                name="territory_area_parent_but_for_county",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="territory_area_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(counts_as_grid=True)
                | (Q(level=Level.VILLAGE.value) & ~Q(grid_reason="")),
                name="territory_area_no_grid_needs_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["level", "sort_key"], name="territory_area_level_sort"),
        ]

    def __str__(self) -> str:
        return self.full_name


class AreaCode(models.Model):
    """A code one authority gave an area, with its validity. 区划代码。

    An exclusion constraint keeps a code of one system from naming two areas at the same time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="codes")
    #: "stats" 统计用区划代码, "quhua" a second public list, or a county's own.
    system = models.CharField(max_length=16)
    code = models.CharField(max_length=24)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["system", "code", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="territory_areacode_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["system", "code"], name="territory_areacode_system_code")]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


class AreaSuccession(models.Model):
    """`before` became (part of) `after` on a day: merge, split, rename, new border. 沿革。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    before = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions_after")
    after = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions_before")
    on = models.DateField()
    #: How much of the land of `before` went to `after`, 0–1; null where nobody measured.
    share = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after", "on"], name="territory_areasuccession_once"
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")), name="territory_areasuccession_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id} ({self.on})"


class TerritoryVersion(models.Model):
    """A complete set of borders, in force from a day on. 区划版本。

    Of the active versions whose day has come, the latest day, then the highest number, is in
    force. A version with faults stays inactive until somebody accepts them with a reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    effective_from = models.DateField()
    note = models.CharField(max_length=200, blank=True, default="")
    active = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    #: The report of the import that made it (faults, counts), as shown on the screen.
    report = models.JSONField(default=dict)
    accepted_reason = models.TextField(blank=True, default="")
    #: When it was decided that it comes into force on its day; null for a draft.
    decided_at = models.DateTimeField(null=True, blank=True)
    #: When and why it was taken back before its day; it is then never in force.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"第{self.number}版 ({self.effective_from})"


class Handover(models.Model):
    """How far what moves with the borders of a version has come: cases and others. 划转进度。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        TerritoryVersion, on_delete=models.CASCADE, related_name="handovers"
    )
    #: What moves: "cases".
    part = models.CharField(max_length=24)
    #: How many have moved.
    count = models.IntegerField(default=0)
    #: The last that was looked at: where an interrupted run goes on.
    after = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "part"], name="territory_handover_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part} @ {self.version_id}: {self.count}"


class Boundary(models.Model):
    """The border of one area in one version. 边界。

    `wkb`: MultiPolygon, longitude and latitude, WGS-84 (CGCS2000 within grid needs), 1e-7°; where
    a later cut meets an old border the corner stands to full precision, so that no land moves.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="boundaries")
    version = models.ForeignKey(
        TerritoryVersion, on_delete=models.CASCADE, related_name="boundaries"
    )
    wkb = models.BinaryField()
    area_m2 = models.FloatField()
    #: True where the border was made up for want of a public one; screens say so.
    synthetic = models.BooleanField()
    source = models.CharField(max_length=200)
    source_datum = models.CharField(max_length=12)

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "area"], name="territory_boundary_one_a_version"
            ),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="territory_boundary_has_area"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} @ {self.version_id}"


class Neighbour(models.Model):
    """A county next door: shown on maps, named when a point lies there. 邻县。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    #: As `Boundary.wkb`.
    wkb = models.BinaryField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
