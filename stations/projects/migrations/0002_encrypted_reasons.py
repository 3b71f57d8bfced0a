"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

ALTERED = [
    migrations.AlterField(
        model_name="goaloutcome",
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
        model_name="project",
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
        model_name="projectgoal",
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
        model_name="projectreport",
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
        model_name="projectstaff",
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
        model_name="projecttarget",
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
        model_name="reportdelivery",
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
        model_name="reportsubscription",
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
        model_name="serviceline",
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
        model_name="targetactivity",
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
        ("projects", "0001_initial"),
    ]

    operations = [*ALTERED, encrypt_altered("projects", ALTERED)]
