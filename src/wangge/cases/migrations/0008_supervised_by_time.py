"""Supervised cases in order of time, as every way into a list is; they are few enough to sort."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0007_leaner_rows")]

    operations = [
        RemoveIndexConcurrently(model_name="case", name="cases_supervised"),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(supervised=True),
                fields=["reported_at"],
                name="cases_supervised",
            ),
        ),
    ]
