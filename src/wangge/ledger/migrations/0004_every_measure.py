"""More measures, the states as days ended, and gauges by item.

The ledger follows from the log, so nothing is carried over: it is emptied, and its follower reads
the log again from the beginning.
"""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

_EMPTY = """
TRUNCATE ledger_countedcase, ledger_daytally, ledger_overduemark;
UPDATE audit_follower SET xid = 0, position = 0, failure = '' WHERE name = 'ledger.tallies';
"""

_NULL_NOW = (
    "reported filed handled handled_late closed on_time late self_handled rejected voided merged"
    " transferred returned reworked reopened escalated extended suspended urged supervised ratings"
    " stars"
).split()
_NEW = (
    "pleased callbacks reached solved satisfied collected collected_filed public_reported"
    " dispatched dispatched_late sent_back prechecked prechecked_late verified verified_late due"
    " undone due_late unclosed handled_again"
).split()


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
        ("ledger", "0003_moved_with_a_border"),
    ]

    operations = [
        migrations.RunSQL(_EMPTY, migrations.RunSQL.noop),
        migrations.DeleteModel("OpenTally"),
        migrations.CreateModel(
            name="OpenTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id",
                        "item",
                        "line",
                        "state",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("item", models.TextField(blank=True)),
                ("line", models.TextField()),
                ("state", models.TextField()),
                ("count", models.IntegerField()),
                ("paused", models.IntegerField()),
                ("overdue", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="StatePlace",
            fields=[
                ("state", models.TextField(primary_key=True, serialize=False)),
                ("place", models.IntegerField(unique=True)),
            ],
        ),
        *(
            migrations.AlterField("daytally", name, models.IntegerField(null=True))
            for name in _NULL_NOW
        ),
        migrations.AlterField("daytally", "handling_s", models.BigIntegerField(null=True)),
        *(migrations.AddField("daytally", name, models.IntegerField(null=True)) for name in _NEW),
        migrations.AddField(
            "daytally",
            "standing",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), null=True, size=None
            ),
        ),
    ]
