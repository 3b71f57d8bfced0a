from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Wakeup",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("county_code", models.CharField(max_length=6)),
                ("job_uuid", models.UUIDField(unique=True)),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
