"""Counties that stand already get the right to send teams on the roles that have it."""

from django.db import migrations


def add_rights(apps, schema_editor):
    for role in apps.get_model("territory", "Role").objects.filter(
        code__in=["centre", "dispatcher"]
    ):
        if "teams.send" not in role.rights:
            role.rights = [*role.rights, "teams.send"]
            role.save(update_fields=["rights"])


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_day_ends_and_kinds"),
        ("territory", "0002_posts"),
    ]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
