"""Posts, holdings, absences; one holder a post at a time."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import wangge.lib.ids
from django.db import migrations, models

#: A post has one holder at a time; instants, the last one not included.
ONE_HOLDER = """
ALTER TABLE territory_holding ADD CONSTRAINT territory_holding_one_holder_at_a_time
EXCLUDE USING gist (post_id WITH =, tstzrange(since, until) WITH &&)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_accounts'),
        ('territory', '0001_areas'),
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.UUIDField(default=wangge.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=60)),
                ('title_en', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('code', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=40)),
                ('title_en', models.CharField(max_length=60)),
                ('sees', models.CharField(choices=[('subtree', '辖区内全部'), ('team', '本岗位及下属岗位'), ('own', '本岗位'), ('none', '不看案件')], max_length=8)),
                ('masked', models.BooleanField(default=False)),
                ('separate', models.CharField(blank=True, default='', max_length=24)),
                ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, size=None)),
                ('place', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['place', 'code'],
            },
        ),
        migrations.CreateModel(
            name='RosterVersion',
            fields=[
                ('name', models.CharField(default='roster', max_length=8, primary_key=True, serialize=False)),
                ('stamp', models.UUIDField()),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=wangge.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, default='', max_length=120)),
                ('lines', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField(blank=True, null=True)),
                ('above', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='territory.post')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='territory.area')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='territory.department')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='territory.role')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.UUIDField(default=wangge.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='accounts.user')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='territory.post')),
            ],
            options={
                'ordering': ['since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='territory_holding_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=wangge.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=100)),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to='accounts.user')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='accounts.user')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='territory.post')),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='territory_absence_ends_after_start'), models.CheckConstraint(condition=models.Q(('stand_in__isnull', True), models.Q(('stand_in', models.F('user')), _negated=True), _connector='OR'), name='territory_absence_not_by_oneself')],
            },
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'centre')), fields=('role',), name='territory_post_one_centre'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('above__isnull', True), ('role', 'centre')), models.Q(models.Q(('role', 'centre'), _negated=True), ('above__isnull', False)), _connector='OR'), name='territory_post_above_but_for_centre'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'centre'), _negated=True), ('valid_until__isnull', True), _connector='OR'), name='territory_post_centre_never_closed'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('above__isnull', True), models.Q(('above', models.F('id')), _negated=True), _connector='OR'), name='territory_post_not_above_itself'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='territory_post_ends_after_start'),
        ),
        migrations.RunSQL(
            ONE_HOLDER,
            "ALTER TABLE territory_holding DROP CONSTRAINT territory_holding_one_holder_at_a_time",
        ),
    ]
