"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

RECORDS = [
    "assignment",
    "competencecheck",
    "credential",
    "credentialregistration",
    "cultivatedperson",
    "ethicscomplaint",
    "ethicspledge",
    "examregistration",
    "headappointment",
    "internship",
    "outfit",
    "publicityitem",
    "servicecertificate",
    "staff",
    "supervisionsession",
    "supervisor",
    "training",
    "trainingattendance",
    "trainingheadcount",
    "volunteer",
    "volunteerappraisal",
    "volunteeraward",
    "volunteerdeparture",
    "volunteerstep",
    "volunteerteam",
    "volunteerteammember",
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
        ("people", "0008_erased"),
    ]

    operations = [*ALTERED, encrypt_altered("people", ALTERED)]
