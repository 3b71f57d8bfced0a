"""Who lives together by the roster, and for which household a case is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_corrections")]

    operations = [
        migrations.AddField(
            "rosterentry",
            "household_head",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=60,
                verbose_name="Head of household",
            ),
        ),
        migrations.AddField(
            "rosterentry",
            "household_index",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddIndex(
            "rosterentry",
            models.Index(
                condition=~models.Q(household_index=""),
                fields=["household_index"],
                name="roster_household",
            ),
        ),
        migrations.AddField(
            "case",
            "household",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="casework.household",
            ),
        ),
    ]
