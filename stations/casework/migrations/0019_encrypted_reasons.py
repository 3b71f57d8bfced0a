"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

RECORDS = [
    "alertnote",
    "archivedisposal",
    "archiveloan",
    "archivevolume",
    "beneficiary",
    "beneficiarycategory",
    "benefitapplication",
    "bereavementfollowup",
    "capabilitycheck",
    "carecheck",
    "careplan",
    "carer",
    "case",
    "casedocument",
    "casefollowup",
    "caseneed",
    "casestep",
    "consent",
    "countyrule",
    "datarequest",
    "discoverylead",
    "enrolment",
    "enrolmentstep",
    "fileopening",
    "funeralservice",
    "guardianshipassessment",
    "homelessaid",
    "homelessmislink",
    "homelessstep",
    "household",
    "impactassessment",
    "need",
    "patrol",
    "planindicator",
    "processingactivity",
    "protectionofficer",
    "protectionreport",
    "protectionstatement",
    "recorddisposal",
    "referral",
    "respite",
    "riskassessment",
    "rosterentry",
    "servicerecord",
    "strength",
    "teamrequest",
    "visit",
    "visitcorrection",
    "visitlevelspan",
    "wish",
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
    migrations.AlterField(
        model_name="archivedisposal",
        name="kept_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True, default="", max_length=200, verbose_name="Why it is kept"
        ),
    ),
    migrations.AlterField(
        model_name="archiveloan",
        name="purpose",
        field=kernel.crypto.fields.EncryptedTextField(
            max_length=200, verbose_name="Purpose of the loan"
        ),
    ),
    migrations.AlterField(
        model_name="fileopening",
        name="reason",
        field=kernel.crypto.fields.EncryptedTextField(
            max_length=200, verbose_name="Reason for reading"
        ),
    ),
    migrations.AlterField(
        model_name="planindicator",
        name="measure",
        field=kernel.crypto.fields.EncryptedTextField(
            max_length=120, verbose_name="What is measured"
        ),
    ),
    migrations.AlterField(
        model_name="recorddisposal",
        name="kept_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True, default="", max_length=200, verbose_name="Why it is kept"
        ),
    ),
    migrations.AlterField(
        model_name="visitlevelspan",
        name="reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True, default="", max_length=200, verbose_name="Reason for the level"
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0018_consent_ends"),
    ]

    operations = [*ALTERED, encrypt_altered("casework", ALTERED)]
