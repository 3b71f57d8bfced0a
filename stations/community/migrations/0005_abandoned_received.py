"""When it was known that an attempt was given up."""

from django.db import migrations, models

# Of attempts given up before this was kept: when the record was last changed, which is when it was
# told or later; a record written ahead of the day, as imports may do, is taken to be told on it.
FILL_RECEIVED = """
    UPDATE community_incubation SET abandoned_received_at = CASE
        WHEN changed_at >= abandoned_on::timestamp AT TIME ZONE 'Asia/Shanghai' THEN changed_at
        ELSE (abandoned_on + time '23:59:59') AT TIME ZONE 'Asia/Shanghai' END
    WHERE abandoned_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_encrypted_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="incubation",
            name="abandoned_received_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(FILL_RECEIVED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="incubation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("abandoned_on", None), ("abandoned_received_at", None)),
                    models.Q(
                        ("abandoned_on__isnull", False), ("abandoned_received_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="incubation_abandoned_received",
            ),
        ),
    ]
