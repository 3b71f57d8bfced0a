"""Why a record was withdrawn, and other reasons in people's own words, lie encrypted."""

import kernel.crypto.fields
from django.db import migrations

from kernel.crypto.migrate import encrypt_altered

ALTERED = [
    migrations.AlterField(
        model_name="advocacyitem",
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
        model_name="communityorg",
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
        model_name="group",
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
        model_name="groupmeeting",
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
        model_name="groupmember",
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
        model_name="incubation",
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
        model_name="incubationstage",
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
        model_name="orgactivity",
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
        model_name="resourcelink",
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
        model_name="resourceparty",
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
        model_name="stationactivity",
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
        model_name="stationmap",
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
        ("community", "0003_station_map"),
    ]

    operations = [*ALTERED, encrypt_altered("community", ALTERED)]
