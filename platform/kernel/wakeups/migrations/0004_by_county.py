"""A wake-up is of one county's job: two counties may know the same UUID."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wakeups", "0003_failed_at")]

    operations = [
        migrations.AlterField(
            model_name="wakeup",
            name="job_uuid",
            field=models.UUIDField(),
        ),
        migrations.AddConstraint(
            model_name="wakeup",
            constraint=models.UniqueConstraint(
                fields=("county_code", "job_uuid"), name="wakeup_once"
            ),
        ),
    ]
