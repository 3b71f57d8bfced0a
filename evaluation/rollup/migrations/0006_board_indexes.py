"""The board reads one year, and what is late, however many years are kept."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("rollup", "0005_unit_version")]

    operations = [
        AddIndexConcurrently(
            "countyperiod",
            models.Index(fields=["year", "county_code"], name="rollup_period_year"),
        ),
        AddIndexConcurrently(
            "stationyear",
            models.Index(
                fields=["due_on"], condition=models.Q(due_on__isnull=False), name="rollup_year_due"
            ),
        ),
    ]
