"""The Celery application: `celery -A config worker`, `celery -A config beat`.

Apps use `shared_task` and never import this module; `config` does, so that the web processes
send through it too. Its settings are read at the first use, not while Django's are loading.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("qianzhan")
app.config_from_object("config.settings.broker:CELERY")
app.autodiscover_tasks()


@worker_init.connect
def check_database(**given: Any) -> None:
    """No worker takes a task from a database on which counties may be mixed up."""
    from kernel.tenancy.start import refuse_unfit_database

    try:
        refuse_unfit_database()
    except ImproperlyConfigured as error:  # Celery logs what a receiver raises, and goes on
        raise SystemExit(str(error)) from error
