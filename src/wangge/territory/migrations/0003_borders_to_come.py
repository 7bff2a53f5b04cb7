"""Versions decided for a day to come, taken back, and handed over."""

from __future__ import annotations

import django.db.models.deletion
import wangge.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territory', '0002_posts'),
    ]

    operations = [
        migrations.AddField(
            model_name='territoryversion',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='territoryversion',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='territoryversion',
            name='withdrawn_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=wangge.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(max_length=24)),
                ('count', models.IntegerField(default=0)),
                ('after', models.UUIDField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='territory.territoryversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'part'), name='territory_handover_once')],
            },
        ),
    ]
