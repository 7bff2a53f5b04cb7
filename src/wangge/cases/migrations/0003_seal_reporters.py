"""Seal the telephones there are, and the names given in confidence.

In batches of their own, so that it may be stopped and run again: what is sealed has no open text.
At the end the table is written anew, for old versions of rows would keep the open texts on the disk.
"""

from django.db import migrations

from wangge.privacy.sealing import blind, seal

BATCH = 5_000

_OPEN = """
    SELECT id, name, phone, confidential FROM cases_reporter
    WHERE phone <> '' OR (confidential AND name <> '') ORDER BY id LIMIT %s
"""

_SEAL = """
    UPDATE cases_reporter SET phone = '', phone_sealed = given.phone, phone_blind = given.mark,
        name = CASE WHEN given.sealed_name IS NULL THEN name ELSE '' END,
        name_sealed = given.sealed_name
    FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[], %s::bytea[])
        AS given(id, phone, mark, sealed_name)
    WHERE cases_reporter.id = given.id
"""


def seal_all(apps, schema_editor):
    """No telephone and no confidential name stands open afterwards."""
    some = False
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(_OPEN, [BATCH])
            rows = cursor.fetchall()
            if not rows:
                break
            sealed = [_sealed(*row) for row in rows]
            cursor.execute(_SEAL, [list(column) for column in zip(*sealed, strict=True)])
            some = True
        if some:
            cursor.execute("VACUUM FULL cases_reporter")


def _sealed(row, name, phone, confidential):
    return (
        row,
        seal(phone, of="reporter.phone", row=row) if phone else None,
        blind(phone, of="reporter.phone") if phone else None,
        seal(name, of="reporter.name", row=row) if confidential and name else None,
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0002_reporter_sealed")]
    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
