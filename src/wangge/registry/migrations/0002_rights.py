"""Counties that stand already get the rights of the registry on the roles they have."""

from django.db import migrations

RIGHTS = {
    "centre": ["registry.read", "registry.write", "registry.import", "registry.export"],
    "leader": ["registry.read", "export.approve"],
    "acceptor": ["registry.read"],
    "operator": ["registry.read"],
    "dispatcher": ["registry.read", "registry.write", "registry.import", "registry.export"],
    "village_desk": ["registry.read", "registry.write", "registry.import"],
    "grid_worker": ["registry.read", "registry.write"],
    "security": ["privacy.write"],
    "auditor": ["privacy.read"],
}


def add_rights(apps, schema_editor):
    for role in apps.get_model("territory", "Role").objects.filter(code__in=RIGHTS):
        role.rights = [*role.rights, *(r for r in RIGHTS[role.code] if r not in role.rights)]
        role.save(update_fields=["rights"])


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0001_registry"),
        ("territory", "0002_posts"),
    ]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
