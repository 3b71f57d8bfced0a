"""The Celery application: `celery -A config.celery worker`, `... beat`.

Apps use `shared_task` and never import this module.
"""

import os

from celery import Celery
from django.conf import settings

from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("qianzhan")
app.conf.update(settings.CELERY)
app.conf.beat_schedule = SCHEDULE
app.conf.beat_scheduler = "config.schedule:LeaderScheduler"
app.autodiscover_tasks()
