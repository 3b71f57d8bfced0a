"""What a county's evaluations add up to, so that the board adds up counties, not stations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rollup", "0002_rubric_version")]

    operations = [
        migrations.RemoveIndex("stationyear", "rollup_year_rubric"),
        migrations.AddField("countyperiod", "evaluated", models.JSONField(default=dict)),
        migrations.AddField(
            "countyperiod", "evaluated_at", models.DateTimeField(blank=True, null=True)
        ),
    ]
