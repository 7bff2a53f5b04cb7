"""Areas, codes, succession, versions and borders, with what Django cannot say itself."""

from __future__ import annotations

import django.db.models.deletion
import wangge.lib.ids
from django.db import migrations, models


#: A code of one system names one area at a time; days, the last one not included.
ONE_AREA_A_CODE = """
ALTER TABLE territory_areacode ADD CONSTRAINT territory_areacode_one_area_at_a_time
EXCLUDE USING gist (system WITH =, code WITH =, daterange(valid_from, valid_until) WITH &&)
"""

#: The parent of an area stands exactly one level above it.
PARENT_ONE_UP = """
ALTER TABLE territory_area ADD CONSTRAINT territory_area_parent_one_up
FOREIGN KEY (parent_id, parent_level) REFERENCES territory_area (id, level)
DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wangge.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("wkb", models.BinaryField()),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="TerritoryVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wangge.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("effective_from", models.DateField()),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("active", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=60)),
                ("report", models.JSONField(default=dict)),
                ("accepted_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wangge.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("county", "县"),
                            ("town", "镇街"),
                            ("village", "村社区"),
                            ("grid", "网格"),
                            ("micro_grid", "微网格"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "parent_level",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(level="town", then=models.Value("county")),
                            models.When(level="village", then=models.Value("town")),
                            models.When(level="grid", then=models.Value("village")),
                            models.When(level="micro_grid", then=models.Value("grid")),
                            default=None,
                            output_field=models.CharField(max_length=12, null=True),
                        ),
                        output_field=models.CharField(max_length=12, null=True),
                    ),
                ),
                ("code_system", models.CharField(default="stats", max_length=16)),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=60)),
                ("full_name", models.CharField(max_length=200)),
                ("sort_key", models.CharField(max_length=24)),
                ("class_of", models.CharField(blank=True, default="", max_length=3)),
                ("counts_as_grid", models.BooleanField(default=True)),
                ("grid_reason", models.TextField(blank=True, default="")),
                ("grid_source", models.TextField(blank=True, default="")),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "looked_after_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks_after",
                        to="territory.area",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="territory.area",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key", "id"],
            },
        ),
        migrations.CreateModel(
            name="AreaCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wangge.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("system", models.CharField(max_length=16)),
                ("code", models.CharField(max_length=24)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=120)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="territory.area",
                    ),
                ),
            ],
            options={
                "ordering": ["system", "code", "valid_from"],
            },
        ),
        migrations.CreateModel(
            name="AreaSuccession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wangge.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("on", models.DateField()),
                ("share", models.FloatField(blank=True, null=True)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions_before",
                        to="territory.area",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions_after",
                        to="territory.area",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wangge.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("wkb", models.BinaryField()),
                ("area_m2", models.FloatField()),
                ("synthetic", models.BooleanField()),
                ("source", models.CharField(max_length=200)),
                ("source_datum", models.CharField(max_length=12)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boundaries",
                        to="territory.area",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boundaries",
                        to="territory.territoryversion",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "boundaries",
            },
        ),
        migrations.AddIndex(
            model_name="area",
            index=models.Index(fields=["level", "sort_key"], name="territory_area_level_sort"),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("code_system", "code"),
                name="territory_area_one_code_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(
                fields=("id", "level"), name="territory_area_id_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["county", "town", "village", "grid", "micro_grid"])
                ),
                name="territory_area_known_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "county"), ("parent__isnull", True)),
                    models.Q(
                        models.Q(("level", "county"), _negated=True), ("parent__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="territory_area_parent_but_for_county",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="territory_area_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counts_as_grid", True),
                    models.Q(("level", "village"), models.Q(("grid_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="territory_area_no_grid_needs_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="areacode",
            index=models.Index(fields=["system", "code"], name="territory_areacode_system_code"),
        ),
        migrations.AddConstraint(
            model_name="areacode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="territory_areacode_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="areasuccession",
            constraint=models.UniqueConstraint(
                fields=("before", "after", "on"), name="territory_areasuccession_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="areasuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("before", models.F("after")), _negated=True),
                name="territory_areasuccession_not_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="boundary",
            constraint=models.UniqueConstraint(
                fields=("version", "area"), name="territory_boundary_one_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="boundary",
            constraint=models.CheckConstraint(
                condition=models.Q(("area_m2__gt", 0)), name="territory_boundary_has_area"
            ),
        ),
        migrations.RunSQL(
            ONE_AREA_A_CODE,
            "ALTER TABLE territory_areacode DROP CONSTRAINT territory_areacode_one_area_at_a_time",
        ),
        migrations.RunSQL(
            PARENT_ONE_UP,
            "ALTER TABLE territory_area DROP CONSTRAINT territory_area_parent_one_up",
        ),
    ]
