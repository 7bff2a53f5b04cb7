"""Indexes for lists of any size, and search by keys of a fortnight instead of bare pairs.

Indexes are built beside the running county (CONCURRENTLY). The keys are computed in batches of
their own, so that it may be stopped and run again; until it is done, a search finds the cases
that have theirs.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

from wangge.lib.search_keys import keys_of

BATCH = 5_000

_NEXT = """
    SELECT c.id, c.reported_at, c.text, c.place, c.line, c.town_id, c.village_id, c.grid_id
    FROM cases_case c WHERE c.id > %s ORDER BY c.id LIMIT %s
"""

_KEEP = """
    INSERT INTO cases_searchtext (case_id, reported_at, keys)
    SELECT given.id, given.at, given.keys::bigint[]
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[]) AS given(id, at, keys)
    ON CONFLICT (case_id) DO NOTHING
"""

_DATE_INVOLVEMENT = """
    UPDATE cases_involvement i SET reported_at = c.reported_at
    FROM cases_case c WHERE c.id = i.case_id AND i.reported_at IS NULL
"""


def key_all(apps, schema_editor):
    """Every case can be found; every involvement knows when its case was reported."""
    last = "00000000-0000-0000-0000-000000000000"
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(_NEXT, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                break
            keyed = [_keyed(*row) for row in rows]
            cursor.execute(_KEEP, [list(column) for column in zip(*keyed, strict=True)])
            last = rows[-1][0]
        cursor.execute(_DATE_INVOLVEMENT)
        cursor.execute("DELETE FROM cases_involvement WHERE reported_at IS NULL")


def _keyed(row, at, text, place, line, *land):
    keys = keys_of(f"{text} {place}", at=at, areas=land, codes=[line])
    return row, at, "{" + ",".join(map(str, keys)) + "}"


OPEN = models.Q(kind__in=("open", "waiting"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0005_reporter_named")]

    operations = [
        migrations.RunSQL("TRUNCATE cases_searchtext", migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="searchtext", name="cases_grams"),
        migrations.RemoveField(model_name="searchtext", name="grams"),
        migrations.AddField(
            model_name="searchtext",
            name="keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), size=None
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="reported_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(key_all, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="involvement", name="reported_at", field=models.DateTimeField()
        ),
        AddIndexConcurrently(
            model_name="involvement",
            index=models.Index(fields=["post_id", "reported_at"], name="cases_involved_time"),
        ),
        AddIndexConcurrently(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["keys"], fastupdate=False, name="cases_keys"
            ),
        ),
        RemoveIndexConcurrently(model_name="case", name="cases_requesters"),
        AddIndexConcurrently(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=~models.Q(requesters=[]),
                fastupdate=False,
                fields=["requesters"],
                name="cases_requesters",
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(condition=OPEN, fields=["due_at", "id"], name="cases_open_due"),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=OPEN, fields=["state", "reported_at"], name="cases_open_state"
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(kind="waiting"), fields=["reported_at"], name="cases_waiting"
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(supervised=True),
                fields=["due_at", "id"],
                name="cases_supervised",
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["village_id", "reported_at"], name="cases_village_time"),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["item", "reported_at"], name="cases_item_time"),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(grid_id__isnull=True),
                fields=["reported_at"],
                name="cases_unlocated",
            ),
        ),
    ]
