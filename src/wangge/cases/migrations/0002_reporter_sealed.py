"""Room for what is sealed of a reporter, beside what is not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField("reporter", "name_sealed", models.BinaryField(editable=False, null=True)),
        migrations.AddField(
            "reporter", "phone_sealed", models.BinaryField(editable=False, null=True)
        ),
        migrations.AddField(
            "reporter",
            "phone_blind",
            models.BinaryField(editable=False, max_length=16, null=True),
        ),
    ]
