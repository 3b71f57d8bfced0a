"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

RECORDS = [
    "advocacyitem",
    "communityorg",
    "group",
    "groupmeeting",
    "groupmember",
    "incubation",
    "incubationstage",
    "orgactivity",
    "resourcelink",
    "resourceparty",
    "stationactivity",
    "stationmap",
]
ALTERED = [
    *(
        migrations.AlterField(
            model_name=model,
            name="withdrawn_reason",
            field=kernel.crypto.fields.EncryptedTextField(
                blank=True,
                default="",
                editable=False,
                max_length=200,
                verbose_name="Reason of withdrawal",
            ),
        )
        for model in RECORDS
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0003_station_map"),
    ]

    operations = [*ALTERED, encrypt_altered("community", ALTERED)]
