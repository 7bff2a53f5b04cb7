"""One index less on every report and step, a smaller one, and upkeep that fits great tables.

A table of ten million is vacuumed and counted anew after every twentieth or fiftieth part of it
has changed, not after a fifth. Of search keys no statistics are kept: no plan asks for them.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

UPKEEP = """
    ALTER TABLE {} SET (
        autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05,
        autovacuum_analyze_scale_factor = 0.02
    )
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0006_found_at_any_size")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="case", name="no", field=models.TextField()
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.UniqueConstraint(fields=["no"], name="cases_case_no_key"),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX CONCURRENTLY IF EXISTS cases_case_no_94fbf68e_like",
                    migrations.RunSQL.noop,
                ),
            ],
        ),
        RemoveIndexConcurrently(model_name="case", name="cases_town_time"),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["town_id", "reported_at"], name="cases_town_time"),
        ),
        *(
            migrations.RunSQL(UPKEEP.format(table), migrations.RunSQL.noop)
            for table in ("cases_case", "cases_searchtext", "cases_involvement")
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_searchtext ALTER COLUMN keys SET STATISTICS 0",
            migrations.RunSQL.noop,
        ),
    ]
