"""A place's planned visits that are neither made nor dropped are found by their index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_rights")]

    operations = [
        migrations.AddIndex(
            "visit",
            models.Index(
                fields=["station", "planned_on"],
                condition=models.Q(held_at=None, withdrawn_at=None),
                name="visit_planned",
            ),
        ),
    ]
