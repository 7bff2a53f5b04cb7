from django.db import migrations, models

import wangge.lib.ids

MARKS = """
INSERT INTO audit_mark (subject, seq, hash)
SELECT DISTINCT ON (subject) subject, seq, hash FROM audit_entry
WHERE subject IN (SELECT subject FROM audit_entry GROUP BY subject HAVING bool_and(kind <> 'case'))
ORDER BY subject, seq DESC
"""


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("subject", models.UUIDField(primary_key=True, serialize=False)),
                ("seq", models.IntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="SealedPage",
            fields=[
                ("id", models.UUIDField(default=wangge.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("page", models.IntegerField()),
                ("leaves", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("number", "page"), name="audit_sealed_once")],
            },
        ),
        migrations.AddField(
            model_name="anchor",
            name="listed",
            field=models.BinaryField(max_length=32, null=True),
        ),
        # what was logged before marks were kept counts as whole from here on
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
    ]
