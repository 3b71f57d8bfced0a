"""The Celery application: `celery -A config worker`, `celery -A config beat`.

Apps use `shared_task` and never import this module; `config` does, so that the web processes
send through it too. Its settings are read at the first use, not while Django's are loading.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("qianzhan")
app.config_from_object("config.settings.broker:CELERY")
app.autodiscover_tasks()
