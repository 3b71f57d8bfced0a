"""What a visit said before a correction; who came along on it; two more moves of a case."""

import django.db.models.deletion
import kernel.crypto.fields
import kernel.workdays.clock
import uuid
from django.db import migrations, models


def fill_companions(apps, schema_editor):
    """Visits with a volunteer say so by the code."""
    visits = apps.get_model("casework", "Visit").objects
    visits.filter(joint_work=True).update(joint_with=["VOLUNTEER"])


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_visit_indexes"),
        ("people", "0004_staffing"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="joint_with",
            field=models.JSONField(
                blank=True, db_default=[], default=list, verbose_name="Accompanied by"
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="act",
            field=models.CharField(
                choices=[
                    ("OPEN", "Case opened"),
                    ("ADVANCE", "Next stage begun"),
                    ("REFER", "Case referred"),
                    ("WITHDRAW", "Service left by the person"),
                    ("REQUEST", "Closure asked for"),
                    ("SIGN", "Closure signed"),
                    ("REOPEN", "Case reopened"),
                    ("DECLINE", "Case not taken on"),
                    ("TAKE_BACK", "Request for closure taken back"),
                    ("SEND_BACK", "Closure sent back"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="VisitCorrection",
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
                    models.CharField(blank=True, default="", editable=False, max_length=200),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="Held at")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("HOME", "At home"),
                            ("PHONE", "By phone"),
                            ("SCHOOL", "At school"),
                            ("INSTITUTION", "In an institution"),
                        ],
                        default="HOME",
                        max_length=20,
                        verbose_name="Place of visit",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MET", "Met"),
                            ("NOT_HOME", "Nobody there"),
                            ("REFUSED", "Visit refused"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Result of visit",
                    ),
                ),
                (
                    "joint_with",
                    models.JSONField(
                        blank=True, db_default=[], default=list, verbose_name="Accompanied by"
                    ),
                ),
                (
                    "note",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="Visit note"
                    ),
                ),
                (
                    "sections",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True, db_default="", default="", verbose_name="Sections of the note"
                    ),
                ),
                ("was_received_at", models.DateTimeField(editable=False)),
                (
                    "reason",
                    kernel.crypto.fields.EncryptedTextField(
                        verbose_name="Reason of the correction"
                    ),
                ),
                ("by_uuid", models.UUIDField(editable=False, null=True)),
                (
                    "by_name",
                    models.CharField(blank=True, default="", editable=False, max_length=60),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="casework.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.RunPython(fill_companions, migrations.RunPython.noop),
    ]
