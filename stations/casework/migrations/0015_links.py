"""Files linked by mistake; the households of cases opened before they were kept."""

import uuid

import django.db.models.deletion
import kernel.crypto.fields
import kernel.workdays.clock
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, When


def fill_households(apps, schema_editor):
    """Of a household's case without one: where the person lived on the day of opening, as
    Beneficiary.household_on says. Empty where the files do not know."""
    cases = apps.get_model("casework", "Case").objects
    persons = apps.get_model("casework", "Beneficiary").objects
    lived = Case(
        When(household_since__gt=OuterRef("opened_on"), then=F("former_household")),
        default=F("household"),
    )
    of_person = persons.filter(pk=OuterRef("beneficiary")).values_list(lived)
    cases.filter(unit="HOUSEHOLD", household=None).update(household=Subquery(of_person))


def check_now(apps, schema_editor):
    """So that a later migration of the same transaction may alter the table."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_visit_planned"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomelessMislink",
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
                    "reason",
                    kernel.crypto.fields.EncryptedTextField(
                        verbose_name="Reason of the correction"
                    ),
                ),
                ("by_uuid", models.UUIDField(editable=False, null=True)),
                (
                    "by_name",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=60,
                        verbose_name="Corrected by",
                    ),
                ),
                (
                    "aid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mislinks",
                        to="casework.homelessaid",
                    ),
                ),
                (
                    "beneficiary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.beneficiary",
                        verbose_name="File linked by mistake",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.RunPython(fill_households, migrations.RunPython.noop),
        migrations.RunPython(check_now, migrations.RunPython.noop),
    ]
