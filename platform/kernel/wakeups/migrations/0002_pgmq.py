"""The queue inside PostgreSQL: pgmq's own SQL, and the one queue that Celery uses.

Neither can be done twice, so both look first. Installed for every broker: an installation may
come back to this one.
"""

from typing import Any

from django.db import migrations
from pgmq.install import get_embedded_install_sql

QUEUE = "qianzhan"


def install_pgmq(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq') IS NULL")
        if cursor.fetchone()[0]:
            cursor.execute(get_embedded_install_sql())
        cursor.execute("SELECT count(*) FROM pgmq.list_queues() WHERE queue_name = %s", [QUEUE])
        if cursor.fetchone()[0] == 0:
            cursor.execute("SELECT pgmq.create(%s)", [QUEUE])


class Migration(migrations.Migration):
    dependencies = [("wakeups", "0001_initial")]

    operations = [migrations.RunPython(install_pgmq, migrations.RunPython.noop)]
