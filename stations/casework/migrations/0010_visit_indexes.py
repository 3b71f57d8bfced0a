"""A place's list of visits counts and skips in its index; a person's last visit and
level have their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_custody")]

    operations = [
        migrations.AddIndex(
            "visit",
            models.Index(
                fields=["station", "-held_at", "-id"],
                include=["withdrawn_at"],
                name="visit_place_time",
            ),
        ),
        migrations.AddIndex(
            "visit",
            models.Index(
                fields=["beneficiary", "-held_at"],
                condition=models.Q(withdrawn_at=None, result__in=["MET", "REFUSED"]),
                name="visit_last",
            ),
        ),
        migrations.AddIndex(
            "visitlevelspan",
            models.Index(
                fields=["beneficiary"],
                include=["level", "valid_from", "valid_to"],
                condition=models.Q(withdrawn_at=None),
                name="level_running",
            ),
        ),
        migrations.RemoveIndex("visit", "visit_station_time"),
    ]
