"""Seal the telephones there are, in batches: it may be stopped and run again.

At the end the table is written anew, for old versions of rows would keep the open texts on the disk.
"""

from django.db import migrations

from wangge.privacy.sealing import blind, seal

BATCH = 5_000

_SEAL = """
    UPDATE accounts_user SET phone = '', phone_sealed = given.phone, phone_blind = given.mark
    FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS given(id, phone, mark)
    WHERE accounts_user.id = given.id
"""


def seal_all(apps, schema_editor):
    """No telephone stands open afterwards."""
    some = False
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT id, phone FROM accounts_user WHERE phone <> '' LIMIT %s", [BATCH])
            rows = cursor.fetchall()
            if not rows:
                break
            sealed = [(id_, seal(phone, of="user.phone", row=id_), _mark(phone)) for id_, phone in rows]
            cursor.execute(_SEAL, [list(column) for column in zip(*sealed, strict=True)])
            some = True
        if some:
            cursor.execute("VACUUM FULL accounts_user")


def _mark(phone):
    digits = "".join(letter for letter in phone if letter.isdigit())
    return blind(digits, of="user.phone") if digits else None


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0002_user_phone_sealed")]
    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
