"""A county may also rule on the templates of a visit: a further topic, no change of the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_links")]

    operations = [
        migrations.AlterField(
            model_name="countyrule",
            name="topic",
            field=models.CharField(
                choices=[
                    ("RETENTION", "Years of retention"),
                    ("STAGES", "Names of the stages of a case"),
                    ("GATES", "Gates between the stages of a case"),
                    ("TEMPLATES", "Templates of a visit"),
                ],
                max_length=20,
                verbose_name="Topic of the rule",
            ),
        ),
    ]
