"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

ALTERED = [
    migrations.AlterField(
        model_name="alertnote",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="archivedisposal",
        name="kept_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True, default="", max_length=200, verbose_name="Why it is kept"
        ),
    ),
    migrations.AlterField(
        model_name="archivedisposal",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
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
        model_name="archiveloan",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="archivevolume",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="beneficiary",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="beneficiarycategory",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="benefitapplication",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="bereavementfollowup",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="capabilitycheck",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="carecheck",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="careplan",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="carer",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="case",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="casedocument",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="casefollowup",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="caseneed",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="casestep",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="consent",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="countyrule",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="datarequest",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="discoverylead",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="enrolment",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="enrolmentstep",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
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
        model_name="fileopening",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="funeralservice",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="guardianshipassessment",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="homelessaid",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="homelessmislink",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="homelessstep",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="household",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="impactassessment",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="need",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="patrol",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
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
        model_name="planindicator",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="processingactivity",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="protectionofficer",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="protectionreport",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="protectionstatement",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
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
        model_name="recorddisposal",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="referral",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="respite",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="riskassessment",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="rosterentry",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="servicerecord",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="strength",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="teamrequest",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="visit",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="visitcorrection",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="visitlevelspan",
        name="reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True, default="", max_length=200, verbose_name="Reason for the level"
        ),
    ),
    migrations.AlterField(
        model_name="visitlevelspan",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
    migrations.AlterField(
        model_name="wish",
        name="withdrawn_reason",
        field=kernel.crypto.fields.EncryptedTextField(
            blank=True,
            default="",
            editable=False,
            max_length=200,
            verbose_name="Reason of withdrawal",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0018_consent_ends"),
    ]

    operations = [*ALTERED, encrypt_altered("casework", ALTERED)]
