"""Room for the sealed telephone, beside the open one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]

    operations = [
        migrations.AddField("user", "phone_sealed", models.BinaryField(editable=False, null=True)),
        migrations.AddField(
            "user", "phone_blind", models.BinaryField(editable=False, max_length=16, null=True)
        ),
    ]
