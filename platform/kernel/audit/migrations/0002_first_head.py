"""Each county's chain begins with one head row, so that two first entries cannot race."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO audit_chainhead (id, seq, digest) VALUES (1, 0, '')",
            "DELETE FROM audit_chainhead",
        )
    ]
