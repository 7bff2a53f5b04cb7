"""The totals of the lines by month, so that long spans are read as quickly as short ones."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


_MEASURES = (
    "reported filed handled handled_late handling_s closed on_time late self_handled rejected"
    " voided merged transferred returned reworked reopened escalated extended suspended urged"
    " supervised ratings stars pleased callbacks reached solved satisfied collected"
    " collected_filed public_reported dispatched dispatched_late sent_back prechecked"
    " prechecked_late verified verified_late due undone due_late unclosed handled_again"
).split()
_BUCKETS = ", ".join(f"coalesce(sum(spread[{n}]), 0)" for n in range(1, 24))

#: The months of a ledger that stands, from its days.
_SUM_UP = f"""
INSERT INTO ledger_monthtally (subject_id, line, month, {", ".join(_MEASURES)}, spread)
SELECT subject_id, line, date_trunc('month', day)::date,
    {", ".join(f"sum({name})" for name in _MEASURES)},
    CASE WHEN count(spread) > 0 THEN ARRAY[{_BUCKETS}]::int[] END
FROM ledger_daytally WHERE item = '' GROUP BY 1, 2, 3
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_rule_books'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthTally',
            fields=[
                ('reported', models.IntegerField(null=True)),
                ('filed', models.IntegerField(null=True)),
                ('handled', models.IntegerField(null=True)),
                ('handled_late', models.IntegerField(null=True)),
                ('handling_s', models.BigIntegerField(null=True)),
                ('closed', models.IntegerField(null=True)),
                ('on_time', models.IntegerField(null=True)),
                ('late', models.IntegerField(null=True)),
                ('self_handled', models.IntegerField(null=True)),
                ('rejected', models.IntegerField(null=True)),
                ('voided', models.IntegerField(null=True)),
                ('merged', models.IntegerField(null=True)),
                ('transferred', models.IntegerField(null=True)),
                ('returned', models.IntegerField(null=True)),
                ('reworked', models.IntegerField(null=True)),
                ('reopened', models.IntegerField(null=True)),
                ('escalated', models.IntegerField(null=True)),
                ('extended', models.IntegerField(null=True)),
                ('suspended', models.IntegerField(null=True)),
                ('urged', models.IntegerField(null=True)),
                ('supervised', models.IntegerField(null=True)),
                ('ratings', models.IntegerField(null=True)),
                ('stars', models.IntegerField(null=True)),
                ('pleased', models.IntegerField(null=True)),
                ('callbacks', models.IntegerField(null=True)),
                ('reached', models.IntegerField(null=True)),
                ('solved', models.IntegerField(null=True)),
                ('satisfied', models.IntegerField(null=True)),
                ('collected', models.IntegerField(null=True)),
                ('collected_filed', models.IntegerField(null=True)),
                ('public_reported', models.IntegerField(null=True)),
                ('dispatched', models.IntegerField(null=True)),
                ('dispatched_late', models.IntegerField(null=True)),
                ('sent_back', models.IntegerField(null=True)),
                ('prechecked', models.IntegerField(null=True)),
                ('prechecked_late', models.IntegerField(null=True)),
                ('verified', models.IntegerField(null=True)),
                ('verified_late', models.IntegerField(null=True)),
                ('due', models.IntegerField(null=True)),
                ('undone', models.IntegerField(null=True)),
                ('due_late', models.IntegerField(null=True)),
                ('unclosed', models.IntegerField(null=True)),
                ('handled_again', models.IntegerField(null=True)),
                ('spread', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=23)),
                ('pk', models.CompositePrimaryKey('subject_id', 'line', 'month', blank=True, editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField()),
                ('line', models.TextField()),
                ('month', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL(_SUM_UP, migrations.RunSQL.noop),
    ]
