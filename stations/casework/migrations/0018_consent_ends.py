"""The last day of a consent where one was agreed; an alert before a consent expires."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0017_visit_plan_rule"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="Last day agreed"),
        ),
        migrations.AlterField(
            model_name="alertnote",
            name="kind",
            field=models.CharField(
                choices=[
                    ("MISSED_VISIT", "Visits missed"),
                    ("RISK_RISE", "Visit level raised"),
                    ("MAJOR_CHANGE", "Not visited since a major change"),
                    ("LEAD_WAITING", "Lead not verified"),
                    ("CONSENT_GONE", "Consent withdrawn"),
                    ("CONSENT_ENDS", "Consent expires"),
                    ("NEED_OPEN", "Need open for long"),
                    ("GUARD_DUE", "Care for a child to be assessed again"),
                ],
                max_length=20,
                verbose_name="Kind of alert",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    models.Q(
                        ("valid_until__gte", models.F("valid_from")),
                        models.Q(("given_by", "DUTY"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_agreed_end_order",
            ),
        ),
    ]
