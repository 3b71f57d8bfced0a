"""Workers and volunteers ask about their data, too; a correction is told; records are destroyed by
kind; the day on which a service lost its basis."""

import django.db.models.deletion
import kernel.crypto.fields
import kernel.workdays.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_household_unit"),
        ("network", "0003_agency_licence"),
        ("people", "0006_staff_account"),
    ]

    operations = [
        migrations.AddField(
            model_name="beneficiary",
            name="service_stopped_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="Service stopped on"
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="correction",
            field=kernel.crypto.fields.EncryptedTextField(
                blank=True, db_default="", default="", verbose_name="What was corrected"
            ),
        ),
        migrations.CreateModel(
            name="RecordDisposal",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "Proposed for destruction"),
                            ("APPROVED_ONCE", "Approved by one person"),
                            ("DESTROYED", "Destroyed"),
                            ("KEPT", "Kept for longer"),
                        ],
                        default="PROPOSED",
                        max_length=15,
                        verbose_name="State",
                    ),
                ),
                ("proposed_on", models.DateField(verbose_name="Proposed on")),
                ("proposed_by_name", models.CharField(max_length=60, verbose_name="Proposed by")),
                ("first_by_uuid", models.UUIDField(editable=False, null=True)),
                (
                    "first_by_name",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="Approved by"
                    ),
                ),
                ("first_at", models.DateTimeField(editable=False, null=True)),
                ("second_by_uuid", models.UUIDField(editable=False, null=True)),
                (
                    "second_by_name",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="Also approved by"
                    ),
                ),
                (
                    "destroyed_on",
                    models.DateField(blank=True, null=True, verbose_name="Destroyed on"),
                ),
                ("destroyed_received_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kept_reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="Why it is kept"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("VISIT", "Visits of closed files"),
                            ("NEED", "Needs of closed files"),
                            ("CONSENT", "Withdrawn consents of closed files"),
                        ],
                        max_length=10,
                        verbose_name="What is destroyed",
                    ),
                ),
                ("records_before", models.DateField(verbose_name="Records from before")),
                ("records", models.PositiveIntegerField(verbose_name="Records")),
                ("kept_until", models.DateField(blank=True, null=True, verbose_name="Kept until")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.station",
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_on", "-id"],
                "indexes": [
                    models.Index(
                        fields=["station", "-proposed_on"], name="record_disposal_station_day"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("PROPOSED", "APPROVED_ONCE")), ("withdrawn_at", None)
                        ),
                        fields=("station", "kind"),
                        name="record_disposal_one_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by_uuid", None),
                            models.Q(
                                ("first_by_uuid__isnull", False),
                                models.Q(
                                    ("first_by_uuid", models.F("second_by_uuid")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="record_disposal_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "DESTROYED"), _negated=True),
                                ("destroyed_on", None),
                            ),
                            models.Q(
                                ("destroyed_on__isnull", False),
                                ("second_by_uuid__isnull", False),
                                ("state", "DESTROYED"),
                            ),
                            _connector="OR",
                        ),
                        name="record_disposal_destroyed_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "KEPT"), ("kept_reason", ""), _connector="XOR"
                        ),
                        name="record_disposal_kept_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept_until__isnull", False), ("state", "KEPT")),
                            models.Q(
                                models.Q(("state", "KEPT"), _negated=True), ("kept_until", None)
                            ),
                            _connector="OR",
                        ),
                        name="record_disposal_kept_until",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamRequest",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SEE", "To see what is kept"),
                            ("TAKE_OUT", "To take it out"),
                            ("CORRECT", "To have it corrected"),
                            ("ERASE", "To have it erased"),
                        ],
                        max_length=10,
                        verbose_name="Kind of request",
                    ),
                ),
                (
                    "details",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="What is asked for"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="Asked on")),
                ("due_on", models.DateField(verbose_name="To be answered by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "Waits for a decision"),
                            ("GRANTED", "Granted, to be carried out"),
                            ("REFUSED", "Refused with a reason"),
                            ("DONE", "Carried out"),
                        ],
                        default="RECEIVED",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                (
                    "answer",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="Answer"
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="Request decided on"),
                ),
                (
                    "decided_by_name",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="Decided by"
                    ),
                ),
                ("decided_received_at", models.DateTimeField(editable=False, null=True)),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="Carried out on")),
                ("done_received_at", models.DateTimeField(editable=False, null=True)),
                (
                    "correction",
                    kernel.crypto.fields.EncryptedTextField(
                        blank=True, db_default="", default="", verbose_name="What was corrected"
                    ),
                ),
                (
                    "change_uuid",
                    models.UUIDField(
                        editable=False, null=True, verbose_name="Change that was made"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="people.staff",
                        verbose_name="Worker",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.station",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="people.volunteer",
                        verbose_name="Volunteer",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_on", "-id"],
                "indexes": [
                    models.Index(fields=["station", "-asked_on"], name="team_request_station_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))),
                        name="team_request_due_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_on", None),
                                ("decided_received_at", None),
                                ("state", "RECEIVED"),
                            ),
                            models.Q(
                                models.Q(("state", "RECEIVED"), _negated=True),
                                ("decided_on__gte", models.F("asked_on")),
                                ("decided_on__isnull", False),
                                ("decided_received_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="team_request_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "DONE"), _negated=True),
                                ("done_on", None),
                                ("done_received_at", None),
                            ),
                            models.Q(
                                ("done_on__isnull", False),
                                ("done_received_at__isnull", False),
                                ("state", "DONE"),
                            ),
                            _connector="OR",
                        ),
                        name="team_request_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change_uuid", None),
                            models.Q(("kind", "CORRECT"), ("state", "DONE")),
                            _connector="OR",
                        ),
                        name="team_request_change_of_correction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("staff__isnull", False), ("volunteer", None)),
                            models.Q(("staff", None), ("volunteer__isnull", False)),
                            _connector="OR",
                        ),
                        name="team_request_one_subject",
                    ),
                ],
            },
        ),
    ]
