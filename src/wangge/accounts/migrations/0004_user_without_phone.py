"""The open telephone is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_seal_phones")]

    operations = [
        migrations.RemoveField("user", "phone"),
        migrations.AddIndex(
            "user",
            models.Index(
                fields=["phone_blind"],
                name="accounts_user_phone",
                condition=models.Q(phone_blind__isnull=False),
            ),
        ),
    ]
