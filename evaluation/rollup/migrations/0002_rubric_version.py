"""The version beside the digest: the areas of a version are known from one of its sheets."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rollup", "0001_initial")]

    operations = [
        migrations.AddField(
            "stationyear",
            "rubric_version",
            models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "stationyear",
            models.Index(fields=["year", "rubric_id", "rubric_version"], name="rollup_year_rubric"),
        ),
    ]
