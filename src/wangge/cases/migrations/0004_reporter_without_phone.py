"""The open telephone is gone; the index is over the blind marks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_seal_reporters")]

    operations = [
        migrations.RemoveIndex("reporter", "cases_phone"),
        migrations.RemoveField("reporter", "phone"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("reporter", "name", "open_name"),
                migrations.AlterField(
                    "reporter", "open_name", models.TextField(blank=True, db_column="name")
                ),
            ]
        ),
        migrations.AddIndex(
            "reporter",
            models.Index(
                fields=["phone_blind"],
                name="cases_phone_blind",
                condition=models.Q(phone_blind__isnull=False),
            ),
        ),
    ]
