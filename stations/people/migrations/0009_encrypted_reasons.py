"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

ALTERED = [
    migrations.AlterField(
        model_name="assignment",
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
        model_name="competencecheck",
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
        model_name="credential",
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
        model_name="credentialregistration",
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
        model_name="cultivatedperson",
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
        model_name="ethicscomplaint",
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
        model_name="ethicspledge",
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
        model_name="examregistration",
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
        model_name="headappointment",
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
        model_name="internship",
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
        model_name="outfit",
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
        model_name="publicityitem",
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
        model_name="servicecertificate",
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
        model_name="staff",
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
        model_name="supervisionsession",
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
        model_name="supervisor",
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
        model_name="training",
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
        model_name="trainingattendance",
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
        model_name="trainingheadcount",
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
        model_name="volunteer",
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
        model_name="volunteerappraisal",
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
        model_name="volunteeraward",
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
        model_name="volunteerdeparture",
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
        model_name="volunteerstep",
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
        model_name="volunteerteam",
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
        model_name="volunteerteammember",
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
        ("people", "0008_erased"),
    ]

    operations = [*ALTERED, encrypt_altered("people", ALTERED)]
