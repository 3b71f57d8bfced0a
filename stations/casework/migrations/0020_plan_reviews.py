"""Every review of a plan is kept; until now a plan kept the last one."""

import uuid

import django.db.models.deletion
import kernel.crypto.fields
import kernel.workdays.clock
from django.db import migrations, models

# The note is encrypted with the county's key already, and is copied as it lies there. When the
# review was due was not kept. The plan's own copy is emptied: a purged note would lie there still.
KEEP_REVIEWS = """
    INSERT INTO casework_planreview (uuid, received_at, changed_at, withdrawn_by_name,
        withdrawn_reason, plan_id, reviewed_on, note, next_due_on)
    SELECT gen_random_uuid(), reviewed_received_at, reviewed_received_at, '', '', id,
        reviewed_on, review_note, review_due_on
    FROM casework_careplan WHERE reviewed_on IS NOT NULL ORDER BY id
"""
EMPTY_COPIES = "UPDATE casework_careplan SET review_note = '' WHERE review_note <> ''"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0019_encrypted_reasons"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "received_at",
                    models.DateTimeField(
                        default=kernel.workdays.clock.now,
                        editable=False,
                        verbose_name="Received at",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=kernel.workdays.clock.now, editable=False, verbose_name="Changed at"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Withdrawn at"),
                ),
                ("withdrawn_by_uuid", models.UUIDField(editable=False, null=True)),
                (
                    "withdrawn_by_name",
                    models.CharField(blank=True, default="", editable=False, max_length=60),
                ),
                (
                    "withdrawn_reason",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=200,
                        verbose_name="Reason of withdrawal",
                    ),
                ),
                ("reviewed_on", models.DateField(verbose_name="Plan reviewed on")),
                (
                    "note",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="What the review found"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="Review due on")),
                ("next_due_on", models.DateField(verbose_name="Next review due on")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="casework.careplan",
                    ),
                ),
            ],
            options={
                "ordering": ["-reviewed_on", "-id"],
            },
        ),
        migrations.RunSQL(KEEP_REVIEWS, migrations.RunSQL.noop),
        migrations.RunSQL(EMPTY_COPIES, migrations.RunSQL.noop),
    ]
