"""Which areas a case counts for only part of its life, since a border moved over it."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_open_by_town'),
    ]

    operations = [
        migrations.AddField(
            model_name='countedcase',
            name='moved_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
        ),
        migrations.AddIndex(
            model_name='countedcase',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('moved_ids__isnull', False)), fields=['moved_ids'], name='ledger_case_moved'),
        ),
    ]
